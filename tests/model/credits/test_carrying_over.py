"""What is carried over from one grant to the next, and what bonus credits are worth; by hand."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from bridge.model.calendar import Term
from bridge.model.credits.balance import Wallet
from bridge.model.credits.events import Event, Grant, GrantId, Origin
from bridge.model.credits.terms import BonusPrice, DrawOrder, Rollover, Terms
from tests.model.credits.wallets import FIRST, YEAR, a_grant, a_use, left, terms, told, usd

Q1 = date(2026, 3, 31)


def codes(wallet: Wallet) -> list[str]:
    return [one.code for one in wallet.conflicts]


NEXT_YEAR = Term.inclusive(date(2027, 1, 1), date(2027, 12, 31))
SECOND = a_grant("g2", "1000", "100.00", date(2027, 1, 1), NEXT_YEAR)
THIRD = a_grant(
    "g3", "1000", "100.00", date(2028, 1, 1), Term.inclusive(date(2028, 1, 1), date(2028, 12, 31))
)


def test_the_rest_is_carried_over_for_one_period_and_no_further() -> None:
    agreed = terms(rollover=Rollover.ONE_PERIOD)
    events: list[Event] = [
        a_grant(units="1000", paid="100.00"),
        SECOND,
        THIRD,
        a_use("u", "800", Q1),
    ]
    wallet = told(events, agreed, through=date(2027, 6, 30))
    assert left(wallet, "g1+") == "200"
    assert wallet.balance().left.units == 1200
    assert wallet.balance().lapsed.units == 0
    later = told(events, agreed, through=NEXT_YEAR.last)
    assert later.balance(grant=GrantId("g1+")).lapsed.money == usd("20.00")
    assert left(later, "g2+") == "1000"


def test_without_a_next_period_nothing_is_carried_over() -> None:
    wallet = told([a_grant()], terms(rollover=Rollover.ONE_PERIOD))
    assert wallet.balance().lapsed.units == 100000


def test_a_fraction_of_the_rest_is_carried_over_and_the_other_part_lapses() -> None:
    agreed = terms(rollover=Rollover.ONE_PERIOD, rolled=Fraction(1, 3))
    wallet = told([a_grant(units="100", paid="10.00"), SECOND], agreed, through=SECOND.on)
    assert left(wallet, "g1+") == "33.333333"
    assert wallet.balance(grant=GrantId("g1+")).left.money == usd("3.33")
    assert wallet.balance(grant=GrantId("g1")).lapsed.money == usd("6.67")


def test_the_rest_is_carried_over_into_the_grant_that_renews_it_and_into_no_other() -> None:
    agreed = terms(rollover=Rollover.ON_RENEWAL)
    renewed = replace(SECOND, renews=frozenset({GrantId("g1")}))
    assert left(told([a_grant(), renewed], agreed, through=SECOND.on), "g1+") == "100000"
    assert told([a_grant(), SECOND], agreed, through=SECOND.on).balance().lapsed.units == 100000


def test_the_rests_of_all_grants_that_are_renewed_are_carried_over_once() -> None:
    agreed = terms(rollover=Rollover.ON_RENEWAL)
    top_up = a_grant("t1", "50", "5.00", Q1, Term.inclusive(Q1, YEAR.last))
    renewed = replace(SECOND, renews=frozenset({GrantId("g1"), GrantId("t1")}))
    again = replace(THIRD, renews=renewed.renews | {GrantId("g2")})
    events = [a_grant(units="100", paid="10.00"), top_up, renewed, again]
    wallet = told(events, agreed, through=SECOND.on)
    assert (left(wallet, "g1+"), left(wallet, "t1+")) == ("100", "50")
    # what was carried over is valid as long as the grant that renewed it, and then lapses
    later = told(events, agreed, through=THIRD.on)
    lapsed = [later.balance(grant=GrantId(one)).lapsed.money for one in ("g1+", "t1+")]
    assert lapsed == [usd("10.00"), usd("5.00")]
    assert left(later, "g2+") == "1000"


def test_units_that_come_back_to_a_grant_whose_rest_was_carried_over_are_a_conflict() -> None:
    day = date(2027, 2, 1)
    events: list[Event] = [a_grant(), SECOND, a_use("u", "10", Q1), a_use("fix", "-5", day)]
    wallet = told(events, terms(rollover=Rollover.ONE_PERIOD), through=day)
    assert codes(wallet) == ["CORRECTION_AFTER_ROLLOVER"]


def bonus(on: date = FIRST) -> Grant:
    return replace(a_grant("b", "25000", "0.00", on), origin=Origin.BONUS, bonus_of=GrantId("g1"))


@pytest.mark.parametrize(
    ("price", "money"), [(BonusPrice.SPREAD, "6400.00"), (BonusPrice.FREE, "8000.00")]
)
def test_bonus_credits_enlarge_the_units_or_are_free(price: BonusPrice, money: str) -> None:
    wallet = told([a_grant(), bonus(), a_use("u", "100000", Q1)], terms(bonus=price))
    assert wallet.balance().drawn.units == 100000
    agreed = Terms(order=DrawOrder.PRIORITY, bonus=price)
    first = told([a_grant(), bonus(), a_use("u", "100000", Q1)], agreed, through=Q1)
    assert first.balance(grant=GrantId("b")).drawn.units == 25000
    # spread: 125,000 units for 8,000.00 are 0.064 each; free: the bonus carries nothing
    assert wallet.balance(grant=GrantId("g1")).granted.money == usd(money)


@pytest.mark.parametrize("odd", [bonus(Q1), replace(bonus(), bonus_of=GrantId("unknown"))])
def test_a_bonus_that_cannot_share_a_price_is_a_conflict(odd: Grant) -> None:
    assert codes(told([a_grant(), odd])) == ["BONUS_WITHOUT_PRICE"]
    assert codes(told([a_grant(), odd], terms(bonus=BonusPrice.FREE))) == []


def test_what_is_carried_over_is_a_part() -> None:
    for wrong in (Fraction(0), Fraction(3, 2)):
        with pytest.raises(ValueError, match="carried over"):
            terms(rolled=wrong)
