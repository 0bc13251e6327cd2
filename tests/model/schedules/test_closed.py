"""Plans over closed periods."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.calendar import Period, months
from bridge.model.money import Currency, Money, total
from bridge.model.schedule import PlannedRevenue
from bridge.model.schedules.closed import first_open, in_open_periods

USD = Currency("USD")
YEAR = months(date(2026, 1, 1), date(2026, 12, 31))


def with_closed(*numbers: int) -> tuple[Period, ...]:
    """The months of 2026, of which these are closed."""
    return tuple(replace(one, closed=at in numbers) for at, one in enumerate(YEAR, start=1))


def ten_a_month(periods: Sequence[Period]) -> tuple[PlannedRevenue, ...]:
    return tuple(PlannedRevenue(period.name, Money(1000, USD)) for period in periods)


def test_closed_periods_are_made_good_in_the_first_open_one() -> None:
    posted = in_open_periods(ten_a_month(YEAR[:4]), with_closed(1, 2))
    assert [(part.period, part.amount.text()) for part in posted] == [
        ("2026-03", "30.00"),
        ("2026-04", "10.00"),
    ]


def test_a_period_that_was_opened_again_takes_only_what_lies_before_it() -> None:
    posted = in_open_periods(ten_a_month(YEAR[:4]), with_closed(1, 3))
    assert [(part.period, part.amount.text()) for part in posted] == [
        ("2026-02", "20.00"),
        ("2026-04", "20.00"),
    ]


def test_a_calendar_that_ends_closed_is_refused() -> None:
    with pytest.raises(ValueError, match="no accounting period behind 2026-12 is open"):
        in_open_periods(ten_a_month(YEAR), with_closed(12))


def test_a_period_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown accounting period: 2027-01"):
        in_open_periods([PlannedRevenue("2027-01", Money(1, USD))], YEAR)


def test_the_first_open_period_is_the_earliest() -> None:
    assert first_open(tuple(reversed(with_closed(1, 2, 5)))).name == "2026-03"


def test_no_period_is_open_when_all_are_closed() -> None:
    with pytest.raises(ValueError, match="no accounting period is open"):
        first_open(with_closed(*range(1, 13)))


@given(
    amounts=st.lists(st.integers(-(10**9), 10**9), max_size=11),
    closed=st.sets(st.integers(1, 11)),
)
def test_nothing_is_lost_and_nothing_stands_in_a_closed_period(
    amounts: list[int], closed: set[int]
) -> None:
    plan = [
        PlannedRevenue(period.name, Money(amount, USD))
        for period, amount in zip(YEAR, amounts, strict=False)
    ]
    posted = in_open_periods(plan, with_closed(*closed))
    both = [total((part.amount for part in parts), USD) for parts in (plan, posted)]
    assert both[0] == both[1]
    assert not {part.period for part in posted} & {f"2026-{number:02}" for number in closed}
