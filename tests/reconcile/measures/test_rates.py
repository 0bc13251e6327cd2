"""Which rate is effective on a day, and what of a minor unit it makes."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from bridge.model.money import Currency
from bridge.reconcile.measures.rates import DatedRate, Rates
from tests.reconcile.worlds import EUR, USD

JPY, KWD = Currency("JPY"), Currency("KWD")


def rate(number: int, amount: str, on: str, of: Currency = EUR, into: Currency = USD) -> DatedRate:
    return DatedRate(
        id=number, source=of, target=into, rate=Decimal(amount), effective=date.fromisoformat(on)
    )


def test_a_rate_is_effective_from_its_day_until_the_next_one() -> None:
    rates = Rates((rate(2, "1.20", "2026-02-01"), rate(1, "1.10", "2026-01-01")))
    days = ("2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01", "2030-01-01")
    found = [rates.at(EUR, USD, date.fromisoformat(day)) for day in days]
    assert [one.id if one else None for one in found] == [None, 1, 1, 2, 2]


def test_of_two_rates_of_one_day_the_younger_one_counts() -> None:
    rates = Rates((rate(8, "1.12", "2026-01-01"), rate(7, "1.10", "2026-01-01")))
    assert rates.of_minor(EUR, USD, date(2026, 1, 1)) == Fraction("1.12")


def test_a_pair_is_not_taken_the_other_way_round_and_a_currency_is_worth_itself() -> None:
    rates = Rates((rate(1, "1.10", "2026-01-01"),))
    day = date(2026, 6, 1)
    assert rates.of_minor(USD, EUR, day) is None
    assert rates.of_minor(USD, USD, day) == 1


@pytest.mark.parametrize(
    ("one", "worth"),
    [
        # 1 JPY, which has no minor unit, is 0.0064 USD: 0.64 cents.
        (rate(1, "0.0064", "2026-01-01", JPY, USD), Fraction(64, 100)),
        # 1 KWD of 1,000 fils is 3.26 USD: a fils is 0.326 cents.
        (rate(1, "3.26", "2026-01-01", KWD, USD), Fraction(326, 1000)),
        # 1 USD is 156.25 JPY: a cent is 1.5625 yen.
        (rate(1, "156.25", "2026-01-01", USD, JPY), Fraction(15625, 10000)),
    ],
)
def test_minor_units_of_both_currencies_are_taken_into_account(
    one: DatedRate, worth: Fraction
) -> None:
    assert one.of_minor == worth
