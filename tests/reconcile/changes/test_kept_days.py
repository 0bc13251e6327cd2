"""
Days that somebody edits in NetSuite, whose plan keeps those that it was made with.

The line is worth 100.00 a month from March 2026 for twelve months, of which six are posted; with
three months more it is worth 80.00 a month.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bridge.model.calendar import Term, add_months
from bridge.reconcile.rows import Target
from bridge.reconcile.starting import Bookings
from bridge.reconcile.statement import walks
from bridge.reconcile.walk import Route
from tests.reconcile.stating import stated
from tests.reconcile.test_changes import MARCH, beside_bookings, cut_in_september
from tests.reconcile.worlds import (
    EUR,
    Line,
    a_line,
    an_element,
    money,
    plan,
    rebook,
    rehold,
    rule,
    sides,
)
from tests.reconcile.worlds import terms as of

LONGER = Term(MARCH, add_months(MARCH, 15))
MORE = ("2027-03", "2027-04", "2027-05")
Told = dict[tuple[str, str], int]


def each(code: str, line: Line, minor: int, later: int) -> Told:
    """As much in each of the twelve months, and as much in each of the three behind them."""
    months = line.by_month(minor) | dict.fromkeys(MORE, later)
    return {(code, period): amount for period, amount in months.items()}


@pytest.mark.parametrize("posted", [0, 6, 11])
def test_a_plan_that_keeps_the_days_that_were_ruled_is_behind_its_order(posted: int) -> None:
    """What is recognised of it is what all of it would be: nothing is planned anew."""
    line = a_line(1, MARCH)
    line.posted = posted
    rehold(line, terms=of(line, term=LONGER))
    plan(line, line.by_month(10_000))
    expected = each("DAT-3", line, -2_000, 8_000) | each("PLN-3", line, 2_000, -8_000)
    assert beside_bookings(stated(line)) == expected


def test_so_it_is_where_the_amount_has_reached_the_plan_and_the_days_have_not() -> None:
    """Of 1,320.00 six months have 100.00 each, and the six that are left 120.00 each."""
    line = a_line(1, MARCH)
    rehold(line, terms=of(line, amount=money(132_000), term=LONGER))
    before, after = line.served()[:6], line.served()[6:]
    plan(line, dict.fromkeys(before, 10_000) | dict.fromkeys(after, 12_000))
    expected = {("DAT-1", one): 1_000 for one in line.served()}
    expected |= each("DAT-3", line, -2_200, 8_800) | each("PLN-3", line, 2_200, -8_800)
    expected |= {("RPL-1", one): -1_000 for one in before}
    expected |= {("RPL-1", one): 1_000 for one in after}
    assert beside_bookings(stated(line)) == expected


def test_so_it_is_where_neither_amount_nor_days_have_reached_the_plan() -> None:
    """1,320.00 over fifteen months are 88.00 a month, 1,200.00 are 80.00; 100.00 are planned."""
    line = a_line(1, MARCH)
    rehold(line, terms=of(line, amount=money(132_000), term=LONGER))
    expected = {("DAT-1", one): 1_000 for one in line.served()}
    expected |= each("DAT-3", line, -2_200, 8_800) | each("PLN-3", line, 1_200, -8_800)
    assert beside_bookings(stated(line)) == expected
    [walked] = walks(sides(line), Route(Bookings(), Target.RECOGNISED))
    [proof] = [step.proof for step in walked.steps if step.code == "PLN-3"]
    assert proof.records == ("element E1",)
    assert proof.was == "132000, 2026-03-01 to 2027-05-31"
    assert proof.became == "120000, 2026-03-01 to 2027-02-28"


def test_so_it_is_where_a_start_event_explains_the_days_of_the_order() -> None:
    april = add_months(MARCH, 1)
    line = a_line(1, MARCH)
    rebook(line, start_event_on=april)
    rehold(line, terms=of(line, term=Term(april, add_months(april, 12))))
    assert beside_bookings(stated(line)) == {
        ("TIM-1", "2026-03"): -10_000,
        ("TIM-1", "2027-03"): 10_000,
        ("PLN-3", "2026-03"): 10_000,
        ("PLN-3", "2027-03"): -10_000,
    }


def test_so_it_is_in_another_currency() -> None:
    """At 0.50 each month is worth 50.00, and 40.00 with three months more."""
    line = a_line(1, MARCH)
    euro = of(line, amount=money(120_000, EUR), rate=Decimal("0.5"))
    rebook(line, sold=(euro,))
    rule(line, terms=euro)
    line.expected[line.key] = {one: money(10_000, EUR) for one in line.served()}
    made = an_element(line, line.by_month(10_000), rate=euro.rate)
    made = replace(made, sales=euro.amount, allocated=euro.amount)
    rehold(line, terms=of(line, amount=euro.amount, rate=euro.rate, term=LONGER), elements=(made,))
    expected = each("DAT-3", line, -1_000, 4_000) | each("PLN-3", line, 1_000, -4_000)
    assert beside_bookings(stated(line)) == expected


def test_so_it_is_of_what_is_left_of_a_line_that_was_cut() -> None:
    """Its 600.00 end a month earlier, 120.00 a month, and are planned until August."""
    line = cut_in_september()
    line.posted = 3
    *five, august = months = line.served()[:6]
    plan(line, dict.fromkeys(months, 10_000))
    ends = Term(MARCH, date(2026, 8, 1))
    rehold(line, terms=of(line, amount=money(60_000), quantity=Decimal(5), term=ends))
    expected = {("DAT-3", one): 2_000 for one in five} | {("DAT-3", august): -10_000}
    expected |= {("PLN-3", one): -2_000 for one in five} | {("PLN-3", august): 10_000}
    assert beside_bookings(stated(line)) == expected


def test_rows_of_neither_the_old_nor_the_new_days_have_no_cause() -> None:
    """Somebody moved 0.02 of one month to another by hand: all that is left is unexplained."""
    line = a_line(1, MARCH)
    line.posted = 0
    rehold(line, terms=of(line, term=LONGER))
    planned = line.by_month(10_000)
    planned["2026-03"] += 2
    planned["2026-04"] -= 2
    plan(line, planned)
    expected = each("DAT-3", line, -2_000, 8_000) | each("UNX-1", line, 2_000, -8_000)
    expected["UNX-1", "2026-03"] += 2
    expected["UNX-1", "2026-04"] -= 2
    assert beside_bookings(stated(line)) == expected


def test_a_plan_of_the_new_days_is_not_behind() -> None:
    line = a_line(1, MARCH)
    line.posted = 0
    rehold(line, terms=of(line, term=LONGER))
    plan(line, line.by_month(8_000) | dict.fromkeys(MORE, 8_000))
    assert beside_bookings(stated(line)) == each("DAT-3", line, -2_000, 8_000)


def test_cents_beside_the_old_days_are_rounding() -> None:
    line = a_line(1, MARCH)
    line.posted = 0
    rehold(line, terms=of(line, term=LONGER))
    plan(line, line.by_month(10_000) | {"2026-03": 10_001, "2026-04": 9_999})
    expected = each("DAT-3", line, -2_000, 8_000) | each("PLN-3", line, 2_000, -8_000)
    expected |= {("RND-1", "2026-03"): 1, ("RND-1", "2026-04"): -1}
    assert beside_bookings(stated(line)) == expected


def test_of_a_line_that_is_posted_to_its_end_nothing_is_left_to_plan_anew() -> None:
    """Whatever days it has by now, what is recognised is kept: no plan could be another one."""
    line = a_line(1, MARCH)
    line.posted = 12
    rehold(line, terms=of(line, term=LONGER))
    plan(line, line.by_month(10_000))
    expected = each("DAT-3", line, -2_000, 8_000) | each("RPL-1", line, 2_000, -8_000)
    assert beside_bookings(stated(line)) == expected
