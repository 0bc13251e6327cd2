"""
What packages come to, and what is merged by fair values.

Half of both is the revenue of each, or as NetSuite's list says. What is left of a contract from
March on, ten twelfths of its first line, is shared by five and six.
"""

from fractions import Fraction

from bridge.flow.reconciling.definitions import Measures
from tests.stories.reconciling.drawing.fates import Fate
from tests.stories.reconciling.drawing.histories import Told
from tests.stories.reconciling.drawing.sold.contracts import MARCH, Seats
from tests.stories.reconciling.drawing.sold.packages import Package
from tests.stories.reconciling.drawing.worth.months import (
    OPEN,
    POSTED,
    Months,
    Steps,
    add_up,
    booked,
    days,
    even,
    less,
    moved_on,
)

_MONTHS = 12


def of_package(package: Package, measure: Measures) -> Steps:
    """Return what a statement must say of a package."""
    one, other = package.lines
    whole = one.minor + other.minor
    theirs = (whole // 4, whole * 3 // 4) if package.is_repriced else (whole // 2, whole // 2)
    for line, minor in zip((one, other), theirs, strict=True):
        yield "START", booked(line)
        if measure is not Measures.BOOKINGS:
            yield from _planned(line, whole // 2, minor)
            yield from _posted(package, line, minor, measure)


def of_shared(told: Told, measure: Measures) -> Steps:
    """Return what a statement must say of a contract that is merged with what was added to it."""
    one, other = told.lines
    half = (one.minor + other.minor) // 2
    revenue, plans = [half, half], _caught_up_plans(one, half, other)
    if told.fate is Fate.MERGED:
        plans = _plans_from_march(one, other)
        revenue = [int(sum(plan.values())) for plan in plans]
    for line, minor, plan in zip((one, other), revenue, plans, strict=True):
        yield "START", booked(line)
        if measure is not Measures.BOOKINGS:
            yield from _planned(line, minor, minor)
            code = "MOD-1" if told.fate is Fate.MERGED else "TIM-2"
            yield code, less(plan, even(minor, line.first, line.last))
            if measure is Measures.REVENUE:
                yield "JRN-2", {OPEN: -plan[OPEN]}


def _caught_up_plans(one: Seats, half: int, other: Seats) -> tuple[Months, Months]:
    """January and February of the first line are posted as sold, nothing is of the other."""
    more = _caught_up(Fraction(one.minor - half, _MONTHS))
    added = even(half, other.first, other.last)
    return add_up(even(half, one.first, one.last), more), add_up(added, moved_on(added))


def _plans_from_march(one: Seats, other: Seats) -> tuple[Months, Months]:
    monthly = Fraction(one.minor, _MONTHS)
    left = one.minor - 2 * monthly + other.minor
    first, second = (int(left * part / 11) for part in (5, 6))
    before = dict.fromkeys(POSTED, monthly)
    return {**even(first, MARCH, one.last), **before}, even(second, MARCH, other.last)


def _planned(line: Seats, predicted: int, minor: int) -> Steps:
    first, last = line.first, line.last
    yield "PER-1", less(days(line.minor, first, last), booked(line))
    yield "ALL-1", days(predicted - line.minor, first, last)
    yield "ALL-3", days(minor - predicted, first, last)
    yield "DAY-1", less(even(minor, first, last), days(minor, first, last))


def _posted(package: Package, line: Seats, minor: int, measure: Measures) -> Steps:
    plan = even(minor, line.first, line.last)
    if package.is_late:
        before = line == package.lines[0]
        moved = _caught_up(Fraction(line.minor - minor, _MONTHS)) if before else moved_on(plan)
        yield "TIM-2", moved
        plan = add_up(plan, moved)
    if measure is Measures.REVENUE:
        yield "JRN-2", {OPEN: -plan.get(OPEN, Fraction(0))}


def _caught_up(more: Fraction) -> dict[str, Fraction]:
    """January and February have so much more than they should have, which March puts right."""
    return {**dict.fromkeys(POSTED, more), OPEN: -more * len(POSTED)}
