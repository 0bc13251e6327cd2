"""
Credits and use of Revenue Cloud orders: the wallet of an entitlement, and billable overage.

What is billable beyond the credits stands in billing period items; the bridge copies their
amounts.
"""

from collections.abc import Iterator, Sequence

from bridge.mappers.graph import Hop, Road, Roads, Step
from bridge.mappers.read import whole
from bridge.mappers.read.row import Reading, Row
from bridge.mappers.read.usage import entitlements
from bridge.mappers.read.usage.days import day
from bridge.mappers.read.usage.entitlements import ENTITLEMENT, Summed, Wallet
from bridge.mappers.read.usage.metered import Metered, unit_price
from bridge.model.calendar import Term
from bridge.model.credits.units import added, weight
from bridge.model.deal import Action, Charge, Line, Segment
from bridge.model.ids import LineId
from bridge.model.money import Currency, Money
from bridge.model.usage import metering
from bridge.model.usage.metering import Metering, Rated

BILLED = "UsageBillingPeriodItem"
RESOURCE = "UsageResource"
GRAPH = (
    *entitlements.GRAPH,
    Step(RESOURCE, "Id", ((ENTITLEMENT, "UsageResourceId"),)),
    Step(BILLED, "AssetId", ((ENTITLEMENT, "AssetId"),)),
)
#: Whose changes may change a deal, and the roads from there to its order.
POLLED: Roads = {
    **entitlements.POLLED,
    RESOURCE: (
        Road("Id", (Hop(ENTITLEMENT, "UsageResourceId", "OrderItemId"), entitlements.OF_ITEM)),
    ),
    BILLED: (Road("AssetId", entitlements.OF_ASSET),),
}
#: What an item in these states says is owed; in the others it is not yet, or no longer.
_OWED = ("LiableSummaryComplete", "ReadyForInvoicing", "Invoiced", "InvoicingFailed")
_NOT_OWED = ("New", "InProgress", "Inactive")


def read(
    reading: Reading, items: Sequence[Row], lines: Sequence[Line], currency: Currency
) -> Metered:
    """Return the lines of a deal with its billable overage, and the credits that it granted."""
    wallet = entitlements.read(reading, items)
    line = next((one for one in lines if wallet and one.id == wallet.item.id), None)
    granted = entitlements.grant(wallet, line) if wallet and line else None
    if wallet is None or granted is None:
        return Metered(tuple(lines), None, ())
    entitlements.await_expiry(wallet, granted)
    billed = _billed(reading, wallet)
    rated = [_rated(row, term, wallet.summed, currency) for row, term in billed]
    known = Metering(
        events=tuple(entitlements.events(wallet, granted)),
        through=entitlements.through(wallet),
        rated=tuple(one for _, one in rated),
        stated=tuple(entitlements.stated(wallet)),
        order=wallet.order,
    )
    resource = wallet.entitlement.to(RESOURCE, "UsageResourceId")
    rows = (*wallet.rows, *[row for row, _ in billed], *([resource] if resource else []))
    steps = tuple(step for step, _ in rated)
    overage = _overage(resource, steps) if resource else ()
    return Metered((*lines, *overage), known, rows)


def _overage(resource: Row, steps: tuple[Segment, ...]) -> tuple[Line, ...]:
    """Return what is owed beyond the credits as a line: no order product sells it."""
    code, name = resource.needed("Code"), resource.text("Name")
    if not steps:
        return ()
    line = Line(
        product=code,
        product_name=name or "",
        action=Action.ADD,
        charge=Charge.USAGE,
        segments=steps,
        billing_frequency=None,
        billing_type=None,
        revises=None,
    )
    return (line,)


def _billed(reading: Reading, wallet: Wallet) -> list[tuple[Row, Term]]:
    """Return the billing period items that are owed, by their days."""
    asset = wallet.entitlement.text("AssetId")
    found = []
    for row in whole.of_line(wallet.item, reading.where(BILLED, "AssetId", asset)):
        status = row.needed("Status")
        first, last = day(row, "StartDateTime"), day(row, "EndDateTime")
        if status in _OWED and first and last and first <= last:
            if row.number("OverageQuantity") and row.number("OverageAmount") is None:
                row.needed("OverageAmount")
            if row.number("OverageAmount"):
                found.append((row, Term.inclusive(first, last)))
        elif status not in _NOT_OWED:
            reading.object(
                "USAGE_STATUS_UNKNOWN",
                f"the billing period item is {row.shown('Status')}, which is not known",
                row.names("Status"),
                line=row.line,
            )
    return sorted(found, key=lambda one: (one[1], one[0].id))


def _rated(
    row: Row, term: Term, summed: Sequence[Summed], currency: Currency
) -> tuple[Segment, Rated]:
    """Return a billing period item as a step, and on which days its use went over the credits."""
    units, amount = row.number("OverageQuantity"), row.number("OverageAmount")
    owed = Money.nearest(amount, currency) if amount else Money(0, currency)
    within = [one for one in summed if term.start <= one.term.last < term.end]
    over = added(one.overage for one in within)
    if units != over:
        row.reading.object(
            "USAGE_SUMMED_DIFFERENTLY",
            f"the billing period item says {row.shown('OverageQuantity')} units, the usage "
            f"summaries of its days add up to {over:f}",
            row.names("OverageQuantity"),
            line=row.line,
        )
    step = Segment(
        id=LineId(row.id),
        quantity=over,
        unit_price=unit_price(owed, over),
        amount=owed,
        term=term,
    )
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
