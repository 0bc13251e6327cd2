"""What an approved sales order promises: one obligation for each line that makes an element."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Line, Record, Value
from bridge.sandbox.netsuite.revenue.book import amount

#: Pending approval, and cancelled.
_WITHOUT_REVENUE = frozenset({"A", "C"})


@dataclass(frozen=True, slots=True)
class Obligation:
    """A line of an order, with what it is sold for."""

    key: int  #: `lineUniqueKey` of the line
    line: Line
    item: Record
    discounted: Decimal  #: less the discount lines that follow it

    def economics(self) -> dict[str, Value]:
        """Return the fields of an element that follow the line when it changes."""
        return {
            "quantity": self.line.get("quantity"),
            "salesAmount": self.line.get("amount"),
            "discountedSalesAmount": self.discounted,
            "location": self.line.get("location"),
        }


def obligations(order: Record, account: Account) -> list[Obligation]:
    """Return the obligations of an order, in the order of its lines; none before approval."""
    if order.fields["status"] in _WITHOUT_REVENUE:
        return []
    return list(_obligations(order, account))


def _obligations(order: Record, account: Account) -> Iterator[Obligation]:
    waiting: Obligation | None = None
    for line in order.lines["item"]:
        item = target(line["item"], account.store)
        if item.type.name == "discountItem" and waiting is not None:
            waiting = replace(waiting, discounted=waiting.discounted + amount(line, "amount"))
            continue
        if waiting is not None:
            yield waiting
        waiting = _obligation(line, item)
    if waiting is not None:
        yield waiting


def _obligation(line: Line, item: Record) -> Obligation | None:
    """Return the obligation of a line; none if it makes no element."""
    key = line["lineUniqueKey"]
    if item.fields.get("revenueRecognitionRule") is None or line.get("doNotCreateRevenueElement"):
        return None
    if not isinstance(key, int):
        raise TypeError(f"lineUniqueKey is no number: {key!r}")
    return Obligation(key, line, item, amount(line, "amount"))
