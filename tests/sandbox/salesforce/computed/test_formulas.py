"""Formulas and roll-ups: computed where the seed gives no value, never over one that it gives."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest

from bridge.sandbox.ids import record_id
from tests.sandbox.salesforce.client import Org, exact, opened, seed_of

ACCOUNT = {"type": "Account", "key": "A", "Name": "A"}
QUOTE = {"type": "SBQQ__Quote__c", "key": "Q", "SBQQ__Account__c": "@A"}
CHANGE = {"Existing": True, "Quantity": 130, "PriorQuantity": 100}
FIXED = {"SubscriptionPricing": "Fixed Price"}


def line(key: str, **fields: object) -> Mapping[str, object]:
    named = {f"SBQQ__{name}__c": value for name, value in fields.items()}
    return {"type": "SBQQ__QuoteLine__c", "key": key, "SBQQ__Quote__c": "@Q", **named}


def item(key: str, **fields: object) -> Mapping[str, object]:
    return {"type": "OrderItem", "key": key, "OrderId": "@O", **fields}


#: Fields of a quote line, and the effective quantity that they mean.
EFFECTIVE: list[tuple[dict[str, object], int | None]] = [
    ({"Quantity": 100}, 100),
    ({"Quantity": 100, "PriorQuantity": 40}, 100),
    ({**CHANGE, **FIXED}, 30),
    ({**CHANGE, **FIXED, "UpgradedQuantity": 5}, 35),
    ({**CHANGE, **FIXED, "Existing": False, "CarryoverLine": True}, 30),
    ({**CHANGE, **FIXED, "Quantity": 80}, -20),
    ({**CHANGE, "Quantity": 80}, 0),
    ({**CHANGE, "Quantity": 80, "AllowAssetRefund": True}, -20),
    ({**CHANGE, "SubscriptionPricing": "Percent Of Total"}, 130),
    ({**CHANGE, "SubscriptionPricing": "Percent Of Total", "Quantity": 80}, -20),
    ({**CHANGE, **FIXED, "PricingMethod": "Block"}, 1),
    ({**CHANGE, **FIXED, "PricingMethod": "Block", "Quantity": 100}, 0),
    ({**FIXED, "Quantity": 7, "DiscountScheduleType": "Slab"}, 1),
    ({"NetPrice": 1}, None),
]


@pytest.fixture(scope="module")
def lines() -> Iterator[Org]:
    """An org with a quote line for each way to count."""
    rows = [line(f"L{number}", **fields) for number, (fields, _) in enumerate(EFFECTIVE)]
    with opened(seed_of(ACCOUNT, QUOTE, *rows)) as org:
        yield org


@pytest.mark.parametrize("number", range(len(EFFECTIVE)))
def test_the_effective_quantity_is_what_a_line_adds(lines: Org, number: int) -> None:
    key = record_id("SBQQ__QuoteLine__c", f"L{number}")
    row = exact(lines.get(f"/sobjects/SBQQ__QuoteLine__c/{key}"))
    assert row["SBQQ__EffectiveQuantity__c"] == EFFECTIVE[number][1]


def test_conditions_and_functions_use_what_is_computed(lines: Org) -> None:
    field = "SBQQ__EffectiveQuantity__c"
    rows = lines.rows(f"SELECT SUM({field}) total FROM SBQQ__QuoteLine__c WHERE {field} < 0")
    assert rows == [{"total": Decimal(-60)}]


@pytest.mark.parametrize(
    ("fields", "total"),
    [
        ({"Quantity": 3, "NetPrice": "10.25"}, "30.75"),
        ({"Quantity": "0.5", "NetPrice": "0.05"}, "0.03"),
        ({**CHANGE, **FIXED, "NetPrice": "749.32"}, "22479.60"),
        ({"Quantity": 3, "NetPrice": "10.25", "Renewal": True}, "0"),
        ({"Quantity": 3, "NetPrice": "1", "Renewal": True, "PriorQuantity": 0}, "3"),
        ({"Quantity": 3, "NetPrice": "10.25", "NetTotal": "31.00"}, "31.00"),
        ({"Quantity": 3, "NetPrice": "10", "EffectiveQuantity": 2}, "20"),
        ({"Quantity": 3}, None),
    ],
)
def test_the_net_total_is_price_times_effective_quantity(
    fields: dict[str, object], total: str | None
) -> None:
    with opened(seed_of(ACCOUNT, QUOTE, line("L", **fields))) as org:
        (found,) = org.column("SELECT SBQQ__NetTotal__c FROM SBQQ__QuoteLine__c")
        assert found == (None if total is None else Decimal(total))


def test_an_order_sums_its_items_at_the_moment_of_asking() -> None:
    order = {"type": "Order", "key": "O", "AccountId": "@A", "Status": "Draft"}
    given = item("I2", Quantity=1, UnitPrice=5, TotalPrice="7.00")
    termed = item("I3", Quantity=1, UnitPrice=5, PricingTermCount=3)
    with opened(seed_of(ACCOUNT, order, item("I1", Quantity=2, UnitPrice="1.255"))) as org:
        (before,) = org.rows("SELECT TotalAmount, SystemModstamp FROM Order")
        assert before["TotalAmount"] == Decimal("2.51")
        org.clock.advance(60)
        org.arrive(given, termed)
        prices = org.column("SELECT TotalPrice FROM OrderItem ORDER BY OrderItemNumber")
        assert prices == [Decimal("2.51"), Decimal(7), None]
        (after,) = org.rows("SELECT TotalAmount, SystemModstamp FROM Order")
        assert after == {**before, "TotalAmount": Decimal("9.51")}
        org.call("DELETE", f"/sobjects/OrderItem/{record_id('OrderItem', 'I1')}")
        assert org.column("SELECT TotalAmount FROM Order") == [Decimal(7)]


def test_a_total_that_the_seed_gives_stands_over_the_items() -> None:
    order: dict[str, Any] = {"type": "Order", "key": "O", "AccountId": "@A", "TotalAmount": "1.00"}
    with opened(seed_of(ACCOUNT, order, item("I", Quantity=2, UnitPrice=3))) as org:
        assert org.column("SELECT TotalAmount FROM Order") == [Decimal(1)]


def test_an_order_without_items_is_worth_nothing() -> None:
    with opened(seed_of(ACCOUNT, {"type": "Order", "key": "O", "AccountId": "@A"})) as org:
        assert org.column("SELECT TotalAmount FROM Order") == [Decimal(0)]


def test_a_subscription_has_its_own_dates_or_those_of_its_contract() -> None:
    contract = {
        "type": "Contract",
        "key": "C",
        "AccountId": "@A",
        "StartDate": "2026-01-01",
        "EndDate": "2026-12-31",
    }
    whole = {"type": "SBQQ__Subscription__c", "key": "S1", "SBQQ__Contract__c": "@C"}
    own = {
        **whole,
        "key": "S2",
        "SBQQ__SubscriptionStartDate__c": "2026-07-01",
        "SBQQ__SubscriptionEndDate__c": "2026-09-30",
    }
    alone = {"type": "SBQQ__Subscription__c", "key": "S3"}
    with opened(seed_of(ACCOUNT, contract, whole, own, alone)) as org:
        query = (
            "SELECT SBQQ__StartDate__c, SBQQ__EndDate__c FROM SBQQ__Subscription__c ORDER BY Name"
        )
        assert [list(row.values()) for row in org.rows(query)] == [
            ["2026-01-01", "2026-12-31"],
            ["2026-07-01", "2026-09-30"],
            [None, None],
        ]
        org.arrive({"type": "Contract", "key": "C", "EndDate": "2027-12-31"})
        assert org.rows(query)[0]["SBQQ__EndDate__c"] == "2027-12-31"
