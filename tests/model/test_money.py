"""Money: exact, in one currency, and shared without losing a minor unit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.money import Currency, MixedCurrencies, Money, TooPrecise, share, total

USD, JPY, KWD = Currency("USD"), Currency("JPY"), Currency("KWD")
monies = st.builds(Money, st.integers(-(10**40), 10**40), st.sampled_from([USD, JPY, KWD]))


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("108000.00", USD, 10_800_000),
        ("-0.01", USD, -1),
        ("12.3", USD, 1230),
        ("1E+2", USD, 10_000),
        ("5", JPY, 5),
        ("5.000", JPY, 5),
        ("1.234", KWD, 1234),
        ("123456789012345.67", USD, 12_345_678_901_234_567),
        ("12345678901234567890123456789.12", USD, 1_234_567_890_123_456_789_012_345_678_912),
    ],
)
def test_amounts_are_read_exactly(text: str, currency: Currency, minor: int) -> None:
    assert Money.parse(text, currency) == Money(minor, currency)
    assert Money.parse(Decimal(text), currency) == Money(minor, currency)


@pytest.mark.parametrize(("text", "currency"), [("1.005", USD), ("0.5", JPY), ("1.2345", KWD)])
def test_an_amount_with_too_many_decimals_is_refused(text: str, currency: Currency) -> None:
    with pytest.raises(TooPrecise, match="decimals"):
        Money.parse(text, currency)


@pytest.mark.parametrize(
    "text", ["", "12,00", "NaN", "Infinity", "-sNaN", "0x10", "twelve", "1E+999999"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount"):
        Money.parse(text, USD)


def test_an_unknown_currency_is_refused() -> None:
    for code in ("usd", "XXX", "", "US"):
        with pytest.raises(ValueError, match="ISO 4217"):
            Currency(code)


def test_two_currencies_never_meet_in_one_sum() -> None:
    with pytest.raises(MixedCurrencies):
        Money(1, USD) + Money(1, JPY)
    with pytest.raises(MixedCurrencies):
        total([Money(1, USD), Money(1, JPY)], USD)


@given(monies, st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any))
def test_shares_sum_to_the_whole_and_differ_from_the_exact_share_by_less_than_a_unit(
    money: Money, weights: list[int]
) -> None:
    parts = money.split(weights)
    assert total(parts, money.currency) == money
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.minor * sum(weights) - money.minor * weight) < sum(weights)


def test_units_left_over_go_to_the_largest_remainders_and_then_to_the_earliest() -> None:
    assert [part.minor for part in Money(10, USD).split([1, 1, 1])] == [4, 3, 3]
    assert [part.minor for part in Money(-1, USD).split([1, 1])] == [-1, 0]
    assert [part.minor for part in Money(100, USD).split([2, 3, 2])] == [29, 43, 28]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_weights_that_share_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        Money(1, USD).split(weights)


@pytest.mark.parametrize(
    ("minor", "numerator", "denominator", "expected"),
    [(1, 1, 2, 1), (-1, 1, 2, -1), (3, 1, 2, 2), (5, 1, 3, 2), (4, 1, 3, 1), (0, 1, 7, 0)],
)
def test_a_share_is_rounded_half_away_from_zero(
    minor: int, numerator: int, denominator: int, expected: int
) -> None:
    assert share(Money(minor, USD), numerator, denominator).minor == expected


@given(monies)
def test_text_is_read_back_as_the_same_amount(money: Money) -> None:
    assert Money.parse(money.text(), money.currency) == money


@pytest.mark.parametrize(
    ("amount", "minor"), [("1.001", 101), ("-1.001", -101), ("1.00", 100), ("0", 0)]
)
def test_an_amount_that_no_minor_unit_can_hold_is_covered_away_from_zero(
    amount: str, minor: int
) -> None:
    assert Money.covering(Decimal(amount), USD).minor == minor


@pytest.mark.parametrize(
    "text", ["50000,00", "1,5", "50.000,00", "1.000", "1e3", "1_000", "", "٣", "1 000"]
)
def test_what_another_country_reads_otherwise_is_no_typed_amount(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount of EUR"):
        Money.typed(text, Currency("EUR"))


def test_an_amount_is_typed_with_or_without_thousands_apart() -> None:
    eur = Currency("EUR")
    told = [Money.typed(one, eur).minor for one in ("1,234,567.80", "1234567.8", "50,000", "-5")]
    assert told == [123456780, 123456780, 5000000, -500]
