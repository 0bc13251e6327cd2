from datetime import date

import pytest

from bridge.model.money import Currency, Money
from bridge.queue.life import Until, Weight

USD, EUR = Currency("USD"), Currency("EUR")
DAY = date(2026, 3, 2)


def weight(count: int = 3, **amounts: int) -> Weight:
    """Return what a cause comes to, amounts in minor units by currency."""
    return Weight(
        count, {Currency(code): Money(minor, Currency(code)) for code, minor in amounts.items()}
    )


@pytest.mark.parametrize(
    ("until", "cause", "over"),
    [
        (Until(day=date(2026, 3, 3)), weight(), False),
        (Until(day=date(2026, 3, 2)), weight(), True),
        (Until(day=date(2026, 3, 1)), weight(), True),
        (Until(count=4), weight(3), False),
        (Until(count=4), weight(4), True),
        (Until(amount=Money(500, USD)), weight(USD=499), False),
        (Until(amount=Money(500, USD)), weight(USD=500), True),
        (Until(amount=Money(500, USD)), weight(USD=-501), True),
        (Until(amount=Money(500, USD)), weight(EUR=10_000), False),
    ],
)
def test_a_rest_is_over_when_what_it_waits_for_has_come(
    until: Until, cause: Weight, over: object
) -> None:
    assert until.is_over(DAY, cause) is over


@pytest.mark.parametrize(
    "several",
    [{}, {"day": DAY, "count": 2}, {"count": 2, "amount": Money(1, EUR)}],
)
def test_a_rest_has_one_end(several: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="one of them"):
        Until(**several)  # type: ignore[arg-type]  # what a person may type


@pytest.mark.parametrize(
    ("until", "says"),
    [
        (Until(day=DAY), "2026-03-02"),
        (Until(count=12), "12 of its cause"),
        (Until(amount=Money(5_000_000, EUR)), "its cause holds 50,000.00 EUR"),
    ],
)
def test_a_rest_says_until_when(until: Until, says: str) -> None:
    assert str(until) == says
