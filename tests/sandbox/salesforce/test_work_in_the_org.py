"""People work in the org while the bridge reads it: records arrive in the form of a seed."""

from bridge.sandbox.ids import record_id
from tests.sandbox.salesforce.client import NOON, Org

ITEM = {
    "type": "OrderItem",
    "key": "OI-NEW",
    "OrderId": "@O-NEW",
    "Product2Id": "@P-ENT",
    "TotalPrice": "12.34",
}
ORDER = {
    "type": "Order",
    "key": "O-NEW",
    "AccountId": "@ACME",
    "Status": "Draft",
    "CurrencyIsoCode": "EUR",
}


def test_an_order_arrives_and_refers_to_what_was_there(org: Org) -> None:
    org.clock.advance(600)
    answer = org.arrive(ITEM, ORDER)
    assert answer.json()["records"][1]["id"] == record_id("Order", "O-NEW")
    (row,) = org.rows(
        "SELECT TotalPrice, CurrencyIsoCode, Product2.ProductCode, Order.Account.Name"
        " FROM OrderItem WHERE SystemModstamp >= 2026-06-01T12:10:00Z"
    )
    assert str(row["TotalPrice"]) == "12.34"
    assert row["CurrencyIsoCode"] == "EUR"
    assert row["Product2"]["ProductCode"] == "ENT"
    assert row["Order"]["Account"]["Name"] == "ACME Corp"


def test_a_record_that_is_there_is_updated(org: Org) -> None:
    org.arrive({"type": "Order", "key": "O-B1", "Status": "Draft"})
    (row,) = org.rows("SELECT Type, SystemModstamp FROM Order WHERE StatusCode = 'Draft'")
    assert row["Type"] == "Amendment"
    assert row["SystemModstamp"] >= NOON.strftime("%Y-%m-%dT%H:%M")


def test_a_row_can_come_to_light_with_an_older_stamp(org: Org) -> None:
    org.arrive({**ORDER, "SystemModstamp": "2026-06-01T11:55:00Z"})
    stamps = org.column("SELECT SystemModstamp FROM Order WHERE Status = 'Draft'")
    assert stamps == ["2026-06-01T11:55:00.000+0000"]
    org.arrive({**ORDER, "PoNumber": "7", "SystemModstamp": "2026-06-01T11:56:00Z"})
    stamps = org.column("SELECT SystemModstamp FROM Order WHERE PoNumber = '7'")
    assert stamps == ["2026-06-01T11:56:00.000+0000"]


def test_what_does_not_fit_is_named_and_nothing_is_saved(org: Org) -> None:
    answer = org.arrive(ORDER, {**ITEM, "Totl": 1}, {"type": "Ordr", "key": "X"})
    assert answer.status_code == 400
    assert answer.json()["error"] == [
        "request, record 2 (OrderItem OI-NEW), field Totl: unknown to this object of a running org",
        "request, record 3 (Ordr X): this org has no object Ordr",
    ]
    wrong = org.arrive(ORDER, {**ITEM, "TotalPrice": "much"})
    assert wrong.status_code == 400
    assert org.arrive({**ITEM, "OrderId": "@GONE"}).status_code == 400
    assert org.column("SELECT Id FROM Order WHERE Status = 'Draft'") == []
