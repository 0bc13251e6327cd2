"""Obligations that change after recognition began, under both impacts."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bridge.model.calendar import Term, months
from bridge.model.money import Currency, Money, total
from bridge.model.schedule import Method, PlannedRevenue, replanned
from bridge.model.schedules.changes import Impact, changed
from bridge.model.schedules.rule import Custom, Obligation, Percent, Rule, Step, planned

USD = Currency("USD")
EVEN = Method.STRAIGHT_LINE_EVEN
YEARS = months(date(2020, 1, 1), date(2050, 12, 31))


def done(text: str) -> tuple[PlannedRevenue, ...]:
    pairs = (part.split() for part in text.split(", ") if part)
    return tuple(PlannedRevenue(name, Money.parse(amount, USD)) for name, amount in pairs)


def plan(amount: str, last: str, rule: Rule, recognised: str, impact: Impact) -> str:
    """Plan an amount from 1 January 2026 on, again."""
    obligation = Obligation(
        amount=Money.parse(amount, USD),
        term=Term.inclusive(date(2026, 1, 1), date.fromisoformat(last)),
        rule=rule,
    )
    parts = changed(obligation, done(recognised), YEARS, impact)
    return ", ".join(f"{part.period} {part.amount.text()}" for part in parts)


def test_all_periods_get_what_they_would_have_had_and_the_next_one_catches_up() -> None:
    # 300 a quarter become 600 over two: 100 a month all along; 200 of January and February are due.
    parts = plan(
        *("600", "2026-06-30", Rule(spreading=EVEN)),
        *("2026-01 50.00, 2026-02 50.00", Impact.ALL),
    )
    assert parts == (
        "2026-01 50.00, 2026-02 50.00, 2026-03 200.00, 2026-04 100.00, 2026-05 100.00,"
        " 2026-06 100.00"
    )


def test_remaining_periods_share_the_rest() -> None:
    parts = plan(
        *("600", "2026-06-30", Rule(spreading=EVEN)),
        *("2026-01 50.00, 2026-02 50.00", Impact.REMAINING),
    )
    assert parts == (
        "2026-01 50.00, 2026-02 50.00, 2026-03 125.00, 2026-04 125.00, 2026-05 125.00,"
        " 2026-06 125.00"
    )


def test_percentages_of_the_remaining_steps_keep_their_proportion() -> None:
    # 10, 30 and 60 %; 10.00 of 100 recognised; raised to 190: 180 are left, one to two.
    steps = tuple(Step(at, Percent(Decimal(part))) for at, part in enumerate((10, 30, 60)))
    rule = Rule(spreading=Custom(steps))
    parts = plan("190", "2026-01-31", rule, "2026-01 10.00", Impact.REMAINING)
    assert parts == "2026-01 10.00, 2026-02 60.00, 2026-03 120.00"


def test_steps_without_weight_leave_the_rest_to_the_last() -> None:
    steps = tuple(Step(at, Percent(Decimal(part))) for at, part in enumerate((100, 0, 0)))
    rule = Rule(spreading=Custom(steps))
    parts = plan("130", "2026-01-31", rule, "2026-01 100.00", Impact.REMAINING)
    assert parts == "2026-01 100.00, 2026-02 0.00, 2026-03 30.00"


def test_a_moved_plan_is_spread_over_the_days_of_service_that_are_not_recognised() -> None:
    # Service in January to March stands in February to April; of 90 days 28 and 31 are left.
    rule = Rule(spreading=Method.STRAIGHT_LINE_DAYS, period_offset=1)
    parts = plan("90", "2026-03-31", rule, "2026-02 31.00", Impact.REMAINING)
    assert parts == "2026-02 31.00, 2026-03 28.00, 2026-04 31.00"


def test_a_change_of_nothing_recognised_is_a_new_plan() -> None:
    parts = plan("20", "2026-02-28", Rule(spreading=EVEN), "", Impact.ALL)
    assert parts == "2026-01 10.00, 2026-02 10.00"


def test_what_was_recognised_beyond_the_new_end_is_taken_back_next() -> None:
    both = [
        plan("10", "2026-01-31", Rule(spreading=EVEN), "2026-01 8.00, 2026-02 8.00", impact)
        for impact in Impact
    ]
    assert both == ["2026-01 8.00, 2026-02 8.00, 2026-03 -6.00"] * 2


amounts = st.integers(-(10**10), 10**10).map(lambda minor: Money(minor, USD))
terms = st.builds(
    lambda start, days: Term(start, start + timedelta(days=days)),
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    st.integers(1, 1500),
)


@st.composite
def changes(draw: st.DrawFn) -> tuple[Obligation, tuple[PlannedRevenue, ...]]:
    rule = Rule(
        spreading=draw(st.sampled_from(Method)), period_offset=draw(st.sampled_from([0, 0, 2]))
    )
    before = Obligation(amount=draw(amounts), term=draw(terms), rule=rule)
    recognised = planned(before, YEARS)[: draw(st.integers(0, 50))]
    days = timedelta(days=draw(st.integers(1, 2000)))
    after = Obligation(
        amount=draw(amounts),
        term=Term(before.term.start, before.term.start + days),
        rule=rule,
    )
    return after, recognised


@given(change=changes(), impact=st.sampled_from(Impact))
def test_a_changed_plan_keeps_what_is_recognised_and_sums_to_the_new_amount(
    change: tuple[Obligation, tuple[PlannedRevenue, ...]], impact: Impact
) -> None:
    after, recognised = change
    parts = changed(after, recognised, YEARS, impact)
    assert parts[: len(recognised)] == recognised
    assert total((part.amount for part in parts), USD) == after.amount
    names = [part.period for part in parts]
    assert names == sorted(set(names))


@given(changes())
def test_remaining_periods_without_offsets_are_planned_as_plain_lines_are(
    change: tuple[Obligation, tuple[PlannedRevenue, ...]],
) -> None:
    after, recognised = change
    method = after.rule.spreading
    if after.rule.period_offset or not isinstance(method, Method):
        return
    plain = replanned(method, after.amount, after.term, YEARS, recognised)
    assert changed(after, recognised, YEARS, Impact.REMAINING) == plain


@given(changes())
def test_catching_up_leads_to_what_a_plan_from_the_start_would_have_reached(
    change: tuple[Obligation, tuple[PlannedRevenue, ...]],
) -> None:
    after, recognised = change
    anew = planned(after, YEARS)
    parts = changed(after, recognised, YEARS, Impact.ALL)
    if len(parts) > len(recognised) + 1:
        later = len(parts) - len(recognised) - 1
        assert parts[-later:] == anew[-later:]
