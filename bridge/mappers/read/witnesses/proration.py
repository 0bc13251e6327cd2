"""
How Salesforce prorates: by which part of its price a line may be charged for its days.

Amounts are copied and never recomputed; this tells only whether any documented way of counting
leads to them. CPQ has one setting for the whole org, which no record states; Revenue Cloud counts
periods, and states the boundary that they begin at. Sources: help on the proration settings of
CPQ; help on partial periods of Revenue Cloud (release 262).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache

from bridge.model.calendar import Term, add_months, months

MONTH, DAY = "Month", "Day"
MONTHLY, CALENDAR = "Monthly + Daily", "Calendar Monthly + Daily"
SETTINGS = (MONTH, DAY, MONTHLY, CALENDAR)
#: What CPQ counts with, whatever the days are.
_A_YEAR_IN_DAYS, _A_YEAR_IN_MONTHS = 365, 12
#: Lengths of a year, of which either may be counted where a leap day is near.
_YEARS = (365, 366)


#: Deals of an org share their terms: the same year is asked for again and again.
_REMEMBERED = 4096


@lru_cache(_REMEMBERED)
def multipliers(term: Term, of_months: Fraction) -> Mapping[str, Fraction]:
    """
    Return what a price of so many months is multiplied by for a term, by setting of the org.

    >>> by = multipliers(Term.inclusive(date(2019, 5, 23), date(2019, 9, 30)), Fraction(12))
    >>> [f"{float(by[setting]):.6f}" for setting in (MONTH, DAY, MONTHLY, CALENDAR)]
    ['0.416667', '0.358904', '0.355251', '0.357527']
    """
    whole, left = _whole_months(term)
    daily = Fraction(_A_YEAR_IN_MONTHS, _A_YEAR_IN_DAYS)
    by_calendar = sum(
        (Fraction(one.term.overlap(term), one.term.days) for one in months(term.start, term.last)),
        Fraction(0),
    )
    counted = {
        MONTH: Fraction(whole + bool(left)),
        DAY: term.days * daily,
        MONTHLY: whole + left * daily,
        CALENDAR: by_calendar,
    }
    return {setting: count / of_months for setting, count in counted.items()}


def _whole_months(term: Term) -> tuple[int, int]:
    """Return how many whole months a term lasts from its first day, and the days left over."""
    guess = (term.end.year - term.start.year) * 12 + term.end.month - term.start.month
    whole = guess if add_months(term.start, guess) <= term.end else guess - 1
    return whole, (term.end - add_months(term.start, whole)).days


@lru_cache(_REMEMBERED)
def counts(term: Term, unit: int, boundary: str | None, day: int = 1) -> tuple[Fraction, ...]:
    """
    Return how many periods of `unit` months a term may be counted as.

    `boundary` is where the record says that periods begin, None where it does not; `day` is the day
    of the month of a boundary of its own. A partial period is counted by its days, or as a whole
    one, and a year as 365 or 366 days.

    >>> days = Term.inclusive(date(2025, 3, 28), date(2026, 2, 4))
    >>> [f"{float(one):.6f}" for one in counts(days, 1, "DayOfPeriod", 5)]
    ['11.000000', '10.258065']
    """
    found = _counts(term, unit, tuple(_beginnings(term, unit, boundary, day)))
    return tuple(dict.fromkeys(found))


def _counts(term: Term, unit: int, beginnings: tuple[tuple[date, int], ...]) -> Iterator[Fraction]:
    for first, offset in beginnings:
        periods = list(_periods(term, unit, first, offset))
        parts = [(one.overlap(term), one.days) for one in periods]
        lengths = _YEARS if unit == _A_YEAR_IN_MONTHS else ()
        yield Fraction(len(periods))
        yield _added(parts)
        yield from (_added([(days, length) for days, _ in parts]) for length in lengths)


def _beginnings(
    term: Term, unit: int, boundary: str | None, day: int
) -> Iterator[tuple[date, int]]:
    """Yield a day, and the months behind it from which periods may be counted."""
    if boundary in (None, "Anniversary"):
        yield term.start, 0
    # January has every day of the month that a boundary may have.
    earlier = date(term.start.year - 1, 1, 1)
    if boundary in (None, "DayOfPeriod"):
        yield from ((earlier.replace(day=day), offset) for offset in range(unit))
    if boundary in (None, "AlignToCalendar", "LastDayOfPeriod"):
        yield from ((earlier, offset) for offset in range(unit))


def _periods(term: Term, unit: int, first: date, offset: int) -> Iterator[Term]:
    """Yield the periods that hold days of a term, which begin so many months behind a day."""
    start = add_months(first, offset)
    while start < term.end:
        offset += unit
        period = Term(start, add_months(first, offset))
        start = period.end
        if period.overlap(term):
            yield period


def _added(parts: list[tuple[int, int]]) -> Fraction:
    return sum((Fraction(days, length) for days, length in parts), Fraction(0))
