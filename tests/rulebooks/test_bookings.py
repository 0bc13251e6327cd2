"""A records file in which months close: each order is judged in the month of its first day."""

from dataclasses import replace

import pytest

from bridge.rulebooks import bookings
from tests.mappers import rules
from tests.mappers.scenarios import key, seed, translated, with_fields

NAME = "b-upsell-mid-term.cpq"


def planned(*, months_close: bool, **fields: str) -> list[tuple[str, str]]:
    """What is planned first of the added seats; their order gets other fields."""
    known = replace(seed(NAME), months_close=months_close)
    records = with_fields(known.records, key("Order", "O-B1"), fields)
    *_, added = bookings.translations(replace(known, records=records), rules.shipped())
    (schedule,) = translated(added).schedules
    return [(part.period, part.amount.text()) for part in schedule.planned][:2]


def test_where_no_month_closes_revenue_is_planned_from_the_first_day_on() -> None:
    assert planned(months_close=False) == [("2026-05", "2809.95"), ("2026-06", "2809.95")]


def test_where_months_close_what_is_late_is_due_in_the_month_of_the_order() -> None:
    # told in July: May and June are closed
    late = planned(months_close=True, EffectiveDate="2026-07-20")
    assert late == [("2026-07", "8429.85"), ("2026-08", "2809.95")]


@pytest.mark.parametrize("day", ["2026-05-17", "2026-05-01"])
def test_the_month_of_an_order_itself_is_open(day: str) -> None:
    found = planned(months_close=True, EffectiveDate=day)
    assert found == [("2026-05", "2809.95"), ("2026-06", "2809.95")]
