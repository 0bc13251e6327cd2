"""Month-end adjustments against NetSuite's printed examples."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.sandbox.netsuite.revenue.arithmetic.reclassification import (
    Standing,
    fx_adjustment,
    netted_by_arrangement,
    unbilled_by_element,
)
from bridge.sandbox.netsuite.revenue.arithmetic.rules import Readings

CONTRACT = {"A": "60", "B": "120", "C": "90", "D": "150"}
FEBRUARY = {"A": "30", "B": "50", "C": "60", "D": "25"}
MARCH = {"A": "30", "B": "70", "C": "30", "D": "125"}
RATE, RATE_FEBRUARY, RATE_MARCH = Decimal("1.10"), Decimal("1.20"), Decimal("1.25")


def standing(recognised: Decimal, billed: Decimal, billed_base: Decimal, adjusted: str) -> Standing:
    return Standing(
        recognised=recognised,
        recognised_base=recognised * RATE,
        billed=billed,
        billed_base=billed_base,
        adjusted_base=Decimal(adjusted),
    )


@pytest.mark.parametrize(
    ("element", "february", "march"),
    [
        ("A", "3.00", "4.50"),
        ("B", "5.00", "10.50"),
        ("C", "6.00", "4.50"),
        ("D", "2.50", "18.75"),
    ],
)
def test_what_is_billed_at_another_rate_gains_or_loses(
    element: str, february: str, march: str
) -> None:
    whole, first = Decimal(CONTRACT[element]), Decimal(FEBRUARY[element])
    then = standing(whole * 2 / 3, first, first * RATE_FEBRUARY, "0")
    assert str(fx_adjustment(then, 2, Readings())) == february
    base = first * RATE_FEBRUARY + Decimal(MARCH[element]) * RATE_MARCH
    now = standing(whole, whole, base, february)
    assert str(fx_adjustment(now, 2, Readings())) == march
    income = now.recognised_base + Decimal(february) + Decimal(march)
    assert income == base


def test_nothing_is_adjusted_before_anything_is_billed() -> None:
    january = standing(Decimal(20), Decimal(0), Decimal(0), "0")
    assert fx_adjustment(january, 2, Readings()) == 0


DEFERRED = [
    Decimal(billed - recognised) for recognised, billed in ((10, 12), (20, 10), (15, 38), (25, 25))
]


def test_an_unbilled_receivable_is_that_of_each_element() -> None:
    found = unbilled_by_element(DEFERRED)
    assert found == [0, 10, 0, 0]
    after = [one + more for one, more in zip(DEFERRED, found, strict=True)]
    assert after == [2, 0, 23, 0]


def test_within_an_arrangement_assets_are_netted_with_liabilities() -> None:
    entries = netted_by_arrangement(DEFERRED, 2, Readings())
    assert entries == [Decimal("-0.80"), 10, Decimal("-9.20"), 0]
    after = [one + more for one, more in zip(DEFERRED, entries, strict=True)]
    assert after == [Decimal("1.20"), 0, Decimal("13.80"), 0]


def test_an_arrangement_that_is_an_asset_has_nothing_to_net() -> None:
    with pytest.raises(ValueError, match="unbilled receivable"):
        netted_by_arrangement([Decimal(-3), Decimal(2)], 2, Readings())


CENTS = st.integers(1, 10**7).map(lambda cents: Decimal(cents).scaleb(-2))
RATES = st.integers(1, 400).map(lambda rate: Decimal(rate).scaleb(-2))


@given(billed=st.lists(st.tuples(CENTS, RATES), min_size=1, max_size=5), plan_rate=RATES)
def test_in_the_end_revenue_is_what_was_billed(
    billed: list[tuple[Decimal, Decimal]], plan_rate: Decimal
) -> None:
    whole = sum((amount for amount, _ in billed), Decimal(0))
    source = base = adjusted = Decimal(0)
    for amount, rate in billed:
        source, base = source + amount, base + amount * rate
        now = Standing(
            recognised=whole,
            recognised_base=whole * plan_rate,
            billed=source,
            billed_base=base,
            adjusted_base=adjusted,
        )
        adjusted += fx_adjustment(now, 4, Readings())
    assert whole * plan_rate + adjusted == base
