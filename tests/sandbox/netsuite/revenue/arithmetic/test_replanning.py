"""Another amount or term, when some of the plan is recognised already."""

from __future__ import annotations

from decimal import Decimal

from bridge.sandbox.netsuite.revenue.arithmetic.periods import Span
from bridge.sandbox.netsuite.revenue.arithmetic.replanning import replanned
from bridge.sandbox.netsuite.revenue.arithmetic.rules import Impact, Method, Rule
from bridge.sandbox.netsuite.revenue.arithmetic.spreading import Share, Whole, planned
from tests.sandbox.netsuite.revenue.arithmetic.months import MONTHS, day, term

REMAINING = Rule(method=Method.EVEN_PERIODS)
ALL = Rule(method=Method.EVEN_PERIODS, impact=Impact.ALL)
FIVE_MONTHS = term("2018-05-01", "2018-09-30")


def rows(rule: Rule, amount: str, span: Span, **recognised: str) -> list[tuple[str, str]]:
    """Return (period, amount) of the rows to come; `recognised` is month -> amount, in 2018."""
    whole = Whole(amount=Decimal(amount), span=span, digits=2)
    done = [
        Share(MONTHS.touched(Span(first, first))[0], Decimal(given))
        for month, given in recognised.items()
        if (first := day(f"2018-{month.removeprefix('m')}-01"))
    ]
    shares = replanned(whole, rule, planned(whole, rule, MONTHS), done, MONTHS)
    return [(share.period.id, str(share.amount)) for share in shares]


def test_a_longer_term_catches_up_when_all_periods_bear_it() -> None:
    assert rows(ALL, "100", FIVE_MONTHS, m05="25") == [
        ("2018-06", "-5.00"),
        ("2018-06", "20.00"),
        ("2018-07", "20.00"),
        ("2018-08", "20.00"),
        ("2018-09", "20.00"),
    ]


def test_a_longer_term_thins_the_remaining_periods_by_default() -> None:
    found = rows(REMAINING, "100", FIVE_MONTHS, m05="25")
    assert found == [(f"2018-0{month}", "18.75") for month in (6, 7, 8, 9)]


def test_what_was_recognised_as_planned_needs_no_catching_up() -> None:
    assert rows(ALL, "100", FIVE_MONTHS, m05="20", m06="20")[0] == ("2018-07", "20.00")


def test_prorating_goes_on_with_the_days_that_are_left() -> None:
    rule = Rule(method=Method.PRORATE_FIRST_LAST)
    found = rows(rule, "200", term("2018-05-21", "2018-07-15"), m05="100")
    assert found == [("2018-06", "66.67"), ("2018-07", "33.33")]


def test_a_moved_plan_goes_on_with_the_days_of_service_that_are_left() -> None:
    # Service from 1 May to 15 July stands from June on: of 45 days left June has 30, July 15.
    rule = Rule(method=Method.PRORATE_FIRST_LAST, period_offset=1)
    found = rows(rule, "100", term("2018-05-01", "2018-07-15"), m06="10")
    assert found == [("2018-07", "60.00"), ("2018-08", "30.00")]


def test_an_amount_that_changes_after_the_end_stands_in_the_last_period() -> None:
    done = {"m05": "50", "m06": "50"}
    two = term("2018-05-01", "2018-06-30")
    assert rows(REMAINING, "120", two, **done) == [("2018-06", "20")]
    assert rows(REMAINING, "100", two, **done) == []
