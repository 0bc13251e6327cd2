"""The run rate of a line under each definition: five numbers of one ramp, derived by hand."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from bridge.model.calendar import Term
from bridge.model.deal import Action, Charge
from bridge.model.measures.definition import (
    Annualised,
    Churned,
    Counted,
    LeftOut,
    Measure,
    Segment,
)
from bridge.reconcile.measures.running import run_rate
from bridge.reconcile.sides import Booked
from tests.reconcile.worlds import a_line, money, rebook, terms

START, END = date(2026, 1, 1), date(2029, 1, 1)
#: Three years at 600.00, 1,200.00 and 1,800.00, closed a month before they begin.
STEPS = [(2026, 60_000), (2027, 120_000), (2028, 180_000)]


def a_ramp() -> Booked:
    line = a_line(1, START, 36)
    steps = tuple(
        terms(line, amount=money(minor), term=Term(date(year, 1, 1), date(year + 1, 1, 1)))
        for year, minor in STEPS
    )
    rebook(line, sold=steps, close_on=date(2025, 12, 1))
    return line.booked[0]


def rate(booked: Booked, on: date, **switches: object) -> Fraction:
    measure = Measure(name="m", **switches)  # type: ignore[arg-type]  # a case names its switches
    return run_rate(booked, booked.sold, measure, on)


MIDDLE = date(2027, 6, 30)


@pytest.mark.parametrize(
    ("segment", "minor"),
    [
        (Segment.ENTRY, 60_000),
        (Segment.CURRENT, 120_000),
        (Segment.EXIT, 180_000),
        (Segment.AVERAGE, 120_000),
    ],
)
def test_each_segment_gives_another_number(segment: Segment, minor: int) -> None:
    assert rate(a_ramp(), MIDDLE, segment=segment) == minor


@pytest.mark.parametrize(
    ("counted", "on", "minor"),
    [
        (Counted.LIVE, date(2025, 12, 31), 0),
        (Counted.SIGNED, date(2025, 12, 31), 60_000),
        (Counted.SIGNED, date(2025, 11, 30), 0),
        (Counted.LIVE, START, 60_000),
        (Counted.SIGNED, MIDDLE, 120_000),
    ],
)
def test_what_is_signed_counts_from_the_day_on_which_the_deal_closed(
    counted: Counted, on: date, minor: int
) -> None:
    assert rate(a_ramp(), on, counted=counted) == minor


@pytest.mark.parametrize(
    ("on", "minor"), [(date(2025, 12, 31), 0), (START, 60_000), (MIDDLE, 120_000)]
)
def test_what_renews_counts_from_its_first_day_though_it_is_signed(on: date, minor: int) -> None:
    """Until then what it renews is there, and committed revenue would hold one rate twice."""
    renewal = replace(a_ramp(), action=Action.RENEW)
    assert rate(renewal, on, counted=Counted.SIGNED) == minor


@pytest.mark.parametrize(
    ("churned", "on", "minor"),
    [
        (Churned.AFTER_LAST_DAY, date(2028, 12, 31), 180_000),
        (Churned.ON_LAST_DAY, date(2028, 12, 31), 0),
        (Churned.ON_LAST_DAY, date(2028, 12, 30), 180_000),
        (Churned.AFTER_LAST_DAY, END, 0),
    ],
)
def test_the_last_day_counts_or_not(churned: Churned, on: date, minor: int) -> None:
    assert rate(a_ramp(), on, churned=churned) == minor


def test_a_year_by_days_is_of_365() -> None:
    """The third year has 366 days: 1,800.00 x 365 / 366."""
    found = rate(a_ramp(), date(2028, 3, 1), annualised=Annualised.BY_DAYS)
    assert found == Fraction(180_000 * 365, 366)


def test_what_is_left_out_has_no_rate_and_what_is_not_has_one() -> None:
    use = replace(a_ramp(), charge=Charge.USAGE)
    trial = replace(a_ramp(), is_trial=True)
    for booked in (use, trial, replace(a_ramp(), charge=Charge.ONE_TIME)):
        assert rate(booked, MIDDLE) == 0
    assert rate(use, MIDDLE, left_out=frozenset({LeftOut.TRIAL})) == 120_000
    assert rate(replace(a_ramp(), sold=()), MIDDLE) == 0
