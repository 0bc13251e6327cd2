"""How much of the lines of a transaction those that follow it have shipped, billed or returned."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Line, Record, Reference, Value
from bridge.sandbox.netsuite.schema.transactions import FULFILLMENT, ITEMS

SHIPPED = "C"
_NONE = Decimal(0)


def followers(source: Record, account: Account, types: Collection[str]) -> Iterator[Record]:
    """Yield the transactions of some types that were made from another one."""
    origin = Reference(source.type.family, source.id)
    for record in account.store.referring(origin.family, origin.id):
        if record.type.name in types and record.fields.get("createdFrom") == origin:
            yield record


def moved(
    source: Record, account: Account, types: Collection[str], but: str = ""
) -> dict[int, Decimal]:
    """
    Return the quantity that followers took of each line, by its key.

    Args:
        source: the transaction with the lines.
        account: where it stands.
        types: of the followers that count.
        but: the id of one that does not count.
    """
    taken: dict[int, Decimal] = {}
    for record in followers(source, account, types):
        for line in record.lines[ITEMS] if record.id != but else ():
            key = line.get("orderLine")
            if isinstance(key, int):
                taken[key] = taken.get(key, _NONE) + number(line.get("quantity"))
    return taken


def shipped(source: Record, account: Account, types: Collection[str]) -> dict[int, Decimal]:
    """Return what `moved` returns, but without fulfilments that are only picked or packed."""
    waiting = [
        record
        for record in followers(source, account, {FULFILLMENT} & set(types))
        if record.fields.get("shipStatus") != SHIPPED
    ]
    taken = moved(source, account, types)
    for record in waiting:
        for line in record.lines[ITEMS]:
            key = line.get("orderLine")
            if isinstance(key, int):
                taken[key] -= number(line.get("quantity"))
    return taken


def is_fulfillable(line: Line, account: Account) -> bool:
    """Tell whether the item of a line ships at all; services do not, unless they say so."""
    return target(line["item"], account.store).fields.get("isFulfillable") is True


def reached(wanted: Decimal, done: Decimal) -> bool:
    """Tell whether a quantity is done; lines of negative quantity count downwards."""
    return done >= wanted if wanted >= 0 else done <= wanted


def number(value: Value) -> Decimal:
    """Return a number of a line; none counts as zero."""
    return value if isinstance(value, Decimal) else _NONE


def key_of(line: Line) -> int:
    """
    Return the key of a stored line.

    Raises:
        TypeError: it has none.
    """
    key = line["line"]
    if not isinstance(key, int):
        raise TypeError(f"a line has no key: {key!r}")
    return key
