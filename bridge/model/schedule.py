"""
Predicted revenue: the plan that NetSuite will derive from a line, period by period.

The four straight-line methods and their rounding are NetSuite's own (Advanced Revenue Management,
help sections 4362249596 and 4356113783): each period is rounded half up to a minor unit; the
residue goes to the last period, with prorated first and last periods to the second-to-last.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from bridge.model.calendar import Period, Term, touched
from bridge.model.ids import ExternalId
from bridge.model.money import Currency, MixedCurrencies, Money, shared, total


class Method(StrEnum):
    """How revenue is spread over the days of a term."""

    STRAIGHT_LINE_EVEN = "STRAIGHT_LINE_EVEN"
    STRAIGHT_LINE_PRORATED = "STRAIGHT_LINE_PRORATED"
    #: As the classic feature rounds it: the odd cent in the last period.
    STRAIGHT_LINE_PRORATED_CLASSIC = "STRAIGHT_LINE_PRORATED_CLASSIC"
    STRAIGHT_LINE_PERIOD_RATE = "STRAIGHT_LINE_PERIOD_RATE"
    STRAIGHT_LINE_DAYS = "STRAIGHT_LINE_DAYS"
    AT_ONCE = "AT_ONCE"
    #: As it is used: NetSuite makes no plan by time. What is spread by it all the same counts as
    #: used on the first day.
    ON_USE = "ON_USE"


@dataclass(frozen=True, slots=True)
class PlannedRevenue:
    """What is planned for one accounting period."""

    period: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Predicted:
    """What is predicted of a line by period; over all lines too much to make each a Money."""

    minors: Mapping[str, int]  #: minor units of the currency
    currency: Currency

    def __add__(self, other: "Predicted") -> "Predicted":
        if self.currency != other.currency:
            raise MixedCurrencies(f"{self.currency} and {other.currency} cannot be added")
        added = dict(self.minors)
        for period, minor in other.minors.items():
            added[period] = added.get(period, 0) + minor
        return Predicted(added, self.currency)

    def amounts(self) -> dict[str, Money]:
        """Return them as money."""
        return {period: Money(minor, self.currency) for period, minor in self.minors.items()}


#: What NetSuite has posted of the revenue of orders in periods that are closed, by order and line
#: key, in the order of the periods. Of an order that is not in it nobody asked.
Recognised = Mapping[ExternalId, Mapping[int, tuple[PlannedRevenue, ...]]]


def by_period(parts: Iterable[PlannedRevenue]) -> tuple[PlannedRevenue, ...]:
    """Add up what is planned for each period, in the order in which periods are first named."""
    parts = tuple(parts)
    if len({part.period for part in parts}) == len(parts):  # as in nearly every plan
        return parts
    sums: dict[str, Money] = {}
    for part in parts:
        held = sums.get(part.period)
        sums[part.period] = part.amount if held is None else held + part.amount
    return tuple(PlannedRevenue(period, amount) for period, amount in sums.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The predicted plan of one document line; its periods sum to its total."""

    external_id: ExternalId
    line: int
    method: Method
    total: Money
    planned: tuple[PlannedRevenue, ...]


def spread(
    method: Method, amount: Money, term: Term, periods: Sequence[Period]
) -> tuple[PlannedRevenue, ...]:
    """
    Plan an amount over the accounting periods that its term touches, in order.

    The parts sum to the amount. Raises ValueError if the periods do not cover the term.

    >>> from datetime import date
    >>> from bridge.model.calendar import months
    >>> from bridge.model.money import Currency
    >>> term = Term.inclusive(date(2018, 8, 20), date(2018, 12, 19))
    >>> plan = spread(
    ...     Method.STRAIGHT_LINE_PRORATED,
    ...     Money.parse("400", Currency("USD")),
    ...     term,
    ...     months(term.start, term.last),
    ... )
    >>> [part.amount.text() for part in plan]
    ['39.34', '99.45', '99.45', '99.46', '62.30']
    """
    span = Span(term, touched(term, periods))
    return tuple(
        PlannedRevenue(period.name, Money(minor, amount.currency))
        for period, minor in zip(span.periods, parts(method, amount.minor, span), strict=True)
    )


class Span:
    """The accounting periods that a term touches: exactly those, in order."""

    def __init__(self, term: Term, periods: Sequence[Period]) -> None:
        self.term = term
        self.periods = periods

    @cached_property
    def days(self) -> tuple[int, ...]:
        """How many days of the term each period holds; many lines have the same ones."""
        return tuple(period.term.overlap(self.term) for period in self.periods)


def parts(method: Method, minor: int, span: Span) -> list[int]:
    """Return what falls on each period of a span, in minor units; it adds up to all of it."""
    return _SPREADS[method](minor, span) if len(span.periods) > 1 else [minor]


def replanned(
    method: Method,
    amount: Money,
    term: Term,
    periods: Sequence[Period],
    recognised: Sequence[PlannedRevenue],
) -> tuple[PlannedRevenue, ...]:
    """
    Plan a line again whose amount or term changed after recognition began.

    The recognised parts come back as they are; the rest of the amount is spread over the days of
    the term behind the last recognised period, or falls into the next period if there are none.
    The parts sum to the amount. Source: NetSuite's "Update Remaining Periods Only" (help section
    4356113783); for a term that ended in recognised periods no example is published. Raises
    ValueError if a period is missing.

    >>> from datetime import date
    >>> from bridge.model.calendar import months
    >>> from bridge.model.money import Currency
    >>> term, usd = Term(date(2026, 1, 1), date(2026, 5, 1)), Currency("USD")
    >>> first = PlannedRevenue("2026-01", Money.parse("30", usd))
    >>> known = months(date(2026, 1, 1), date(2026, 6, 30))
    >>> even = Method.STRAIGHT_LINE_EVEN
    >>> plan = replanned(even, Money.parse("60", usd), term, known, [first])
    >>> [(part.period, part.amount.text()) for part in plan]
    [('2026-01', '30.00'), ('2026-02', '10.00'), ('2026-03', '10.00'), ('2026-04', '10.00')]
    """
    if not recognised:
        return spread(method, amount, term, periods)
    rest = amount - total((part.amount for part in recognised), amount.currency)
    done = end_of_last(recognised, periods)
    if term.end <= done:
        return (*recognised, *caught_up(rest, done, periods))
    ahead = Term(max(term.start, done), term.end)
    return (*recognised, *spread(method, rest, ahead, periods))


def end_of_last(recognised: Sequence[PlannedRevenue], periods: Sequence[Period]) -> date:
    """Return the day behind the last recognised period; ValueError if one is unknown."""
    ends = {period.name: period.term.end for period in periods}
    unknown = {part.period for part in recognised} - ends.keys()
    if unknown:
        raise ValueError(f"recognised in unknown accounting periods: {sorted(unknown)}")
    return max(ends[part.period] for part in recognised)


def caught_up(rest: Money, done: date, periods: Sequence[Period]) -> tuple[PlannedRevenue, ...]:
    """
    Return the part that catches up by `rest` in the period that begins on `done`, if any is due.

    Raises ValueError if there is no such period.
    """
    if not rest:
        return ()
    follower = next((period.name for period in periods if period.term.start == done), None)
    if follower is None:
        raise ValueError(f"no accounting period begins on {done}, to take up {rest}")
    return (PlannedRevenue(follower, rest),)


def _evenly(minor: int, count: int) -> list[int]:
    """Equal parts; the residue goes to the last."""
    part = shared(minor, 1, count)
    return [*[part] * (count - 1), minor - part * (count - 1)]


def _even_periods(minor: int, span: Span) -> list[int]:
    """Every period touched counts whole, however few of its days are served."""
    return _evenly(minor, len(span.periods))


def _prorated(minor: int, span: Span) -> list[int]:
    """First and last period by days of the term; those between are equal, residue on their last."""
    first, last = _ends(minor, span)
    if len(span.periods) == 2:  # noqa: PLR2004 - the first is the one before the last, too
        return [minor - last, last]
    return [first, *_evenly(minor - first - last, len(span.periods) - 2), last]


def _prorated_classic(minor: int, span: Span) -> list[int]:
    """As prorated, with the residue in the last period (help section N1684020)."""
    first, last = _ends(minor, span)
    between = len(span.periods) - 2
    middle = [shared(minor - first - last, 1, between)] * between if between else []
    return [first, *middle, minor - first - sum(middle)]


def _ends(minor: int, span: Span) -> tuple[int, int]:
    """What falls on the first and on the last period by their days of the term."""
    whole = span.term.days
    first, last = (one.term.overlap(span.term) for one in (span.periods[0], span.periods[-1]))
    return shared(minor, first, whole), shared(minor, last, whole)


def _period_rate(minor: int, span: Span) -> list[int]:
    """First and last period by the fraction of their own days that is served."""
    held = span.periods
    first, last = (
        Fraction(period.term.overlap(span.term), period.term.days) for period in (held[0], held[-1])
    )
    between = len(held) - 2
    periods = between + first + last
    begun, whole = (_part(minor, rate / periods) for rate in (first, Fraction(1)))
    return [begun, *[whole] * between, minor - begun - whole * between]


def _part(minor: int, fraction: Fraction) -> int:
    return shared(minor, fraction.numerator, fraction.denominator)


def _exact_days(minor: int, span: Span) -> list[int]:
    """Every period by its days of the term; where the residue goes is not documented: the last."""
    whole, days = span.term.days, span.days[:-1]
    by_days = {count: shared(minor, count, whole) for count in set(days)}
    parts = [by_days[count] for count in days]
    return [*parts, minor - sum(parts)]


def _at_once(minor: int, span: Span) -> list[int]:
    """Everything in the first period."""
    return [minor, *[0] * (len(span.periods) - 1)]


_SPREADS: dict[Method, Callable[[int, Span], list[int]]] = {
    Method.STRAIGHT_LINE_EVEN: _even_periods,
    Method.STRAIGHT_LINE_PRORATED: _prorated,
    Method.STRAIGHT_LINE_PRORATED_CLASSIC: _prorated_classic,
    Method.STRAIGHT_LINE_PERIOD_RATE: _period_rate,
    Method.STRAIGHT_LINE_DAYS: _exact_days,
    Method.AT_ONCE: _at_once,
    Method.ON_USE: _at_once,
}
