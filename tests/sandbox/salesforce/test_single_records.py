"""One record: read, create, change, upsert, delete."""

from decimal import Decimal

import pytest

from bridge.sandbox.ids import record_id
from tests.sandbox.salesforce.client import Org, error_of, exact, opened, seed_of

ACME = record_id("Account", "ACME")
O_B1 = record_id("Order", "O-B1")
OI_B1 = record_id("OrderItem", "OI-B1")


def test_a_record_is_read_whole_by_either_form_of_its_id(org: Org) -> None:
    whole = exact(org.get(f"/sobjects/OrderItem/{OI_B1}"))
    assert whole == exact(org.get(f"/sobjects/OrderItem/{OI_B1[:15]}"))
    assert whole["UnitPrice"] == Decimal("749.32")
    assert whole["attributes"]["url"] == f"/services/data/v68.0/sobjects/OrderItem/{OI_B1}"


def test_only_the_fields_asked_for_are_read(org: Org) -> None:
    answer = org.get(f"/sobjects/Order/{O_B1}", params={"fields": "Type,TotalAmount"})
    row = exact(answer)
    assert set(row) == {"attributes", "Id", "Type", "TotalAmount"}
    answer = org.get(f"/sobjects/Order/{O_B1}", params={"fields": "Nothing"})
    assert error_of(answer) == (400, "INVALID_FIELD")


@pytest.mark.parametrize(
    "path",
    [
        f"/sobjects/Order/{record_id('Order', 'missing')}",
        "/sobjects/Nothing/001000000000000",
        "/sobjects/Order/abc",
        "/nothing",
    ],
)
def test_what_is_not_there_is_404(org: Org, path: str) -> None:
    assert error_of(org.get(path)) == (404, "NOT_FOUND")


def test_a_created_order_gets_id_number_and_times(org: Org) -> None:
    body = {"AccountId": ACME, "EffectiveDate": "2026-06-01", "Status": "Draft", "PoNumber": "7"}
    answer = org.call("POST", "/sobjects/Order", json=body)
    assert answer.status_code == 201
    made = answer.json()
    assert made["success"] is True
    assert made["id"].startswith("801")
    (row,) = org.rows(
        "SELECT OrderNumber, StatusCode, CreatedDate, SystemModstamp, IsDeleted, CurrencyIsoCode"
        f" FROM Order WHERE Id = '{made['id']}'"
    )
    assert row["OrderNumber"] == "00000003"
    assert row["StatusCode"] == "Draft"
    assert row["CreatedDate"] == row["SystemModstamp"]
    assert row["CreatedDate"].startswith("2026-06-01T12:00:0")
    assert row["IsDeleted"] is False
    assert row["CurrencyIsoCode"] == "USD"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"AccountId": ACME, "Status": "Draft"}, "REQUIRED_FIELD_MISSING"),
        ({"Nothing__c": 1}, "INVALID_FIELD"),
        ({"OrderNumber": "1"}, "INVALID_FIELD_FOR_INSERT_UPDATE"),
        ({"AccountId": "xyz"}, "MALFORMED_ID"),
        ({"AccountId": O_B1}, "INVALID_CROSS_REFERENCE_KEY"),
        ({"AccountId": 5}, "JSON_PARSER_ERROR"),
        ({"EffectiveDate": "2026-02-30"}, "JSON_PARSER_ERROR"),
        ({"SBQQ__Contracted__c": "maybe"}, "JSON_PARSER_ERROR"),
        ({"SBQQ__RenewalTerm__c": "twelve"}, "JSON_PARSER_ERROR"),
        ({"AppliedDiscount": "1e30"}, "NUMBER_OUTSIDE_VALID_RANGE"),
        ({"PoNumber": "x" * 81}, "STRING_TOO_LONG"),
        (["no object"], "JSON_PARSER_ERROR"),
    ],
)
def test_what_cannot_be_stored_is_refused_by_name(org: Org, body: object, code: str) -> None:
    assert error_of(org.call("POST", "/sobjects/Order", json=body)) == (400, code)


def test_a_change_moves_the_stamp_even_if_nothing_changed(org: Org) -> None:
    select = f"SELECT SystemModstamp FROM Order WHERE Id = '{O_B1}'"
    assert org.column(select) == ["2026-06-01T11:00:00.000+0000"]
    answer = org.call("PATCH", f"/sobjects/Order/{O_B1}", json={"Type": "Amendment"})
    assert (answer.status_code, answer.text) == (204, "")
    assert org.column(select)[0].startswith("2026-06-01T12:00:0")


def test_activating_an_order_moves_its_status_code(org: Org) -> None:
    select = f"SELECT StatusCode FROM Order WHERE Id = '{O_B1}'"
    org.call("PATCH", f"/sobjects/Order/{O_B1}", json={"Status": "Draft"})
    assert org.column(select) == ["Draft"]
    org.call("PATCH", f"/sobjects/Order/{O_B1}", json={"Status": "Activated"})
    assert org.column(select) == ["Activated"]


def test_the_id_is_not_a_field_to_be_changed(org: Org) -> None:
    answer = org.call("PATCH", f"/sobjects/Order/{O_B1}", json={"Id": O_B1})
    assert error_of(answer) == (400, "INVALID_FIELD")


def test_a_deleted_record_is_gone_and_takes_its_parts_along(org: Org) -> None:
    assert org.call("DELETE", f"/sobjects/Order/{O_B1}").status_code == 204
    assert error_of(org.get(f"/sobjects/Order/{O_B1}")) == (404, "ENTITY_IS_DELETED")
    assert error_of(org.call("DELETE", f"/sobjects/Order/{O_B1}")) == (404, "ENTITY_IS_DELETED")
    select = f"SELECT IsDeleted, SystemModstamp FROM OrderItem WHERE Id = '{OI_B1}'"
    assert org.rows(select) == []
    (row,) = org.rows(select, "queryAll")
    assert row["IsDeleted"] is True
    assert row["SystemModstamp"] > "2026-06-01T12:00"


def test_upsert_creates_then_changes_then_finds_several(org: Org) -> None:
    path = "/sobjects/SBQQ__Quote__c/SBQQ__Key__c/K%2F1"
    made = org.call("PATCH", path, json={"SBQQ__Type__c": "Quote"})
    assert (made.status_code, made.json()["created"]) == (201, True)
    again = org.call("PATCH", path, json={"SBQQ__Type__c": "Renewal"})
    assert (again.status_code, again.json()["created"]) == (200, False)
    assert again.json()["id"] == made.json()["id"]
    assert org.get(path).json()["SBQQ__Type__c"] == "Renewal"
    org.call("POST", "/sobjects/SBQQ__Quote__c", json={"SBQQ__Key__c": "K/1"})
    several = org.call("PATCH", path, json={"SBQQ__Type__c": "Quote"})
    assert several.status_code == 300
    assert len(several.json()) == 2


def test_upsert_is_journalled_under_its_external_id(org: Org) -> None:
    org.call("PATCH", "/sobjects/SBQQ__Quote__c/SBQQ__Key__c/K9", json={})
    assert [effect.external_id for effect in org.journal.effects()] == ["K9"]


def test_upsert_by_the_id_itself_changes_but_never_creates(org: Org) -> None:
    found = org.call("PATCH", f"/sobjects/Order/Id/{O_B1}", json={"PoNumber": "8"})
    assert (found.status_code, found.json()["created"]) == (200, False)
    missing = record_id("Order", "missing")
    answer = org.call("PATCH", f"/sobjects/Order/Id/{missing}", json={"PoNumber": "8"})
    assert error_of(answer) == (404, "NOT_FOUND")


def test_upsert_can_be_told_to_change_only(org: Org) -> None:
    path = "/sobjects/SBQQ__Quote__c/SBQQ__Key__c/K2?updateOnly=true"
    assert error_of(org.call("PATCH", path, json={})) == (404, "NOT_FOUND")


def test_upsert_needs_an_external_id_field(org: Org) -> None:
    answer = org.call("PATCH", "/sobjects/Order/PoNumber/7", json={})
    assert error_of(answer) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("PUT", f"/sobjects/Order/{O_B1}", 405),
        ("POST", "/query", 405),
        ("DELETE", "/limits", 405),
    ],
)
def test_a_wrong_method_is_405(org: Org, method: str, path: str, status: int) -> None:
    answer = org.call(method, path, json={})
    assert error_of(answer) == (status, "METHOD_NOT_ALLOWED")


def test_a_body_must_be_json(org: Org) -> None:
    broken = org.call(
        "POST", "/sobjects/Account", data="{", headers={"Content-Type": "application/json"}
    )
    assert error_of(broken) == (400, "JSON_PARSER_ERROR")
    form = org.call("POST", "/sobjects/Account", data={"Name": "A"})
    assert error_of(form) == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_an_address_is_shown_put_together() -> None:
    account = {"type": "Account", "key": "A", "Name": "A", "BillingCity": "Bonn"}
    with opened(seed_of(account)) as org:
        (row,) = org.rows("SELECT BillingAddress, ShippingAddress FROM Account")
        assert row["BillingAddress"]["city"] == "Bonn"
        assert row["ShippingAddress"] is None
