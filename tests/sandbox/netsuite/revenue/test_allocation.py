"""Allocation by fair value against the printed tables, and what an arrangement makes of it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.sandbox.netsuite.revenue.arithmetic.allocation import FairValueMissing, Part, allocated
from bridge.sandbox.netsuite.revenue.arithmetic.rules import Readings
from tests.sandbox.netsuite.client import NetSuite
from tests.sandbox.netsuite.revenue.orders import arranged, kept, planned, service, update


def part(discounted: str, fair_value: str | None, *, excluded: bool = False) -> Part:
    value = None if fair_value is None else Decimal(fair_value)
    return Part(discounted=Decimal(discounted), fair_value=value, excluded=excluded)


def shared(*parts: Part, digits: int = 2) -> list[str]:
    return [str(amount) for amount in allocated(parts, digits, Readings())]


def test_a_free_item_takes_its_share_from_the_others() -> None:
    found = shared(part("6000", "6000"), part("1200", "1152"), part("0", "540"))
    assert found == ["5616.22", "1078.32", "505.46"]


def test_the_odd_cent_goes_to_the_last_of_the_greatest() -> None:
    bundle = (part("120", "100"), part("60", "100"), part("30", "100"), part("90", "60"))
    assert shared(*bundle) == ["83.33", "83.33", "83.34", "50.00"]
    returns = (part("-10", "-25"), part("-45", "-30"))
    expected = ["80.33", "80.33", "80.32", "48.20", "-20.08", "-24.10"]
    assert shared(*bundle, *returns) == expected


def test_an_excluded_element_keeps_its_amount_and_the_others_share_the_rest() -> None:
    found = shared(part("100", None, excluded=True), part("80", "50"), part("20", "50"))
    assert found == ["100", "50.00", "50.00"]
    assert shared(part("7", None, excluded=True)) == ["7"]


def test_without_all_fair_values_nothing_is_shared() -> None:
    with pytest.raises(FairValueMissing, match="no fair value"):
        shared(part("100", "100"), part("50", None))
    with pytest.raises(FairValueMissing, match="add up to zero"):
        shared(part("100", "10"), part("-50", "-10"))


@given(
    st.lists(
        st.tuples(st.integers(-(10**9), 10**9), st.integers(1, 10**9), st.booleans()), min_size=1
    )
)
def test_an_allocation_loses_no_cent(written: list[tuple[int, int, bool]]) -> None:
    parts = [
        Part(
            discounted=Decimal(cents).scaleb(-2),
            fair_value=Decimal(value).scaleb(-2),
            excluded=excluded,
        )
        for cents, value, excluded in written
    ]
    assert sum(allocated(parts, 2, Readings())) == sum(one.discounted for one in parts)


def normal(netsuite: NetSuite, **fair_values: float) -> None:
    """Let items take part in allocation, at these fair values."""
    for name, value in fair_values.items():
        code = name.replace("_", "-")
        netsuite.change(
            {
                "type": "serviceSaleItem",
                "externalId": code,
                "itemId": code,
                "VSOESopGroup": {"id": "NORMAL"},
            },
            {"type": "fairValuePrice", "item": {"externalId": code}, "fairValue": value},
        )


def test_an_arrangement_shares_its_total_by_the_prices_of_the_list(netsuite: NetSuite) -> None:
    normal(netsuite, SUB_ENT=600, SUB_ULT=1152, CREDITS=540)
    january = ("2026-01-01", "2026-01-31")
    arranged(
        netsuite,
        service(6000, *january, quantity=10),
        service(1200, *january, item="SUB-ULT"),
        service(0, *january, item="CREDITS"),
    )
    assert planned(netsuite) == [["5616.22"], ["1078.32"], ["505.46"]]
    (row,) = netsuite.rows("SELECT SUM(allocationamount) AS total FROM revenueelement")
    assert row == {"total": "7200"}


def test_a_missing_fair_value_leaves_the_arrangement_incomplete(netsuite: NetSuite) -> None:
    normal(netsuite, SUB_ENT=600)
    on = {"externalId": "SUB-ULT", "itemId": "SUB-ULT", "VSOESopGroup": {"id": "NORMAL"}}
    netsuite.change({"type": "serviceSaleItem", **on})
    january = ("2026-01-01", "2026-01-31")
    arranged(
        netsuite,
        service(600, *january),
        service(600, *january, item="SUB-ULT"),
        service(50, *january, item="CREDITS"),
    )
    assert planned(netsuite) == [["50"]]
    assert not kept(netsuite, "revenueArrangement")["compliant"]
    assert update(netsuite)["plans"] == 0
    normal(netsuite, SUB_ULT=200)
    update(netsuite)
    assert kept(netsuite, "revenueArrangement")["compliant"]
    assert planned(netsuite) == [["900"], ["300"], ["50"]]


def test_prices_hold_for_their_currency_and_their_days(netsuite: NetSuite) -> None:
    normal(netsuite, SUB_ENT=100, SUB_ULT=100)
    listed = {"type": "fairValuePrice", "item": {"externalId": "SUB-ULT"}}
    netsuite.change(
        {**listed, "fairValue": 300, "currency": {"externalId": "USD"}, "startDate": "2026-01-01"},
        {**listed, "fairValue": 900, "currency": {"externalId": "EUR"}},
        {**listed, "fairValue": 700, "endDate": "2025-12-31"},
    )
    january = ("2026-01-01", "2026-01-31")
    arranged(netsuite, service(200, *january), service(200, *january, item="SUB-ULT"))
    assert planned(netsuite) == [["100"], ["300"]]
