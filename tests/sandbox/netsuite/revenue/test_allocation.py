"""Allocation by fair value against the printed tables, and what an arrangement makes of it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.sandbox.netsuite.revenue.arithmetic.allocation import (
    FairValueMissing,
    Part,
    allocated,
)
from bridge.sandbox.netsuite.revenue.arithmetic.rules import Readings
from tests.sandbox.netsuite.client import NetSuite
from tests.sandbox.netsuite.revenue.orders import arranged, kept, planned, service, update


def part(discounted: str, fair_value: str | None, **rest: bool) -> Part:
    value = None if fair_value is None else Decimal(fair_value)
    return Part(discounted=Decimal(discounted), fair_value=value, **rest)


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


def test_software_with_objective_prices_gets_them_and_the_others_the_residual() -> None:
    found = shared(
        part("200", "360", software=True, vsoe=True),
        part("120", "540", software=True, vsoe=True),
        part("360", "345.60", software=True, delivered=True),
        part("280", "268.80", software=True, delivered=True),
    )
    assert found == ["360.00", "540.00", "33.75", "26.25"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"vsoe": True, "delivered": True}, {"delivered": True}),
        ({"vsoe": True}, {"vsoe": True, "delivered": True}),
        ({"vsoe": True}, {}),
        ({}, {"delivered": True}),
    ],
)
def test_the_residual_method_wants_objective_prices_for_all_that_is_undelivered(
    first: dict[str, bool], second: dict[str, bool]
) -> None:
    one, other = (part("50", "100", software=True, **how) for how in (first, second))
    assert shared(one, other, part("100", "200")) == ["50.00", "50.00", "100.00"]


def test_the_residual_of_software_leaves_other_items_as_they_are() -> None:
    found = shared(
        part("100", "100"),
        part("60", "90", software=True, vsoe=True),
        part("40", "10", software=True, delivered=True),
    )
    assert found == ["100.00", "90.00", "10.00"]


def test_what_permits_no_discount_is_allocated_first() -> None:
    found = shared(part("90", "100", permits_discount=False), part("80", "60"), part("30", "40"))
    assert found == ["100.00", "60.00", "40.00"]
    assert shared(*(part("50", "80", permits_discount=False),) * 2) == ["50.00", "50.00"]


def test_the_price_of_a_kit_goes_to_its_parts() -> None:
    kit = (part("800", None, is_kit=True), part("0", "900"), part("0", "100"))
    assert shared(*kit) == ["0", "720.00", "80.00"]
    with pytest.raises(FairValueMissing, match="no part"):
        shared(part("800", None, is_kit=True), part("10", None, excluded=True))


def test_without_all_fair_values_nothing_is_shared() -> None:
    with pytest.raises(FairValueMissing, match="no fair value"):
        shared(part("100", "100"), part("50", None))
    with pytest.raises(FairValueMissing, match="add up to zero"):
        shared(part("100", "10"), part("-50", "-10"))


FLAGS = ("permits_discount", "software", "vsoe", "delivered")


@given(
    st.lists(
        st.tuples(
            st.integers(-(10**9), 10**9),
            st.integers(1, 10**9),
            st.fixed_dictionaries(
                {name: st.booleans() for name in FLAGS}, optional={"excluded": st.booleans()}
            ),
        ),
        min_size=1,
    )
)
def test_an_allocation_loses_no_cent(written: list[tuple[int, int, dict[str, bool]]]) -> None:
    parts = [
        Part(discounted=Decimal(cents).scaleb(-2), fair_value=Decimal(value).scaleb(-2), **flags)
        for cents, value, flags in written
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


def test_a_kit_of_services_is_recognised_by_its_parts(netsuite: NetSuite) -> None:
    normal(netsuite, SUB_ENT=900, SUB_ULT=100)
    kit = {"externalId": "KIT", "itemId": "KIT", "VSOESopGroup": {"id": "NORMAL"}}
    members = [{"item": {"externalId": code}, "quantity": 1} for code in ("SUB-ENT", "SUB-ULT")]
    netsuite.change({"type": "kitItem", **kit, "member": {"items": members}})
    arranged(netsuite, service(800, "2026-10-01", "2026-10-31", item="KIT"))
    rows = netsuite.rows(
        "SELECT id, BUILTIN.DF(item) AS item, discountedsalesamount AS sold, allocationamount AS "
        "revenue, iskititemtype AS kit, parentkitelement AS parent FROM revenueelement ORDER BY id"
    )
    assert rows == [
        {"id": "1", "item": "KIT", "sold": "800", "revenue": "0", "kit": "T"},
        {"id": "2", "item": "SUB-ENT", "sold": "0", "revenue": "720", "kit": "F", "parent": "1"},
        {"id": "3", "item": "SUB-ULT", "sold": "0", "revenue": "80", "kit": "F", "parent": "1"},
    ]
    assert planned(netsuite) == [["720"], ["80"]]
    assert update(netsuite)["plans"] == 0


def test_a_kit_that_does_not_expand_is_one_element(netsuite: NetSuite) -> None:
    members = {"items": [{"item": {"externalId": "SUB-ENT"}}]}
    kit: dict[str, object] = {
        "externalId": "KIT",
        "itemId": "KIT",
        "VSOESopGroup": {"id": "EXCLUDE"},
    }
    rule = {"revenueRecognitionRule": {"externalId": "SL-EVEN"}}
    on = {"createRevenuePlansOn": {"id": "ARRANGEMENT"}, "autoExpandKitForRevenuemgmt": False}
    netsuite.change({"type": "kitItem", "member": members, **kit, **rule, **on})
    arranged(netsuite, service(800, "2026-10-01", "2026-11-30", item="KIT"))
    assert planned(netsuite) == [["400", "400"]]


def test_a_kit_in_a_kit_is_recognised_by_what_is_in_it(netsuite: NetSuite) -> None:
    normal(netsuite, SUB_ENT=10, SUB_ULT=10)
    for code, parts in (("INNER", {"SUB-ULT": 3}), ("OUTER", {"SUB-ENT": 4, "INNER": 2})):
        items = [{"item": {"externalId": name}, "quantity": n} for name, n in parts.items()]
        kit = {"externalId": code, "itemId": code, "member": {"items": items}}
        netsuite.change({"type": "kitItem", **kit})
    arranged(netsuite, service(500, "2026-10-01", "2026-10-31", item="OUTER", quantity=2))
    assert planned(netsuite) == [["200"], ["300"]]
