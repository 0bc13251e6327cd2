"""
Credits and use of Revenue Cloud orders: the wallet of an entitlement, and billable overage.

What is billable beyond the credits stands in billing period items; the bridge copies their
amounts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bridge.mappers.graph import Hop, Road, Roads, Step
from bridge.mappers.read.row import Reading, Row
from bridge.mappers.read.usage import entitlements, entries, overage
from bridge.mappers.read.usage.entitlements import ENTITLEMENT, Summed, Wallet
from bridge.mappers.read.usage.metered import Metered, unit_price
from bridge.mappers.read.usage.overage import BILLED, OWED
from bridge.mappers.read.values import plain
from bridge.model.calendar import Term
from bridge.model.credits.units import NONE, weight
from bridge.model.deal import Action, Charge, Line, Segment
from bridge.model.ids import LineId
from bridge.model.money import Currency, Money
from bridge.model.usage import metering
from bridge.model.usage.metering import Metering, Pool, Rated

RESOURCE = "UsageResource"
GRAPH = (
    *entitlements.GRAPH,
    Step(RESOURCE, "Id", ((ENTITLEMENT, "UsageResourceId"),)),
    Step(BILLED, "AssetId", ((ENTITLEMENT, "AssetId"),)),
)
#: What is owed for assets of which no entitlement leads to it.
BESIDE = (Step(BILLED, "AssetId", (("Asset", "Id"),)),)
_SOLD = (
    Hop("AssetAction", "AssetId", "Id"),
    Hop("AssetActionSource", "AssetActionId", "ReferenceEntityItemId"),
    entitlements.OF_ITEM,
)
#: Whose changes may change a deal, and the roads from there to its order.
POLLED: Roads = {
    **entitlements.POLLED,
    RESOURCE: (
        Road("Id", (Hop(ENTITLEMENT, "UsageResourceId", "OrderItemId"), entitlements.OF_ITEM)),
    ),
    BILLED: (Road("AssetId", entitlements.OF_ASSET), Road("AssetId", _SOLD)),
}


@dataclass(frozen=True, slots=True)
class _Owed:
    """What is owed of one wallet beyond its credits, by the billing period items that say so."""

    wallet: Wallet
    rows: tuple[Row, ...]
    steps: tuple[tuple[Segment, Rated], ...]


def read(
    reading: Reading, items: Sequence[Row], lines: Sequence[Line], currency: Currency
) -> Metered:
    """Return the lines of a deal with its billable overage, and the credits that it granted."""
    _check_granted(reading, items)
    wallets = entitlements.read(reading, items, lines, currency)
    if not wallets:
        return Metered(tuple(lines), None, ())
    owed = [_owed(reading, wallet, currency) for wallet in wallets]
    for wallet in wallets:
        entries.await_expiry(reading, wallet)
    known = Metering(
        pools=tuple(_pool(wallet) for wallet in wallets),
        rated=tuple(rated for one in owed for _, rated in one.steps),
    )
    resources = [reading.one(RESOURCE, one.wallet.resource) for one in owed]
    rows = [row for one in owed for row in (*one.wallet.rows, *one.rows)]
    rows += {row.id: row for row in resources if row}.values()
    beyond = [line for one in owed if (line := _overage(one))]
    return Metered((*lines, *beyond), known, tuple(rows))


def _check_granted(reading: Reading, items: Sequence[Row]) -> None:
    """Object to what is owed for use of an asset to which no order product granted anything."""
    sold = [(item, asset) for item in items for asset in _first_sold(reading, item)]
    bare = [one for one in sold if not reading.where(ENTITLEMENT, "AssetId", one[1])]
    beside = [(item, row) for item, asset in bare for row in overage.of_asset(reading, asset)]
    for item, row in beside:
        if row.text("Status") in OWED and row.number("OverageAmount"):
            entitlements.object_to_use(row, LineId(item.id))


def _first_sold(reading: Reading, item: Row) -> Iterator[str]:
    """Yield the assets that an order product made."""
    for source in reading.where("AssetActionSource", "ReferenceEntityItemId", item.id):
        action = reading.one("AssetAction", source.text("AssetActionId"))
        asset = action.text("AssetId") if action and action.text("Type") == "Generate" else None
        if asset:
            yield asset


def _pool(wallet: Wallet) -> Pool:
    return Pool(
        events=tuple(entries.events(wallet)),
        through=entries.through(wallet),
        stated=tuple(entries.stated(wallet)),
        order=next(iter(wallet.orders), None),
        place=wallet.place,
    )


def _owed(reading: Reading, wallet: Wallet, currency: Currency) -> _Owed:
    billed = overage.read(reading, wallet)
    steps = []
    for one in billed:
        step, rated = _rated(one.row, one.term, wallet.summed, currency)
        steps.append((step, replace(rated, place=wallet.place, again=one.again)))
    return _Owed(wallet, tuple(one.row for one in billed), tuple(steps))


def _overage(owed: _Owed) -> Line | None:
    """Return what is owed beyond the credits as a line: no order product sells it."""
    resource = owed.wallet.granted[0].entitlement.to(RESOURCE, "UsageResourceId")
    code, name = (resource.needed("Code"), resource.text("Name")) if resource else ("", None)
    if not owed.steps:
        return None
    return Line(
        product=code,
        product_name=name or "",
        action=Action.ADD,
        charge=Charge.USAGE,
        segments=tuple(step for step, _ in owed.steps),
        billing_frequency=None,
        billing_type=None,
        revises=None,
    )


def _rated(
    row: Row, term: Term, summed: Sequence[Summed], currency: Currency
) -> tuple[Segment, Rated]:
    """Return a billing period item as a step, and on which days its use went over the credits."""
    units, amount = row.number("OverageQuantity") or NONE, row.number("OverageAmount")
    owed = Money.nearest(amount, currency) if amount else Money(0, currency)
    step = Segment(
        id=LineId(row.id),
        quantity=plain(units),
        unit_price=unit_price(owed, units),
        amount=owed,
        term=term,
    )
    within = [one for one in summed if overage.is_within(one, term)]
    return step, Rated(step.id, tuple(_charges(owed, term, within)))


def _charges(owed: Money, term: Term, within: Sequence[Summed]) -> Iterator[metering.Charge]:
    """Share what is owed by the units over the credits; all on the last day where some are less."""
    weights = [weight(one.overage) for one in within]
    if not any(weights) or min(weights) < 0:
        yield metering.Charge(term.last, owed)
        return
    for one, part in zip(within, owed.split(weights), strict=True):
        if part:
            yield metering.Charge(one.term.last, part)
