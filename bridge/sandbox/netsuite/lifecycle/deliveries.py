"""How much of a line that makes revenue was billed or shipped, document by document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.lifecycle.quantities import SHIPPED, followers, number
from bridge.sandbox.netsuite.records.store import Line, Record, Reference, Value
from bridge.sandbox.netsuite.schema.transactions import (
    CASH_SALE,
    CREDIT,
    FULFILLMENT,
    INVOICE,
    ITEMS,
    ORDER,
    RECEIPT,
    RETURN,
)

_BILLING = {ORDER: (INVOICE, CASH_SALE), RETURN: (CREDIT,)}
_SHIPPING = {ORDER: (FULFILLMENT,), RETURN: (RECEIPT,)}


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one document took of a line."""

    key: str  #: "invoice 5003 1": document, and its line
    on: date
    part: Fraction  #: of the whole line


def billed(account: Account, source: Value, key: int) -> list[Delivery]:
    """
    Return what was billed, or credited, of a line.

    A part is what its documents say over what the line says (Event-Percent based on amount); an
    invoice or credit memo that stands alone bills all of its own lines.

    Args:
        account: where the line stands.
        source: leads to its transaction.
        key: its `lineUniqueKey`.
    """
    return list(_deliveries(account, source, key, _BILLING))


def shipped(account: Account, source: Value, key: int) -> list[Delivery]:
    """Return what was shipped, or received back, of a line, by quantity; like `billed`."""
    return list(_deliveries(account, source, key, _SHIPPING))


def _deliveries(
    account: Account, source: Value, key: int, by: Mapping[str, tuple[str, ...]]
) -> Iterator[Delivery]:
    record = account.store.get(source.family, source.id) if isinstance(source, Reference) else None
    if record is None:
        return
    whole = next((one for one in record.lines[ITEMS] if one.get("lineUniqueKey") == key), None)
    if whole is None:
        return
    if record.type.name not in by:
        yield Delivery(f"{record.type.name} {record.id}", _day(record), Fraction(1))
        return
    documents = sorted(
        followers(record, account, by[record.type.name]), key=lambda one: int(one.id)
    )
    for document in documents:
        if document.fields.get("shipStatus") in {None, SHIPPED}:
            yield from _taken(document, whole, "amount" if by is _BILLING else "quantity")


def _taken(document: Record, whole: Line, measure: str) -> Iterator[Delivery]:
    """A line that is sold for nothing is billed by quantity."""
    by = measure if number(whole.get(measure)) else "quantity"
    total = Fraction(number(whole.get(by)))
    for line in document.lines[ITEMS]:
        if line.get("orderLine") == whole["line"] and total:
            name = f"{document.type.name} {document.id} {line['line']}"
            yield Delivery(name, _day(document), Fraction(number(line.get(by))) / total)


def _day(record: Record) -> date:
    on = record.fields["tranDate"]
    if not isinstance(on, date):
        raise TypeError(f"{on!r} is no date")
    return on
