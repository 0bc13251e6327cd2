"""What use costs: tiers, blocks, commitments; all figures by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.money import total
from bridge.model.usage.rating import (
    Price,
    Rating,
    Tariff,
    Tier,
    Unrated,
    at_prices,
    charges,
    true_up,
)
from tests.model.credits.wallets import USD, usd

OVERAGE = Tariff(
    Rating.GRADUATED,
    (Tier(upper=Decimal(100000), price=Decimal(0)), Tier(upper=None, price=Decimal("0.10"))),
)
TIERS = (
    Tier(upper=Decimal(100), price=Decimal("1.00")),
    Tier(upper=Decimal(200), price=Decimal("0.80")),
    Tier(upper=None, price=Decimal("0.50")),
)
GRADUATED, VOLUME = Tariff(Rating.GRADUATED, TIERS), Tariff(Rating.VOLUME, TIERS)


def texts(tariff: Tariff, *units: str) -> list[str]:
    return [one.text() for one in charges(tariff, [Decimal(one) for one in units], USD)]


def test_what_is_used_above_a_free_tier_is_charged_in_the_quarter_that_passes_it() -> None:
    assert texts(OVERAGE, "20000", "30000", "40000", "25000") == ["0.00", "0.00", "0.00", "1500.00"]


@pytest.mark.parametrize(
    ("units", "graduated", "volume"),
    [
        ("0", "0.00", "0.00"),
        ("50", "50.00", "50.00"),
        ("100", "100.00", "80.00"),  # on a bound: by volume the upper tier
        ("150", "140.00", "120.00"),
        ("300", "230.00", "150.00"),  # 100 + 80 + 50, and 300 x 0.50
    ],
)
def test_tiers_rate_what_lies_within_them_or_by_volume_the_whole(
    units: str, graduated: str, volume: str
) -> None:
    assert texts(GRADUATED, units) == [graduated]
    assert texts(VOLUME, units) == [volume]


def test_by_volume_more_use_may_bring_money_back() -> None:
    # Example 24 of ASC 606 (55-216 to 55-220) is such a discount: 75 at 100, then 575 at 90
    tiers = (
        Tier(upper=Decimal(500), price=Decimal(100)),
        Tier(upper=None, price=Decimal(90)),
    )
    assert texts(Tariff(Rating.VOLUME, tiers), "75", "500") == ["7500.00", "44250.00"]


def test_a_flat_fee_is_owed_when_its_tier_is_reached() -> None:
    tiers = (
        Tier(upper=Decimal(10), price=Decimal(0)),
        Tier(upper=None, price=Decimal("25.00"), kind=Price.FLAT_FEE),
    )
    assert texts(Tariff(Rating.GRADUATED, tiers), "10", "1", "5") == ["0.00", "25.00", "0.00"]
    assert texts(Tariff(Rating.VOLUME, tiers), "9", "1") == ["0.00", "25.00"]


def test_a_block_is_owed_when_it_is_begun() -> None:
    tier = Tier(upper=None, price=Decimal("5.00"), kind=Price.PER_BLOCK, block=Decimal(1000))
    tariff = Tariff(Rating.GRADUATED, (tier,))
    assert texts(tariff, "1", "999", "1") == ["5.00", "0.00", "5.00"]


def test_use_that_is_taken_back_is_credited_at_what_it_cost() -> None:
    assert texts(OVERAGE, "115000", "-5000") == ["1500.00", "-500.00"]


def test_what_no_tier_holds_is_not_rated() -> None:
    tariff = Tariff(Rating.GRADUATED, TIERS[:2])
    assert texts(tariff, "200") == ["180.00"]
    with pytest.raises(Unrated, match="201"):
        texts(tariff, "201")
    with pytest.raises(ValueError, match="negative"):
        texts(tariff, "-1")


def test_tiers_must_ascend_and_only_the_last_may_be_open() -> None:
    for wrong in ((), TIERS[::-1], (TIERS[2], TIERS[2]), (TIERS[0], TIERS[0])):
        with pytest.raises(ValueError, match="ascend"):
            Tariff(Rating.GRADUATED, wrong)
    with pytest.raises(ValueError, match="block"):
        Tariff(Rating.GRADUATED, (Tier(upper=None, price=Decimal(1), block=Decimal(0)),))


def test_a_quantity_on_a_bound_is_told() -> None:
    assert VOLUME.is_bound(Decimal("100.0"))
    assert not VOLUME.is_bound(Decimal(150))


@given(
    st.lists(st.integers(0, 10**9).map(lambda one: Decimal(one).scaleb(-3)), max_size=8),
    st.sampled_from([GRADUATED, VOLUME, OVERAGE]),
)
def test_uses_cost_together_what_their_sum_costs(used: list[Decimal], tariff: Tariff) -> None:
    whole = sum(used, Decimal(0))
    assert total(charges(tariff, used, USD), USD) == charges(tariff, [whole], USD)[0]


def test_quantities_at_dated_prices_are_rounded_on_their_sum() -> None:
    january = [(Decimal(1001), Decimal("0.015")), (Decimal(9), Decimal("0.017"))]
    assert at_prices(january, USD) == usd("15.17")  # 15.168


def test_a_commitment_is_topped_up_to_and_never_paid_back() -> None:
    assert true_up(usd("500.00"), usd("300.00")) == usd("200.00")
    assert true_up(usd("500.00"), usd("700.00")) == usd("0.00")
