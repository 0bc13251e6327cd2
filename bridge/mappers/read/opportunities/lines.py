"""The lines of a won opportunity: its products, with what their instalments say of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext

from bridge.mappers.read import checks, watch, whole
from bridge.mappers.read.answers import answering
from bridge.mappers.read.opportunities import dates, invoices, questions
from bridge.mappers.read.opportunities.questions import Instalments
from bridge.mappers.read.row import Row
from bridge.mappers.read.sales_cloud import instalments, opportunities
from bridge.mappers.read.values import plain
from bridge.model.deal import Action, Charge, Line, Segment
from bridge.model.ids import LineId
from bridge.model.money import Money
from bridge.rules.rulebook import Source

#: All of a price, in percent.
_WHOLE = Decimal(100)


def read(
    items: Sequence[Row], amounts: dict[LineId, Money], source: Source
) -> Iterator[tuple[Line, Sequence[Row]]]:
    """Yield the lines of an opportunity by its products, each with the instalments that count."""
    for item in items:
        item.yes("HasSchedule")  # which says no more than that there are instalments
        rows = whole.of_line(item, opportunities.instalments(item.reading, item))
        meaning = _meaning(item, rows, source) if rows else Instalments.FORECAST
        line = _line(item, rows, meaning, amounts[LineId(item.id)], source)
        for step in line.segments:  # instalments are no ramp: days may lie between them
            checks.line_whole(item.reading, replace(line, segments=(step,)), [item])
        yield line, () if meaning == Instalments.FORECAST else rows


def _line(
    item: Row, rows: Sequence[Row], meaning: str | None, amount: Money, source: Source
) -> Line:
    sold = _sold(item, amount, source)
    if meaning == Instalments.STEPS:
        steps = instalments.steps(item, rows, sold)
        return _made(item, Charge.ONE_TIME, steps, (None, None), source)
    charge, term = dates.served(item, source)
    step = Segment(
        id=LineId(item.id),
        quantity=sold.quantity,
        unit_price=sold.price,
        amount=amount,
        term=term,
    )
    if meaning == Instalments.INVOICES:
        billed = invoices.rhythm(item, rows, step)
    else:
        billed = _billed(charge, item, source)
    return _made(item, charge, (step,), billed, source)


def _meaning(item: Row, rows: Sequence[Row], source: Source) -> str | None:
    """Return what the instalments of a product are, as the source answers; object where silent."""
    asked = dates.asked(item)
    answer = answering.answer(source, questions.INSTALMENTS, asked)
    if answer is None:
        says, evidence = answering.unanswered(source, questions.INSTALMENTS, asked)
        item.reading.object(
            "INSTALMENTS_UNDECIDED",
            f"the opportunity product has {len(rows)} instalments; whether they are steps of "
            f"delivery, invoices or a forecast is not said ({says})",
            *[row.names("ScheduleDate") for row in rows],
            *evidence,
            line=item.line,
        )
    return answer


def _sold(item: Row, amount: Money, source: Source) -> instalments.Whole:
    """Return what a product sold, at its price after the discount that it states."""
    quantity = checks.quantity(item)
    listed = checks.unit_price(item, "UnitPrice")
    with localcontext(prec=60):
        price = (listed * (_WHOLE - (item.number("Discount") or Decimal(0)))).scaleb(-2)
    _check_price(item, quantity, price, amount)
    first, last = dates.stated(item, source)
    return instalments.Whole(quantity, plain(price), amount, first, last)


def _check_price(item: Row, quantity: Decimal, price: Decimal, amount: Money) -> None:
    """
    Object where quantity, price, discount and total of a product do not belong together.

    Where people state the total alone, as with instalments of revenue, Salesforce states the price
    of a unit as the quotient, to the minor unit; that is its price, too.
    """
    if quantity and not (item.number("Discount") or Decimal(0)):
        with localcontext(prec=60):
            quotient = Money.nearest(amount.decimal() / quantity, amount.currency)
        if quotient.decimal() == price:
            return
    checks.product_of_price(item, quantity, price, amount)


def _billed(charge: Charge, item: Row, source: Source) -> invoices.Billed:
    """Return how often a service is billed, as the source answers; a delivery has no rhythm."""
    if charge is Charge.ONE_TIME:
        return None, None
    return answering.answer(source, questions.BILLING_FREQUENCY, dates.asked(item)), None


def _made(
    item: Row, charge: Charge, steps: tuple[Segment, ...], billed: invoices.Billed, source: Source
) -> Line:
    code, name = whole.product(item)
    product = item.to("Product2", "Product2Id")
    return Line(
        product=code,
        product_name=name,
        action=Action.ADD,
        charge=charge,
        segments=steps,
        billing_frequency=billed[0],
        billing_type=billed[1],
        revises=None,
        facts=watch.facts_of(tuple(filter(None, (item, product))), source, "Line"),
    )
