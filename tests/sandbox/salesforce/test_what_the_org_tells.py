"""What the org tells of itself: objects, fields, limits, settings, headers."""

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from bridge.sandbox.ids import record_id
from tests.sandbox.salesforce.client import NOON, Org, error_of, opened, seed_of


def fields_of(org: Org, name: str) -> dict[str, dict[str, Any]]:
    described = org.get(f"/sobjects/{name}/describe").json()
    return {field["name"]: field for field in described["fields"]}


def test_every_listed_object_can_be_described(shared_org: Org) -> None:
    listed = shared_org.get("/sobjects").json()["sobjects"]
    names = {summary["name"] for summary in listed}
    assert names >= {"Order", "OrderItem", "SBQQ__Subscription__c", "AssetStatePeriod", "User"}
    for name in names:
        fields = fields_of(shared_org, name)
        assert fields["Id"]["type"] == "id"
        assert {"IsDeleted", "CreatedDate", "LastModifiedDate", "SystemModstamp"} <= set(fields)


def test_the_prefixes_of_objects_are_distinct(shared_org: Org) -> None:
    listed = shared_org.get("/sobjects").json()["sobjects"]
    assert len({summary["keyPrefix"] for summary in listed}) == len(listed)


def test_fields_are_described_with_type_and_size(shared_org: Org) -> None:
    order, item = fields_of(shared_org, "Order"), fields_of(shared_org, "OrderItem")
    total = item["TotalPrice"]
    assert (total["type"], total["precision"], total["scale"]) == ("currency", 18, 2)
    assert total["updateable"] is False
    assert item["SBQQ__ProrateMultiplier__c"]["scale"] == 4
    assert item["SBQQ__ProrateMultiplier__c"]["custom"] is True
    assert item["Product2Id"]["referenceTo"] == ["Product2"]
    assert item["SBQQ__QuoteLine__c"]["relationshipName"] == "SBQQ__QuoteLine__r"
    assert order["EffectiveDate"]["nillable"] is False
    assert order["SBQQ__Contracted__c"]["defaultValue"] is False
    assert order["OrderNumber"]["autoNumber"] is True
    status, ids = order["Bridge_Status__c"], order["Bridge_NetSuite_Ids__c"]
    assert (status["type"], status["length"], status["updateable"]) == ("string", 40, True)
    assert (ids["type"], ids["length"], ids["updateable"]) == ("textarea", 1000, True)
    quote = fields_of(shared_org, "SBQQ__QuoteLine__c")
    assert quote["SBQQ__NetTotal__c"]["calculated"] is True


def test_a_custom_field_of_a_seed_is_typed_by_its_values() -> None:
    seed = seed_of(
        {"type": "Order", "key": "A", "Purpose__c": "Evaluation", "Parts__c": 7, "Empty__c": None},
        {"type": "Order", "key": "B", "Purpose__c": None, "Parts__c": 7.125, "Flag__c": True},
        {"type": "Order", "key": "C", "Essay__c": "x" * 300},
    )
    with opened(seed) as org:
        fields = fields_of(org, "Order")
        (value,) = org.column("SELECT Parts__c FROM Order WHERE Flag__c = true")
    assert fields["Purpose__c"]["type"] == "string"
    assert (fields["Parts__c"]["type"], fields["Parts__c"]["scale"]) == ("double", 3)
    assert fields["Flag__c"]["type"] == "boolean"
    assert fields["Essay__c"]["type"] == "textarea"
    assert fields["Empty__c"]["type"] == "string"
    assert str(value) == "7.125"


def test_currency_and_time_zone_of_the_org_can_be_asked_for() -> None:
    with opened(seed_of(currency="EUR", time_zone="Europe/Berlin")) as org:
        told = org.get("/connect/organization").json()
        assert told["features"] == {"multiCurrency": False, "defaultCurrencyIsoCode": "EUR"}
        assert org.column("SELECT TimeZoneSidKey FROM Organization") == ["Europe/Berlin"]
    with opened(seed_of(currency="EUR", multi_currency=True)) as org:
        corporate = "SELECT IsoCode FROM CurrencyType WHERE IsCorporate = true"
        assert org.column(corporate) == ["EUR"]


def test_items_take_the_currency_of_their_order_wherever_it_stands() -> None:
    seed = seed_of(
        {"type": "OrderItem", "key": "OI", "OrderId": "@O"},
        {"type": "Order", "key": "O", "CurrencyIsoCode": "EUR"},
        multi_currency=True,
    )
    with opened(seed) as org:
        assert org.column("SELECT CurrencyIsoCode FROM OrderItem") == ["EUR"]


def test_the_resources_and_each_object_tell_where_to_go_on(shared_org: Org) -> None:
    assert shared_org.get("/").json()["query"] == "/services/data/v68.0/query"
    told = shared_org.get("/sobjects/order").json()["objectDescribe"]
    assert told["urls"]["describe"] == "/services/data/v68.0/sobjects/Order/describe"


def test_every_answer_tells_the_orgs_time_and_quota() -> None:
    with opened(seed_of()) as org:
        org.clock.set(datetime(2026, 8, 1, 9, 0, tzinfo=UTC))
        org.sign_in()
        for path in ("/limits", "/nothing"):
            headers = org.get(path).headers
            told = parsedate_to_datetime(headers["Date"])
            assert (told - datetime(2026, 8, 1, 9, 0, tzinfo=UTC)).total_seconds() < 60
            assert headers["Sforce-Limit-Info"].startswith("api-usage=")
        limits = org.get("/limits").json()["DailyApiRequests"]
        assert limits == {"Max": 100_000, "Remaining": 100_000 - 3}


def test_the_daily_limit_refuses_until_a_day_has_passed() -> None:
    with opened(seed_of(daily_api_requests=2)) as org:
        assert [org.get("/limits").status_code for _ in range(2)] == [200, 200]
        assert error_of(org.get("/limits")) == (403, "REQUEST_LIMIT_EXCEEDED")
        assert org.get("/limits").headers["Sforce-Limit-Info"] == "api-usage=2/2"
        org.clock.advance(24 * 3600 + 60)
        org.sign_in()
        assert org.get("/limits").status_code == 200


def test_an_address_of_more_than_16384_bytes_is_414(shared_org: Org) -> None:
    def ask(count: int) -> int:
        ids = ",".join(f"'{record_id('Order', str(number))}'" for number in range(count))
        return shared_org.ask(f"SELECT Id FROM Order WHERE Id IN ({ids})").status_code

    assert ask(500) == 200
    assert ask(700) == 414


def test_a_version_that_is_not_out_yet_is_404(shared_org: Org) -> None:
    answer = shared_org.session.get(f"{shared_org.url}/services/data/v99.0/limits", timeout=5)
    assert error_of(answer) == (404, "NOT_FOUND")


def test_seeded_rows_are_stamped_an_hour_before_the_start(shared_org: Org) -> None:
    stamps = set(shared_org.column("SELECT SystemModstamp FROM OrderItem"))
    assert stamps == {"2026-06-01T11:00:00.000+0000"}
    assert NOON.hour == 12


def test_the_administration_shows_rows_as_they_are_stored() -> None:
    seed = seed_of(
        {"type": "Account", "key": "A", "Name": "A"},
        {"type": "Order", "key": "O", "TotalAmount": "1.10"},
        hidden_fields=["Order.TotalAmount"],
    )
    with opened(seed) as org:
        url = f"{org.url}/_sandbox/records"
        rows = org.session.get(url, params={"type": "Order"}, timeout=5).json()
        assert [row["TotalAmount"] for row in rows["Order"]] == [1.1]
        everything = org.session.get(url, timeout=5).json()
        assert set(everything) == {"Account", "Order", "Organization", "User"}
        assert json.dumps(everything)
