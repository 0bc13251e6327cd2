"""
Recurring revenue of several currencies in one, derived by hand.

The first case is the oracle's: 100,000.00 EUR a year, 1.10 USD at the opening and 1.20 at the
closing, and nothing sold. At the rates of the day that is 10,000.00 USD of exchange rates; at
constant rates it is nothing.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bridge.model.calendar import Term
from bridge.model.measures.definition import Converted, Measure
from bridge.model.money import Currency, Money
from bridge.reconcile.measures.rates import DatedRate, Rates
from bridge.reconcile.rolls.accounts import Accounting
from bridge.reconcile.rolls.reported import reported_on
from bridge.reconcile.rolls.roll import Measured, Roll
from bridge.reconcile.rolls.rolling import rolled
from bridge.reconcile.rolls.span import Stretch
from bridge.reconcile.sides import Booked, Sides
from tests.reconcile.worlds import EUR, PERIODS, USD, a_line, terms

JPY, GBP = Currency("JPY"), Currency("GBP")
SPOT = Measure(name="arr", converted=Converted.SPOT, reported_in=USD)
CONSTANT = replace(SPOT, converted=Converted.CONSTANT, rates_of=date(2026, 1, 1))
FEBRUARY = Stretch(PERIODS, tuple(one for one in PERIODS if one.name == "2026-02"))
YEAR = Term(date(2026, 1, 1), date(2027, 1, 1))


def rate(number: int, of: Currency, amount: str, on: date) -> DatedRate:
    return DatedRate(id=number, source=of, target=USD, rate=Decimal(amount), effective=on)


RATES = Rates(
    (
        rate(1, EUR, "1.10", date(2026, 1, 1)),
        rate(2, EUR, "1.20", date(2026, 2, 15)),
        rate(3, JPY, "0.0064", date(2026, 1, 1)),
    )
)


def sold(number: int, amount: str, currency: Currency, product: str = "SEAT") -> Booked:
    """What was sold for 2026 at the beginning of the year, to a customer of its own."""
    line = a_line(number, YEAR.start)
    return replace(
        line.booked[0],
        customer=f"A{number}",
        product=product,
        sold=(terms(line, amount=Money.parse(amount, currency), term=YEAR),),
    )


def of_february(measure: Measure, *booked: Booked, rates: Rates = RATES) -> Roll:
    sides = Sides(booked=booked, held=(), periods=PERIODS, rates=rates)
    found = rolled(sides, Accounting(), measure, FEBRUARY)
    [one] = [each for each in found.rolls if each.measure is Measured.REPORTED]
    assert not one.gap
    return one


def moved(roll: Roll) -> tuple[int, dict[str, int], int]:
    [month] = roll.months
    found = {name: month.moved(name) for name in roll.movements if month.moved(name)}
    return month.opening, found, month.closing


@pytest.mark.parametrize(
    ("measure", "told"),
    [
        (SPOT, (11_000_000, {"fx": 1_000_000}, 12_000_000)),
        (CONSTANT, (11_000_000, {}, 11_000_000)),
    ],
)
def test_rates_move_what_is_told_at_the_rate_of_the_day_and_nothing_else(
    measure: Measure, told: tuple[int, dict[str, int], int]
) -> None:
    assert moved(of_february(measure, sold(1, "100000.00", EUR))) == told


def test_currencies_add_up_to_the_total_though_each_product_is_rounded() -> None:
    """0.05 EUR are 0.055 USD, so 0.06, of each product; 100 JPY are 0.64; 1.00 USD is itself."""
    booked = (
        sold(1, "0.05", EUR, "A"),
        sold(1, "0.05", EUR, "B"),
        sold(2, "100", JPY),
        sold(3, "1.00", USD),
    )
    roll = of_february(CONSTANT, *booked)
    assert roll.months[0].closing == 6 + 6 + 64 + 100
    assert [(one.currency, one.closings, one.converted) for one in roll.currencies] == [
        (EUR, (10,), (12,)),
        (JPY, (100,), (64,)),
        (USD, (100,), (100,)),
    ]
    assert [one.rates[0].id if one.rates[0] else None for one in roll.currencies] == [1, 3, None]


def test_a_currency_without_a_rate_is_in_no_total_and_stands_beside_it_with_its_amount() -> None:
    booked = (sold(1, "100.00", EUR), sold(2, "70.00", GBP))
    roll = of_february(SPOT, *booked)
    assert moved(roll) == (11_000, {"fx": 1_000}, 12_000)
    [_, missing] = roll.currencies
    assert (missing.currency, missing.closings, missing.converted) == (GBP, (7_000,), None)
    assert roll.lacks_rates
    sides = Sides(booked=booked, held=(), periods=PERIODS, rates=RATES)
    told = Accounting()
    assert not rolled(sides, told, SPOT, FEBRUARY).ties


def test_a_rate_that_begins_after_the_opening_leaves_its_currency_out_of_all_periods() -> None:
    late = Rates((rate(9, GBP, "1.30", date(2026, 2, 1)),))
    roll = of_february(SPOT, sold(1, "10.00", GBP), rates=late)
    assert moved(roll) == (0, {}, 0)
    assert roll.lacks_rates


def test_what_is_first_sold_after_its_first_rate_needs_none_before() -> None:
    late = Rates((rate(9, GBP, "1.30", date(2026, 2, 1)),))
    of_march = Term(date(2026, 2, 10), date(2027, 2, 10))
    one = sold(1, "10.00", GBP)
    new = replace(one, sold=(replace(one.sold[0], term=of_march),))
    roll = of_february(SPOT, new, rates=late)
    assert moved(roll) == (0, {"new": 1_300}, 1_300)


def test_the_sum_of_a_day_takes_the_rate_of_that_day_or_the_one_that_is_stated() -> None:
    booked = [sold(1, "100000.00", EUR)]
    for day, measure, worth in (
        (date(2026, 1, 31), SPOT, 11_000_000),
        (date(2026, 2, 28), SPOT, 12_000_000),
        (date(2026, 2, 28), CONSTANT, 11_000_000),
    ):
        [one] = reported_on(booked, measure, day, RATES)
        assert one.converted == (worth,)
    assert reported_on(booked, replace(SPOT, reported_in=None), YEAR.start, RATES) == ()


def test_what_nobody_can_read_stands_beside_the_total_at_the_same_rates_as_booked() -> None:
    """100.00 EUR of a deal whose days nobody knows are 120.00 USD at the end of February."""
    odd = replace(sold(1, "100.00", EUR), is_read=False)
    roll = of_february(SPOT, odd, sold(2, "50.00", USD))
    assert moved(roll) == (5_000, {}, 5_000)
    assert roll.months[0].of_closing == {"unknown": 12_000}
    assert of_february(SPOT, replace(sold(1, "9.00", GBP), is_read=False)).lacks_rates
