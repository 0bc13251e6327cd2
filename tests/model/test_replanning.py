"""Plans of lines that changed after recognition began, and the laws that hold for all of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.calendar import Term, months
from bridge.model.money import Currency, Money, total
from bridge.model.schedule import Method, PlannedRevenue, replanned, spread

USD = Currency("USD")
EVEN = Method.STRAIGHT_LINE_EVEN
YEARS = months(date(2020, 1, 1), date(2042, 12, 31))


def plan_of(text: str) -> tuple[PlannedRevenue, ...]:
    """Read a plan written as `2026-01 12.50, 2026-02 7.00`."""
    pairs = (part.split() for part in text.split(", ") if part)
    return tuple(PlannedRevenue(name, Money.parse(amount, USD)) for name, amount in pairs)


def term(first: str, last: str) -> Term:
    return Term.inclusive(date.fromisoformat(first), date.fromisoformat(last))


def replan(amount: str, days: Term, recognised: str, method: Method = EVEN) -> str:
    plan = replanned(method, Money.parse(amount, USD), days, YEARS, plan_of(recognised))
    return ", ".join(f"{part.period} {part.amount.text()}" for part in plan)


def test_the_remaining_periods_bear_a_reduction() -> None:
    # 1,200 over the year, 300 recognised; reduced to 750: 450 are left for nine months.
    done = "2026-01 100.00, 2026-02 100.00, 2026-03 100.00"
    planned = replan("750", term("2026-01-01", "2026-12-31"), done)
    rest = ", ".join(f"2026-{month:02} 50.00" for month in range(4, 13))
    assert planned == f"{done}, {rest}"


def test_the_rest_of_a_longer_term_is_prorated_over_the_days_that_are_left() -> None:
    # 17 January to 16 April, 17 January to 31 January recognised; prolonged to 16 May. Of the 105
    # days from 1 February on May has 16: 241.00 * 16 / 105 = 36.72; 28 of February: 64.27.
    planned = replan(
        *("241.00", term("2026-01-17", "2026-05-16"), "2026-01 0.00"),
        Method.STRAIGHT_LINE_PRORATED,
    )
    assert planned == "2026-01 0.00, 2026-02 64.27, 2026-03 70.01, 2026-04 70.00, 2026-05 36.72"


def test_an_end_in_recognised_periods_makes_the_next_one_catch_up() -> None:
    done = "2026-01 100.00, 2026-02 100.00, 2026-03 100.00"
    planned = replan("150", term("2026-01-01", "2026-02-15"), done)
    assert planned == f"{done}, 2026-04 -150.00"


def test_what_is_recognised_in_full_needs_no_further_period() -> None:
    done = "2026-01 100.00, 2026-02 100.00"
    assert replan("200", term("2026-01-01", "2026-02-28"), done) == done


def test_a_recognised_period_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match=r"unknown accounting periods: \['FY9'\]"):
        replan("200", term("2026-01-01", "2026-02-28"), "FY9 1.00")


def test_a_calendar_without_a_period_to_catch_up_in_is_refused() -> None:
    one = months(date(2026, 1, 1), date(2026, 1, 31))
    with pytest.raises(ValueError, match="no accounting period begins on 2026-02-01"):
        replanned(
            EVEN, Money(5, USD), term("2026-01-01", "2026-01-31"), one, plan_of("2026-01 1.00")
        )


terms = st.builds(
    lambda start, days: Term(start, start + timedelta(days=days)),
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    st.integers(1, 1500),
)
amounts = st.integers(-(10**10), 10**10).map(lambda minor: Money(minor, USD))


@st.composite
def changes(draw: st.DrawFn) -> tuple[Money, Term, tuple[PlannedRevenue, ...], Method]:
    """Draw a changed amount and term, what was recognised before, and by which method."""
    method, before = draw(st.sampled_from(Method)), draw(terms)
    recognised = spread(method, draw(amounts), before, YEARS)[: draw(st.integers(0, 60))]
    after = Term(before.start, before.start + timedelta(days=draw(st.integers(1, 2000))))
    return draw(amounts), after, recognised, method


@given(changes())
def test_a_changed_plan_keeps_the_recognised_parts_and_sums_to_the_new_amount(
    change: tuple[Money, Term, tuple[PlannedRevenue, ...], Method],
) -> None:
    amount, after, recognised, method = change
    plan = replanned(method, amount, after, YEARS, recognised)
    assert plan[: len(recognised)] == recognised
    assert total((part.amount for part in plan), USD) == amount
    names = [part.period for part in plan]
    assert names == sorted(set(names))


@given(each=st.integers(-(10**9), 10**9), days=terms, done=st.integers(0, 60))
def test_whole_amounts_a_period_come_back_when_a_change_is_taken_back(
    each: int, days: Term, done: int
) -> None:
    # Odd cents need not: those of the recognised periods stay with them.
    held = len(months(days.start, days.last))
    before = spread(EVEN, Money(each * held, USD), days, YEARS)
    recognised = before[: min(done, held - 1)]
    assert replanned(EVEN, Money(each * held, USD), days, YEARS, recognised) == before
