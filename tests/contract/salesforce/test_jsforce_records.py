"""jsforce writes and reads records on the org, one by one and many at once."""

from collections.abc import Mapping
from typing import Any

import pytest

Told = Mapping[str, Mapping[str, Any]]


@pytest.fixture
def records(jsforce: Mapping[str, Told]) -> Told:
    return jsforce["records"]


def test_it_creates_changes_reads_and_deletes_a_record(records: Told) -> None:
    told = records["oneByOne"]["value"]
    key = told["made"]["id"]
    assert told["made"] == {"id": key, "success": True, "errors": []}
    assert told["changed"]["success"] is True
    assert (told["read"]["Id"], told["read"]["Name"]) == (key, "Second")
    assert told["read"]["attributes"]["type"] == "Account"
    assert told["after"] == {"name": "ENTITY_IS_DELETED", "errorCode": "ENTITY_IS_DELETED"}


def test_it_reads_named_fields_by_an_id_of_fifteen_characters(records: Told) -> None:
    told = records["oneByOne"]["value"]
    assert set(told["short"]) == {"attributes", "Id", "Name"}
    assert told["short"]["Id"] == told["made"]["id"]


def test_it_works_on_collections(records: Told) -> None:
    told = records["collections"]["value"]
    for results in (told["made"], told["changed"], told["gone"]):
        assert [(one["id"], one["success"]) for one in results] == [
            (key, True) for key in told["ids"]
        ]
    assert [one and (one["Name"], one["Description"]) for one in told["read"]] == [
        ("One", "both"),
        ("Two", "both"),
        ("Three", "both"),
        None,
    ]


def test_it_parts_more_than_two_hundred_records_into_several_calls(records: Told) -> None:
    assert records["moreThanTwoHundred"]["value"] == [201, 201]


def test_it_learns_which_records_of_a_collection_were_turned_down(records: Told) -> None:
    good, *wrong = records["someOfThemWrong"]["value"]
    assert good["success"] is True
    assert [one["success"] for one in wrong] == [False, False]
    assert [one["errors"][0]["statusCode"] for one in wrong] == [
        "INVALID_FIELD",
        "REQUIRED_FIELD_MISSING",
    ]
    assert wrong[1]["errors"][0]["fields"] == ["Name"]


def test_it_has_all_records_of_a_collection_or_none(records: Told) -> None:
    told = records["allOrNone"]["value"]
    assert told["found"] == 0
    assert [one["errors"][0]["statusCode"] for one in told["results"]] == [
        "ALL_OR_NONE_OPERATION_ROLLED_BACK",
        "INVALID_FIELD",
    ]


def test_it_upserts_by_an_external_id(records: Told) -> None:
    told = records["upsertOne"]["value"]
    assert [told[name]["created"] for name in ("first", "second", "again")] == [True, True, False]
    assert told["again"]["id"] == told["second"]["id"] != told["first"]["id"]


def test_it_upserts_many_by_an_external_id(records: Told) -> None:
    told = records["upsertMany"]["value"]
    made, wrong = told["first"]
    (again,) = told["again"]
    assert (made["success"], made["created"]) == (True, True)
    assert wrong["errors"][0]["statusCode"] == "INVALID_FIELD"
    assert (again["id"], again["created"]) == (made["id"], False)


def test_it_puts_several_calls_into_one(records: Told) -> None:
    made, read = records["composite"]["value"]
    assert (made["httpStatusCode"], read["httpStatusCode"]) == (201, 200)
    assert made["httpHeaders"]["Location"].startswith("/services/data/v67.0/sobjects/Account/001")
    assert read["name"] == "Of one call"
    assert records["batch"]["value"] == {"hasErrors": True, "statuses": [200, 404]}
    tree = records["tree"]["value"]
    assert (tree["hasErrors"], tree["results"][0]["referenceId"]) == (False, "a")


@pytest.mark.parametrize(
    ("check", "code"),
    [
        ("notFound", "NOT_FOUND"),
        ("unknownField", "INVALID_FIELD"),
        ("missingField", "REQUIRED_FIELD_MISSING"),
        ("malformedId", "MALFORMED_ID"),
    ],
)
def test_it_understands_why_a_record_is_turned_down(records: Told, check: str, code: str) -> None:
    assert records[check]["refused"]["name"] == code
