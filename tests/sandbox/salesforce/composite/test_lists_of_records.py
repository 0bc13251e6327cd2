"""Up to 200 records in one call, and several calls in one."""

import pytest

from bridge.sandbox.ids import record_id
from bridge.sandbox.journal import Change
from tests.sandbox.salesforce.client import Org, error_of, opened, seed_of

O_B0 = record_id("Order", "O-B0")
O_B1 = record_id("Order", "O-B1")


def order(identifier: str, **fields: object) -> dict[str, object]:
    return {"attributes": {"type": "Order"}, "id": identifier, **fields}


def write_back(org: Org, *records: object, all_or_none: bool = False) -> list[dict[str, object]]:
    body = {"allOrNone": all_or_none, "records": list(records)}
    answer = org.call("PATCH", "/composite/sobjects", json=body)
    assert answer.status_code == 200, answer.text
    results: list[dict[str, object]] = answer.json()
    return results


def statuses(org: Org) -> list[object]:
    return org.column("SELECT Bridge_Status__c FROM Order ORDER BY EffectiveDate")


def test_a_status_is_written_back_to_two_orders(org: Org) -> None:
    results = write_back(
        org,
        order(O_B0, Bridge_Status__c="acknowledged", Bridge_NetSuite_Ids__c="SO 17, SO 18"),
        order(O_B1[:15], Bridge_Status__c="flagged"),
    )
    assert results == [
        {"id": O_B0, "success": True, "errors": []},
        {"id": O_B1[:15], "success": True, "errors": []},
    ]
    assert statuses(org) == ["acknowledged", "flagged"]
    (row,) = org.rows(f"SELECT Bridge_NetSuite_Ids__c FROM Order WHERE Id = '{O_B0}'")
    assert row == {"Bridge_NetSuite_Ids__c": "SO 17, SO 18"}


def test_each_record_has_its_own_result(org: Org) -> None:
    results = write_back(
        org,
        order(O_B0, Bridge_Status__c="x" * 41),
        order(O_B1, Bridge_Status__c="posted"),
        order(O_B1, Nonsense__c="x"),
        order(O_B1, TotalAmount=1),
        order(record_id("Order", "missing"), Bridge_Status__c="posted"),
        {"attributes": {"type": "Nothing"}, "id": O_B0},
        {"id": O_B0},
        order(O_B0, SBQQ__Quote__c=record_id("SBQQ__Quote__c", "missing")),
        order(O_B0, SBQQ__Quote__c=O_B1),
        order(O_B0, EffectiveDate="soon"),
        order(O_B0, EffectiveDate=None),
    )
    assert [_code(result) for result in results] == [
        "STRING_TOO_LONG",
        None,
        "INVALID_FIELD",
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        "INVALID_CROSS_REFERENCE_KEY",
        "INVALID_TYPE",
        "INVALID_TYPE",
        "INVALID_CROSS_REFERENCE_KEY",
        "INVALID_CROSS_REFERENCE_KEY",
        "JSON_PARSER_ERROR",
        "REQUIRED_FIELD_MISSING",
    ]
    assert statuses(org) == [None, "posted"]


def test_all_or_none_undoes_what_was_good(org: Org) -> None:
    results = write_back(
        org,
        order(O_B0, Bridge_Status__c="posted"),
        order(O_B1, Bridge_Status__c="x" * 41),
        all_or_none=True,
    )
    assert [_code(result) for result in results] == [
        "ALL_OR_NONE_OPERATION_ROLLED_BACK",
        "STRING_TOO_LONG",
    ]
    assert statuses(org) == [None, None]
    assert org.journal.effects() == ()


def test_the_journal_tells_a_change_from_a_repetition(org: Org) -> None:
    write_back(org, order(O_B0, Bridge_Status__c="posted"))
    write_back(org, order(O_B0, Bridge_Status__c="posted"))
    changes = org.journal.effects(Change.UPDATED, Change.UNCHANGED)
    assert [effect.change for effect in changes] == [Change.UPDATED, Change.UNCHANGED]
    assert {effect.id for effect in changes} == {O_B0}


def test_a_fault_fails_every_second_record(org: Org) -> None:
    org.strike(fault="fail_rows", times=1)
    records = (order(O_B0, Bridge_Status__c="posted"), order(O_B1, Bridge_Status__c="posted"))
    assert [_code(result) for result in write_back(org, *records)] == [None, "UNABLE_TO_LOCK_ROW"]
    assert [_code(result) for result in write_back(org, *records)] == [None, None]


def test_201_records_are_too_many(org: Org) -> None:
    body = {"records": [order(O_B0)] * 201}
    answer = org.call("PATCH", "/composite/sobjects", json=body)
    assert error_of(answer) == (400, "EXCEEDED_ID_LIMIT")


def test_records_are_created_and_deleted_in_lists() -> None:
    with opened(seed_of()) as org:
        new = [{"attributes": {"type": "Account"}, "Name": name} for name in ("A", "B")]
        made = org.call("POST", "/composite/sobjects", json={"records": new}).json()
        assert [result["success"] for result in made] == [True, True]
        ids = ",".join(result["id"] for result in made)
        gone = org.call("DELETE", "/composite/sobjects", params={"ids": f"{ids},nonsense"}).json()
        assert [result["success"] for result in gone] == [True, True, False]
        assert org.rows("SELECT Id FROM Account") == []


def test_results_of_earlier_calls_are_used_in_later_ones(org: Org) -> None:
    calls = [
        {
            "method": "POST",
            "url": "/services/data/v68.0/sobjects/Account",
            "referenceId": "made",
            "body": {"Name": "Second Corp"},
        },
        {
            "method": "PATCH",
            "url": f"/services/data/v68.0/sobjects/Order/{O_B1}",
            "referenceId": "moved",
            "body": {"AccountId": "@{made.id}"},
        },
        {
            "method": "GET",
            "url": "/services/data/v68.0/query?q=SELECT+Id+FROM+Order+WHERE+AccountId='@{made.id}'",
            "referenceId": "asked",
        },
    ]
    body = {"allOrNone": True, "compositeRequest": calls}
    answers = org.call("POST", "/composite", json=body).json()["compositeResponse"]
    assert [answer["httpStatusCode"] for answer in answers] == [201, 204, 200]
    assert answers[2]["body"]["records"][0]["Id"] == O_B1


def test_one_failure_in_a_composite_can_undo_all(org: Org) -> None:
    url = f"/services/data/v68.0/sobjects/Order/{O_B0}"
    calls = [
        {"method": "PATCH", "url": url, "referenceId": "a", "body": {"Bridge_Status__c": "posted"}},
        {"method": "PATCH", "url": url, "referenceId": "b", "body": {"Nonsense": 1}},
    ]
    body = {"allOrNone": True, "compositeRequest": calls}
    answers = org.call("POST", "/composite", json=body).json()["compositeResponse"]
    assert [answer["body"][0]["errorCode"] for answer in answers] == [
        "PROCESSING_HALTED",
        "INVALID_FIELD",
    ]
    assert statuses(org) == [None, None]


@pytest.mark.parametrize(
    "url",
    [
        "/services/data/v68.0/composite",
        "/services/oauth2/token",
        "/services/data/v68.0/sobjects/Order/@{gone.id}",
        "/services/data/v68.0/sobjects/Order/@{first.errors}",
    ],
)
def test_a_call_that_cannot_be_made_inside_another_is_refused_alone(org: Org, url: str) -> None:
    account = {"method": "POST", "url": "/services/data/v68.0/sobjects/Account"}
    calls = [
        {**account, "referenceId": "first", "body": {"Name": "A"}},
        {"method": "GET", "url": url, "referenceId": "second"},
    ]
    answers = org.call("POST", "/composite", json={"compositeRequest": calls}).json()
    statuses = [answer["httpStatusCode"] for answer in answers["compositeResponse"]]
    assert statuses == [201, 400]


def test_a_call_without_a_method_refuses_the_whole(org: Org) -> None:
    body = {"compositeRequest": [{"url": "/x", "referenceId": "a"}]}
    assert error_of(org.call("POST", "/composite", json=body)) == (400, "INVALID_INPUT")


def test_earlier_results_are_reached_into_by_name_and_number(org: Org) -> None:
    base = "/services/data/v68.0"
    calls = [
        {
            "method": "GET",
            "url": f"{base}/query?q=SELECT+Id+FROM+Order+ORDER+BY+EffectiveDate",
            "referenceId": "orders",
        },
        {
            "method": "PATCH",
            "url": f"{base}/composite/sobjects",
            "referenceId": "written",
            "body": {"records": [order("@{orders.records[1].Id}", Bridge_Status__c="posted")]},
        },
    ]
    org.call("POST", "/composite", json={"compositeRequest": calls})
    assert statuses(org) == [None, "posted"]


def test_26_calls_in_one_are_too_many(org: Org) -> None:
    one = {"method": "GET", "url": "/services/data/v68.0/limits", "referenceId": "a"}
    answer = org.call("POST", "/composite", json={"compositeRequest": [one] * 26})
    assert answer.status_code == 400


def _code(result: dict[str, object]) -> object:
    errors = result["errors"]
    assert isinstance(errors, list)
    assert result["success"] is not bool(errors)
    return errors[0]["statusCode"] if errors else None
