"""The org under faults, as a caller in the middle of its work meets them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from bridge.sandbox.ids import record_id
from bridge.sandbox.journal import Change
from tests.sandbox.salesforce.client import Org, accounts, error_of, opened, seed_of

O_B1 = record_id("Order", "O-B1")
ASK = f"SELECT Bridge_Status__c FROM Order WHERE Id = '{O_B1}'"


def test_a_token_that_ends_in_mid_run_is_replaced_and_the_work_goes_on(org: Org) -> None:
    org.strike(fault="expire_tokens", path="/query", nth=2)
    assert org.ask(ASK).status_code == 200
    assert error_of(org.ask(ASK)) == (401, "INVALID_SESSION_ID")
    org.sign_in()
    assert org.ask(ASK).status_code == 200


def test_a_cut_after_the_commit_leaves_the_work_done(org: Org) -> None:
    org.strike(fault="cut_after_commit", method="PATCH", nth=1)
    with pytest.raises(requests.ConnectionError):
        org.call("PATCH", f"/sobjects/Order/{O_B1}", json={"Bridge_Status__c": "posted"})
    assert org.column(ASK) == ["posted"]
    assert [effect.change for effect in org.journal.effects()] == [Change.UPDATED]


def test_a_cut_before_the_commit_leaves_nothing_done(org: Org) -> None:
    org.strike(fault="cut_before_commit", method="PATCH", nth=1)
    with pytest.raises(requests.ConnectionError):
        org.call("PATCH", f"/sobjects/Order/{O_B1}", json={"Bridge_Status__c": "posted"})
    assert org.column(ASK) == [None]


@pytest.mark.parametrize(
    ("status", "code"), [(403, "REQUEST_LIMIT_EXCEEDED"), (503, "SERVER_UNAVAILABLE")]
)
def test_a_status_without_a_body_of_its_own_takes_the_orgs_form(
    org: Org, status: int, code: str
) -> None:
    org.strike(fault="status", status=status, path="/query", times=1)
    assert error_of(org.ask(ASK)) == (status, code)
    assert org.ask(ASK).status_code == 200


def test_the_edge_can_answer_in_html(org: Org) -> None:
    org.strike(fault="status", status=503, html="<h1>Maintenance</h1>", path="/query")
    answer = org.ask(ASK)
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        503,
        "text/html; charset=utf-8",
    )
    assert "Date" in answer.headers


def test_the_org_can_say_that_too_many_calls_run_at_once(org: Org) -> None:
    org.strike(fault="concurrent_limit", path="/query", nth=1)
    answer = org.ask(ASK)
    assert error_of(answer) == (403, "REQUEST_LIMIT_EXCEEDED")
    assert "Concurrent" in answer.json()[0]["message"]
    assert org.ask(ASK).status_code == 200


def test_calls_are_turned_away_while_too_many_others_run_for_long() -> None:
    with opened(seed_of(*accounts(1), concurrent_requests=1)) as org:
        org.strike(fault="slow_s", seconds=1, path="/limits", nth=1)
        with ThreadPoolExecutor(1) as pool:
            slow = pool.submit(requests.get, f"{org.base}/limits", timeout=5)
            while not org.journal.requests()[-1].path.endswith("/limits"):
                pass
            assert org.get("/sobjects").status_code == 200
            org.clock.advance(20)
            assert error_of(org.get("/sobjects")) == (403, "REQUEST_LIMIT_EXCEEDED")
            assert slow.result().status_code == 401
        assert org.get("/sobjects").status_code == 200
