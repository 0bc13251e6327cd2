"""The org under faults, as a caller in the middle of its work meets them."""

import pytest
import requests

from bridge.sandbox.ids import record_id
from bridge.sandbox.journal import Change
from tests.sandbox.salesforce.client import Org, error_of

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
