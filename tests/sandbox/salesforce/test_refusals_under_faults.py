"""What Salesforce says under each fault that turns a call down or meddles with its rows."""

import time

import pytest
import requests

from bridge.sandbox.ids import record_id
from tests.sandbox.salesforce.client import Org, error_of

O_B1 = record_id("Order", "O-B1")
ORDER = f"/sobjects/Order/{O_B1}"
ASK = f"SELECT Bridge_Status__c FROM Order WHERE Id = '{O_B1}'"


@pytest.mark.parametrize(
    ("fault", "status", "code", "says"),
    [
        ("daily_limit", 403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."),
        (
            *("concurrent_limit", 403, "REQUEST_LIMIT_EXCEEDED"),
            "ConcurrentRequests (Concurrent API Requests) Limit exceeded.",
        ),
        (
            *("record_locked", 400, "UNABLE_TO_LOCK_ROW"),
            "unable to obtain exclusive access to this record",
        ),
        ("no_permission", 403, "INSUFFICIENT_ACCESS", "insufficient access rights on object id"),
    ],
)
def test_a_write_is_turned_down_in_the_orgs_words_and_nothing_is_done(
    org: Org, fault: str, status: int, code: str, says: str
) -> None:
    org.strike(fault=fault, type="order", method="PATCH", times=1)
    refused = org.call("PATCH", ORDER, json={"Bridge_Status__c": "posted"})
    assert error_of(refused) == (status, code)
    assert refused.json()[0]["message"] == says
    assert org.column(ASK) == [None]
    assert org.call("PATCH", ORDER, json={"Bridge_Status__c": "posted"}).status_code == 204


def test_a_row_is_deleted_between_two_calls_and_comes_back_between_two_others(org: Org) -> None:
    org.strike(fault="delete_record", record=O_B1, path="/query", nth=2)
    org.strike(fault="undelete_record", record=O_B1, path="/query", nth=3)
    before, gone, back = (org.column(ASK) for _ in range(3))
    assert (before, gone, back) == ([None], [], [None])


@pytest.mark.parametrize("record", ["801000000000000AAA", "", "???", O_B1])
def test_a_row_that_cannot_come_back_changes_nothing(org: Org, record: str) -> None:
    org.strike(fault="undelete_record", record=record)
    assert org.column(ASK) == [None]


def test_a_late_commit_shows_a_row_older_than_what_was_read_before(org: Org) -> None:
    """A poller that goes by SystemModstamp alone has passed that moment already."""
    org.strike(fault="late_commit_s", seconds=0.2, method="PATCH", times=1)
    with pytest.raises(requests.ConnectionError):
        org.call("PATCH", ORDER, json={"Bridge_Status__c": "posted"})
    org.clock.advance(600)
    horizon = org.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    deadline = time.monotonic() + 5
    while org.column(ASK) == [None] and time.monotonic() < deadline:
        pass
    assert org.column(ASK) == ["posted"]
    late = f"SELECT Id FROM Order WHERE Id = '{O_B1}' AND SystemModstamp < {horizon}"
    assert org.column(late) == [O_B1]


@pytest.mark.parametrize("fault", ["truncate", "garble", "wrong_length"])
def test_an_answer_that_arrives_broken_is_no_json(org: Org, fault: str) -> None:
    org.strike(fault=fault, path="/query")
    with pytest.raises((requests.JSONDecodeError, requests.ConnectionError, OSError)):
        org.ask(ASK).json()
