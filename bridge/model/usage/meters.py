"""What a meter's readings say was used: summed up, or the highest or last of a billing period."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bridge.model.calendar import Term
from bridge.model.credits.units import NONE, less


class Aggregation(StrEnum):
    """How the readings of a billing period become its quantity."""

    SUM = "SUM"
    HIGHEST = "HIGHEST"
    LAST = "LAST"  #: the last of the period; nothing where it has none
    LAST_EVER = "LAST_EVER"  #: where the period has none, the last of the periods before


@dataclass(frozen=True, slots=True)
class Reading:
    """What a meter showed on a day."""

    on: date
    units: Decimal


def metered(
    aggregation: Aggregation, readings: Sequence[Reading], billed: Sequence[Term]
) -> tuple[Reading, ...]:
    """
    Return by day what each reading adds to the quantity of its billing period.

    What is added may be negative: a reading may replace a higher one. A quantity that is carried
    from an earlier period is added on the last day of its own.
    """
    found: list[Reading] = []
    carried = NONE
    for term in sorted(billed):
        within = sorted(
            (one for one in readings if term.start <= one.on < term.end), key=lambda one: one.on
        )
        if aggregation is Aggregation.SUM:
            found += within
            continue
        if not within and aggregation is Aggregation.LAST_EVER and carried:
            within = [Reading(term.last, carried)]
        levels = list(_levels(aggregation, within))
        found += _steps(levels)
        carried = levels[-1].units if levels else carried
    return tuple(found)


def _levels(aggregation: Aggregation, within: Iterable[Reading]) -> Iterator[Reading]:
    """Yield the quantity of the period after each reading."""
    level = NONE
    for one in within:
        level = max(level, one.units) if aggregation is Aggregation.HIGHEST else one.units
        yield Reading(one.on, level)


def _steps(levels: Iterable[Reading]) -> Iterator[Reading]:
    before = NONE
    for level in levels:
        if level.units != before:
            yield Reading(level.on, less(level.units, before))
        before = level.units
