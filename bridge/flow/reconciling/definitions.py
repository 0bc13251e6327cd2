"""The measures that a statement can begin or end at, and the definitions of recurring revenue."""

from collections.abc import Mapping
from enum import StrEnum

from bridge.model.measures.definition import Counted, Measure, Segment
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
#: Recurring revenue as most companies define it, by the name that statements print.
DEFINITIONS: Mapping[str, Measure] = {
    "entry": Measure(name="entry", segment=Segment.ENTRY),
    "current": Measure(name="current", segment=Segment.CURRENT),
    "exit": Measure(name="exit", segment=Segment.EXIT),
    "average": Measure(name="average", segment=Segment.AVERAGE),
    "committed": Measure(name="committed", segment=Segment.CURRENT, counted=Counted.SIGNED),
}
