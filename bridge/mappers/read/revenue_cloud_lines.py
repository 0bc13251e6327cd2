"""
The lines of a Revenue Cloud order: order products, with what their assets say of them.

The segments of a ramp share a ramp identifier; each is a step with its own days.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from bridge.mappers.read import checks, watch, whole
from bridge.mappers.read.charges import evergreen
from bridge.mappers.read.charges import revenue_cloud as charges
from bridge.mappers.read.row import Reading, Row, only
from bridge.mappers.read.values import starts_a_day
from bridge.mappers.read.witnesses import prices
from bridge.mappers.read.witnesses import revenue_cloud as witnesses
from bridge.model.deal import Action, Charge, Line, Segment
from bridge.model.ids import LineId
from bridge.model.money import Money
from bridge.rules.rulebook import Source

_ACTIONS = {
    "Initial Sale": Action.ADD,
    "Cross-Sells": Action.ADD,
    "Upsells": Action.INCREASE,
    "Downsells": Action.DECREASE,
    "Cancellations": Action.CANCEL,
    "Renewals": Action.RENEW,
    "Swaps": Action.SWAP,
    "Terms And Conditions Changes": Action.CHANGE,
}


def read(
    reading: Reading, items: Sequence[Row], amounts: dict[LineId, Money], source: Source
) -> list[Line]:
    """Return the lines of an order; `amounts` holds the total of each order product."""
    return [_line(reading, steps, amounts, source) for steps in _ramps(items)]


def sources(reading: Reading, item: Row) -> list[Row]:
    """Return the asset action sources of an order product, or of the details it is split into."""
    details = reading.where("OrderItemDetail", "OrderItemId", item.id)
    return [
        row
        for sold in (item, *details)
        for row in reading.where("AssetActionSource", "ReferenceEntityItemId", sold.id)
    ]


def is_asset(reading: Reading, item: Row) -> bool:
    """Say whether assetization of an order product is done: its sources lead to an asset."""
    actions = [row.to("AssetAction", "AssetActionId") for row in sources(reading, item)]
    return bool(actions) and all(
        action is not None and action.to("Asset", "AssetId") is not None for action in actions
    )


def first_sale(reading: Reading, item: Row) -> Row | None:
    """
    Return the order product that first sold the asset which this one changes.

    An asset that was sold as a ramp has several: it is the step of the day from which this serves.
    """
    sold = [
        one
        for source in sources(reading, item)
        for first in _first_sources(reading, source)
        if (one := reading.one("OrderItem", first.text("ReferenceEntityItemId")))
    ]
    since = item.day("ServiceDate")
    serving = [one for one in sold if since and _serves(one, since)]
    return next(iter(serving or sold), None)


def _serves(item: Row, day: date) -> bool:
    first, last = item.day("ServiceDate"), item.day("EndDate")
    return first is not None and last is not None and first <= day <= last


def _first_sources(reading: Reading, source: Row) -> Iterable[Row]:
    """Yield the sources of the action that made the asset which a source belongs to."""
    action = source.to("AssetAction", "AssetActionId")
    asset = action.text("AssetId") if action else None
    for sale in reading.where("AssetAction", "AssetId", asset):
        if sale.text("Type") == "Generate":
            yield from reading.where("AssetActionSource", "AssetActionId", sale.id)


def _ramps(items: Sequence[Row]) -> Iterable[list[Row]]:
    """Group order products into lines: the segments of one ramp are the steps of one line."""
    lines: dict[str, list[Row]] = {}
    for item in items:
        lines.setdefault(item.text("RampIdentifier") or item.id, []).append(item)
    for steps in lines.values():
        yield sorted(steps, key=lambda step: (step.day("ServiceDate") or date.min, step.id))


def _line(
    reading: Reading, items: Sequence[Row], amounts: dict[LineId, Money], source: Source
) -> Line:
    first = items[0]
    product, name = whole.product(first)
    kinds = [
        (_action(reading, item), charges.charge(item, only(quote_line(item)))) for item in items
    ]
    if len(set(kinds)) > 1:
        reading.object(
            "RAMP_OF_SEVERAL_KINDS",
            "the steps of one ramp differ in selling model or asset action",
            *[f"OrderItem {item.id}" for item in items],
            line=first.line,
            nearest="sell as steps of one ramp only what is charged and changed alike",
        )
    action, charge = kinds[0]
    amended = [_revises(reading, item, action) for item in items]
    steps = [_step(reading, item, charge, amounts[LineId(item.id)], source) for item in items]
    line = Line(
        product=product,
        product_name=name,
        action=action,
        charge=charge,
        segments=whole.each_revising(steps, amended),
        billing_frequency=charges.billing_frequency(first, only(quote_line(first))),
        billing_type=None,
        revises=amended[0],
        facts=watch.facts_of_steps([_described_by(reading, item) for item in items], source),
    )
    checks.alike(items, ("BillingFrequency2",))
    checks.line_whole(reading, line, items)
    return line


def _described_by(reading: Reading, item: Row) -> tuple[Row, ...]:
    """Return the records whose facts are those of an order product, itself first."""
    source = only(sources(reading, item))
    action = source.to("AssetAction", "AssetActionId") if source else None
    asset = action.to("Asset", "AssetId") if action else None
    others = (item.to("Product2", "Product2Id"), source, action, asset)
    return tuple(filter(None, (item, *quote_line(item), *others)))


def _step(reading: Reading, item: Row, charge: Charge, amount: Money, source: Source) -> Segment:
    line = only(quote_line(item))
    if line:
        checks.same(item, line, "TotalPrice", "TotalPrice")
    _check_sources(item, sources(reading, item), charge)
    witnesses.of_item(item, quote_line(item), sources(reading, item))
    step = Segment(
        id=LineId(item.id),
        quantity=checks.quantity(item),
        unit_price=checks.unit_price(item, "NetUnitPrice", "UnitPrice"),
        amount=amount,
        term=checks.term(item, charge),
        label=item.text("SegmentName"),
        trial=charges.is_trial(item),
    )
    if not charges.is_evergreen(item, line):
        details = reading.where("OrderItemDetail", "OrderItemId", item.id)
        model = charges.selling_model(item, line)
        prices.of_revenue_cloud(item, model, step, len(details), source)
        return step
    return evergreen.enforceable(item, step, charges.priced_months(item, line), source)


def _check_sources(item: Row, rows: Sequence[Row], charge: Charge) -> None:
    """The asset must hold what the order product sold: its total and its days."""
    sold = sum((row.number("TotalPrice") or Decimal(0) for row in rows), Decimal(0))
    if rows and sold != item.number("TotalPrice"):
        item.reading.object(
            "LINE_TOTALS_DIFFER",
            f"the order product's total is {item.shown('TotalPrice')}, its asset's {sold:,f}",
            item.names("TotalPrice"),
            *[row.names("TotalPrice") for row in rows],
            line=item.line,
            nearest=f"let both say {sold:,f}, or both {item.shown('TotalPrice')}",
        )
    days = [span for row in rows for span in _spans(row)]
    served = (item.day("ServiceDate"), item.day("EndDate"))
    lasts = served[1] is not None or charge is Charge.RECURRING
    if len(rows) == 1 and lasts and served not in days:
        item.reading.object(
            "SEGMENT_DATES_DIFFER",
            f"the order product serves {served[0]} to {served[1]}, its asset other days",
            item.names("ServiceDate"),
            item.names("EndDate"),
            *[row.names("EndDate") for row in rows],
            line=item.line,
            nearest=f"let both run {served[0]} to {served[1]}",
        )


def _spans(source: Row) -> list[tuple[date | None, date | None]]:
    """
    Return the first and the last day of an asset's source, in the zone whose days they are.

    That is the zone in which service starts at midnight. Where it does so in none of the two, or
    cannot be told, either may be meant.
    """
    zones = ("UTC", source.reading.dossier.frame.time_zone)
    spans = zip(source.moment_days("StartDate"), source.moment_days("EndDate"), strict=True)
    start = source.offered("StartDate") or ""
    told = [(starts_a_day(start, zone), span) for zone, span in zip(zones, spans, strict=True)]
    return [span for whole, span in told if whole] or [span for _, span in told]


def _action(reading: Reading, item: Row) -> Action:
    stated = {
        done.text("CategoryEnum")
        for row in sources(reading, item)
        if (done := row.to("AssetAction", "AssetActionId"))
    }
    known = {_ACTIONS.get(category or "") for category in stated}
    action = known.pop() if len(known) == 1 else None
    if action is None and stated:
        reading.object(
            "ACTION_UNKNOWN",
            f"the asset action is {', '.join(sorted(map(str, stated)))}; what the line does is "
            "not known",
            *[f"AssetActionSource {row.id}" for row in sources(reading, item)],
            line=item.line,
        )
    return action or Action.ADD


def quote_line(item: Row) -> tuple[Row, ...]:
    """Return the quote line of an order product, nothing where there is none."""
    line = item.to("QuoteLineItem", "QuoteLineItemId")
    return (line,) if line else ()


def _revises(reading: Reading, item: Row, action: Action) -> LineId | None:
    """Return the order product that first sold what this line changes."""
    first = first_sale(reading, item)
    if action is Action.ADD or (first and first.id == item.id):
        return None
    if first is None and action in (Action.INCREASE, Action.DECREASE, Action.CANCEL):
        reading.object(
            "CHAIN_WITHOUT_ROOT",
            "the line changes an asset whose first sale cannot be found",
            f"OrderItem {item.id}",
            line=item.line,
        )
    return LineId(first.id) if first else None
