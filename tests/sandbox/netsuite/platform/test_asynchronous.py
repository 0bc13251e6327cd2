"""Calls that are answered with a job, and batches of records, as NetSuite's pages describe them."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from bridge.sandbox.netsuite.platform import asynchronous
from bridge.sandbox.netsuite.seeds import default, read
from tests.sandbox.netsuite.client import ACME, NetSuite, an_order, detail, line, opened

LATER = {"Prefer": "respond-async"}
COLLECTION = {"Content-Type": "application/vnd.oracle.resource+json; type=collection"}
BATCH = {**LATER, **COLLECTION}
KEY = "cac827ea-3543-4cda-add2-bae634326c27"


def submitted(answer: requests.Response) -> str:
    """Return the address of the job that a call was answered with."""
    assert answer.status_code == 202, answer.text
    assert answer.headers["Preference-Applied"] == "respond-async"
    assert answer.text == ""
    return answer.headers["Location"]


def told(netsuite: NetSuite, address: str) -> Any:
    answer = netsuite.call("GET", address)
    assert answer.status_code == 200, answer.text
    return answer.json()


def results(netsuite: NetSuite, job: str) -> list[int]:
    """Return the status of each task's result, by following the links of the job."""
    tasks = told(netsuite, told(netsuite, job)["task"]["links"][0]["href"])["items"]
    links = [told(netsuite, one["links"][0]["href"])["result"]["links"][0] for one in tasks]
    return [netsuite.call("GET", link["href"]).status_code for link in links]


def slow(takes_s: float, **settings: object) -> Any:
    """Open an account whose jobs take their time."""
    written = {"settings": {"async_job_takes_s": takes_s, **settings}}
    seed = read(json.dumps(written).encode(), "test", default())
    return opened(seed.add_customers({ACME: "ACME"}))


def test_a_call_that_does_not_wait_gets_the_address_of_its_job(netsuite: NetSuite) -> None:
    job = submitted(netsuite.put("A", an_order(), headers=LATER))
    assert job == f"{netsuite.url}/services/rest/async/v1/job/1"
    assert told(netsuite, job) == {
        "links": [{"rel": "self", "href": job}],
        "completed": True,
        "id": "1",
        "progress": "succeeded",
        "task": {"links": [{"rel": "self", "href": f"{job}/task"}]},
    }
    assert netsuite.lines("A") == [(1, "first")]


def test_the_result_of_a_task_is_what_a_waiting_caller_would_have_got(netsuite: NetSuite) -> None:
    made = submitted(netsuite.put("A", an_order(), headers=LATER))
    result = netsuite.call("GET", f"{made}/task/1/result")
    order = netsuite.order("A")["id"]
    assert (result.status_code, result.text) == (204, "")
    assert (
        result.headers["Location"] == f"{netsuite.url}/services/rest/record/v1/salesOrder/{order}"
    )
    refused = submitted(netsuite.put("B", an_order(entity=None), headers=LATER))
    result = netsuite.call("GET", f"{refused}/task/1/result")
    assert detail(result)["o:errorCode"] == "USER_ERROR"
    assert told(netsuite, refused)["progress"] == "failed"
    read_later = submitted(netsuite.call("GET", "/salesOrder/eid:A", headers=LATER))
    assert netsuite.call("GET", f"{read_later}/task/1/result").json()["id"] == order


def test_a_job_waits_then_works_then_is_done_by_the_clock_of_the_account() -> None:
    with slow(60) as netsuite:
        job = submitted(netsuite.put("A", an_order(), headers=LATER))
        seen = []
        for _ in range(3):
            one = told(netsuite, f"{job}/task/1")
            found = netsuite.call("GET", "/salesOrder/eid:A").status_code
            seen.append((told(netsuite, job)["progress"], one["completed"], found))
            netsuite.clock.advance(31)
        assert seen == [
            ("pending", False, 404),
            ("processing", False, 404),
            ("succeeded", True, 200),
        ]
        done = told(netsuite, f"{job}/task/1")
        assert (done["startTime"], done["endTime"]) == (
            "2026-06-01T12:00:30Z",
            "2026-06-01T12:01:00Z",
        )


def test_the_result_of_a_task_that_is_under_way_is_not_there() -> None:
    with slow(60) as netsuite:
        job = submitted(netsuite.put("A", an_order(), headers=LATER))
        assert (
            detail(netsuite.call("GET", f"{job}/task/1/result"))["o:errorCode"] == "NONEXISTENT_ID"
        )


@pytest.mark.parametrize("path", ["2", "x", "2/task", "1/task/2", "1/task/2/result"])
def test_an_unknown_job_or_task_is_not_found(netsuite: NetSuite, path: str) -> None:
    submitted(netsuite.put("A", an_order(), headers=LATER))
    answer = netsuite.call("GET", f"{netsuite.url}/services/rest/async/v1/job/{path}")
    assert answer.status_code == 404
    assert detail(answer)["o:errorCode"] == "NONEXISTENT_ID"


def test_a_second_call_with_a_key_is_a_conflict_that_leads_to_the_first(netsuite: NetSuite) -> None:
    keyed = {**LATER, "X-NetSuite-Idempotency-Key": KEY}
    job = submitted(netsuite.call("POST", "/salesOrder", json=an_order(), headers=keyed))
    for body in (an_order(), an_order(memo="other")):
        again = netsuite.call("POST", "/salesOrder", json=body, headers=keyed)
        assert (again.status_code, again.json()["title"]) == (400, "Conflict")
        assert again.json()["type"].endswith("#sec10.4.10")
        assert detail(again)["o:errorCode"] == "IDEMPOTENCY_ERROR"
        assert again.headers["Location"] == job
    assert told(netsuite, f"{netsuite.url}/services/rest/record/v1/salesOrder")["count"] == 1


def test_a_key_means_nothing_to_a_call_that_waits(netsuite: NetSuite) -> None:
    for _ in range(2):
        answer = netsuite.call(
            "POST", "/salesOrder", json=an_order(), headers={"X-NetSuite-Idempotency-Key": KEY}
        )
        assert answer.status_code == 204


def test_a_job_needs_no_slot_and_no_signature_of_its_own(netsuite: NetSuite) -> None:
    job = submitted(netsuite.put("A", an_order(), headers=LATER))
    stranger = requests.get(job, timeout=5)
    assert (stranger.status_code, detail(stranger)["o:errorCode"]) == (401, "INVALID_LOGIN")
    netsuite.session.headers["Authorization"] = "Bearer nobody"
    assert netsuite.put("B", an_order(), headers=LATER).status_code == 401


def test_the_work_of_a_job_is_journalled_as_a_request_of_its_own(netsuite: NetSuite) -> None:
    items = [an_order(externalId=f"E{n}") for n in range(3)]
    job = submitted(netsuite.call("PUT", "/salesOrder", json={"items": items}, headers=BATCH))
    told(netsuite, job)
    seen = [(one.method, one.path.rpartition("/")[2]) for one in netsuite.journal.requests()]
    assert sorted(seen)[1:] == [
        ("PUT", "eid:E0"),
        ("PUT", "eid:E1"),
        ("PUT", "eid:E2"),
        ("PUT", "salesOrder"),
    ]
    assert [one.external_id for one in netsuite.journal.effects()] == ["E0", "E1", "E2"]


def test_a_fault_strikes_one_task_of_a_batch(netsuite: NetSuite) -> None:
    netsuite.strike(fault="status", status=500, method="PUT", path="eid:E1")
    items = [an_order(externalId=f"E{n}") for n in range(3)]
    job = submitted(netsuite.call("PUT", "/salesOrder", json={"items": items}, headers=BATCH))
    assert results(netsuite, job) == [204, 500, 204]


def test_every_second_task_of_a_batch_fails_when_a_fault_says_so(netsuite: NetSuite) -> None:
    netsuite.strike(fault="fail_rows", path="/record/v1/salesOrder", times=1)
    items = [{"externalId": f"F-{n}", **an_order(line("one"))} for n in range(3)]
    job = submitted(netsuite.call("PUT", "/salesOrder", json={"items": items}, headers=BATCH))
    assert results(netsuite, job) == [204, 400, 204]
    refused = netsuite.call("GET", f"{job}/task/2/result")
    assert "locked by a user defined workflow" in detail(refused)["detail"]


def test_a_batch_creates_updates_upserts_reads_and_deletes(netsuite: NetSuite) -> None:
    orders = [an_order(externalId="A"), an_order(externalId="B")]
    made = submitted(netsuite.call("POST", "/salesOrder", json={"items": orders}, headers=BATCH))
    assert results(netsuite, made) == [204, 204]
    first = netsuite.order("A")["id"]
    changes = [{"id": first, "memo": "one"}, {"externalId": "B", "memo": "two"}]
    changed = netsuite.call("PATCH", "/salesOrder", json={"items": changes}, headers=BATCH)
    assert results(netsuite, submitted(changed)) == [204, 204]
    assert [netsuite.order(one)["memo"] for one in "AB"] == ["one", "two"]
    upserts = [an_order(externalId="B", memo="three"), an_order(externalId="C")]
    put = netsuite.call("PUT", "/salesOrder", json={"items": upserts}, headers=BATCH)
    assert results(netsuite, submitted(put)) == [204, 204]
    assert netsuite.order("B")["memo"] == "three"
    read_all = netsuite.call(
        "GET", f"/salesOrder?expandRecords=true&ids={first},eid:C", headers=LATER
    )
    assert results(netsuite, submitted(read_all)) == [200, 200]
    gone = netsuite.call("DELETE", f"/salesOrder?ids={first},eid:C,99", headers=LATER)
    assert results(netsuite, submitted(gone)) == [204, 204, 404]
    assert netsuite.call("GET", "/salesOrder").json()["count"] == 1


def test_the_tasks_of_a_batch_fail_each_by_itself(netsuite: NetSuite) -> None:
    items = [an_order(externalId="A"), an_order(externalId="B", entity=None), {"memo": "nobody"}]
    job = submitted(netsuite.call("PUT", "/salesOrder", json={"items": items}, headers=BATCH))
    assert results(netsuite, job) == [204, 400, 400]
    states = [told(netsuite, f"{job}/task/{n}")["progress"] for n in (1, 2, 3)]
    assert states == ["succeeded", "failed", "failed"]
    assert told(netsuite, job)["progress"] == "succeeded"
    assert netsuite.call("GET", "/salesOrder").json()["count"] == 1


def test_an_account_can_call_a_batch_failed_of_which_a_task_failed() -> None:
    with slow(0, batch_with_failures="failed") as netsuite:
        items = [an_order(externalId="A"), {"memo": "nobody"}]
        job = submitted(netsuite.call("PUT", "/salesOrder", json={"items": items}, headers=BATCH))
        assert told(netsuite, job)["progress"] == "failed"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"items": []}, "items"),
        ({"items": [an_order()] * 101}, "items"),
        ({"items": ["text"]}, "items"),
        ({}, "items"),
        ([], "items"),
    ],
)
def test_a_batch_that_is_none_is_refused_as_a_whole(
    netsuite: NetSuite, body: object, path: str
) -> None:
    answer = netsuite.call("POST", "/salesOrder", json=body, headers=BATCH)
    told_of = detail(answer)
    assert (answer.status_code, told_of["o:errorCode"]) == (400, "INVALID_CONTENT")
    assert told_of["o:errorPath"] == path


def test_more_than_a_hundred_ids_are_refused(netsuite: NetSuite) -> None:
    ids = ",".join(map(str, range(101)))
    answer = netsuite.call("DELETE", f"/salesOrder?ids={ids}", headers=LATER)
    assert (answer.status_code, detail(answer)["o:errorQueryParam"]) == (400, "ids")


def test_a_batch_of_writes_must_not_be_waited_for(netsuite: NetSuite) -> None:
    for method, path, rest in (
        ("POST", "/salesOrder", {"json": {"items": [an_order()]}, "headers": COLLECTION}),
        ("DELETE", "/salesOrder?ids=1", {}),
    ):
        answer = netsuite.call(method, path, **rest)
        assert (answer.status_code, detail(answer)["o:errorHeader"]) == (400, "Prefer")


def test_parameters_and_headers_of_a_batch_hold_for_each_record(netsuite: NetSuite) -> None:
    netsuite.put("A", an_order(line("one"), line("two")))
    change = {"externalId": "A", "item": {"items": [line("only", line=2)]}, "unknown": 1}
    batch = {**BATCH, "X-NetSuite-PropertyNameValidation": "Error"}
    job = submitted(
        netsuite.call("PATCH", "/salesOrder?replace=item", json={"items": [change]}, headers=batch)
    )
    refused = netsuite.call("GET", f"{job}/task/1/result")
    assert detail(refused)["o:errorCode"] == "INVALID_CONTENT"
    del change["unknown"]
    job = submitted(
        netsuite.call("PATCH", "/salesOrder?replace=item", json={"items": [change]}, headers=batch)
    )
    assert results(netsuite, job) == [204]
    assert netsuite.lines("A") == [(2, "only")]


def test_the_oldest_finished_job_is_forgotten_with_its_key_when_there_are_too_many(
    netsuite: NetSuite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asynchronous, "JOBS_KEPT", 2)
    keyed = {**LATER, "X-NetSuite-Idempotency-Key": KEY}
    made = [submitted(netsuite.put("A", an_order(), headers=keyed))]
    made += [submitted(netsuite.put(name, an_order(), headers=LATER)) for name in "BC"]
    assert [netsuite.call("GET", each).status_code for each in made] == [404, 200, 200]
    again = submitted(netsuite.put("A", an_order(), headers=keyed))
    assert again.endswith("/4")
