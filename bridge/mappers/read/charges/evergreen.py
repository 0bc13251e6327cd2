"""
Evergreen lines: they run until somebody gives notice, so only the notice is enforceable.

Salesforce prices them for one unit of time and gives them no last day. What is booked is what the
customer cannot get out of any more: the price of the months of notice, which the source answers.
"""

from dataclasses import replace
from decimal import Decimal, localcontext

from bridge.mappers.read import checks
from bridge.mappers.read.answers import answering, questions
from bridge.mappers.read.row import Row
from bridge.model.calendar import term_of_months
from bridge.model.deal import Segment
from bridge.model.money import Money, TooPrecise
from bridge.rules.rulebook import Source


def enforceable(item: Row, step: Segment, priced_months: Decimal | None, source: Source) -> Segment:
    """
    Return a step for its months of notice: its total and its price are those of `priced_months`.

    What the records do not tell, and a price that is no whole number of minor units, is an
    objection.
    """
    first, notice = item.day("ServiceDate"), _notice(item, source)
    if not priced_months or priced_months < 0:
        _object(item, "for how many months its total is the price is not said", "TotalPrice")
        priced_months = Decimal(1)
    if first is None or notice is None:
        return replace(step, term=term_of_months(first, 1)) if first else step
    with localcontext(prec=60):
        booked = notice * step.amount.decimal() / priced_months
        price = notice * step.unit_price / priced_months
    term = term_of_months(first, notice)
    try:
        amount = Money.parse(booked, step.amount.currency)
    except TooPrecise:
        says = f"it is priced by {priced_months:f} months and enforceable for {notice}"
        _object(item, f"{says}: that part of its total is no whole amount", "TotalPrice")
        return replace(step, term=term)
    priced = checks.fitting(item, "UnitPrice", price, checks.PRICE)
    return replace(step, amount=amount, unit_price=priced, term=term)


def _notice(item: Row, source: Source) -> int | None:
    """Return the months of notice of a line; None, with an objection, where nobody says them."""
    order, product = item.to("Order", "OrderId"), item.to("Product2", "Product2Id")
    rows = tuple(filter(None, (order, item, product)))
    answer = answering.answer(source, questions.NOTICE, rows)
    if answer is not None:
        return int(answer)
    says, evidence = answering.unanswered(source, questions.NOTICE, rows)
    not_said = f"for how many months of notice it is enforceable is not said ({says})"
    _object(item, not_said, "EndDate", *evidence)
    return None


def _object(item: Row, says: str, field: str, *evidence: str) -> None:
    item.reading.object(
        "EVERGREEN_UNDECIDED",
        f"the line is evergreen, and {says}",
        item.names(field),
        *evidence,
        line=item.line,
        nearest="sell it for a fixed term, with the last day of that term",
    )
