"""Queries as jobs: their states by the clock, their results as CSV in parts."""

import csv
import gzip
import io
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.sandbox.salesforce.client import Org, accounts, error_of, opened, seed_of

NAMES = "SELECT Id, Name FROM Account ORDER BY Name"


@pytest.fixture(scope="module")
def many() -> Iterator[Org]:
    """An org with 450 accounts, one of them deleted."""
    with opened(seed_of(*accounts(450))) as org:
        (gone,) = org.column("SELECT Id FROM Account WHERE Name = 'Account 00007'")
        org.call("DELETE", f"/sobjects/Account/{gone}")
        yield org


def start(org: Org, query: str = NAMES, **rest: str) -> requests.Response:
    return org.call("POST", "/jobs/query", json={"operation": "query", "query": query, **rest})


def job_of(org: Org, query: str = NAMES, **rest: str) -> str:
    answer = start(org, query, **rest)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["id"])


def results(org: Org, job: str, **params: object) -> requests.Response:
    return org.get(f"/jobs/query/{job}/results", params=params)


def state(org: Org, job: str) -> Any:
    return org.get(f"/jobs/query/{job}").json()["state"]


def table(answer: requests.Response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode(), newline="")))


def test_a_job_begins_as_uploaded_and_is_complete_at_once(many: Org) -> None:
    created = start(many).json()
    assert created["state"] == "UploadComplete"
    assert created["object"] == "Account"
    assert created["apiVersion"] == 68.0
    assert created["id"].startswith("750")
    told = many.get(f"/jobs/query/{created['id']}").json()
    assert (told["state"], told["numberRecordsProcessed"]) == ("JobComplete", 449)
    assert told["jobType"] == "V2Query"


def test_the_results_come_in_parts_each_with_the_header_row(many: Org) -> None:
    job = job_of(many)
    first = results(many, job, maxRecords=300)
    assert first.headers["Content-Type"].startswith("text/csv")
    assert first.headers["Sforce-NumberOfRecords"] == "300"
    last = results(many, job, maxRecords=300, locator=first.headers["Sforce-Locator"])
    assert last.headers["Sforce-NumberOfRecords"] == "149"
    assert last.headers["Sforce-Locator"] == "null"
    assert table(first)[0] == table(last)[0] == ["Id", "Name"]
    names = [row[1] for row in table(first)[1:] + table(last)[1:]]
    assert names == [f"Account {n:05d}" for n in range(450) if n != 7]


def test_a_queryall_job_reads_the_recycle_bin_too(many: Org) -> None:
    job = job_of(many, "SELECT Name, IsDeleted FROM Account", operation="queryAll")
    rows = table(results(many, job))[1:]
    assert len(rows) == 450
    assert ["Account 00007", "true"] in rows


def test_an_empty_result_is_a_header_row(many: Org) -> None:
    answer = results(many, job_of(many, "SELECT Id, Name FROM Account WHERE Name = 'Nobody'"))
    assert answer.content == b'"Id","Name"\n'
    assert answer.headers["Sforce-NumberOfRecords"] == "0"
    assert answer.headers["Sforce-Locator"] == "null"


def test_every_cell_has_the_form_of_a_job_not_that_of_the_rest_api() -> None:
    account = {
        "type": "Account",
        "key": "A",
        "Name": 'Say "A", twice\nover',
        "AnnualRevenue": 10_000_000,
        "NumberOfEmployees": 12_000_000,
        "Fee__c": "12.5",
        "Note__c": None,
    }
    contact = {"type": "Contact", "key": "C", "LastName": "L", "AccountId": "@A"}
    with opened(seed_of(account, contact)) as org:
        fields = "Name, AnnualRevenue, NumberOfEmployees, Note__c, SystemModstamp, IsDeleted"
        job = job_of(org, f"SELECT {fields} FROM Account")
        assert results(org, job).content.decode().split("\n", 1)[1] == (
            '"Say ""A"", twice\nover","1.0E7","12000000","","2026-06-01T11:00:00.000Z","false"\n'
        )
        above = results(org, job_of(org, "SELECT Account.Name, LastName FROM Contact"))
        assert table(above) == [["Account.Name", "LastName"], ['Say "A", twice\nover', "L"]]


def test_delimiter_and_line_ending_can_be_chosen(many: Org) -> None:
    query = "SELECT Name, IsDeleted FROM Account LIMIT 1"
    job = job_of(many, query, columnDelimiter="PIPE", lineEnding="CRLF")
    assert results(many, job).content == b'"Name"|"IsDeleted"\r\n"Account 00000"|"false"\r\n'


def test_results_are_compressed_for_a_caller_that_can_read_it(many: Org) -> None:
    job = job_of(many)
    url = f"{many.base}/jobs/query/{job}/results"
    asked = {"Accept-Encoding": "deflate, gzip"}
    with many.session.get(url, headers=asked, stream=True, timeout=5) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(answer.raw.read()).startswith(b'"Id","Name"\n')
    plain = many.session.get(url, headers={"Accept-Encoding": "identity"}, timeout=5)
    assert "Content-Encoding" not in plain.headers
    assert plain.content.startswith(b'"Id","Name"\n')


def test_a_job_goes_through_its_states_by_the_clock() -> None:
    with opened(seed_of(*accounts(2), bulk_job_takes_s=60)) as org:
        job = job_of(org)
        assert state(org, job) == "UploadComplete"
        org.clock.advance(30)
        assert state(org, job) == "InProgress"
        assert error_of(results(org, job)) == (400, "INVALIDJOBSTATE")
        assert error_of(org.call("DELETE", f"/jobs/query/{job}")) == (400, "INVALIDJOBSTATE")
        org.clock.advance(30)
        assert state(org, job) == "JobComplete"
        assert len(table(results(org, job))) == 3


def test_the_rows_are_those_of_the_moment_at_which_the_job_was_created() -> None:
    with opened(seed_of(*accounts(2), bulk_job_takes_s=60)) as org:
        job = job_of(org)
        org.arrive(*accounts(3))
        org.clock.advance(60)
        assert len(table(results(org, job))) == 3


def test_a_job_can_be_aborted_until_it_is_done() -> None:
    with opened(seed_of(*accounts(2), bulk_job_takes_s=60)) as org:
        job, done = job_of(org), job_of(org)
        answer = org.call("PATCH", f"/jobs/query/{job}", json={"state": "Aborted"})
        assert answer.json()["state"] == "Aborted"
        org.clock.advance(60)
        assert state(org, job) == "Aborted"
        assert error_of(results(org, job)) == (400, "INVALIDJOBSTATE")
        late = org.call("PATCH", f"/jobs/query/{done}", json={"state": "Aborted"})
        assert error_of(late) == (400, "INVALIDJOBSTATE")
        wrong = org.call("PATCH", f"/jobs/query/{done}", json={"state": "Closed"})
        assert error_of(wrong) == (400, "INVALIDJOB")


def test_a_job_fails_when_a_fault_says_so(org: Org) -> None:
    org.strike(fault="fail_job", path="/jobs/query", nth=1)
    job = job_of(org)
    told = org.get(f"/jobs/query/{job}").json()
    assert told["state"] == "Failed"
    assert "could not be processed" in told["errorMessage"]
    assert error_of(results(org, job)) == (400, "INVALIDJOBSTATE")
    assert state(org, job_of(org)) == "JobComplete"


def test_a_deleted_job_and_one_of_a_week_ago_are_gone() -> None:
    with opened(seed_of(*accounts(2))) as org:
        gone, old = job_of(org), job_of(org)
        assert org.call("DELETE", f"/jobs/query/{gone}").status_code == 204
        assert error_of(results(org, gone)) == (404, "NOT_FOUND")
        assert [each["id"] for each in org.get("/jobs/query").json()["records"]] == [old]
        org.clock.advance(7 * 24 * 3600)
        org.sign_in()
        assert error_of(results(org, old)) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELECT COUNT(Id) FROM Account", "FUNCTIONALITY_NOT_ENABLED"),
        ("SELECT Name FROM Account GROUP BY Name", "FUNCTIONALITY_NOT_ENABLED"),
        ("SELECT FIELDS(ALL) FROM Account LIMIT 5", "FUNCTIONALITY_NOT_ENABLED"),
        ("SELECT Id FROM Account LIMIT 5 OFFSET 5", "FUNCTIONALITY_NOT_ENABLED"),
        ("SELECT BillingAddress FROM Account", "FUNCTIONALITY_NOT_ENABLED"),
        ("SELECT Nothing FROM Account", "INVALID_FIELD"),
        ("SELECT Id FROM Nothing", "INVALID_TYPE"),
        ("SELECT FROM", "MALFORMED_QUERY"),
    ],
)
def test_a_query_that_no_job_can_run_is_refused(many: Org, query: str, code: str) -> None:
    assert error_of(start(many, query)) == (400, code)


@pytest.mark.parametrize(
    "wrong", [{"operation": "insert"}, {"columnDelimiter": "DOT"}, {"contentType": "JSON"}]
)
def test_a_job_with_a_setting_that_does_not_exist_is_refused(
    many: Org, wrong: dict[str, str]
) -> None:
    assert error_of(start(many, **wrong)) == (400, "INVALIDJOB")
    assert error_of(many.call("POST", "/jobs/query", json={"operation": "query"}))[0] == 400


@pytest.mark.parametrize("locator", ["x", "MTAwMDAwMA", "LTE", "null", "MTIzNDU2Nzg5MDEyMw"])
def test_an_unknown_locator_is_refused(many: Org, locator: str) -> None:
    answer = results(many, job_of(many), locator=locator)
    assert error_of(answer) == (400, "INVALID_QUERY_LOCATOR")
    assert error_of(results(many, job_of(many), maxRecords=0)) == (400, "INVALID_NUMBER")


def test_the_parts_can_be_listed_to_fetch_them_side_by_side() -> None:
    with opened(seed_of(*accounts(13), bulk_page_size=2)) as org:
        job = job_of(org)
        first = org.get(f"/jobs/query/{job}/resultPages").json()
        assert (len(first["resultPages"]), first["done"]) == (5, False)
        second = org.session.get(org.url + first["nextRecordsUrl"], timeout=5).json()
        assert (len(second["resultPages"]), second["done"]) == (2, True)
        urls = [each["resultUrl"] for each in first["resultPages"] + second["resultPages"]]
        pages = [table(org.session.get(org.url + url, timeout=5))[1:] for url in urls]
        assert [len(page) for page in pages] == [2, 2, 2, 2, 2, 2, 1]
        assert len({row[0] for page in pages for row in page}) == 13
