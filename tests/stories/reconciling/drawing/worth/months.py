"""Amounts by month, in fractions of a cent, and what adds them up."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from tests.stories.reconciling.drawing.sold.contracts import Seats

Months = dict[str, Fraction]
#: One class of one line: the code and its amounts.
Steps = Iterator[tuple[str, Months]]
QUARTER = ("2026-01", "2026-02", "2026-03")
POSTED, OPEN = QUARTER[:2], QUARTER[2]


def days(minor: int, first: date, last: date) -> Months:
    """Each day is worth the same."""
    one = Fraction(minor, (last - first).days + 1)
    return _spread(first, last, lambda _: one)


def even(minor: int, first: date, last: date) -> Months:
    """Each month is worth the same; terms are of whole months."""
    names = {f"{day:%Y-%m}" for day in _each(first, last)}
    return {name: Fraction(minor, len(names)) for name in names}


def _spread(first: date, last: date, worth: Callable[[date], Fraction]) -> Months:
    found: Months = defaultdict(Fraction)
    for day in _each(first, last):
        found[f"{day:%Y-%m}"] += worth(day)
    return dict(found)


def _each(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=past) for past in range((last - first).days + 1))


def by_days(line: Seats) -> Months:
    """A line as sales count it: by days, or on the day of its order."""
    return booked(line) if line.is_at_once else days(line.minor, line.first, line.last)


def moved_on(plan: Months) -> Months:
    """What moves if nothing was posted while January and February were open."""
    late = {month: -plan.get(month, Fraction(0)) for month in POSTED}
    return {**late, OPEN: -sum(late.values(), Fraction(0))}


def booked(line: Seats) -> Months:
    """All of a line, when its order takes effect."""
    return {f"{line.on:%Y-%m}": Fraction(line.minor)}


def less(one: Months, other: Months) -> Months:
    """The first without the other."""
    return add_up(one, {month: -amount for month, amount in other.items()})


def add_up(*parts: Months) -> Months:
    """All of them, month by month."""
    found: Months = defaultdict(Fraction)
    for part in parts:
        for month, amount in part.items():
            found[month] += amount
    return dict(found)
