"""
The wallet that Revenue Cloud keeps: an entitlement, its ledger entries, and summaries of use.

A wallet is read where one order product granted all of it; its own ledger is what the bridge's
must agree with.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bridge.mappers.graph import Hop, Road, Roads, Step
from bridge.mappers.read import whole
from bridge.mappers.read.row import Reading, Row
from bridge.mappers.read.usage.days import day
from bridge.mappers.read.usage.metered import late
from bridge.model.calendar import Term
from bridge.model.credits.events import Event, Grant, GrantId, Use, Void
from bridge.model.credits.terms import DrawOrder
from bridge.model.credits.units import NONE, added, less
from bridge.model.deal import Line
from bridge.model.usage.metering import Stated

ENTITLEMENT = "TransactionUsageEntitlement"
ENTRY = "UsageEntitlementEntry"
SUMMARY = "UsageSummary"
JOURNAL = "TransactionJournal"
GRAPH = (
    Step(ENTITLEMENT, "OrderItemId", (("OrderItem", "Id"),)),
    Step(ENTITLEMENT, "AssetId", ((ENTITLEMENT, "AssetId"),)),
    Step(SUMMARY, "AssetId", ((ENTITLEMENT, "AssetId"),)),
    Step(ENTRY, "TransactionUsageEntitlementId", ((ENTITLEMENT, "Id"),)),
    Step(ENTRY, "UsageSummaryId", ((SUMMARY, "Id"),)),
    Step(JOURNAL, "ReferenceRecordId", ((ENTITLEMENT, "AssetId"),)),
)
#: An entitlement names what sold it among things of other kinds: no path leads through that.
OF_ITEM = Hop("OrderItem", "Id", "OrderId")
OF_ASSET = (Hop(ENTITLEMENT, "AssetId", "OrderItemId"), OF_ITEM)
#: Whose changes may change a deal, and the roads from there to its order.
POLLED: Roads = {
    ENTITLEMENT: (Road("OrderItemId", (OF_ITEM,)), Road("AssetId", OF_ASSET)),
    SUMMARY: (Road("AssetId", OF_ASSET),),
    ENTRY: (
        Road("TransactionUsageEntitlementId", (Hop(ENTITLEMENT, "Id", "OrderItemId"), OF_ITEM)),
        Road("UsageSummaryId", (Hop(SUMMARY, "Id", "AssetId"), *OF_ASSET)),
    ),
    JOURNAL: (Road("ReferenceRecordId", OF_ASSET),),
}
_ORDERS = {
    "ExpiringFirst": DrawOrder.EXPIRING_FIRST,
    "GrantedFirst": DrawOrder.FIRST_IN_FIRST_OUT,
    "GrantedLast": DrawOrder.GRANTED_LAST,
}
#: The credits of a summary in these states are drawn; those of the others are not yet.
_DRAWN = ("DrawdownComplete", "RatableSummaryComplete", "LiableSummaryComplete", "Rated")
_UNDER_WAY = ("New", "UsageSummaryInProgress", "UsageSummaryComplete", "Inactive")
#: (type, reason) of entries that say what the bridge reads elsewhere.
_TOLD = (("Credit", "Original"), ("Debit", "Consumption"), ("Credit", "Consumption"))
_CANCELLED = ("Debit", "Cancel")


@dataclass(frozen=True, slots=True)
class Summed:
    """What was used in a term until its last day, what of it was drawn, and what was not."""

    row: Row
    term: Term
    used: Decimal
    drawn: Decimal
    overage: Decimal


@dataclass(frozen=True, slots=True)
class Wallet:
    """An entitlement with its entries and summaries, of one order product."""

    item: Row
    entitlement: Row
    entries: tuple[Row, ...]
    summed: tuple[Summed, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """The records that it consists of."""
        return (self.entitlement, *self.entries, *(one.row for one in self.summed))

    @property
    def order(self) -> DrawOrder | None:
        """The order of drawing that the entitlement names."""
        return _ORDERS.get(self.entitlement.text("DrawdownOrder") or "")


def read(reading: Reading, items: Sequence[Row]) -> Wallet | None:
    """Return the wallet that an order granted, None where it granted none that can be read."""
    granted = [
        (item, row)
        for item in items
        for row in whole.of_line(item, reading.where(ENTITLEMENT, "OrderItemId", item.id))
    ]
    if not granted:
        return None
    item, entitlement = granted[0]
    asset = entitlement.text("AssetId")
    shared = [row for row in reading.where(ENTITLEMENT, "AssetId", asset) if row is not entitlement]
    if len(granted) > 1 or shared or not asset:
        reading.object(
            "WALLET_SHARED",
            "the credits of several order products, or of no single asset, are drawn together; "
            "which of them was drawn is not representable",
            *[f"{ENTITLEMENT} {row.id}" for row in (*[row for _, row in granted], *shared)],
            line=item.line,
        )
        return None
    if entitlement.text("EntitlementProcessingStatus") != "PROCESSED":
        reading.missing.append(f"entitlement {entitlement.id} is not processed yet")
    summaries = whole.of_line(item, reading.where(SUMMARY, "AssetId", asset))
    summed = sorted(
        (one for row in summaries if (one := _summed(row))), key=lambda one: (one.term, one.row.id)
    )
    entries = {
        row.id: row
        for row in (
            *reading.where(ENTRY, "TransactionUsageEntitlementId", entitlement.id),
            *[row for one in summed for row in reading.where(ENTRY, "UsageSummaryId", one.row.id)],
        )
    }
    whole.of_line(item, list(entries.values()))
    _check_journals(reading, item, asset, summed)
    return Wallet(item, entitlement, tuple(entries.values()), tuple(summed))


def _summed(row: Row) -> Summed | None:
    """Return a summary whose credits are drawn; object to a state that is not known."""
    status = row.needed("Status")
    if status not in _DRAWN:
        if status not in _UNDER_WAY:
            row.reading.object(
                "USAGE_STATUS_UNKNOWN",
                f"the status of the usage summary is {row.shown('Status')}, which is not known",
                row.names("Status"),
                line=row.line,
            )
        return None
    first, last = day(row, "StartDateTime"), day(row, "EndDateTime")
    used, drawn, overage = (
        row.number(name) for name in ("ConsumptionUnits", "DebitedUnits", "OverageUnits")
    )
    if first is None or last is None or last < first or None in (used, drawn, overage):
        row.needed("ConsumptionUnits")
        return None
    term = Term.inclusive(first, last)
    return Summed(row, term, used or NONE, drawn or NONE, overage or NONE)


def grant(wallet: Wallet, line: Line) -> Grant | None:
    """Return what a line granted; object to an entitlement that is no grant of prepaid credits."""
    row = wallet.entitlement
    kind, action = row.needed("GrantType"), row.needed("ActionType")
    units = row.number("EntitlementQuantity")
    start, end = day(row, "EffectiveStartDateTime"), _ends(row)
    fits = kind == "Grant" and action in ("New", "Renewal") and units is not None and units > 0
    if not fits or start is None or (end is not None and end < start) or line.amount.minor < 0:
        row.reading.object(
            "GRANT_UNKNOWN",
            f"the entitlement is of action {action} and type {kind}, for "
            f"{row.shown('EntitlementQuantity')} units; only credits granted by a new order or a "
            "renewal are representable",
            row.names("GrantType"),
            row.names("ActionType"),
            row.names("EntitlementQuantity"),
            line=row.line,
        )
        return None
    return Grant(
        id=GrantId(line.id),
        on=start,
        units=units or NONE,
        paid=line.amount,
        valid=Term.inclusive(start, end) if end else None,
    )


def _ends(row: Row) -> date | None:
    return day(row, "EffectiveEndDateTime") if row.text("EffectiveEndDateTime") else None


def events(wallet: Wallet, granted: Grant) -> Iterator[Event]:
    """Yield the story of a wallet: the grant, what was used, and what was cancelled of it."""
    yield granted
    for one in wallet.summed:
        yield Use(reference=one.row.id, on=one.term.last, units=one.used)
    for entry in wallet.entries:
        on, units = day(entry, "TransactionDate"), entry.number("TransactionQuantity")
        kind = (entry.needed("TransactionType"), entry.text("TransactionReason"))
        if kind == _CANCELLED and on and units and units > 0:
            yield Void(reference=entry.id, on=on, units=units, grant=granted.id)
        elif kind not in _TOLD and kind[0] != "Expired":
            entry.reading.object(
                "WALLET_ENTRY_UNKNOWN",
                f"the entry is a {kind[0]} for the reason {kind[1] or 'blank'}; what becomes of "
                "these credits is not representable",
                entry.names("TransactionType"),
                entry.names("TransactionReason"),
                line=entry.line,
            )


def through(wallet: Wallet) -> date | None:
    """Return the last day whose use is known: of the last summary, or of credits that lapsed."""
    told = [one.term.last for one in wallet.summed]
    told += [on for entry in _lapses(wallet) if (on := day(entry, "TransactionDate"))]
    return max(told, default=None)


def stated(wallet: Wallet) -> Iterator[Stated]:
    """Yield what Salesforce's own ledger comes to at the end of each term and of each lapse."""
    ends = {one.term.last: one.row for one in wallet.summed}
    ends |= {on: row for row in _lapses(wallet) if (on := day(row, "TransactionDate"))}
    for on, row in sorted(ends.items(), key=lambda end: end[0]):
        past = [one for one in wallet.summed if one.term.last <= on]
        lapsed = [
            entry.number("TransactionQuantity") or NONE
            for entry in _lapses(wallet)
            if (ended := day(entry, "TransactionDate")) and ended <= on
        ]
        yield Stated(
            on=on,
            drawn=added(one.drawn for one in past),
            lapsed=added(lapsed),
            overage=added(one.overage for one in past),
            evidence=f"{row.record.type} {row.id}",
        )


def await_expiry(wallet: Wallet, granted: Grant) -> None:
    """Wait for the entry by which Salesforce says that what is left of a grant has lapsed."""
    last = through(wallet)
    gone = [less(one.used, one.overage) for one in wallet.summed]
    gone += [entry.number("TransactionQuantity") or NONE for entry in _lapses(wallet)]
    over = granted.valid is not None and last is not None and last >= granted.valid.last
    if over and added(gone) < granted.units:
        wallet.item.reading.missing.append(
            f"what is left of entitlement {wallet.entitlement.id} has not expired yet"
        )


def _lapses(wallet: Wallet) -> list[Row]:
    kinds = [
        (entry, (entry.text("TransactionType"), entry.text("TransactionReason")))
        for entry in wallet.entries
    ]
    return [entry for entry, kind in kinds if kind[0] == "Expired" or kind == _CANCELLED]


def _check_journals(reading: Reading, item: Row, asset: str, summed: Sequence[Summed]) -> None:
    """Object to reported use that was not summed up though its term was, or that failed."""
    journals = whole.of_line(item, reading.where(JOURNAL, "ReferenceRecordId", asset))
    for row in journals:
        if row.text("UsageType") != "UsageManagement" or row.text("Status") == "Processed":
            continue
        on = day(row, "ActivityDate")
        closed = [one for one in summed if on and one.term.start <= on < one.term.end]
        if closed and on:
            late(row, on, f"{SUMMARY} {closed[0].row.id}")
        elif row.text("Status") != "Pending":
            reading.object(
                "USAGE_NOT_PROCESSED",
                f"the reported use has the status {row.shown('Status')}",
                row.names("Status"),
                line=item.line,
            )
