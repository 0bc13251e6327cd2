"""What readings of meters come to; all figures by hand."""

from datetime import date
from decimal import Decimal

import pytest

from bridge.model.calendar import Term
from bridge.model.usage.meters import Aggregation, Reading, metered

JANUARY, FEBRUARY = (Term(date(2026, at, 1), date(2026, at + 1, 1)) for at in (1, 2))
SHOWN = [(3, "17"), (5, "10"), (20, "15")]


def readings() -> list[Reading]:
    return [Reading(date(2026, 1, day), Decimal(units)) for day, units in SHOWN]


@pytest.mark.parametrize(
    ("aggregation", "steps"),
    [
        (Aggregation.SUM, ["17", "10", "15"]),
        (Aggregation.HIGHEST, ["17"]),
        (Aggregation.LAST, ["17", "-7", "5"]),
        (Aggregation.LAST_EVER, ["17", "-7", "5", "15"]),
    ],
)
def test_readings_are_summed_up_or_the_highest_or_last_counts(
    aggregation: Aggregation, steps: list[str]
) -> None:
    found = metered(aggregation, readings(), [JANUARY, FEBRUARY])
    assert [f"{one.units:f}" for one in found] == steps


def test_what_is_carried_over_counts_on_the_last_day_of_its_period() -> None:
    found = metered(Aggregation.LAST_EVER, readings()[::-1], [FEBRUARY, JANUARY])
    assert found[-1] == Reading(date(2026, 2, 28), Decimal(15))
