"""Rules of the custom method: percentages by period offset."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.sandbox.netsuite.revenue.arithmetic.periods import PlanFails
from bridge.sandbox.netsuite.revenue.arithmetic.replanning import replanned
from bridge.sandbox.netsuite.revenue.arithmetic.rules import (
    CustomLine,
    Method,
    Readings,
    Rule,
    StartSource,
)
from bridge.sandbox.netsuite.revenue.arithmetic.spans import Dates, span
from bridge.sandbox.netsuite.revenue.arithmetic.spreading import Share, Whole, planned
from tests.sandbox.netsuite.revenue.arithmetic.months import MONTHS, day, plan, term


def custom(**percents: str) -> Rule:
    """A rule by offset: `p0="25"` is 25 percent in the first period."""
    lines = tuple(CustomLine(int(name[1:]), Decimal(percent)) for name, percent in percents.items())
    return Rule(method=Method.CUSTOM, start=StartSource.SOURCE_DATE, lines=lines)


def test_each_line_waits_for_its_periods() -> None:
    shown = plan(custom(p0="50", p2="30", p5="20"), "1000", term("2026-01-20", "2026-01-20"))
    assert shown == {"2026-01": "500.00", "2026-03": "300.00", "2026-06": "200.00"}


def test_the_last_line_takes_the_odd_cent() -> None:
    shown = plan(
        custom(p0="33.33", p1="33.33", p2="33.34"), "0.10", term("2026-01-01", "2026-01-01")
    )
    assert list(shown.values()) == ["0.03", "0.03", "0.04"]


def test_a_plan_of_custom_lines_ends_with_the_period_of_the_last() -> None:
    dates = Dates(source=day("2026-01-20"), arrangement=day("2026-02-01"))
    found = span(custom(p0="50", p5="50"), dates, MONTHS, Readings())
    assert found == term("2026-01-20", "2026-06-30")


def test_a_rule_without_lines_gives_no_plan() -> None:
    with pytest.raises(PlanFails, match="at least one line"):
        plan(custom(), "1", term("2026-01-01", "2026-01-01"))


def test_another_amount_is_borne_by_the_lines_to_come_in_their_proportion() -> None:
    rule = custom(p0="50", p1="30", p2="20")
    whole = Whole(amount=Decimal(1500), span=term("2026-01-01", "2026-03-31"), digits=2)
    shares = planned(whole, rule, MONTHS)
    found = replanned(whole, rule, shares, [Share(shares[0].period, Decimal(500))], MONTHS)
    assert [(share.period.id, str(share.amount)) for share in found] == [
        ("2026-02", "600.00"),
        ("2026-03", "400.00"),
    ]


@given(
    cents=st.integers(-(10**9), 10**9),
    weights=st.lists(st.integers(0, 100), min_size=1, max_size=9).filter(any),
)
def test_percentages_lose_no_cent(cents: int, weights: list[int]) -> None:
    whole = Decimal(100 * 10**6)
    shares = [Decimal(weight) * whole // sum(weights) for weight in weights]
    shares[-1] += whole - sum(shares)
    lines = tuple(CustomLine(place, share.scaleb(-6)) for place, share in enumerate(shares))
    rule = Rule(method=Method.CUSTOM, lines=lines)
    amount = Decimal(cents).scaleb(-2)
    asked = Whole(amount=amount, span=term("2026-01-01", "2026-01-01"), digits=2)
    assert sum(share.amount for share in planned(asked, rule, MONTHS)) == amount
