"""Writing many records as a job: its life, its rows one by one, and what it says of them."""

import csv
import io
import json
from collections.abc import Iterator

import pytest
import requests

from tests.sandbox.salesforce.client import Org, accounts, error_of, opened, seed_of

EXTERNAL = ["Account.Number__c", "Contact.Number__c"]
WRONG_ENDING = (
    "ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is"
)
CSV = {"Content-Type": "text/csv; charset=UTF-8"}


@pytest.fixture
def org() -> Iterator[Org]:
    """An org with three accounts and external ids of its own."""
    with opened(seed_of(*accounts(3), external_id_fields=EXTERNAL)) as fresh:
        yield fresh


def create(org: Org, **job: str) -> requests.Response:
    return org.call("POST", "/jobs/ingest", json={"object": "Account", "contentType": "CSV", **job})


def put(org: Org, job: str, text: str | bytes) -> requests.Response:
    body = text.encode() if isinstance(text, str) else text
    return org.call("PUT", f"/jobs/ingest/{job}/batches", data=body, headers=CSV)


def close(org: Org, job: str, state: str = "UploadComplete") -> requests.Response:
    return org.call("PATCH", f"/jobs/ingest/{job}", json={"state": state})


def load(org: Org, text: str | bytes, **job: str) -> str:
    """Run a job from its creation to its end, and return its id."""
    made = create(org, **job)
    assert made.status_code == 200, made.text
    key = str(made.json()["id"])
    assert put(org, key, text).status_code == 201
    assert close(org, key).status_code == 200
    return key


def told(org: Org, job: str) -> dict[str, object]:
    found: dict[str, object] = org.get(f"/jobs/ingest/{job}").json()
    return found


def rows(org: Org, job: str, which: str) -> list[list[str]]:
    answer = org.get(f"/jobs/ingest/{job}/{which}")
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.text)))


def test_a_job_is_created_filled_closed_and_done(org: Org) -> None:
    made = create(org, operation="insert").json()
    assert made["state"] == "Open"
    assert made["contentUrl"] == f"services/data/v68.0/jobs/ingest/{made['id']}/batches"
    assert (made["apiVersion"], made["concurrencyMode"]) == (68.0, "Parallel")
    assert put(org, made["id"], "Name,Industry\nAda,Energy\nBob,\n").status_code == 201
    assert close(org, made["id"]).json()["state"] == "UploadComplete"
    done = told(org, made["id"])
    assert (done["state"], done["jobType"]) == ("JobComplete", "V2Ingest")
    assert (done["numberRecordsProcessed"], done["numberRecordsFailed"]) == (2, 0)
    header, ada, bob = rows(org, made["id"], "successfulResults")
    assert header == ["sf__Id", "sf__Created", "Name", "Industry"]
    assert (ada[1:], bob[1:]) == (["true", "Ada", "Energy"], ["true", "Bob", ""])
    (stored,) = org.rows(f"SELECT Name, Industry FROM Account WHERE Id = '{ada[0]}'")
    assert stored == {"Name": "Ada", "Industry": "Energy"}
    assert rows(org, made["id"], "failedResults") == [["sf__Id", "sf__Error", "Name", "Industry"]]


def test_each_row_fails_for_itself_with_code_message_and_fields(org: Org) -> None:
    key = load(org, "Name,NumberOfEmployees\n,5\nAda,many\nBob,7\n", operation="insert")
    done = told(org, key)
    assert (done["state"], done["numberRecordsFailed"]) == ("JobComplete", 2)
    assert rows(org, key, "failedResults")[1:] == [
        ["", "REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --", "", "5"],
        [
            "",
            (
                "INVALID_FIELD:Failed to deserialize field at col 1. Due to, 'many' is not a valid"
                " value for the type xsd:int:NumberOfEmployees --"
            ),
            "Ada",
            "many",
        ],
    ]
    assert [row[2] for row in rows(org, key, "successfulResults")[1:]] == ["Bob"]


def test_an_upsert_creates_and_changes_by_an_external_id(org: Org) -> None:
    job = {"operation": "upsert", "externalIdFieldName": "Number__c"}
    load(org, "Number__c,Name\n1,Ada\n", **job)
    key = load(org, "Number__c,Name\n1,Ada II\n2,Bob\n2,Bob again\n,Nobody\n", **job)
    assert [row[1:] for row in rows(org, key, "successfulResults")[1:]] == [
        ["false", "1", "Ada II"],
        ["true", "2", "Bob"],
    ]
    errors = [row[1].split(":")[0] for row in rows(org, key, "failedResults")[1:]]
    assert errors == ["DUPLICATE_VALUE", "MISSING_ARGUMENT"]
    assert org.column("SELECT Name FROM Account WHERE Number__c != NULL") == ["Ada II", "Bob"]
    assert [effect.external_id for effect in org.journal.effects()] == ["1", "1", "2"]


def test_an_empty_cell_leaves_a_field_and_a_mark_empties_it(org: Org) -> None:
    key = org.column("SELECT Id FROM Account LIMIT 1")[0]
    load(org, f"Id,Industry,Website\n{key},Energy,North\n", operation="update")
    load(org, f"Id,Industry,Website\n{key},,#N/A\n", operation="update")
    (row,) = org.rows(f"SELECT Industry, Website FROM Account WHERE Id = '{key}'")
    assert row == {"Industry": "Energy", "Website": None}


def test_a_column_can_name_a_related_record_by_its_external_id(org: Org) -> None:
    load(org, "Number__c,Name\nA-1,Ada\n", operation="insert")
    text = "LastName,Account.Number__c\nLovelace,A-1\nNobody,A-2\n"
    key = load(org, text, operation="insert", object="Contact")
    assert org.column("SELECT Account.Name FROM Contact")[0]["Name"] == "Ada"
    assert rows(org, key, "failedResults")[1][1] == (
        "INVALID_FIELD:Foreign key external ID: A-2 not found for field Number__c in entity"
        " Account:--"
    )


def test_records_are_updated_and_deleted_by_their_ids(org: Org) -> None:
    first, second = org.column("SELECT Id FROM Account ORDER BY Name LIMIT 2")
    gone = first[:-4] + "zzzz"
    key = load(org, f"Id\n{first}\n{gone}\n", operation="delete")
    assert rows(org, key, "successfulResults")[1:] == [[first, "false", first]]
    ((failed, error, _),) = rows(org, key, "failedResults")[1:]
    assert (failed, error) == (gone, "INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--")
    key = load(org, f"Id,Name\n{first},X\n{second},New\n,Y\n", operation="update")
    errors = [row[1] for row in rows(org, key, "failedResults")[1:]]
    assert errors == [
        "ENTITY_IS_DELETED:entity is deleted:--",
        "MISSING_ARGUMENT:Id not specified in an update call:--",
    ]
    assert org.column(f"SELECT Name FROM Account WHERE Id = '{second}'") == ["New"]


def test_deleting_for_good_needs_a_permission_and_leaves_nothing_in_the_bin() -> None:
    with opened(seed_of(*accounts(1))) as org:
        assert error_of(create(org, operation="hardDelete")) == (400, "FEATURENOTENABLED")
    with opened(seed_of(*accounts(2), bulk_hard_delete=True)) as org:
        first = org.column("SELECT Id FROM Account ORDER BY Name")[0]
        load(org, f"Id\n{first}\n", operation="hardDelete")
        assert org.rows("SELECT Name FROM Account", "queryAll") == [{"Name": "Account 00001"}]


@pytest.mark.parametrize(
    ("text", "job", "error"),
    [
        ("Name,Nothing\nA,B\n", {}, "InvalidBatch : Field name not found : Nothing"),
        ("Name,Boss.Number__c\nA,B\n", {}, "InvalidBatch : Unable to find relationship: Boss"),
        (
            "Name,Account:Parent.Number__c\nA,B\n",
            {},
            "InvalidBatch : type is not needed for non polymorphic foreign key references: Parent",
        ),
        ("Name,Parent.Name\nA,B\n", {}, "InvalidBatch : Field name not found : Parent.Name"),
        ("Name\nA\n", {"operation": "update"}, "InvalidBatch : Field name not found : Id"),
        (
            "Id,Name\n001,B\n",
            {"operation": "delete"},
            "InvalidBatch : The 'delete' batch must contain only ids",
        ),
        (
            "Name\r\nA\r\n",
            {},
            f"{WRONG_ENDING} LF",
        ),
        (
            "Name\nA\n",
            {"lineEnding": "CRLF"},
            f"{WRONG_ENDING} CRLF",
        ),
        (b"Name\n\xff\n", {}, "InvalidBatch : The CSV is not encoded in UTF-8"),
        ("", {}, "InvalidBatch : The CSV has no header row"),
        ("Name,name\nA,B\n", {}, "InvalidBatch : Duplicate field names in the header row"),
    ],
)
def test_a_job_whose_columns_cannot_be_read_fails_as_a_whole(
    org: Org, text: str | bytes, job: dict[str, str], error: str
) -> None:
    key = load(org, text, **{"operation": "insert", **job})
    done = told(org, key)
    assert (done["state"], done["errorMessage"]) == ("Failed", error)
    assert (done["numberRecordsProcessed"], done["numberRecordsFailed"]) == (0, 0)
    assert len(org.rows("SELECT Id FROM Account")) == 3
    assert org.get(f"/jobs/ingest/{key}/unprocessedrecords").status_code == 200


def test_delimiter_and_line_ending_of_the_upload_are_those_of_the_results(org: Org) -> None:
    text = 'Name|Industry\r\n"A\n""B"""|Energy\r\n'
    key = load(org, text, operation="insert", columnDelimiter="PIPE", lineEnding="CRLF")
    (account,) = org.rows("SELECT Id, Name FROM Account WHERE Industry = 'Energy'")
    assert account["Name"] == 'A\n"B"'
    assert org.get(f"/jobs/ingest/{key}/successfulResults").content.decode() == (
        '"sf__Id"|"sf__Created"|"Name"|"Industry"\r\n'
        f'"{account["Id"]}"|"true"|"A\n""B"""|"Energy"\r\n'
    )


def test_a_job_can_come_with_its_data_in_one_request(org: Org) -> None:
    job = json.dumps({"object": "Account", "operation": "insert"})
    # The parts as the vendor's own example sends them, their lines ended by LF alone.
    body = (
        f'--BOUNDARY\nContent-Type: application/json\nContent-Disposition: form-data; name="job"'
        f"\n\n{job}\n\n--BOUNDARY\nContent-Type: text/csv\n"
        'Content-Disposition: form-data; name="content"; filename="content"\n\n'
        "Name\nAstro\nHootie\n--BOUNDARY--\n"
    )
    headers = {"Content-Type": 'multipart/form-data; boundary="BOUNDARY"'}
    made = org.call("POST", "/jobs/ingest/", data=body, headers=headers).json()
    assert made["state"] == "UploadComplete"
    assert told(org, made["id"])["numberRecordsProcessed"] == 2


def test_a_job_takes_its_time_by_the_clock_and_writes_at_its_end() -> None:
    with opened(seed_of(*accounts(1), bulk_job_takes_s=60)) as org:
        key = load(org, "Name\nAda\n", operation="insert")
        states = []
        for _ in range(3):
            states.append(told(org, key)["state"])
            states.append(len(org.rows("SELECT Id FROM Account")))
            org.clock.advance(30)
        assert states == ["UploadComplete", 1, "InProgress", 1, "JobComplete", 2]
        closing = [each for each in org.journal.requests() if each.method == "PATCH"]
        assert [effect.type for effect in closing[0].effects] == ["Account"]


def test_a_job_that_is_aborted_in_time_leaves_its_rows_unprocessed() -> None:
    with opened(seed_of(*accounts(1), bulk_job_takes_s=60)) as org:
        key = load(org, "Name\nAda\n", operation="insert")
        assert close(org, key, "Aborted").json()["state"] == "Aborted"
        org.clock.advance(90)
        assert len(org.rows("SELECT Id FROM Account")) == 1
        assert rows(org, key, "unprocessedrecords") == [["Name"], ["Ada"]]
        assert error_of(close(org, key, "Aborted")) == (400, "INVALIDJOBSTATE")


def test_a_job_that_is_struck_fails_and_one_whose_rows_are_struck_fails_in_part(org: Org) -> None:
    org.strike(fault="fail_rows", method="PUT", times=1)
    key = load(org, "Name\nA\nB\nC\nD\n", operation="insert")
    assert told(org, key)["numberRecordsFailed"] == 2
    assert [row[2] for row in rows(org, key, "failedResults")[1:]] == ["B", "D"]
    org.strike(fault="fail_job", method="PATCH", times=1)
    key = load(org, "Name\nE\n", operation="insert")
    assert told(org, key)["state"] == "Failed"
    assert rows(org, key, "unprocessedrecords") == [["Name"], ["E"]]


@pytest.mark.parametrize(
    "job",
    [
        {"operation": "merge"},
        {"operation": "insert", "object": "Nothing__c"},
        {"operation": "upsert"},
        {"operation": "upsert", "externalIdFieldName": "Name"},
        {"operation": "insert", "externalIdFieldName": "Number__c"},
        {"operation": "insert", "columnDelimiter": "DOT"},
        {"operation": "insert", "lineEnding": "CR"},
        {"operation": "insert", "contentType": "XML"},
    ],
)
def test_a_job_that_makes_no_sense_is_refused(org: Org, job: dict[str, str]) -> None:
    assert error_of(create(org, **job)) == (400, "INVALIDJOB")


def test_what_a_jobs_state_forbids_is_refused(org: Org) -> None:
    key = str(create(org, operation="insert").json()["id"])
    waiting = org.get(f"/jobs/ingest/{key}/successfulResults")
    assert error_of(waiting) == (400, "INVALIDJOBSTATE")
    assert error_of(org.call("DELETE", f"/jobs/ingest/{key}")) == (400, "INVALIDJOBSTATE")
    assert put(org, key, "Name\nA\n").status_code == 201
    assert error_of(put(org, key, "Name\nA\n")) == (400, "CLIENTINPUTERROR")
    close(org, key)
    for refused in (put(org, key, "Name\nA\n"), close(org, key), close(org, key, "Aborted")):
        assert error_of(refused) == (400, "INVALIDJOBSTATE")
    assert error_of(close(org, key, "Paused")) == (400, "INVALIDJOB")
    assert org.call("DELETE", f"/jobs/ingest/{key}").status_code == 204
    assert error_of(org.get(f"/jobs/ingest/{key}")) == (404, "NOT_FOUND")


def test_the_jobs_are_listed(org: Org) -> None:
    keys = [load(org, "Name\nA\n", operation="insert") for _ in range(2)]
    listed = org.get("/jobs/ingest").json()
    assert [job["id"] for job in listed["records"]] == keys
    assert (listed["done"], listed["nextRecordsUrl"]) == (True, None)
