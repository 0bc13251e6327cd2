"""Sales prices inside and outside of a range of fair values."""

from decimal import Decimal

import pytest

from bridge.model.schedules.fairvalue import Outside, Range

PRICES = Range(low=Decimal(90), base=Decimal(100), high=Decimal(110))


@pytest.mark.parametrize("price", [90, 95, 110])
def test_a_price_inside_the_range_is_its_own_fair_value(price: int) -> None:
    for outside in Outside:
        assert PRICES.fair(Decimal(price), outside) == price


@pytest.mark.parametrize(
    ("outside", "below", "above"),
    [
        (Outside.LOW, 90, 90),
        (Outside.BASE, 100, 100),
        (Outside.HIGH, 110, 110),
        (Outside.NEAREST, 90, 110),
    ],
)
def test_outside_of_the_range_the_policy_names_the_price(
    outside: Outside, below: int, above: int
) -> None:
    assert PRICES.fair(Decimal(80), outside) == below
    assert PRICES.fair(Decimal(120), outside) == above


def test_a_range_out_of_order_is_refused() -> None:
    with pytest.raises(ValueError, match="from low to high"):
        Range(low=Decimal(2), base=Decimal(1), high=Decimal(3))
