"""Faults against the record service: what is in the account afterwards, and in the journal."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from bridge.sandbox.journal import Change, Effect
from bridge.sandbox.netsuite.seeds import Seed, default, read
from tests.sandbox.netsuite.client import ACME, NetSuite, an_order, detail, line, opened

PATH = "/salesOrder/eid:A"
CREATED = Effect("salesOrder", "A", "5001", Change.CREATED)


def is_there(netsuite: NetSuite) -> bool:
    return netsuite.call("GET", PATH).status_code == 200


def test_a_cut_before_the_commit_leaves_no_order(netsuite: NetSuite) -> None:
    netsuite.strike(fault="cut_before_commit", method="PUT", times=1)
    with pytest.raises(requests.ConnectionError):
        netsuite.put("A", an_order())
    assert not is_there(netsuite)
    assert netsuite.journal.effects() == ()


def test_a_cut_after_the_commit_leaves_the_order(netsuite: NetSuite) -> None:
    netsuite.strike(fault="cut_after_commit", method="PUT", times=1)
    with pytest.raises(requests.ConnectionError):
        netsuite.put("A", an_order())
    assert is_there(netsuite)
    assert netsuite.journal.effects() == (CREATED,)


def test_a_late_commit_is_not_there_yet_when_it_is_looked_up_at_once(netsuite: NetSuite) -> None:
    netsuite.strike(fault="late_commit_s", seconds=0.3, method="PUT", times=1)
    with pytest.raises(requests.ConnectionError):
        netsuite.put("A", an_order())
    assert not is_there(netsuite)
    deadline = time.monotonic() + 5
    while not is_there(netsuite) and time.monotonic() < deadline:
        pass
    assert netsuite.journal.effects() == (CREATED,)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "INVALID_LOGIN"),
        (403, "INSUFFICIENT_PERMISSION"),
        (429, "CONCURRENCY_LIMIT_EXCEEDED"),
        (500, "UNEXPECTED_ERROR"),
        (503, "UNEXPECTED_ERROR"),
    ],
)
def test_a_status_before_the_work_has_netsuites_shape(
    netsuite: NetSuite, status: int, code: str
) -> None:
    netsuite.strike(fault="status", status=status, method="PUT")
    refused = netsuite.put("A", an_order())
    assert (refused.status_code, detail(refused)["o:errorCode"]) == (status, code)
    assert not is_there(netsuite)


def test_a_gateways_page_after_the_work_hides_an_order_that_exists(netsuite: NetSuite) -> None:
    page = "<html><body><h1>502 Bad Gateway</h1></body></html>"
    netsuite.strike(fault="status", status=502, html=page, when="after", method="PUT")
    answer = netsuite.put("A", an_order())
    assert (answer.status_code, answer.text) == (502, page)
    assert is_there(netsuite)


@pytest.mark.parametrize(("when", "there"), [("before", False), ("after", True)])
def test_a_hang_outlasts_the_caller(netsuite: NetSuite, when: str, there: bool) -> None:  # noqa: FBT001 - a table's column
    netsuite.strike(fault="hang_s", seconds=30, when=when, method="PUT")
    with pytest.raises(requests.ReadTimeout):
        netsuite.session.put(
            f"{netsuite.url}/services/rest/record/v1{PATH}", json=an_order(), timeout=0.3
        )
    assert is_there(netsuite) is there


def test_a_caller_that_gives_up_on_a_slow_write_does_not_stop_it(netsuite: NetSuite) -> None:
    netsuite.strike(fault="slow_s", seconds=0.4, method="PUT")
    with pytest.raises(requests.ReadTimeout):
        netsuite.session.put(
            f"{netsuite.url}/services/rest/record/v1{PATH}", json=an_order(), timeout=0.1
        )
    assert not is_there(netsuite)
    deadline = time.monotonic() + 5
    while not is_there(netsuite) and time.monotonic() < deadline:
        pass
    assert netsuite.journal.effects() == (CREATED,)


def test_a_fault_can_say_what_a_workflow_lock_says(netsuite: NetSuite) -> None:
    locked = {"status": 400, "o:errorDetails": [{"o:errorCode": "USER_ERROR"}]}
    netsuite.strike(fault="status", status=400, json=locked, path="eid:A")
    assert netsuite.put("A", an_order()).json() == locked
    assert netsuite.put("B", an_order()).status_code == 204


def test_the_token_end_point_can_be_struck_too(netsuite: NetSuite) -> None:
    netsuite.strike(fault="status", status=503, path="/oauth2/v1/token", times=1)
    assert netsuite.token(netsuite.assertion()).status_code == 503
    assert netsuite.token(netsuite.assertion()).status_code == 200


def test_the_journal_counts_effective_writes_by_external_id(netsuite: NetSuite) -> None:
    netsuite.put("A", an_order(line("one", line=1)))
    netsuite.put("A", an_order(line("one", line=1)))
    netsuite.put("A", an_order(line("ONE", line=1)))
    netsuite.call("GET", PATH)
    netsuite.call("GET", "/salesOrder/eid:NONE")
    netsuite.call("DELETE", PATH)
    everything = netsuite.journal.effects(*Change)
    assert [(effect.external_id, effect.change) for effect in everything] == [
        ("A", Change.CREATED),
        ("A", Change.UNCHANGED),
        ("A", Change.UPDATED),
        ("A", Change.READ),
        ("NONE", Change.READ),
        ("A", Change.DELETED),
    ]
    changes = [effect.change for effect in netsuite.journal.effects()]
    assert changes == [Change.CREATED, Change.UPDATED, Change.DELETED]


def test_the_same_values_in_another_form_change_nothing(netsuite: NetSuite) -> None:
    netsuite.put("A", an_order(line("one", line=1, amount=100)))
    netsuite.put("A", an_order(line("one", line=1, amount=100.00), memo=None, currency={"id": 1}))
    changes = [effect.change for effect in netsuite.journal.effects(*Change)]
    assert changes == [Change.CREATED, Change.UNCHANGED]


def test_requests_and_effects_are_told_over_http(netsuite: NetSuite) -> None:
    netsuite.put("A", an_order())
    netsuite.call("GET", PATH)
    told = requests.get(f"{netsuite.url}/_sandbox/requests?method=PUT", timeout=5).json()
    (entry,) = told["requests"]
    assert (entry["system"], entry["status"], entry["path"]) == (
        "netsuite",
        204,
        "/services/rest/record/v1/salesOrder/eid:A",
    )
    reads = requests.get(f"{netsuite.url}/_sandbox/effects?change=read", timeout=5).json()
    assert [effect["external_id"] for effect in reads["effects"]] == ["A"]
    orders = requests.get(f"{netsuite.url}/_sandbox/records?type=salesOrder", timeout=5).json()
    assert [record["externalId"] for record in orders["records"]] == ["A"]


def seed_with(settings: str) -> Seed:
    seed = default().add_customers({ACME: "ACME"})
    return read(f'{{"settings": {settings}}}'.encode(), "test", seed)


def test_writes_to_one_order_wait_for_each_other() -> None:
    with opened(seed_with('{"write_takes_s": 0.1}')) as slow:
        began = time.monotonic()
        with ThreadPoolExecutor(3) as pool:
            answers = list(
                pool.map(lambda _n: slow.put("A", an_order(line("x", line=1))), range(3))
            )
        assert {answer.headers["Location"] for answer in answers} == {
            f"{slow.url}/services/rest/record/v1/salesOrder/5001"
        }
        assert time.monotonic() - began >= 0.3
        assert slow.lines("A") == [(1, "x")]
        changes = [effect.change for effect in slow.journal.effects()]
        assert changes == [Change.CREATED]


def test_writes_to_different_orders_do_not_wait() -> None:
    with opened(seed_with('{"write_takes_s": 0.3}')) as slow:
        began = time.monotonic()
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda name: slow.put(name, an_order()), "ABCD"))
        assert {answer.status_code for answer in answers} == {204}
        assert time.monotonic() - began < 1.1  # one after the other they take 1.2


def test_beyond_the_concurrency_limit_requests_are_refused() -> None:
    with opened(seed_with('{"write_takes_s": 0.5, "concurrency_limit": 2}')) as narrow:
        with ThreadPoolExecutor(5) as pool:
            answers = list(pool.map(lambda name: narrow.put(name, an_order()), "ABCDE"))
        statuses = sorted(answer.status_code for answer in answers)
        assert statuses == [204, 204, 429, 429, 429]
        refused = next(answer for answer in answers if answer.status_code == 429)
        body = refused.json()
        assert (body["title"], body["o:errorCode"]) == ("Bad Request", "USER_ERROR")
        assert detail(refused)["detail"] == "Concurrent request limit exceeded. Request blocked."
        assert len(narrow.journal.effects()) == 2
