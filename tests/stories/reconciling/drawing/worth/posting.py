"""From what is planned to what is posted: late, not at all, or again; and strangers' orders."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from bridge.flow.reconciling.definitions import Measures
from tests.stories.reconciling.drawing.fates import Fate
from tests.stories.reconciling.drawing.histories import Told
from tests.stories.reconciling.drawing.worth.months import (
    OPEN,
    POSTED,
    Months,
    Steps,
    add_up,
    even,
    less,
    moved_on,
)

_MONTHS = 12
#: Nothing of them is posted while January and February are open.
_POSTED_LATE = frozenset({Fate.ON_HOLD, Fate.APPROVED_LATE, Fate.UNANSWERED})
#: NetSuite has no plan of it.
_UNPLANNED: Mapping[Fate, str] = {
    Fate.UNAPPROVED: "ORD-1",
    Fate.UNANSWERED: "ORD-1",
    Fate.UNDATED: "PLN-2",
}


def posted(told: Told, plan: Months, measure: Measures) -> Steps:
    """From what is planned to what is posted."""
    if told.fate in _POSTED_LATE:
        moved = moved_on(plan)
        yield "TIM-2", moved
        plan = add_up(plan, moved)
    if told.fate in _UNPLANNED:
        yield _UNPLANNED[told.fate], less({}, plan)
    elif measure is Measures.REVENUE:
        code = "PLN-1" if told.fate is Fate.ON_HOLD else "JRN-2"
        yield code, {OPEN: -plan.get(OPEN, Fraction(0))}


def replanned(before: Months, plan: Months) -> Months:
    """Two months stay as they were posted; ten take up the rest alike."""
    missing = sum((plan[month] - before[month] for month in POSTED), Fraction(0))
    kept = {month: before[month] for month in POSTED}
    rest = {month: amount + missing / (_MONTHS - 2) for month, amount in plan.items()}
    return {**rest, **kept}


def of_stranger(minor: int, measure: Measures) -> Steps:
    if measure is Measures.BOOKINGS:
        yield "POP-2", {"2026-01": Fraction(minor)}
        return
    plan = even(minor, date(2026, 1, 1), date(2026, 12, 31))
    yield "POP-2", plan
    if measure is Measures.REVENUE:
        yield "JRN-2", {OPEN: -plan[OPEN]}
