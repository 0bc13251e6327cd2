"""What packages come to: half of both is the revenue of each, or as NetSuite's list says."""

from fractions import Fraction

from bridge.flow.reconciling.definitions import Measures
from tests.stories.reconciling.drawing.sold.contracts import Seats
from tests.stories.reconciling.drawing.sold.packages import Package
from tests.stories.reconciling.drawing.worth.months import (
    OPEN,
    POSTED,
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
