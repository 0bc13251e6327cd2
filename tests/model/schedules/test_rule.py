"""Rules beyond a plain spread: percentages, offsets, initial amounts, other calendars."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.calendar import Period, Term, months
from bridge.model.money import Currency, Money, total
from bridge.model.schedule import Method, PlannedRevenue, spread
from bridge.model.schedules.rule import Custom, Obligation, Percent, Rule, Step, later, planned

USD = Currency("USD")
EVEN, PRORATED = Method.STRAIGHT_LINE_EVEN, Method.STRAIGHT_LINE_PRORATED
YEARS = months(date(2020, 1, 1), date(2050, 12, 31))


def term(first: str, last: str) -> Term:
    return Term.inclusive(date.fromisoformat(first), date.fromisoformat(last))


def plan(amount: str, days: Term, rule: Rule, periods: Sequence[Period] = YEARS) -> list[str]:
    obligation = Obligation(amount=Money.parse(amount, USD), term=days, rule=rule)
    return [f"{part.period} {part.amount.text()}" for part in planned(obligation, periods)]


def custom(*steps: tuple[int, str]) -> Rule:
    lines = tuple(Step(offset, Percent(Decimal(percent))) for offset, percent in steps)
    return Rule(spreading=Custom(lines))


def test_custom_percentages_count_periods_from_the_start_and_the_last_takes_the_rest() -> None:
    # 33.33 % of 100.01 is 33.333..., twice; 100.01 - 66.66 is left for the third.
    rule = custom((0, "33.33"), (1, "33.33"), (6, "33.34"))
    planned = plan("100.01", term("2026-01-20", "2026-02-10"), rule)
    assert planned == ["2026-01 33.33", "2026-02 33.33", "2026-07 33.35"]


def test_custom_percentages_may_begin_after_the_start() -> None:
    assert plan("50", term("2026-01-01", "2026-01-31"), custom((2, "100"))) == ["2026-03 50.00"]


def test_percentages_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="add up to 100 %, these to 90 %"):
        custom((0, "50"), (1, "40"))


@pytest.mark.parametrize("offsets", [(), (1, 0), (0, 0), (-1, 0)])
def test_steps_out_of_order_are_refused(offsets: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="offsets from 0 on, in order"):
        custom(*((offset, "50") for offset in offsets))


def test_percentages_have_no_offset_besides() -> None:
    spreading = custom((0, "100")).spreading
    with pytest.raises(ValueError, match="no offset and no initial amount"):
        Rule(spreading=spreading, period_offset=1)


def test_an_offset_is_not_negative() -> None:
    with pytest.raises(ValueError, match="from 0 on"):
        Rule(spreading=EVEN, start_offset=-1)


def test_a_start_offset_cuts_the_first_periods_off_and_keeps_the_end() -> None:
    rule = Rule(spreading=EVEN, start_offset=2)
    planned = plan("90", term("2026-01-15", "2026-05-14"), rule)
    assert planned == ["2026-03 30.00", "2026-04 30.00", "2026-05 30.00"]


def test_a_start_offset_that_leaves_no_period_is_refused() -> None:
    with pytest.raises(ValueError, match="a start offset of 3 leaves none of 3 periods"):
        plan("90", term("2026-01-01", "2026-03-31"), Rule(spreading=EVEN, start_offset=3))


def test_a_period_offset_moves_the_whole_plan() -> None:
    # 15 January to 14 March is 59 days: 17 of January, 14 of March, moved by a quarter.
    rule = Rule(spreading=PRORATED, period_offset=3)
    planned = plan("59", term("2026-01-15", "2026-03-14"), rule)
    assert planned == ["2026-04 17.00", "2026-05 28.00", "2026-06 14.00"]


def test_a_plan_is_not_moved_out_of_the_calendar() -> None:
    short = months(date(2026, 1, 1), date(2026, 3, 31))
    with pytest.raises(ValueError, match="no 2 accounting periods after 2026-02"):
        later([PlannedRevenue("2026-02", Money(1, USD))], 2, short)


def test_an_initial_amount_falls_into_the_first_period_before_the_rest() -> None:
    half = Rule(spreading=EVEN, initial=Percent(Decimal(50)))
    fixed = Rule(spreading=EVEN, initial=Money.parse("10", USD))
    days = term("2026-01-15", "2026-03-14")
    assert plan("100", days, half) == ["2026-01 50.00", "2026-02 25.00", "2026-03 25.00"]
    assert plan("100", days, fixed) == ["2026-01 10.00", "2026-02 45.00", "2026-03 45.00"]


def test_a_quarter_of_twelve_hundred_leaves_nine_hundred_for_eleven_periods() -> None:
    # Section 4356113783: 300 at first, 900 evenly over the other eleven; the cents are ours.
    rule = Rule(spreading=EVEN, initial=Percent(Decimal(25)))
    parts = plan("1200", term("2026-01-01", "2026-12-31"), rule)
    assert [part.split()[1] for part in parts] == ["300.00", *["81.82"] * 10, "81.80"]


def test_the_rest_after_an_initial_amount_is_prorated_from_the_second_period_on() -> None:
    # 60.00 are left for 28 days of February, 31 of March and one of April.
    rule = Rule(spreading=Method.STRAIGHT_LINE_DAYS, initial=Money.parse("40", USD))
    planned = plan("100", term("2026-01-15", "2026-04-01"), rule)
    assert planned == ["2026-01 40.00", "2026-02 28.00", "2026-03 31.00", "2026-04 1.00"]


def test_an_only_period_takes_the_initial_amount_and_the_rest() -> None:
    rule = Rule(spreading=EVEN, initial=Percent(Decimal(25)))
    assert plan("100", term("2026-01-01", "2026-01-31"), rule) == ["2026-01 100.00"]


@pytest.mark.parametrize(("initial", "amount"), [("101", "100"), ("1", "-5"), ("-1", "5")])
def test_an_initial_amount_that_is_no_part_of_the_whole_is_refused(
    initial: str, amount: str
) -> None:
    rule = Rule(spreading=EVEN, initial=Money.parse(initial, USD))
    with pytest.raises(ValueError, match="is no part of"):
        plan(amount, term("2026-01-01", "2026-03-31"), rule)


def weeks(first: str, *counts: int) -> tuple[Period, ...]:
    """Periods of so many weeks each, numbered from P1."""
    periods, start = [], date.fromisoformat(first)
    for number, count in enumerate(counts, start=1):
        periods.append(Period(name=f"P{number}", term=Term(start, start + timedelta(weeks=count))))
        start += timedelta(weeks=count)
    return tuple(periods)


def test_periods_of_four_four_and_five_weeks_are_prorated_by_their_own_days() -> None:
    # 14 of the 28 days of P1, all of P2 and P3, 7 of those of P4: 84 days, 1.00 each.
    calendar = weeks("2026-02-01", 4, 4, 5, 4)
    days = Term(date(2026, 2, 15), date(2026, 5, 10))
    by_days = plan("84", days, Rule(spreading=Method.STRAIGHT_LINE_DAYS), calendar)
    assert by_days == ["P1 14.00", "P2 28.00", "P3 35.00", "P4 7.00"]
    prorated = plan("84", days, Rule(spreading=PRORATED), calendar)
    assert prorated == ["P1 14.00", "P2 31.50", "P3 31.50", "P4 7.00"]
    # Half of P1 and a quarter of P4 make 2.75 whole periods.
    rate = plan("275", days, Rule(spreading=Method.STRAIGHT_LINE_PERIOD_RATE), calendar)
    assert rate == ["P1 50.00", "P2 100.00", "P3 100.00", "P4 25.00"]


amounts = st.integers(-(10**10), 10**10).map(lambda minor: Money(minor, USD))
terms = st.builds(
    lambda start, days: Term(start, start + timedelta(days=days)),
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    st.integers(1, 1500),
)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    if draw(st.booleans()):
        cuts = sorted(draw(st.sets(st.integers(1, 9999), max_size=5)) | {0, 10000})
        shares = [after - before for before, after in pairwise(cuts)]
        steps = (Step(at, Percent(Decimal(one) / 100)) for at, one in enumerate(shares))
        return Rule(spreading=Custom(tuple(steps)))
    percents = st.decimals(0, 100, places=2).map(Percent)
    return Rule(
        spreading=draw(st.sampled_from(Method)),
        start_offset=draw(st.integers(0, 3)),
        period_offset=draw(st.integers(0, 13)),
        initial=draw(st.none() | percents),
    )


@given(amount=amounts, days=terms, rule=rules())
def test_a_plan_sums_to_its_amount_in_periods_that_follow_each_other(
    amount: Money, days: Term, rule: Rule
) -> None:
    if rule.start_offset >= len(months(days.start, days.last)):
        return
    parts = planned(Obligation(amount=amount, term=days, rule=rule), YEARS)
    assert total((part.amount for part in parts), USD) == amount
    names = [part.period for part in parts]
    assert names == sorted(set(names))


@given(amount=amounts, days=terms, method=st.sampled_from(Method))
def test_a_rule_without_offsets_is_a_plain_spread(
    amount: Money, days: Term, method: Method
) -> None:
    obligation = Obligation(amount=amount, term=days, rule=Rule(spreading=method))
    assert planned(obligation, YEARS) == spread(method, amount, days, YEARS)
