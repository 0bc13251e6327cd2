"""jsforce moves many rows by Bulk API 2.0."""

from collections.abc import Mapping
from typing import Any

import pytest

Told = Mapping[str, Mapping[str, Any]]


@pytest.fixture
def bulk(jsforce: Mapping[str, Told]) -> Told:
    return jsforce["bulk"]


def test_it_reads_all_rows_of_a_query_job(bulk: Told) -> None:
    rows = bulk["query"]["value"]
    assert [row["Name"] for row in rows] == [f"Account {number:05d}" for number in range(450)]
    assert {row["AnnualRevenue"] for row in rows} == {""}


def test_it_reads_the_recycle_bin_by_a_job(bulk: Told) -> None:
    assert bulk["queryWithTheRecycleBin"]["value"] == [{"IsDeleted": "true"}]


def test_it_loads_rows_and_learns_which_were_turned_down(bulk: Told) -> None:
    told = bulk["load"]["value"]
    (done,) = told["successfulResults"]
    assert (done["sf__Created"], done["SBQQ__Key__c"]) == ("true", "B1")
    (wrong,) = told["failedResults"]
    assert wrong["sf__Error"].startswith("STRING_TOO_LONG:")
    assert told["unprocessedRecords"] == []


def test_it_takes_a_job_through_its_life(bulk: Told) -> None:
    told = bulk["loadStepByStep"]["value"]
    assert (told["state"], told["numberRecordsProcessed"]) == ("JobComplete", 1)
    assert (told["done"]["Name"], told["done"]["sf__Id"][:3]) == ("Of a job", "001")
    assert (told["unprocessed"], told["gone"]) == ([], "NOT_FOUND")


def test_it_understands_why_a_job_is_turned_down(bulk: Told) -> None:
    assert bulk["refusedJob"]["refused"]["name"] == "INVALIDJOB"


def test_it_understands_why_a_query_job_is_turned_down(bulk: Told) -> None:
    assert bulk["refusedQuery"]["refused"]["name"] == "FUNCTIONALITY_NOT_ENABLED"
