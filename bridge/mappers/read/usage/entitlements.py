"""
The wallets that Revenue Cloud keeps: entitlements, their ledger entries, and summaries of use.

A wallet holds the credits of one resource on one asset, whichever orders granted them: a renewal
adds to the wallet of the sale before it. Its own ledger is what the bridge's must agree with.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bridge.mappers.graph import Hop, Road, Roads, Step
from bridge.mappers.read import whole
from bridge.mappers.read.row import Reading, Row
from bridge.mappers.read.usage.days import day
from bridge.mappers.read.usage.grants import Asked, Granted, all_granted
from bridge.mappers.read.usage.metered import late
from bridge.model.calendar import Term
from bridge.model.credits.terms import DrawOrder
from bridge.model.credits.units import NONE
from bridge.model.deal import Line
from bridge.model.ids import LineId
from bridge.model.money import Currency

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
    """The grants of one resource on one asset, with what moved them; `place`: which of the deal."""

    place: int
    asset: str
    resource: str
    granted: tuple[Granted, ...]  #: by their beginning, those of other orders among them
    own: frozenset[LineId]  #: the order products of the deal that granted some of it
    entries: tuple[Row, ...]
    summed: tuple[Summed, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """The records that it consists of, without the entitlements of other deals."""
        entitlements = [one.entitlement for one in self.granted if one.item in self.own]
        return (*entitlements, *self.entries, *(one.row for one in self.summed))

    @property
    def item(self) -> LineId:
        """The first order product of the deal that granted some of it."""
        return next(one.item for one in self.granted if one.item in self.own)

    @property
    def orders(self) -> tuple[DrawOrder, ...]:
        """The orders of drawing that its entitlements name, each once."""
        named = [_ORDERS.get(one.entitlement.text("DrawdownOrder") or "") for one in self.granted]
        return tuple(dict.fromkeys(one for one in named if one))

    def owing(self, last: date) -> Granted:
        """
        Return the grant by which use until a day is owed: the first one that was valid then.

        Where none was, it is the last one that began before.
        """
        begun = [one for one in self.granted if one.grant.on <= last] or list(self.granted[:1])
        valid = [one for one in begun if one.grant.serves(last, None)]
        return (valid[:1] or begun[-1:])[0]

    def owes(self, last: date) -> bool:
        """Say whether what is owed for use until a day is the deal's."""
        return self.owing(last).item in self.own


def read(
    reading: Reading, items: Sequence[Row], lines: Sequence[Line], currency: Currency
) -> list[Wallet]:
    """Return the wallets into which an order granted credits, by the order products that did."""
    own: dict[tuple[str, str], list[Row]] = {}
    for item in items:
        rows = whole.of_line(item, reading.where(ENTITLEMENT, "OrderItemId", item.id))
        if len(rows) > 1:
            _object_to_parts(reading, item, rows)
        for row in rows:
            place = _place_of(row)
            if place:
                own.setdefault(place, []).append(row)
    known = {line.id: line for line in lines}
    sold = {LineId(item.id): known.get(LineId(item.id)) for item in items}
    wallets = (
        _wallet(rows, Asked(number, place, sold, currency))
        for number, (place, rows) in enumerate(own.items())
    )
    return [wallet for wallet in wallets if wallet]


def _object_to_parts(reading: Reading, item: Row, rows: Sequence[Row]) -> None:
    reading.object(
        "WALLET_SHARED",
        f"the order product granted credits of {len(rows)} kinds for one price; which part of it "
        "each of them is worth is not said",
        *[f"{ENTITLEMENT} {row.id}" for row in rows],
        line=item.line,
        nearest="sell the credits of each resource by an order product of its own",
    )


def _place_of(row: Row) -> tuple[str, str] | None:
    """Return asset and resource of an entitlement; object to one that binds them elsewhere."""
    asset, resource = row.text("AssetId"), row.text("UsageResourceId")
    bound = row.offered("GrantBindingTargetId")
    if asset and resource and bound in (None, asset):
        return asset, resource
    row.reading.object(
        "WALLET_SHARED",
        "the credits are of no single asset and resource; what draws on them besides is not known",
        row.names("AssetId"),
        row.names("UsageResourceId"),
        row.names("GrantBindingTargetId"),
        line=row.line,
        nearest="bind the grant to the asset that was sold",
    )
    return None


def _wallet(own: Sequence[Row], asked: Asked) -> Wallet | None:
    (asset, resource), item = asked.place, own[0].line
    reading = own[0].reading
    beside = reading.where(ENTITLEMENT, "AssetId", asset)
    granted = all_granted([row for row in beside if row.text("UsageResourceId") == resource], asked)
    if granted is None:
        return None
    resources = {row.text("UsageResourceId") for row in beside}
    for row in _noted(reading, reading.where(SUMMARY, "AssetId", asset), item):
        check_resource(row, resources)
    summaries = _of(reading.where(SUMMARY, "AssetId", asset), resource)
    summed = sorted(
        (one for row in summaries if (one := _summed(row))), key=lambda one: (one.term, one.row.id)
    )
    wallet = Wallet(
        place=asked.number,
        asset=asset,
        resource=resource,
        granted=granted,
        own=frozenset(one.item for one in granted if one.item in asked.sold),
        entries=_entries(reading, granted, summed, item),
        summed=tuple(summed),
    )
    if len(wallet.orders) > 1:
        reading.object(
            "DRAW_ORDER_DIFFERS",
            "the entitlements of one wallet name several orders of drawing: "
            f"{', '.join(wallet.orders)}",
            *[one.entitlement.names("DrawdownOrder") for one in granted],
            line=item,
        )
    _check_journals(reading, wallet, item)
    return wallet


def of_resource(reading: Reading, rows: Iterable[Row], wallet: Wallet) -> tuple[Row, ...]:
    """Return the rows of a wallet's resource, noting that complaints concern its order product."""
    return _noted(reading, list(_of(rows, wallet.resource)), wallet.item)


def check_resource(row: Row, resources: Collection[str | None]) -> None:
    """Object to use of no resource, or of one of which nothing was granted on its asset."""
    named = row.offered("UsageResourceId")
    if named in resources or (named is None and len(resources) == 1):
        return
    object_to_use(row, row.line)


def object_to_use(row: Row, line: LineId | None) -> None:
    """Object to use of a resource of which nothing was granted."""
    named = row.offered("UsageResourceId")
    row.reading.object(
        "USAGE_WITHOUT_GRANT",
        f"{row.record.type} {row.id} tells of use of resource {named or 'blank'}, and of that no "
        "order product granted credits on the asset; what it costs is not known",
        row.names("UsageResourceId"),
        row.names("AssetId"),
        line=line,
    )


def _of(rows: Iterable[Row], resource: str) -> Iterator[Row]:
    """Yield the rows of a resource; those that name none are of the only one of their asset."""
    yield from (row for row in rows if row.offered("UsageResourceId") in (None, resource))


def _entries(
    reading: Reading, granted: Sequence[Granted], summed: Sequence[Summed], item: LineId | None
) -> tuple[Row, ...]:
    places = [("TransactionUsageEntitlementId", one.entitlement.id) for one in granted]
    places += [("UsageSummaryId", one.row.id) for one in summed]
    found = {row.id: row for field, held in places for row in reading.where(ENTRY, field, held)}
    return _noted(reading, list(found.values()), item)


def _noted(reading: Reading, rows: Sequence[Row], item: LineId | None) -> tuple[Row, ...]:
    """Return records, noting that complaints about them concern an order product."""
    if item:
        reading.lines.update((row.id, item) for row in rows)
    return tuple(rows)


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


def _check_journals(reading: Reading, wallet: Wallet, item: LineId | None) -> None:
    """Object to reported use that was not summed up though its term was, or that failed."""
    journals = reading.where(JOURNAL, "ReferenceRecordId", wallet.asset)
    for row in _noted(reading, list(_of(journals, wallet.resource)), item):
        done = row.text("Status") in ("Processed", "Cancelled")
        if row.text("UsageType") != "UsageManagement" or done:
            continue
        on = day(row, "ActivityDate")
        closed = [one for one in wallet.summed if on and one.term.start <= on < one.term.end]
        if closed and on:
            late(row, on, f"{SUMMARY} {closed[0].row.id}")
        elif row.text("Status") != "Pending":
            reading.object(
                "USAGE_NOT_PROCESSED",
                f"the reported use has the status {row.shown('Status')}",
                row.names("Status"),
                line=item,
            )
