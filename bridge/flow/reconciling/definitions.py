"""From where to where statements lead."""

from collections.abc import Mapping
from enum import StrEnum

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
