"""The calendar of a walk has no gap: months stand in where the account has no period."""

from datetime import date

import pytest

from bridge.model.calendar import Period, Term, months
from bridge.reconcile.valuing import Calendar

#: A year of thirteen periods that begins in the middle of a month, as retailers count.
OWN = (
    Period(name="P01", term=Term(date(2026, 1, 4), date(2026, 2, 1))),
    Period(name="2026-02", term=Term(date(2026, 2, 1), date(2026, 3, 15))),
)


def test_months_stand_in_before_and_behind_the_periods_of_the_account() -> None:
    calendar = Calendar(
        months(date(2026, 3, 1), date(2026, 4, 1)), date(2026, 1, 31), date(2026, 5, 2)
    )
    names = [period.name for period in calendar.periods]
    assert names == ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]


def test_a_month_that_is_begun_is_cut_and_has_another_name_than_the_period() -> None:
    calendar = Calendar(OWN, date(2025, 12, 31), date(2026, 3, 20))
    told = [(period.name, str(period.term.start)) for period in calendar.periods]
    assert told == [
        ("2025-12", "2025-12-01"),
        ("2026-01", "2026-01-01"),
        ("P01", "2026-01-04"),
        ("2026-02", "2026-02-01"),
        ("2026-03", "2026-03-15"),
        ("2026-04", "2026-04-01"),
    ]
    assert calendar.name_of(date(2026, 1, 3)) == "2026-01"
    assert calendar.name_of(date(2026, 3, 31)) == "2026-03"
    assert calendar.last_of("2026-02") == date(2026, 3, 14)


def test_an_account_without_periods_has_months() -> None:
    calendar = Calendar((), date(2026, 1, 15), date(2026, 2, 1))
    assert [period.name for period in calendar.periods] == ["2026-01", "2026-02"]


def test_a_gap_between_two_periods_is_refused() -> None:
    first, _, third = months(date(2026, 1, 1), date(2026, 3, 1))
    with pytest.raises(ValueError, match="without a gap"):
        Calendar((first, third), date(2026, 1, 1), date(2026, 3, 1))


def test_a_day_outside_is_refused() -> None:
    calendar = Calendar((), date(2026, 1, 15), date(2026, 2, 1))
    with pytest.raises(ValueError, match="no accounting period holds 2026-05-01"):
        calendar.name_of(date(2026, 5, 1))
