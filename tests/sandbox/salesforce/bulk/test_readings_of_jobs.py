"""The settings of an org that decide what no source tells of ingest jobs, thrown one by one."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.sandbox.salesforce.client import Org, accounts, error_of, opened, seed_of

NUMBERS = ["Account.Number__c"]
CSV = {"Content-Type": "text/csv"}


@contextmanager
def org_with(**settings: object) -> Iterator[Org]:
    with opened(seed_of(*accounts(1), external_id_fields=NUMBERS, **settings)) as org:
        yield org


def begun(org: Org, text: str | None, **job: str) -> str:
    """Create a job, give it its data and close it; return its address."""
    created = org.call("POST", "/jobs/ingest", json={"object": "Account", **job})
    path = f"/jobs/ingest/{created.json()['id']}"
    if text is not None:
        assert org.call("PUT", f"{path}/batches", data=text, headers=CSV).status_code == 201
    assert org.call("PATCH", path, json={"state": "UploadComplete"}).status_code == 200
    return path


def told(org: Org, path: str) -> tuple[str, int, int]:
    job = org.get(path).json()
    return job["state"], job["numberRecordsProcessed"], job["numberRecordsFailed"]


def lines(org: Org, path: str) -> list[str]:
    return org.get(path).text.splitlines()


@pytest.mark.parametrize(
    ("settings", "ends"),
    [
        ({"bulk_ragged_row": "job_fails"}, ("Failed", 0, 0)),
        ({"bulk_ragged_row": "row_fails"}, ("JobComplete", 3, 2)),
    ],
)
def test_a_row_of_another_width(settings: dict[str, str], ends: tuple[str, int, int]) -> None:
    with org_with(**settings) as org:
        path = begun(org, "Name,Number__c\nA,1\nB\nC,3,4\n", operation="insert")
        assert told(org, path) == ends


@pytest.mark.parametrize("operation", ["update", "upsert"])
def test_a_row_too_short_for_its_key_fails_alone(operation: str) -> None:
    key = {"externalIdFieldName": "Number__c"} if operation == "upsert" else {}
    header = "Name,Number__c" if operation == "upsert" else "Name,Id"
    with org_with(bulk_ragged_row="row_fails") as org:
        path = begun(org, f"{header}\nA\n", operation=operation, **key)
        assert told(org, path) == ("JobComplete", 1, 1)


@pytest.mark.parametrize(
    ("settings", "ends"),
    [
        ({"bulk_same_key": "first_wins"}, ("JobComplete", 3, 1)),
        ({"bulk_same_key": "all_fail"}, ("JobComplete", 3, 2)),
    ],
)
def test_two_rows_with_one_key(settings: dict[str, str], ends: tuple[str, int, int]) -> None:
    with org_with(**settings) as org:
        text = "Name,Number__c\nA,1\nB,1\nC,2\n"
        path = begun(org, text, operation="upsert", externalIdFieldName="Number__c")
        assert told(org, path) == ends


@pytest.mark.parametrize(
    ("settings", "ends"),
    [
        ({"bulk_without_data": "fails"}, ("Failed", 0, 0)),
        ({"bulk_without_data": "completes"}, ("JobComplete", 0, 0)),
    ],
)
def test_a_job_without_data(settings: dict[str, str], ends: tuple[str, int, int]) -> None:
    with org_with(**settings) as org:
        assert told(org, begun(org, None, operation="insert")) == ends


def test_results_of_a_job_that_is_under_way() -> None:
    for settings in ({"bulk_early_results": "refused"}, {"bulk_early_results": "empty"}):
        with org_with(bulk_job_takes_s=60, **settings) as org:
            path = begun(org, "Name\nA\n", operation="insert")
            answer = org.get(f"{path}/successfulResults")
            if settings["bulk_early_results"] == "refused":
                assert error_of(answer) == (400, "INVALIDJOBSTATE")
            else:
                assert answer.text.splitlines() == ['"sf__Id","sf__Created"']


@pytest.mark.parametrize(
    ("settings", "names", "left"),
    [
        ({"bulk_failure": "nothing_done"}, [], 3),
        ({"bulk_failure": "half_done"}, ["A"], 2),
    ],
)
def test_a_job_that_fails(settings: dict[str, str], names: list[str], left: int) -> None:
    with org_with(**settings) as org:
        org.strike(fault="fail_job", times=1)
        path = begun(org, "Name\nA\nB\nC\n", operation="insert")
        assert org.get(path).json()["state"] == "Failed"
        written = org.column("SELECT Name FROM Account WHERE Name IN ('A', 'B', 'C')")
        assert written == names
        assert len(lines(org, f"{path}/unprocessedrecords")) == 1 + left
