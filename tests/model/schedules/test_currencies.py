"""Plans in the currency of the books."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bridge.model.money import Currency, Money
from bridge.model.schedule import PlannedRevenue
from bridge.model.schedules.currencies import converted, in_base, rate_difference

USD, EUR, JPY, KWD = map(Currency, ("USD", "EUR", "JPY", "KWD"))


def test_each_row_is_rounded_for_itself() -> None:
    plan = [PlannedRevenue("2026-01", Money(333, EUR)), PlannedRevenue("2026-02", Money(334, EUR))]
    posted = in_base(plan, Decimal("1.0825"), USD)
    # 3.604725 and 3.615550.
    assert [(part.period, part.amount.text()) for part in posted] == [
        ("2026-01", "3.60"),
        ("2026-02", "3.62"),
    ]


def test_currencies_with_other_digits_are_converted_in_their_own_units() -> None:
    assert converted(Money.parse("1000", JPY), Decimal("0.0068"), USD).text() == "6.80"
    assert converted(Money.parse("1.234", KWD), Decimal("3.25"), USD).text() == "4.01"
    assert converted(Money.parse("-0.10", EUR), Decimal("1.05"), USD).text() == "-0.11"


amounts = st.integers(-(10**9), 10**9).map(lambda minor: Money(minor, EUR))
rates = st.decimals("0.0001", "999", places=4)


@given(amounts, rates, rates)
def test_a_rate_difference_turns_what_was_agreed_into_what_was_billed(
    amount: Money, agreed: Decimal, billed: Decimal
) -> None:
    difference = rate_difference(amount, agreed, billed, USD)
    assert converted(amount, agreed, USD) + difference == converted(amount, billed, USD)
