"""From where to where statements lead."""

from collections.abc import Mapping
from enum import StrEnum

from bridge.errors import Misconfigured
from bridge.model.measures.definition import Measure
from bridge.reconcile.rows import Target


class Measures(StrEnum):
    """From where to where a statement leads."""

    BOOKINGS = "bookings"  #: what was booked, to what NetSuite ordered
    PLAN = "plan"  #: what was booked, to what NetSuite plans
    REVENUE = "revenue"  #: what was booked, to what NetSuite recognised
    ARR = "arr"  #: recurring revenue by a definition, to what NetSuite plans


TARGETS: Mapping[Measures, Target] = {
    Measures.BOOKINGS: Target.ORDERED,
    Measures.PLAN: Target.PLANNED,
    Measures.REVENUE: Target.RECOGNISED,
    Measures.ARR: Target.PLANNED,
}


def defined(measures: Mapping[str, Measure], name: str) -> Measure:
    """Return a measure of the rulebook; Misconfigured for one that it does not have."""
    if name not in measures:
        raise Misconfigured(
            f"the rulebook has no measure {name!r}",
            where="--definition",
            act=f"take one of {', '.join(measures)}",
        )
    return measures[name]
