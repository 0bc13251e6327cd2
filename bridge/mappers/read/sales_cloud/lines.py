"""The lines of a plain order: order products, with what product and opportunity say of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bridge.mappers.read import checks, watch, whole
from bridge.mappers.read.answers import answering
from bridge.mappers.read.row import Reading, Row
from bridge.mappers.read.sales_cloud import (
    dates,
    instalments,
    opportunities,
    questions,
    reductions,
)
from bridge.mappers.read.sales_cloud.questions import Instalments
from bridge.model.calendar import Term
from bridge.model.deal import Action, Charge, Line, Segment
from bridge.model.ids import LineId
from bridge.model.money import Money
from bridge.rules.rulebook import Source


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind an order product in its opportunity."""

    sold: Row | None
    instalments: Sequence[Row]  #: its instalments, where they are steps


def read(
    reading: Reading, items: Sequence[Row], amounts: dict[LineId, Money], source: Source
) -> Iterator[tuple[Line, Behind]]:
    """Yield the lines of an order, each with what stands behind it."""
    for item in items:
        order = item.to("Order", "OrderId")
        if order is not None and order.yes("IsReductionOrder"):
            yield _reduction(reading, item, order, amounts[LineId(item.id)], source)
        else:
            yield _sale(reading, item, items, amounts[LineId(item.id)], source)


def _sale(
    reading: Reading, item: Row, items: Sequence[Row], amount: Money, source: Source
) -> tuple[Line, Behind]:
    sold = opportunities.product_behind(reading, item, items)
    scheduled = opportunities.instalments(reading, sold) if sold else []
    behind = Behind(sold, _steps_of(reading, item, scheduled, source))
    if behind.instalments:
        steps = instalments.steps(item, behind.instalments, instalments.of_item(item, amount))
        line = _line(item, Charge.ONE_TIME, steps, source, sold)
    else:
        charge, term = dates.served(reading, item, source)
        line = _line(item, charge, (_step(item, amount, term),), source, sold)
    for step in line.segments:  # instalments are no ramp: days may lie between them
        checks.line_whole(reading, replace(line, segments=(step,)), [item])
    return line, behind


def _reduction(
    reading: Reading, item: Row, order: Row, amount: Money, source: Source
) -> tuple[Line, Behind]:
    charge, term = dates.taken(reading, item, source)
    line = _line(item, charge, (_step(item, amount, term),), source, None)
    revised = reductions.revised(reading, item, order)
    line = replace(line, action=Action.DECREASE, revises=revised)
    checks.line_whole(reading, line, [item])
    return line, Behind(None, ())


def _steps_of(
    reading: Reading, item: Row, scheduled: Sequence[Row], source: Source
) -> Sequence[Row]:
    """Return the instalments that are steps of an order product, as the source answers."""
    if not scheduled:
        return ()
    order, sold = item.to("Order", "OrderId"), item.to("Product2", "Product2Id")
    rows = tuple(filter(None, (order, item, sold)))
    match answering.answer(source, questions.INSTALMENTS, rows):
        case Instalments.STEPS:
            return whole.of_line(item, scheduled)
        case Instalments.FORECAST:
            return ()
    says, evidence = answering.unanswered(source, questions.INSTALMENTS, rows)
    reading.object(
        "INSTALMENTS_UNDECIDED",
        f"the opportunity product has {len(scheduled)} instalments; whether they are steps of "
        f"delivery or a forecast is not said ({says})",
        *[row.names("ScheduleDate") for row in scheduled],
        *evidence,
        line=item.line,
    )
    return ()


def _step(item: Row, amount: Money, term: Term | None) -> Segment:
    quantity = checks.quantity(item)
    unit_price = checks.unit_price(item, "UnitPrice")
    checks.product_of_price(item, quantity, unit_price, amount)
    return Segment(
        id=LineId(item.id), quantity=quantity, unit_price=unit_price, amount=amount, term=term
    )


def _line(
    item: Row, charge: Charge, steps: tuple[Segment, ...], source: Source, sold: Row | None
) -> Line:
    code, name = whole.product(item)
    order, product = item.to("Order", "OrderId"), item.to("Product2", "Product2Id")
    asked = tuple(filter(None, (order, item, product)))
    quoted = item.to("QuoteLineItem", "QuoteLineItemId")
    described = tuple(filter(None, (item, product, quoted, sold)))
    return Line(
        product=code,
        product_name=name,
        action=Action.ADD,
        charge=charge,
        segments=steps,
        billing_frequency=_billed(charge, source, asked),
        billing_type=None,
        revises=None,
        facts=watch.facts_of(described, source, "Line"),
    )


def _billed(charge: Charge, source: Source, asked: Sequence[Row]) -> str | None:
    """Return how often a service is billed, as the source answers; a delivery has no rhythm."""
    if charge is Charge.ONE_TIME:
        return None
    return answering.answer(source, questions.BILLING_FREQUENCY, asked)
