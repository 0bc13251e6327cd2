"""
What the price of a line must come to for its days: prorated in some way that Salesforce knows.

Amounts are copied; a total that no proration of its price explains was typed over, or says other
days than the line does.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from bridge.mappers.read.answers import answering, questions
from bridge.mappers.read.row import Row
from bridge.mappers.read.witnesses import proration
from bridge.model.calendar import Term
from bridge.model.deal import Segment
from bridge.model.money import with_digits
from bridge.rules.rulebook import Source

#: Half of the last digit that CPQ keeps of a multiplier, and Revenue Cloud of a count.
_HALF_OF_MULTIPLIER, _HALF_OF_COUNT = Fraction(1, 20_000), Fraction(1, 200)
#: Salesforce keeps prices with two decimals, whatever the currency has.
_A_CENT = Fraction(1, 100)
_MULTIPLIER, _UNPRORATED = "SBQQ__ProrateMultiplier__c", "SBQQ__UnproratedNetPrice__c"
_COUNT = "PricingTermCount"
_SHOWN_DIGITS = 4
#: Without a default term CPQ prices by the year.
_DEFAULT_TERM = Fraction(12)
_MONTHS = {"Months": 1, "Quarterly": 3, "Semi-Annual": 6, "Annual": 12}


def of_cpq(item: Row, quoted: Sequence[Row], step: Segment, source: Source) -> None:
    """
    Object to a multiplier that no setting gives for the days, or a price that it does not give.

    What has no multiplier, and what is a percentage of other lines, is not asked.
    """
    rows = (item, *quoted)
    stated = _first(rows, _MULTIPLIER)
    whole = _said(rows, "SBQQ__SubscriptionPricing__c") == "Percent Of Total"
    setting = _setting(item, source)
    if stated is None or step.term is None or whole or setting == questions.AS_STATED:
        return
    known = _of_setting(item, step.term, rows, setting)
    near = [one for one in known.values() if abs(one - stated) <= _HALF_OF_MULTIPLIER]
    if not near:
        says = f"the multiplier is {_shown(stated)}, and its days come to {_listed(known.values())}"
        _object(item, says, _MULTIPLIER)
        return
    price = _first((item,), _UNPRORATED)
    charged = Fraction(step.unit_price)
    # Each of the two is rounded, and the rounding of the whole price is prorated with it.
    half = _grain(step) / 2
    if price and not any(abs(price * one - charged) <= half * (1 + one) for one in near):
        given = ", ".join(sorted({_shown(price * one) for one in near}))
        says = f"{_shown(price)} a unit comes to {given}, and the unit price is {_shown(charged)}"
        _object(item, says, _UNPRORATED, "UnitPrice")


def of_revenue_cloud(
    item: Row, model: Row | None, step: Segment, details: int, source: Source
) -> None:
    """
    Object to a total that its price does not come to for its days, however periods are counted.

    `model` is the record that says how it is sold, `details` into how many the order product is
    split: each is rounded.
    """
    unit = _MONTHS.get((model.offered("PricingTermUnit") if model else None) or "")
    stated = _first((item,), _COUNT)
    if unit is None or stated is None or step.term is None:
        return
    if _setting(item, source) == questions.AS_STATED:
        return
    whole = Fraction(step.unit_price) * Fraction(step.quantity)
    total = Fraction(step.amount.decimal())
    day = int(_first((item,), "PeriodBoundaryDay") or 1)
    known = proration.counts(step.term, unit, item.offered("PeriodBoundary"), day)
    rounding = abs(Fraction(step.quantity)) * _grain(step) / 2
    if not any(
        abs(one - stated) <= _HALF_OF_COUNT
        and abs(whole * one - total) <= rounding * one + _grain(step) * max(details, 1)
        for one in known
    ):
        says = (
            f"{_shown(whole)} for a period, counted as {_shown(stated)} of them, is not "
            f"{_shown(total)}: its days come to {_listed(known)}"
        )
        _object(item, says, _COUNT, "NetUnitPrice", "TotalPrice")


def _of_setting(
    item: Row, term: Term, rows: Sequence[Row], setting: str | None
) -> Mapping[str, Fraction]:
    """Return the multipliers of a term by setting of the org, all where none is answered."""
    default = _first(rows, "SBQQ__DefaultSubscriptionTerm__c") or _DEFAULT_TERM
    known = proration.multipliers(term, default)
    allowed = known if setting is None else {setting: known[setting]}
    if item.offered("SBQQ__SegmentKey__c") is None:
        return allowed
    return {**allowed, "segment": Fraction(1)}  # a segment may be priced as a whole


def _setting(item: Row, source: Source) -> str | None:
    """Return how the source says that the org prorates; None where it does not say."""
    if questions.PRORATION not in source.answers:
        return None
    order, product = item.to("Order", "OrderId"), item.to("Product2", "Product2Id")
    rows = tuple(filter(None, (order, item, product)))
    return answering.answer(source, questions.PRORATION, rows)


def _grain(step: Segment) -> Fraction:
    """Return the smallest amount that a price of a step is rounded to."""
    return max(Fraction(1, 10**step.amount.currency.digits), _A_CENT)


def _first(rows: Iterable[Row], field: str) -> Fraction | None:
    """Return the first number that records state in a field, None where none does."""
    for row in rows:
        if row.offered(field) is not None:
            number = row.number(field)
            return None if number is None else Fraction(number)
    return None


def _said(rows: Iterable[Row], field: str) -> str | None:
    return next((text for row in rows if (text := row.offered(field)) is not None), None)


def _shown(value: Fraction) -> str:
    """Return a number as a message says it, with at most four decimals."""
    return f"{with_digits(value, _SHOWN_DIGITS).normalize():,f}"


def _listed(values: Iterable[Fraction]) -> str:
    return ", ".join(sorted({_shown(one) for one in values}))


def _object(item: Row, says: str, *fields: str) -> None:
    item.reading.object(
        "PRORATION_UNEXPLAINED",
        says,
        item.names("ServiceDate"),
        item.names("EndDate"),
        *[item.names(field) for field in fields],
        line=item.line,
        nearest="calculate the prices of quote and order anew for the days of the line",
    )
