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


def test_it_understands_why_a_query_job_is_turned_down(bulk: Told) -> None:
    assert bulk["refusedQuery"]["refused"]["name"] == "FUNCTIONALITY_NOT_ENABLED"
