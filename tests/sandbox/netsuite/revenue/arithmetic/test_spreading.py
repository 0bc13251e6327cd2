"""The straight-line methods against every figure that NetSuite's help pages print."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.sandbox.netsuite.revenue.arithmetic.periods import PlanFails, Span
from bridge.sandbox.netsuite.revenue.arithmetic.rules import Method, Readings, Rule
from bridge.sandbox.netsuite.revenue.arithmetic.spreading import Whole, planned
from tests.sandbox.netsuite.revenue.arithmetic.months import MONTHS, amounts, day, plan, term

EVEN, PRORATE, RATE, DAYS = (
    Rule(method=method)
    for method in (
        Method.EVEN_PERIODS,
        Method.PRORATE_FIRST_LAST,
        Method.PERIOD_RATE,
        Method.EXACT_DAYS,
    )
)
FOUR_MONTHS = term("2018-08-20", "2018-12-19")
SIX_MONTHS = term("2018-04-09", "2018-10-08")
YEAR = term("2025-01-15", "2026-01-14")


@pytest.mark.parametrize(
    ("rule", "amount", "span", "printed"),
    [
        (EVEN, "400", FOUR_MONTHS, ["80.00"] * 5),
        (EVEN, "600", SIX_MONTHS, [*["85.71"] * 6, "85.74"]),
        (EVEN, "800", term("2018-01-01", "2018-06-30"), [*["133.33"] * 5, "133.35"]),
        (EVEN, "12000", YEAR, [*["923.08"] * 12, "923.04"]),
        (PRORATE, "400", FOUR_MONTHS, ["39.34", "99.45", "99.45", "99.46", "62.30"]),
        (PRORATE, "600", SIX_MONTHS, ["72.13", *["100.33"] * 4, "100.32", "26.23"]),
        (PRORATE, "12000", YEAR, ["558.90", *["998.26"] * 10, "998.23", "460.27"]),
        (
            *(PRORATE, "100", term("2018-05-21", "2018-08-20")),
            ["11.96", "33.15", "33.15", "21.74"],
        ),
        (DAYS, "400", FOUR_MONTHS, ["39.34", "98.36", "101.64", "98.36", "62.30"]),
        (
            *(DAYS, "600", SIX_MONTHS),
            ["72.13", "101.64", "98.36", "101.64", "101.64", "98.36", "26.23"],
        ),
        (RATE, "400", FOUR_MONTHS, ["38.71", "100.00", "100.00", "100.00", "61.29"]),
        (RATE, "12000", YEAR, ["548.39", *["1000.00"] * 11, "451.61"]),
    ],
)
def test_a_method_gives_the_printed_amounts(
    rule: Rule, amount: str, span: Span, printed: list[str]
) -> None:
    assert amounts(rule, amount, span) == printed


def test_exact_days_of_a_year_add_up_by_themselves() -> None:
    found = amounts(DAYS, "12000", YEAR)
    assert found[:4] == ["558.90", "920.55", "1019.18", "986.30"]
    assert found[-1] == "460.27"
    assert sum(map(Decimal, found)) == 12000


def test_the_cent_of_exact_days_goes_to_the_last_period_unless_read_otherwise() -> None:
    assert amounts(DAYS, "1000", YEAR)[-1] == "38.37"
    other = amounts(DAYS, "1000", YEAR, exact_days_residue="second_to_last")
    assert other[-1] == "38.36"
    assert sum(map(Decimal, other)) == 1000


def test_the_cents_of_a_period_rate_go_to_the_last_period_unless_read_otherwise() -> None:
    assert amounts(RATE, "600", SIX_MONTHS)[-2:] == ["100.14", "25.86"]
    other = amounts(RATE, "600", SIX_MONTHS, period_rate_residue="second_to_last")
    assert other[-2:] == ["100.16", "25.84"]


def test_a_shifted_term_begins_with_its_period_unless_read_otherwise() -> None:
    # 110 days from 1 September, or 91 from 20 September.
    later = Rule(method=Method.EXACT_DAYS, start_offset=1)
    assert amounts(later, "400", FOUR_MONTHS) == ["109.09", "112.73", "109.09", "69.09"]
    same = amounts(later, "400", FOUR_MONTHS, start_offset_begins="same_day")
    assert same == ["48.35", "136.26", "131.87", "83.52"]


def test_classic_revenue_recognition_gives_the_odd_cent_of_prorating_to_the_last_period() -> None:
    span = term("2024-01-17", "2025-01-16")
    classic = amounts(PRORATE, "1200", span, prorate_residue="last")
    assert classic == ["49.18", *["99.85"] * 11, "52.47"]
    assert amounts(PRORATE, "1200", span)[-2:] == ["99.86", "52.46"]


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ("fractions", ["73.44", *["100.14"] * 5, "25.86"]),
        ("whole_periods", ["73.33", *["100.00"] * 5, "26.67"]),
    ],
)
def test_a_period_rate_over_unequal_months_has_two_readings(
    reading: str, expected: list[str]
) -> None:
    assert amounts(RATE, "600", SIX_MONTHS, period_rate=reading) == expected


def test_halves_of_a_cent_go_up_unless_read_otherwise() -> None:
    quarter = term("2018-01-01", "2018-04-30")
    assert amounts(EVEN, "0.50", quarter) == ["0.13", "0.13", "0.13", "0.11"]
    assert amounts(EVEN, "0.50", quarter, rounding="half_even") == ["0.12", "0.12", "0.12", "0.14"]


@pytest.mark.parametrize(("digits", "expected"), [(0, ["33", "33", "34"]), (3, ["33.333"] * 2)])
def test_amounts_have_the_places_of_the_currency(digits: int, expected: list[str]) -> None:
    found = amounts(EVEN, "100", term("2018-01-01", "2018-03-31"), digits)
    assert found[: len(expected)] == expected


def test_an_initial_amount_lands_in_the_first_period_and_the_rest_in_the_others() -> None:
    year = term("2018-01-01", "2018-12-31")
    expected = ["300.00", *["81.82"] * 10, "81.80"]
    quarter = Rule(method=Method.EVEN_PERIODS, initial_percent=Decimal(25))
    fixed = Rule(method=Method.EVEN_PERIODS, initial_amount=Decimal("300.00"))
    assert amounts(quarter, "1200", year) == expected
    assert amounts(fixed, "1200", year) == expected
    assert amounts(quarter, "1200", term("2018-01-05", "2018-01-09")) == ["1200"]


def test_a_period_offset_moves_the_whole_plan() -> None:
    later = Rule(method=Method.EVEN_PERIODS, period_offset=2)
    shown = plan(later, "200", term("2018-11-15", "2018-12-31"))
    assert shown == {"2019-01": "100.00", "2019-02": "100.00"}


def test_a_start_offset_shortens_the_plan_and_keeps_its_end() -> None:
    shorter = Rule(method=Method.EVEN_PERIODS, start_offset=1)
    shown = plan(shorter, "200", term("2018-01-15", "2018-03-31"))
    assert shown == {"2018-02": "100.00", "2018-03": "100.00"}


def test_a_start_offset_that_leaves_no_period_fails() -> None:
    rule = Rule(method=Method.EVEN_PERIODS, start_offset=3)
    with pytest.raises(PlanFails, match="more periods than the start offset"):
        plan(rule, "300", term("2018-01-01", "2018-03-31"))


def test_a_plan_fails_when_a_period_is_not_set_up() -> None:
    with pytest.raises(PlanFails, match="Not every period"):
        plan(EVEN, "100", term("2029-12-01", "2030-01-31"))
    offset = Rule(method=Method.EVEN_PERIODS, period_offset=1)
    with pytest.raises(PlanFails, match="is not set up"):
        plan(offset, "100", term("2029-12-01", "2029-12-31"))


@given(
    method=st.sampled_from([one for one in Method if one is not Method.CUSTOM]),
    cents=st.integers(-(10**12), 10**12),
    start=st.dates(day("2010-01-01"), day("2020-12-31")),
    length=st.integers(0, 2000),
    readings=st.builds(
        dict[str, Any],
        rounding=st.sampled_from(["half_up", "half_even"]),
        exact_days_residue=st.sampled_from(["last", "second_to_last"]),
        prorate_residue=st.sampled_from(["last", "second_to_last"]),
        period_rate=st.sampled_from(["fractions", "whole_periods"]),
    ),
)
def test_every_plan_adds_up_to_its_amount_inside_its_term(
    method: Method, cents: int, start: date, length: int, readings: dict[str, Any]
) -> None:
    span = Span(start, start + timedelta(days=length))
    amount = Decimal(cents).scaleb(-2)
    whole = Whole(amount=amount, span=span, digits=2, readings=Readings(**readings))
    shares = planned(whole, Rule(method=method), MONTHS)
    assert sum(share.amount for share in shares) == amount
    assert all(share.period.days_of(span) for share in shares)
