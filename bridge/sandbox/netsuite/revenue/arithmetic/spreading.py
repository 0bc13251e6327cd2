"""
The straight-line methods with NetSuite's rounding (help page section_4362249596), and the custom
method.

Each takes the span, the periods that it touches and the amount, and returns an amount for each
period; the amounts add up to the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from bridge.sandbox.netsuite.revenue.arithmetic.periods import (
    Calendar,
    Period,
    PlanFails,
    Span,
    end_of_months,
    months_later,
)
from bridge.sandbox.netsuite.revenue.arithmetic.rules import Method, Readings, Rule

_PERCENT = 100
_PRECISION = 50
_EDGES = 2  # the first and the last period
_MONTHS_MAX = 1200


@dataclass(frozen=True, slots=True)
class Share:
    """What a plan holds for one period."""

    period: Period
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What is to be spread."""

    amount: Decimal
    span: Span
    digits: int  #: decimal places of the currency
    readings: Readings = field(default_factory=Readings)

    def rounded(self, amount: Fraction) -> Decimal:
        """Round to the currency's places, halves away from zero unless read otherwise."""
        return rounded(amount, self.digits, self.readings)


def rounded(amount: Fraction, digits: int, readings: Readings) -> Decimal:
    """
    Round an exact amount to so many decimal places.

    >>> rounded(Fraction(1, 8), 2, Readings()), rounded(Fraction(-1, 8), 2, Readings())
    (Decimal('0.13'), Decimal('-0.13'))
    """
    half = ROUND_HALF_EVEN if readings.rounding == "half_even" else ROUND_HALF_UP
    with localcontext(prec=_PRECISION):
        exact = Decimal(amount.numerator) / Decimal(amount.denominator)
        return exact.quantize(Decimal(1).scaleb(-digits), half)


def planned(whole: Whole, rule: Rule, calendar: Calendar) -> tuple[Share, ...]:
    """
    Return what a rule plans for each period, in order, with offsets and initial amount.

    Raises:
        PlanFails: periods are missing, or the start offset leaves none.
    """
    if rule.method is Method.CUSTOM:
        return _custom(whole, rule, calendar)
    periods = calendar.touched(whole.span)
    if rule.start_offset:
        if len(periods) <= rule.start_offset:
            raise PlanFails("The term must have more periods than the start offset.")
        periods = periods[rule.start_offset :]
        if whole.readings.start_offset_begins == "same_day":
            begins = months_later(whole.span.first, rule.start_offset)
            whole = replace(whole, span=Span(begins, whole.span.last))
    amounts = _with_initial_amount(_from(periods, whole), rule, periods)
    placed = [calendar.later(period, rule.period_offset) for period in periods]
    return tuple(Share(*pair) for pair in zip(placed, amounts, strict=True))


def _custom(whole: Whole, rule: Rule, calendar: Calendar) -> tuple[Share, ...]:
    """Give each line of the rule its percentage; the last takes the rest."""
    if not rule.lines:
        raise PlanFails("A rule of the custom method must have at least one line.")
    begun = calendar.touched(Span(whole.span.first, whole.span.first))[0]
    lines = sorted(rule.lines, key=lambda line: line.offset)
    amounts = [
        whole.rounded(Fraction(whole.amount) * Fraction(line.percent) / _PERCENT) for line in lines
    ]
    periods = [calendar.later(begun, line.offset) for line in lines]
    return tuple(map(Share, periods, _settled(amounts, whole, -1)))


def in_proportion(whole: Whole, weights: Sequence[Decimal]) -> list[Decimal]:
    """
    Return the whole by weights, the last taking the rest; alike if the weights add up to zero.

    >>> from datetime import date
    >>> span = Span(date(2026, 1, 1), date(2026, 1, 31))
    >>> in_proportion(Whole(amount=Decimal(90), span=span, digits=0), [Decimal(10), Decimal(20)])
    [Decimal('30'), Decimal('60')]
    """
    total = sum(map(Fraction, weights))
    parts = [Fraction(weight) / total for weight in weights] if total else None
    shared = parts or [Fraction(1, len(weights))] * len(weights)
    return _settled([whole.rounded(Fraction(whole.amount) * part) for part in shared], whole, -1)


def _with_initial_amount(whole: Whole, rule: Rule, periods: Sequence[Period]) -> list[Decimal]:
    spread = _METHODS[rule.method]
    initial = rule.initial_amount
    if rule.initial_percent is not None:
        part = Fraction(whole.amount) * Fraction(rule.initial_percent) / _PERCENT
        initial = whole.rounded(part)
    if initial is None or len(periods) == 1:
        return spread(whole, periods)
    rest = periods[1:]
    return [initial, *spread(_from(rest, replace(whole, amount=whole.amount - initial)), rest)]


def _from(periods: Sequence[Period], whole: Whole) -> Whole:
    """Let the span begin no earlier than the first of these periods."""
    first = max(whole.span.first, periods[0].first)
    return replace(whole, span=Span(first, whole.span.last))


def _even_periods(whole: Whole, periods: Sequence[Period]) -> list[Decimal]:
    """Every period counts alike, however few of its days are served; the last takes the rest."""
    amounts = [whole.rounded(Fraction(whole.amount) / len(periods))] * len(periods)
    return _settled(amounts, whole, -1)


def _prorate_first_last(whole: Whole, periods: Sequence[Period]) -> list[Decimal]:
    """The first and last period count by days of the term, those between share alike."""
    by_days = _by_days(whole, periods)
    middle = len(periods) - _EDGES
    if middle > 0:
        inner = whole.amount - by_days[0] - by_days[-1]
        each = whole.rounded(Fraction(inner) / middle)
        by_days[1:-1] = [each] * middle
    last = whole.readings.prorate_residue == "last"
    return _settled(by_days, whole, -1 if last else -2)


def _exact_days(whole: Whole, periods: Sequence[Period]) -> list[Decimal]:
    """Every period counts by its days in the term."""
    last = whole.readings.exact_days_residue == "last"
    return _settled(_by_days(whole, periods), whole, -1 if last else -2)


def _period_rate(whole: Whole, periods: Sequence[Period]) -> list[Decimal]:
    """A whole period has a rate; the first and last period get that part of it that is served."""
    if len(periods) == 1:
        return [whole.amount]
    parts = [Fraction(period.days_of(whole.span), period.days) for period in periods]
    count = sum(parts, Fraction())
    if whole.readings.period_rate == "whole_periods":
        count = Fraction(_whole_months(whole.span) or count)
    amounts = [whole.rounded(Fraction(whole.amount) * part / count) for part in parts]
    last = whole.readings.period_rate_residue == "last"
    return _settled(amounts, whole, -1 if last else -2)


def _by_days(whole: Whole, periods: Sequence[Period]) -> list[Decimal]:
    days = [period.days_of(whole.span) for period in periods]
    return [whole.rounded(Fraction(whole.amount) * count / sum(days)) for count in days]


def _whole_months(span: Span) -> int:
    """How many months the span is long; 0 if that is no whole number."""
    counts = range(1, _MONTHS_MAX)
    return next((count for count in counts if end_of_months(span.first, count) == span.last), 0)


def _settled(amounts: list[Decimal], whole: Whole, place: int) -> list[Decimal]:
    """Give the rounding difference to one period."""
    if len(amounts) == 1:
        return [whole.amount]
    amounts[place] += whole.amount - sum(amounts)
    return amounts


_METHODS: Mapping[Method, Callable[[Whole, Sequence[Period]], list[Decimal]]] = {
    Method.EVEN_PERIODS: _even_periods,
    Method.PRORATE_FIRST_LAST: _prorate_first_last,
    Method.PERIOD_RATE: _period_rate,
    Method.EXACT_DAYS: _exact_days,
}
