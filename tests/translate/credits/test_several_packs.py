"""Several packs of credits in one CPQ order: each is drawn by the use of its own line alone."""

from datetime import date

import pytest

from bridge.model.document import Kind
from tests.mappers import rules
from tests.mappers.scenarios import flagged, translated
from tests.translate.credits.packs import Pack, Used, closed_until, cpq, result
from tests.translate.credits.prepaid import deciding, of, periods

Q1, Q2, Q3, Q4 = (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31))
BIG = Pack("A", 100_000, [Used("q1", "20000", Q1), Used("q4", "90000", Q4)])
SMALL = Pack("B", 50_000, [Used("q1", "10000", Q1)])


def codes(*packs: Pack, closed: date | None = None) -> set[str]:
    told = closed_until(closed) if closed else ()
    return {flag.code for flag in flagged(result(cpq(*packs), periods=told)).flags}


def test_each_pack_is_drawn_by_its_own_use() -> None:
    found = translated(result(cpq(BIG, SMALL)))
    # 20,000 and 10,000 x 0.08 in March; the rest of the first pack and 10,000 x 0.10 in December
    assert periods(found) == {"2026-03": "2400.00", "2026-12": "7400.00"}
    journals = [one.lines[0].quantity for one in of(found, Kind.PROPOSED_JOURNAL)]
    assert sorted(journals) == [10_000, 20_000, 80_000]


def test_what_is_told_of_one_pack_says_nothing_of_another() -> None:
    """The use of the second pack is told until March: in December nothing of it has lapsed."""
    alone = translated(result(cpq(SMALL)))
    beside = translated(result(cpq(BIG, SMALL)))
    assert periods(alone) == {"2026-03": "800.00"}
    own = [one.total.text() for one in beside.schedules]
    # 20,000 and 80,000 of the one, 10,000 of it beyond; 10,000 of the other
    assert sorted(own) == ["1000.00", "1600.00", "6400.00", "800.00"]


def test_another_pack_that_is_told_later_renames_no_document() -> None:
    silent = Pack("A", 100_000)
    first = translated(result(cpq(silent, SMALL)))
    then = translated(result(cpq(BIG, SMALL)))
    names = {one.external_id for one in then.documents}
    assert {one.external_id for one in first.documents} <= names


def test_packs_of_one_size_beside_two_usage_lines_are_a_flag() -> None:
    assert codes(Pack("A", 100_000), Pack("B", 100_000)) == {"CREDITS_AMBIGUOUS"}


BONUS = Pack("A", 100_000, [Used("q1", "50000", Q1)], bonus=25_000)


def test_bonus_credits_share_the_price_of_those_they_came_with() -> None:
    # 8,000.00 for 125,000 credits are 0.064 each
    assert periods(translated(result(cpq(BONUS)))) == {"2026-03": "3200.00"}


def test_bonus_credits_without_a_price_are_drawn_for_nothing() -> None:
    """The order of drawing is by expiry, day and name; both lapse on one day."""
    free = rules.changed(**deciding(bonus="FREE"))
    used = Pack("A", 100_000, [Used("q1", "125000", Q1)], bonus=25_000)
    assert periods(translated(result(cpq(used), free))) == {"2026-03": "8000.00"}


def test_a_rule_that_says_nothing_of_bonus_credits_is_a_flag_where_there_are_some() -> None:
    silent = rules.changed(**deciding(bonus="blank"))
    found = flagged(result(cpq(BONUS), silent)).flags
    assert [flag.code for flag in found] == ["CREDIT_TERMS_UNDECIDED"]
    assert "do not decide bonus" in found[0].says
    assert translated(result(cpq(SMALL), silent))


@pytest.mark.parametrize("rollover", ["ONE_PERIOD", "ON_RENEWAL"])
def test_a_rest_that_no_wallet_can_take_over_is_a_flag_and_does_not_lapse(rollover: str) -> None:
    carried = rules.changed(**deciding(rollover=rollover, rolled_over="1"))
    (flag,) = flagged(result(cpq(SMALL), carried)).flags
    assert (flag.code, flag.amount.text()) == ("ROLLOVER_WITHOUT_WALLET", "4000.00")
    assert f"what is left of 50000 credits is carried over ({rollover})" in flag.says
    assert "rollover NONE" in (flag.nearest or "")


def test_before_any_use_what_becomes_of_a_rest_holds_nothing() -> None:
    carried = rules.changed(**deciding(rollover="ON_RENEWAL", rolled_over="1"))
    assert translated(result(cpq(Pack("A", 50_000)), carried)).heading.booked.text() == "4000.00"


def test_a_term_of_which_nobody_told_is_awaited_until_its_period_is_closed() -> None:
    third = Pack("A", 100_000, [Used("q1", "20000", Q1), Used("q3", "30000", Q3)])
    open_year = closed_until(date(2026, 11, 30))
    assert translated(result(cpq(third), periods=open_year))
    assert codes(third, closed=Q4) == {"USAGE_UNREPORTED"}
    told = Pack("A", 100_000, [*third.uses, Used("q4", "0", Q4)])
    assert translated(result(cpq(told), periods=closed_until(Q4)))


def test_a_quarter_between_two_others_is_not_taken_for_unused() -> None:
    gap = Pack("A", 100_000, [Used("q1", "1", Q1), Used("q3", "1", Q3)], months=3)
    found = flagged(result(cpq(gap), periods=closed_until(Q2))).flags
    assert "USAGE_UNREPORTED" in {flag.code for flag in found}
    (says,) = [flag.says for flag in found if flag.code == "USAGE_UNREPORTED"]
    assert says.startswith("the term of 2026-04-01 to 2026-06-30 is over")


@pytest.mark.parametrize(
    ("days", "revenue"),
    [
        # 90 days after 31 March are 29 June, 120 are 29 July: 80,000 x 0.08
        ("90", {"2026-03": "1600.00", "2026-06": "6400.00"}),
        ("120", {"2026-03": "1600.00", "2026-07": "6400.00"}),
        # on 2 March nothing had been used for 60 days
        ("60", {"2026-03": "8000.00"}),
    ],
)
def test_where_use_is_remote_after_some_days_the_rest_is_revenue_then(
    days: str, revenue: dict[str, str]
) -> None:
    remote = rules.changed(**deciding(breakage="WHEN_REMOTE", remote_after_days=days))
    used = Pack("A", 100_000, [Used("q1", "20000", Q1), Used("q4", "0", Q4)])
    # 60 days after 31 March are 30 May, 90 are 29 June; 80,000 x 0.08
    assert periods(translated(result(cpq(used), remote))) == revenue
