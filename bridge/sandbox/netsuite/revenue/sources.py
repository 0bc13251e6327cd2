"""What an approved sales order promises: an obligation for each line that makes an element."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Line, Record, Reference, Value
from bridge.sandbox.netsuite.revenue.book import amount

#: Pending approval, and cancelled.
_WITHOUT_REVENUE = frozenset({"A", "C"})
_KIT, _KIT_MEMBERS = "kitItem", "member"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """A line of a source, or a part of the kit on it, with what it is sold for."""

    key: int  #: of the line: `lineUniqueKey` of an order's
    item: Record
    quantity: Decimal | None
    sales: Decimal
    discounted: Decimal  #: less the discount lines that follow it
    line: Line = field(default_factory=dict)  #: dates, location and the like
    member: int = 0  #: place among the parts of a kit, from 1; 0: the line itself
    is_kit: bool = False  #: sold for a price that its parts share
    plans_on: str | None = None  #: overrides what the item says
    allocation: str | None = None  #: overrides what the item says
    return_of: Reference | None = None  #: the element that this one takes back from
    moves: bool = False  #: whether its element goes by the dates of the line at any time
    mapped: Mapping[str, Value] = field(default_factory=dict)  #: what a field map carries over

    @property
    def place(self) -> tuple[int, int]:
        """What tells the obligations of a source apart."""
        return self.key, self.member

    def economics(self) -> dict[str, Value]:
        """Return the fields of an element that follow the line when it changes."""
        return {
            "quantity": self.quantity,
            "salesAmount": self.sales,
            "discountedSalesAmount": self.discounted,
            "location": self.line.get("location"),
            **(dates(self.line) if self.moves else {}),
            **self.mapped,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A record that obligations come from."""

    record: Record
    header: Mapping[str, Value]  #: entity, subsidiary, currency, exchangeRate, tranDate
    shown: str  #: "Sales Order #SO5001"
    type: str  #: as `sourceRecordType` has it
    prefix: str  #: of `referenceId`
    obligations: tuple[Obligation, ...]

    @property
    def reference(self) -> Reference:
        """Return a reference to the record."""
        return Reference(self.record.type.family, self.record.id)


def orders(account: Account) -> Iterator[Source]:
    """Yield the sales orders, with their obligations in the order of their lines."""
    for order in account.store.of_family("salesOrder"):
        yield Source(
            record=order,
            header=order.fields,
            shown=f"Sales Order #{order.fields['tranId']}",
            type="salesorder",
            prefix="SalesOrd",
            obligations=tuple(obligations(order, account)),
        )


def obligations(order: Record, account: Account) -> list[Obligation]:
    """Return the obligations of an order, in the order of its lines; none before approval."""
    if order.fields["status"] in _WITHOUT_REVENUE:
        return []
    found = of_lines(order, account)
    if account.settings.elements_of_closed_lines == "as_ordered":
        return found
    return [kept for one in found if (kept := _as_billed(one)) is not None]


def of_lines(transaction: Record, account: Account) -> list[Obligation]:
    """Return the obligations of a transaction whatever its status, in the order of its lines."""
    found = _obligations(transaction, account)
    return [part for whole in found for part in _expanded(whole, account)]


def _as_billed(one: Obligation) -> Obligation | None:
    """Of a closed line, only what was invoiced promises anything, at the rate of the order."""
    billed, whole = amount(one.line, "quantityBilled"), amount(one.line, "quantity")
    if one.line.get("isClosed") is not True:
        return one
    if not billed:
        return None
    return replace(
        one,
        quantity=billed if one.quantity is None else one.quantity * billed / whole,
        sales=one.sales * billed / whole,
        discounted=one.discounted * billed / whole,
    )


def _obligations(order: Record, account: Account) -> Iterator[Obligation]:
    waiting: Obligation | None = None
    for line in order.lines["item"]:
        item = target(line["item"], account.store)
        if item.type.name == "discountItem" and waiting is not None:
            waiting = replace(waiting, discounted=waiting.discounted + amount(line, "amount"))
            continue
        if waiting is not None:
            yield waiting
        waiting = _obligation(line, item, moves=account.settings.element_dates == "mapped")
        column = account.settings.fair_value_column
        if waiting is not None and column:
            waiting = replace(waiting, mapped={"fairValueOverride": line.get(column)})
    if waiting is not None:
        yield waiting


def _obligation(line: Line, item: Record, *, moves: bool) -> Obligation | None:
    """Return the obligation of a line; none if it makes no element."""
    key, quantity = line["lineUniqueKey"], line.get("quantity")
    unruled = item.fields.get("revenueRecognitionRule") is None and not _expands(item)
    if unruled or line.get("doNotCreateRevenueElement"):
        return None
    if not isinstance(key, int):
        raise TypeError(f"lineUniqueKey is no number: {key!r}")
    return Obligation(
        key=key,
        item=item,
        quantity=quantity if isinstance(quantity, Decimal) else None,
        sales=amount(line, "amount"),
        discounted=amount(line, "amount"),
        line=line,
        moves=moves,
    )


def dates(line: Line) -> dict[str, Value]:
    """Return the dates that an element takes over from its line."""
    first, last = line.get("revRecStartDate"), line.get("revRecEndDate")
    return {
        "revRecStartDate": first,
        "revRecEndDate": last,
        "forecastStartDate": first,
        "forecastEndDate": last,
        "termMonths": line.get("revRecTermInMonths"),
    }


def _expands(item: Record) -> bool:
    """Tell whether the parts of a kit take its revenue; they do unless the kit says otherwise."""
    wanted = item.fields.get("autoExpandKitForRevenuemgmt")
    return item.type.name == _KIT and wanted is not False


def _expanded(whole: Obligation, account: Account) -> Iterator[Obligation]:
    """Yield an obligation; for a kit that expands, its parts after it, each without a price."""
    if not _expands(whole.item):
        yield whole
        return
    yield replace(whole, is_kit=True)
    for place, (part, count) in enumerate(_parts(whole.item, account), 1):
        quantity = (whole.quantity or Decimal(1)) * count
        yield replace(
            whole,
            item=part,
            quantity=quantity,
            sales=Decimal(0),
            discounted=Decimal(0),
            member=place,
        )


def _parts(kit: Record, account: Account) -> Iterator[tuple[Record, Decimal]]:
    """Yield what a kit holds, with the quantities; a kit inside it by its own parts."""
    for line in kit.lines[_KIT_MEMBERS]:
        part, count = target(line["item"], account.store), amount(line, "quantity") or Decimal(1)
        if not _expands(part):
            yield part, count
            continue
        for inner, inner_count in _parts(part, account):
            yield inner, inner_count * count
