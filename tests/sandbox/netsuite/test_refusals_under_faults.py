"""What NetSuite says under each fault that turns a request down or meddles with its records."""

from __future__ import annotations

import pytest
import requests

from tests.sandbox.netsuite.client import NetSuite, an_order, detail, line

RESTLET = "/app/site/hosting/restlet.nl?script=1&deploy=1"
WRONG_ITEM = (
    "Error while accessing resource: You have entered an Invalid Field Value SUB-ENT for the "
    "following field: item"
)


@pytest.mark.parametrize(
    ("fault", "status", "code", "says"),
    [
        (
            "daily_limit",
            *(429, "REQUEST_LIMIT_EXCEEDED", "Request limit exceeded. Request blocked."),
        ),
        (
            *("concurrent_limit", 429, "CONCURRENCY_LIMIT_EXCEEDED"),
            "Concurrent request limit exceeded. Request blocked.",
        ),
        (
            *("record_locked", 400, "USER_ERROR"),
            (
                "Error while accessing a resource. This record has been locked by a user defined "
                "workflow."
            ),
        ),
        (
            *("closed_period", 400, "USER_ERROR"),
            (
                "Error while accessing a resource. This transaction is in a period that has been "
                "closed. You may not edit it."
            ),
        ),
        ("inactive_item", 400, "INVALID_CONTENT", WRONG_ITEM),
        (
            *("no_permission", 403, "INSUFFICIENT_PERMISSION"),
            "You do not have permission to perform this action.",
        ),
    ],
)
def test_a_write_is_turned_down_in_netsuites_words_and_nothing_is_done(
    netsuite: NetSuite, fault: str, status: int, code: str, says: str
) -> None:
    netsuite.strike(fault=fault, method="PUT", times=1)
    refused = netsuite.put("A", an_order())
    told = detail(refused)
    assert (refused.status_code, told["o:errorCode"], told["detail"]) == (status, code, says)
    assert netsuite.journal.effects() == ()
    assert netsuite.put("A", an_order()).status_code == 204


def test_the_refusal_of_an_inactive_item_is_the_one_of_an_item_that_is_inactive(
    netsuite: NetSuite,
) -> None:
    netsuite.strike(fault="inactive_item", times=1)
    struck = netsuite.put("A", an_order())
    netsuite.change({"type": "serviceSaleItem", "externalId": "SUB-ENT", "isInactive": True})
    assert netsuite.put("A", an_order()).json() == struck.json()


def test_a_restlet_says_in_its_own_way_that_too_many_run_at_once(netsuite: NetSuite) -> None:
    netsuite.strike(fault="concurrent_limit", path="restlet.nl")
    answer = netsuite.call("GET", netsuite.url + RESTLET)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "SSS_REQUEST_LIMIT_EXCEEDED"


def test_a_limit_can_say_how_long_to_wait(netsuite: NetSuite) -> None:
    netsuite.strike(fault="concurrent_limit", headers={"Retry-After": "3"})
    assert netsuite.put("A", an_order()).headers["Retry-After"] == "3"


def test_a_record_can_be_gone_when_it_is_read(netsuite: NetSuite) -> None:
    netsuite.put("A", an_order())
    netsuite.strike(fault="delete_record", record="salesOrder/eid:A", method="GET")
    assert netsuite.call("GET", "/salesOrder/eid:A").status_code == 404


@pytest.mark.parametrize("record", ["serviceSaleItem/eid:SUB-ENT", "salesOrder/7", "rocket/1", ""])
def test_what_is_not_there_or_referred_to_stays_as_it_is(netsuite: NetSuite, record: str) -> None:
    netsuite.put("A", an_order())
    netsuite.strike(fault="delete_record", record=record)
    assert netsuite.call("GET", "/salesOrder/eid:A").status_code == 200
    assert netsuite.put("A", an_order(line("one", line=1))).status_code == 204


def test_a_page_of_a_query_can_come_twice(netsuite: NetSuite) -> None:
    query = "SELECT periodname FROM accountingperiod ORDER BY id"
    first = netsuite.ask(query, page="?limit=2").json()
    netsuite.strike(fault="duplicate_page", path="offset=2")
    again = netsuite.ask(query, page="?limit=2&offset=2").json()
    assert again["items"] == first["items"]
    assert (again["offset"], again["hasMore"]) == (2, True)


@pytest.mark.parametrize("fault", ["truncate", "garble", "wrong_length"])
def test_a_record_that_arrives_broken_is_no_json(netsuite: NetSuite, fault: str) -> None:
    netsuite.put("A", an_order())
    netsuite.strike(fault=fault, type="salesOrder")
    with pytest.raises((requests.JSONDecodeError, requests.ConnectionError, OSError)):
        netsuite.call("GET", "/salesOrder/eid:A").json()
