"""Reading and upserting many records of one object in a call."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.sandbox.salesforce.client import Org, accounts, error_of, opened, seed_of

PATH = "/composite/sobjects/Account"
NUMBER = "Account.Number__c"
MISSING = "001000000000000AAA"


@pytest.fixture
def org() -> Iterator[Org]:
    """An org with three accounts and an external id of its own."""
    with opened(seed_of(*accounts(3), external_id_fields=[NUMBER])) as fresh:
        yield fresh


def upsert(org: Org, *records: dict[str, object], **body: object) -> list[dict[str, Any]]:
    typed = [{"attributes": {"type": "Account"}, **record} for record in records]
    answer = org.call("PATCH", f"{PATH}/Number__c", json={"records": typed, **body})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = json.loads(answer.text)
    return found


def code(result: dict[str, Any]) -> str:
    (error,) = result["errors"]
    return str(error["statusCode"])


def test_records_are_read_in_the_order_of_their_ids_and_null_for_each_missing(org: Org) -> None:
    first, second, third = org.column("SELECT Id FROM Account ORDER BY Name")
    ids = [third, MISSING, first[:15]]
    by_body = org.call("POST", PATH, json={"ids": ids, "fields": ["name"]}).json()
    assert [row and row["Name"] for row in by_body] == ["Account 00002", None, "Account 00000"]
    by_address = org.get(PATH, params={"ids": ",".join(ids), "fields": "Name"}).json()
    assert by_address == by_body
    org.call("DELETE", f"/sobjects/Account/{second}")
    assert org.get(PATH, params={"ids": second, "fields": "Id"}).json() == [None]


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"ids": [MISSING], "fields": ["Nothing"]}, "INVALID_FIELD"),
        ({"ids": [MISSING] * 2001, "fields": ["Id"]}, "EXCEEDED_ID_LIMIT"),
        ({"ids": MISSING, "fields": ["Id"]}, "JSON_PARSER_ERROR"),
        ({"ids": [MISSING]}, "JSON_PARSER_ERROR"),
    ],
)
def test_a_reading_that_cannot_be_done_is_refused(
    org: Org, body: dict[str, object], refused: str
) -> None:
    assert error_of(org.call("POST", PATH, json=body)) == (400, refused)


def test_each_record_is_created_or_changed(org: Org) -> None:
    (made,) = upsert(org, {"Number__c": "1", "Name": "First"})
    again, other = upsert(
        org, {"Number__c": "1", "Name": "Second"}, {"number__c": "2", "Name": "Other"}
    )
    assert list(made) == ["id", "success", "errors", "created"]
    assert (made["created"], again["created"], other["created"]) == (True, False, True)
    assert again["id"] == made["id"]
    assert org.column("SELECT Name FROM Account WHERE Number__c = '1'") == ["Second"]


def test_a_record_without_its_external_id_or_of_another_object_is_turned_down(org: Org) -> None:
    without, blank, of_other = upsert(
        org,
        {"Name": "A"},
        {"Name": "A", "Number__c": None},
        {"attributes": {"type": "Contact"}, "LastName": "A", "Number__c": "1"},
    )
    assert (code(without), code(blank), code(of_other)) == (
        "MISSING_ARGUMENT",
        "MISSING_ARGUMENT",
        "INVALID_TYPE",
    )


def test_an_external_id_of_several_records_is_turned_down(org: Org) -> None:
    for _ in range(2):
        org.call("POST", "/sobjects/Account", json={"Name": "Twin", "Number__c": "7"})
    (result,) = upsert(org, {"Number__c": "7", "Name": "Which"})
    assert code(result) == "DUPLICATE_EXTERNAL_ID"
    assert org.call("DELETE", "/sobjects/Account/Number__c/7").status_code == 300


def test_one_that_fails_undoes_the_others_when_asked_to(org: Org) -> None:
    results = upsert(
        org, {"Number__c": "1", "Name": "A"}, {"Number__c": "2", "Nothing": 1}, allOrNone=True
    )
    assert [code(result) for result in results] == [
        "ALL_OR_NONE_OPERATION_ROLLED_BACK",
        "INVALID_FIELD",
    ]
    assert org.column("SELECT Id FROM Account WHERE Number__c != null") == []


def test_a_record_is_deleted_by_its_external_id(org: Org) -> None:
    upsert(org, {"Number__c": "1", "Name": "A"})
    assert org.call("DELETE", "/sobjects/Account/Number__c/1").status_code == 204
    answer = org.call("DELETE", "/sobjects/Account/Number__c/1")
    assert error_of(answer) == (404, "NOT_FOUND")


def test_only_a_field_of_external_ids_finds_records(org: Org) -> None:
    answer = org.call("PATCH", f"{PATH}/Name", json={"records": []})
    assert error_of(answer) == (404, "NOT_FOUND")


def test_an_address_refers_to_an_earlier_result_also_when_it_is_escaped(org: Org) -> None:
    base = "/services/data/v68.0"
    new = {"method": "POST", "url": f"{base}/sobjects/Account", "referenceId": "A"}
    found = f"{base}/query?q=SELECT+Id+FROM+Account+WHERE+Id%3D%27%40%7BA.id%7D%27"
    requests = [
        {**new, "body": {"Name": "Found"}},
        {"method": "GET", "url": found, "referenceId": "B"},
    ]
    made, read = org.call("POST", "/composite", json={"compositeRequest": requests}).json()[
        "compositeResponse"
    ]
    assert [row["Id"] for row in read["body"]["records"]] == [made["body"]["id"]]


def test_what_is_rolled_back_has_no_address(org: Org) -> None:
    url = "/services/data/v68.0/sobjects/Account"
    requests = [
        {"method": "POST", "url": url, "referenceId": name, "body": body}
        for name, body in (("good", {"Name": "Gone"}), ("bad", {}))
    ]
    answer = org.call("POST", "/composite", json={"allOrNone": True, "compositeRequest": requests})
    assert [each["httpHeaders"] for each in answer.json()["compositeResponse"]] == [{}, {}]
