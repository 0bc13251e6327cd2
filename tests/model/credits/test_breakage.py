"""Breakage: when units that are never drawn become revenue; all figures by hand."""

from datetime import date
from fractions import Fraction

import pytest

from bridge.model.credits.breakage import (
    Breakage,
    BreakagePolicy,
    Expectation,
    Recognised,
    recognised,
)
from bridge.model.credits.events import Event, GrantId, Refund
from tests.model.credits.wallets import FIRST, LAST, a_grant, a_use, told, usd

Q1, Q2 = date(2026, 3, 31), date(2026, 6, 30)
USED: list[Event] = [a_grant(), a_use("q1", "20000", Q1), a_use("q2", "70000", Q2)]
TENTH = (Expectation(FIRST, Fraction(1, 10)),)


def revenue(policy: BreakagePolicy, events: list[Event] = USED) -> list[tuple[date, str, str]]:
    return [
        (one.on, one.used.text(), one.breakage.text()) for one in recognised(told(events), policy)
    ]


def test_at_expiry_the_rest_is_revenue_when_it_lapses() -> None:
    assert revenue(BreakagePolicy(breakage=Breakage.AT_EXPIRY)) == [
        (Q1, "1600.00", "0.00"),
        (Q2, "5600.00", "0.00"),
        (LAST, "0.00", "800.00"),
    ]


def test_what_is_owed_to_others_is_never_revenue() -> None:
    assert revenue(BreakagePolicy(breakage=Breakage.NEVER)) == [
        (Q1, "1600.00", "0.00"),
        (Q2, "5600.00", "0.00"),
    ]


def test_in_proportion_each_use_brings_its_part_of_what_is_expected_to_lapse() -> None:
    # 90,000 of 100,000 are expected to be drawn: 20,000 bring 8,000.00 x 20/90 = 1,777.78
    assert revenue(BreakagePolicy(breakage=Breakage.PROPORTIONAL, expected=TENTH)) == [
        (Q1, "1600.00", "177.78"),
        (Q2, "5600.00", "622.22"),
    ]


def test_a_changed_estimate_is_caught_up_with_on_its_day() -> None:
    nothing_lapses = Expectation(date(2026, 5, 1), Fraction(0))
    policy = BreakagePolicy(breakage=Breakage.PROPORTIONAL, expected=(*TENTH, nothing_lapses))
    assert revenue(policy) == [
        (Q1, "1600.00", "177.78"),
        (date(2026, 5, 1), "0.00", "-177.78"),
        (Q2, "5600.00", "0.00"),
        (LAST, "0.00", "800.00"),
    ]


def test_when_use_of_the_rest_is_remote_all_of_it_is_revenue_at_once() -> None:
    remote = date(2026, 4, 15)
    # what is used all the same was recognised before
    assert revenue(BreakagePolicy(breakage=Breakage.WHEN_REMOTE, remote_on=remote)) == [
        (Q1, "1600.00", "0.00"),
        (remote, "0.00", "6400.00"),
        (Q2, "5600.00", "-5600.00"),
    ]


def test_without_the_word_of_a_person_the_rest_is_revenue_when_it_lapses() -> None:
    policy = BreakagePolicy(breakage=Breakage.WHEN_REMOTE)
    assert revenue(policy) == revenue(BreakagePolicy(breakage=Breakage.AT_EXPIRY))


def test_what_was_refunded_is_no_revenue_under_any_policy() -> None:
    refund = Refund(reference="r", on=date(2026, 4, 1), grant=GrantId("g1"))
    events: list[Event] = [a_grant(), a_use("q1", "20000", Q1), refund]
    for breakage in Breakage:
        policy = BreakagePolicy(breakage=breakage, expected=TENTH)
        total = sum(one.amount.minor for one in recognised(told(events), policy))
        assert total == usd("1600.00").minor


def test_proportional_breakage_needs_an_estimate_below_the_whole() -> None:
    with pytest.raises(ValueError, match="estimate"):
        BreakagePolicy(breakage=Breakage.PROPORTIONAL)
    with pytest.raises(ValueError, match="expected"):
        Expectation(FIRST, Fraction(1))


def test_revenue_is_use_and_breakage() -> None:
    one = Recognised(on=Q1, used=usd("1.00"), breakage=usd("0.50"))
    assert one.amount == usd("1.50")
