"""What a year of each contract is worth at the end of March, by the definitions of the rulebook."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from tests.stories.reconciling.drawing.histories import Told
from tests.stories.reconciling.drawing.sold.contracts import Seats, Shape
from tests.stories.reconciling.drawing.worth.months import OPEN, QUARTER, Steps

_THE_DAY = date(2026, 3, 31)
_MONTHS = 12
#: Which year of a ramp counts, from 0; the mean of the three is that of the second one.
_YEARS = {"entry": 0, "current": 0, "committed": 0, "exit": 2, "average": 1}


def rate_of(told: Told, definition: str) -> Fraction:
    """Return the run rate of a contract in cents: its seats by what a year of one costs."""
    lines = told.lines
    if told.shape in {Shape.RAMP, Shape.LEVEL}:
        return _year(lines[_YEARS[definition]])
    return rate_of_lines(lines, definition)


def rate_of_lines(lines: Iterable[Seats], definition: str) -> Fraction:
    """Return what a year of those lines is worth that count on the day."""
    counts = (one for one in lines if _counts(one, definition))
    return sum(map(_year, counts), Fraction(0))


def _counts(line: Seats, definition: str) -> bool:
    # What renews counts from its first day: until then what it renews does.
    begun = line.on if definition == "committed" and not line.is_renewal else line.first
    return begun <= _THE_DAY and not line.is_at_once


def _year(line: Seats) -> Fraction:
    return Fraction(line.seats * line.a_year * 100)


def from_rate(steps: Steps, rate: Fraction, to_sold: str) -> Steps:
    """
    Start in March from a run rate, and go on from what is sold for its days as any walk does.

    `to_sold` is the class that leads there from a twelfth of the rate.
    """
    every = [(code, months.get(OPEN, Fraction(0))) for code, months in steps]
    sold = sum((minor for code, minor in every if code in {"START", "PER-1"}), Fraction(0))
    monthly = rate / _MONTHS
    yield "START", {OPEN: rate}
    yield "ARR-1", {OPEN: monthly - rate}
    yield to_sold, {OPEN: sold - monthly}
    yield from ((code, {OPEN: minor}) for code, minor in every if code not in {"START", "PER-1"})


def unread(steps: Steps, code: str) -> Steps:
    """Start from nothing: what was booked until March has a run rate that nobody knows."""
    booked = (months for code, months in steps if code == "START")
    whole = sum((one.get(month, Fraction(0)) for one in booked for month in QUARTER), Fraction(0))
    yield "ARR-3", {OPEN: whole}
    yield code, {OPEN: -whole}
