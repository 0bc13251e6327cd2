"""jsforce queries the org, page by page, and reads what it tells of itself."""

from collections.abc import Mapping
from typing import Any

import pytest

Told = Mapping[str, Mapping[str, Any]]
ALL = [f"Account {number:05d}" for number in range(450)]


@pytest.fixture
def queries(jsforce: Mapping[str, Told]) -> Told:
    return jsforce["queries"]


@pytest.fixture
def descriptions(jsforce: Mapping[str, Told]) -> Told:
    return jsforce["descriptions"]


def test_it_gets_the_page_size_that_it_asks_for(queries: Told) -> None:
    assert queries["onePage"]["value"] == {
        "totalSize": 450,
        "done": False,
        "more": True,
        "count": 200,
    }


def test_it_fetches_all_pages_in_order(queries: Told) -> None:
    assert queries["fetchedToTheEnd"]["value"] == {"done": True, "names": ALL}
    assert queries["pageByPage"]["value"] == [200, 200, 50]
    assert queries["asEvents"]["value"] == 450


def test_it_builds_queries_of_its_own(queries: Told) -> None:
    names = [row["Name"] for row in queries["built"]["value"]]
    assert names == ["Account 00005", "Account 00003"]


def test_it_reads_parents_and_children(queries: Told) -> None:
    rows = queries["parents"]["value"]
    assert {row["Order"]["Account"]["Name"] for row in rows} == {"ACME Corp"}
    assert [row["Product2"]["attributes"]["type"] for row in rows] == ["Product2", "Product2"]
    orders = queries["children"]["value"]
    assert [row["OrderItems"]["totalSize"] for row in orders] == [1, 1]
    quantities = [item["Quantity"] for row in orders for item in row["OrderItems"]["records"]]
    assert sorted(quantities) == [30, 100]


def test_it_counts(queries: Told) -> None:
    assert queries["counted"]["value"] == {"total": 450, "records": [], "many": 450}


def test_it_reads_the_recycle_bin_when_asked_to(queries: Told) -> None:
    assert queries["withTheRecycleBin"]["value"] == {"living": 0, "all": True}


@pytest.mark.parametrize(
    ("check", "code"),
    [
        ("expiredLocator", "INVALID_QUERY_LOCATOR"),
        ("unknownColumn", "INVALID_FIELD"),
        ("unknownObject", "INVALID_TYPE"),
        ("malformed", "MALFORMED_QUERY"),
    ],
)
def test_it_understands_why_a_query_is_turned_down(queries: Told, check: str, code: str) -> None:
    assert queries[check]["refused"]["name"] == code


def test_it_knows_who_it_is(descriptions: Told) -> None:
    told = descriptions["identity"]["value"]
    assert (told["username"], told["same"]) == ("bridge@example.com", True)
    assert (told["user_id"][:3], told["organization_id"][:3]) == ("005", "00D")
    assert descriptions["identityWithoutLogin"]["value"] == "bridge@example.com"


def test_it_reads_the_objects_and_their_fields(descriptions: Told) -> None:
    told = descriptions["objects"]["value"]
    assert (told["maxBatchSize"], told["encoding"]) == (200, "UTF-8")
    assert told["account"]["keyPrefix"] == "001"
    order = descriptions["order"]["value"]
    assert order["keyPrefix"] == "801"
    assert order["status"]["type"] == "picklist"
    assert order["items"]["relationshipName"] == "OrderItems"
    assert "Bridge_Status__c" in order["names"]
    assert descriptions["describedByTheObject"]["value"] == "OrderItem"


def test_it_reads_limits_and_what_is_used_of_them(descriptions: Told) -> None:
    told = descriptions["limits"]["value"]
    assert (told["Max"], told["told"]["limit"]) == (100_000, 100_000)
    assert told["Remaining"] + told["told"]["used"] == 100_000


def test_it_reads_what_changed_and_what_was_deleted(descriptions: Told) -> None:
    told = descriptions["updated"]["value"]
    assert told == {"count": 2, "latestDateCovered": "2026-06-01T12:00:00.000+0000"}
    assert descriptions["deleted"]["value"]["deletedRecords"] == []


def test_it_reads_versions_resources_and_recent_records(descriptions: Told) -> None:
    versions = descriptions["versions"]["value"]
    assert {f"{number}.0" for number in range(50, 68)} <= set(versions)
    assert {"sobjects", "query", "identity"} <= set(descriptions["resources"]["value"])
    assert descriptions["recent"]["value"] == {"all": [], "ofOne": []}


@pytest.mark.parametrize("check", ["unknownObject", "unknownResource", "unknownVersion"])
def test_it_understands_what_is_not_there(descriptions: Told, check: str) -> None:
    assert descriptions[check]["refused"]["name"] == "NOT_FOUND"
