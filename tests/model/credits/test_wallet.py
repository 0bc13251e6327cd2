"""Wallets of prepaid credits: what is drawn, lapses, comes back; all figures by hand."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bridge.model.calendar import Term
from bridge.model.credits.balance import Wallet
from bridge.model.credits.events import Event, GrantId, Refund, Void
from bridge.model.credits.lots import Cause
from bridge.model.credits.terms import DrawOrder
from tests.model.credits.wallets import (
    FIRST,
    LAST,
    YEAR,
    a_grant,
    a_use,
    left,
    terms,
    told,
    usd,
)

Q1, Q2, Q3, Q4 = (date(2026, month, day) for month, day in ((3, 31), (6, 30), (9, 30), (12, 31)))
QUARTERS = (
    a_use("q1", "20000", Q1),
    a_use("q2", "30000", Q2),
    a_use("q3", "40000", Q3),
    a_use("q4", "25000", Q4),
)


def drawn(wallet: Wallet) -> list[tuple[str, str]]:
    return [
        (f"{one.units:f}", one.money.text()) for one in wallet.movements if one.cause is Cause.DRAWN
    ]


def codes(wallet: Wallet) -> list[str]:
    return [one.code for one in wallet.conflicts]


def test_a_year_of_use_draws_what_was_granted_and_the_rest_of_it_is_overage() -> None:
    wallet = told([a_grant(), *QUARTERS])
    assert drawn(wallet) == [
        ("20000", "1600.00"),
        ("30000", "2400.00"),
        ("40000", "3200.00"),
        ("10000", "800.00"),
    ]
    end = wallet.balance()
    assert end.overage == 15000
    assert end.left.units == 0
    assert end.left.money == usd("0.00")
    assert wallet.balance(on=Q3).left.units == 10000
    assert wallet.balance(on=Q3).left.money == usd("800.00")
    assert not wallet.conflicts


def test_what_is_left_on_the_last_day_lapses_after_the_use_of_that_day() -> None:
    wallet = told([a_grant(), a_use("all", "90000", LAST)])
    lapsed = [one for one in wallet.movements if one.cause is Cause.LAPSED]
    assert [(one.on, f"{one.units:f}", one.money.text()) for one in lapsed] == [
        (LAST, "10000", "800.00")
    ]


def test_nothing_lapses_before_the_last_day_is_told() -> None:
    wallet = told([a_grant()], through=date(2026, 12, 30))
    assert wallet.balance().left.units == 100000
    assert told([a_grant()]).balance().lapsed.units == 100000


def test_use_beyond_the_validity_draws_nothing() -> None:
    wallet = told([a_grant(), a_use("late", "5", date(2027, 1, 1))], through=date(2027, 1, 31))
    assert wallet.balance().overage == 5
    assert wallet.balance().lapsed.money == usd("8000.00")


def test_the_last_unit_takes_what_rounding_left_of_the_price() -> None:
    uses = [a_use(f"u{at}", "1", FIRST + timedelta(days=at)) for at in range(3)]
    wallet = told([a_grant(units="3", paid="1.00"), *uses])
    # a third of 1.00 is 0.33, two thirds 0.67, all of it 1.00
    assert drawn(wallet) == [("1", "0.33"), ("1", "0.34"), ("1", "0.33")]


YOUNG = replace(a_grant("young", "10", "20.00", date(2026, 2, 1)), priority=1)
OLD = replace(a_grant("old", "10", "10.00"), priority=2)
ENDS_SOON = replace(
    a_grant("soon", "10", "30.00", date(2026, 1, 15), Term.inclusive(FIRST, date(2026, 6, 30))),
    priority=2,
)


@pytest.mark.parametrize(
    ("order", "money", "remains"),
    [
        (DrawOrder.FIRST_IN_FIRST_OUT, "25.00", ("0", "5", "10")),  # old 10.00, soon 5 x 3.00
        (DrawOrder.EXPIRING_FIRST, "35.00", ("5", "0", "10")),  # soon 30.00, old 5 x 1.00
        (DrawOrder.GRANTED_LAST, "35.00", ("10", "5", "0")),  # young 20.00, soon 5 x 3.00
        (DrawOrder.PRIORITY, "35.00", ("10", "5", "0")),  # young first, then what ends soon
    ],
)
def test_grants_are_drawn_in_the_declared_order(
    order: DrawOrder, money: str, remains: tuple[str, ...]
) -> None:
    events: list[Event] = [YOUNG, OLD, ENDS_SOON, a_use("u", "15", date(2026, 3, 1))]
    wallet = told(events, terms(order), through=date(2026, 3, 31))
    assert wallet.balance().drawn.money == usd(money)
    assert tuple(left(wallet, one) for one in ("old", "soon", "young")) == remains


def test_among_equal_priorities_the_grant_that_lapses_first_is_drawn_first() -> None:
    events: list[Event] = [OLD, ENDS_SOON, a_use("u", "10", date(2026, 3, 1))]
    wallet = told(events, terms(DrawOrder.PRIORITY), through=date(2026, 3, 31))
    assert (left(wallet, "soon"), left(wallet, "old")) == ("0", "10")


def test_a_grant_for_one_meter_is_not_drawn_by_another() -> None:
    calls = replace(a_grant("calls", "10", "10.00"), meters=frozenset({"calls"}))
    pooled = a_grant("pooled", "10", "20.00", date(2026, 1, 2))
    events: list[Event] = [
        calls,
        pooled,
        a_use("u", "15", Q1, "storage"),
        a_use("v", "4", Q1, "calls"),
    ]
    wallet = told(events, through=Q1)
    assert (left(wallet, "calls"), left(wallet, "pooled")) == ("6", "0")
    assert wallet.balance().overage == 5


def test_a_correction_takes_the_youngest_use_back_overage_first() -> None:
    back = a_use("fix", "-20000", date(2026, 12, 31))
    wallet = told([a_grant(), *QUARTERS, back], through=date(2026, 12, 30))
    assert wallet.balance().overage == 0  # the fourth quarter is not told yet
    wallet = told([a_grant(valid=None), *QUARTERS, back])
    end = wallet.balance()
    # 15,000 of overage first, then 5,000 of the 10,000 drawn at 0.08
    assert end.overage == 0
    assert end.drawn.units == 95000
    assert end.drawn.money == usd("7600.00")
    assert end.left.money == usd("400.00")


def test_units_that_come_back_after_the_validity_lapse_in_the_same_moment() -> None:
    day = date(2027, 1, 15)
    wallet = told([a_grant(), a_use("all", "100000", Q1), a_use("fix", "-100", day)], through=day)
    assert wallet.balance().lapsed.units == 100
    assert wallet.balance().lapsed.money == usd("8.00")
    assert wallet.balance().left.units == 0


def test_taking_back_more_than_was_used_is_a_conflict_and_changes_nothing() -> None:
    wallet = told([a_grant(), a_use("u", "10", Q1), a_use("fix", "-11", Q2)], through=Q2)
    assert codes(wallet) == ["USAGE_BELOW_ZERO"]
    assert wallet.balance().drawn.units == 10


def test_what_is_reported_twice_alike_counts_once() -> None:
    once = told([a_grant(), *QUARTERS])
    assert told([a_grant(), *QUARTERS, *QUARTERS, a_grant()]) == once


def test_one_reference_with_two_contents_is_a_conflict_and_neither_counts() -> None:
    wallet = told([a_grant(), a_use("q1", "1", Q1), a_use("q1", "2", Q1)], through=Q1)
    assert codes(wallet) == ["USAGE_CONTRADICTED"]
    assert wallet.balance().drawn.units == 0


def test_a_refund_gives_units_of_one_grant_back_for_their_money() -> None:
    refund = Refund(reference="r", on=Q2, grant=GrantId("g1"))
    wallet = told([a_grant(), a_use("u", "20000", Q1), refund], through=Q2)
    assert wallet.balance().refunded.units == 80000
    assert wallet.balance().refunded.money == usd("6400.00")


def test_a_refund_of_more_than_is_left_is_a_conflict() -> None:
    events: list[Event] = [
        a_grant(units="10"),
        Refund(reference="r", on=Q1, grant=GrantId("g1"), units=Decimal(11)),
        Refund(reference="s", on=Q1, grant=GrantId("g2"), units=Decimal(1)),
    ]
    assert codes(told(events)) == ["REFUND_EXCEEDS_BALANCE"] * 2


def test_a_void_lets_units_lapse_in_the_order_in_which_they_would_be_drawn() -> None:
    events: list[Event] = [OLD, ENDS_SOON, Void(reference="v", on=Q1, units=Decimal(12))]
    wallet = told(events, terms(DrawOrder.EXPIRING_FIRST), through=Q1)
    assert (left(wallet, "soon"), left(wallet, "old")) == ("0", "8")
    assert wallet.balance().lapsed.money == usd("32.00")


def test_a_void_of_one_grant_leaves_the_others() -> None:
    events: list[Event] = [OLD, ENDS_SOON, Void(reference="v", on=Q1, grant=GrantId("old"))]
    assert left(told(events, through=Q1), "soon") == "10"
    assert left(told(events, through=Q1), "old") == "0"


def test_a_void_of_more_than_is_left_is_a_conflict() -> None:
    events: list[Event] = [OLD, Void(reference="v", on=Q1, units=Decimal(11))]
    assert codes(told(events)) == ["VOID_EXCEEDS_BALANCE"]


def test_a_grant_without_units_or_with_debt_or_of_the_past_cannot_be() -> None:
    for wrong in (
        {"units": Decimal(0)},
        {"paid": usd("-1.00")},
        {"on": date(2027, 1, 1)},
    ):
        with pytest.raises(ValueError, match="grant"):
            replace(a_grant(), **wrong)


def test_what_never_lapses_is_drawn_after_what_does() -> None:
    events: list[Event] = [
        replace(OLD, valid=None),
        replace(YOUNG, valid=YEAR),
        a_use("u", "10", Q1),
    ]
    wallet = told(events, terms(DrawOrder.EXPIRING_FIRST), through=Q1)
    assert (left(wallet, "old"), left(wallet, "young")) == ("10", "0")
