"""
The forecast of a plan, made again by hand.

Source: NetSuite's reforecast method "Manual" (help section 4356113783), with five printed results:
an offset of 0 leaves the forecast, an offset of n puts what the actual plan has not had n periods
later.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bridge.model.money import Money


class Recalculation(NamedTuple):
    """The period whose forecast becomes actual, and where the difference goes."""

    period: str
    offset: int  #: periods later; 0 leaves the forecast


def reforecast(
    forecast: Mapping[str, Money],
    actual: Mapping[str, Money],
    made: Recalculation,
    periods: Sequence[str],
) -> dict[str, Money]:
    """
    Return the forecast by period, in order; its sum does not change.

    Raises ValueError for a negative offset, or one that leads behind the last period.
    """
    place = periods.index(made.period) + made.offset
    if made.offset < 0 or place >= len(periods):
        raise ValueError(f"an offset of {made.offset} leads to no period")
    if not made.offset:
        return dict(forecast)
    had = actual[made.period]
    plan = dict(forecast)
    left, later = plan[made.period] - had, periods[place]
    plan[made.period] = had
    plan[later] = plan[later] + left if later in plan else left
    return {name: plan[name] for name in periods if name in plan}
