"""Faults that are switched on, the limit of requests at once, and the journal, on the port."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import requests

from bridge.sandbox.journal import Change
from bridge.sandbox.netsuite.seeds import default
from bridge.sandbox.netsuite.settings import Settings
from tests.sandbox.netsuite.client import ACME, opened
from tests.sandbox.netsuite.soap.messages import Soap, customer, envelope, passport, ref

TIME = "<msgs:getServerTime/>"


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (401, "invalidCredentialsFault"),
        (403, "insufficientPermissionFault"),
        (429, "exceededConcurrentRequestLimitFault"),
        (500, "unexpectedErrorFault"),
        (503, "unexpectedErrorFault"),
    ],
)
def test_an_error_of_the_account_is_a_soap_fault(soap: Soap, status: int, fault: str) -> None:
    soap.netsuite.strike(fault="status", status=status, path="NetSuitePort")
    answer = soap.ask(TIME)
    assert answer.status == 500
    assert answer.one(fault).tag.startswith("{urn:faults_2023_2.platform")


def test_an_html_page_stays_one(soap: Soap) -> None:
    soap.netsuite.strike(fault="status", status=503, html="<h1>Down</h1>", path="NetSuitePort")
    url = f"{soap.netsuite.url}/services/NetSuitePort_2023_2"
    answer = requests.post(url, data=envelope(TIME), timeout=5)
    assert (answer.status_code, answer.text) == (503, "<h1>Down</h1>")


def test_an_answer_that_is_cut_was_done(soap: Soap) -> None:
    soap.netsuite.strike(fault="cut_after_commit", path="NetSuitePort", times=1)
    with pytest.raises(requests.ConnectionError):
        soap.call("upsert", customer("CUT"))
    assert soap.call("get", ref("customer", "CUT")).succeeded == [True]


def test_requests_beyond_the_limit_are_blocked() -> None:
    slow = Settings(concurrency_limit=1, write_takes_s=0.3)
    seed = replace(default().add_customers({ACME: "ACME"}), settings=slow)
    with opened(seed) as netsuite, ThreadPoolExecutor(4) as pool:
        soap = Soap(netsuite)
        now = int(netsuite.clock.now().timestamp())
        texts = [
            envelope(f"<msgs:upsert>{customer(f'Q-{n}')}</msgs:upsert>", passport(now))
            for n in range(4)
        ]
        answers = list(pool.map(soap.send, texts))
    blocked = [one for one in answers if one.status == 500]
    assert blocked
    for answer in blocked:
        assert answer.codes == ["WS_REQUEST_BLOCKED"]
        says = "SuiteTalk concurrent request limit exceeded. Request blocked."
        assert answer.texts("faultstring") == [says]


def test_the_journal_knows_operations_and_what_they_changed(soap: Soap) -> None:
    soap.call("upsertList", customer("J-1") + customer("J-2", name=""))
    soap.call("upsertList", customer("J-1"))
    soap.call("get", ref("customer", "J-1"))
    soap.call("delete", ref("customer", "J-1"))
    asked = soap.netsuite.journal.requests()
    assert [one.operation for one in asked] == ["upsertList", "upsertList", "get", "delete"]
    done = [(effect.external_id, effect.change) for one in asked for effect in one.effects]
    assert done == [
        ("J-1", Change.CREATED),
        ("J-1", Change.UNCHANGED),
        ("J-1", Change.READ),
        ("J-1", Change.DELETED),
    ]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("record_locked", "RCRD_LOCKED_BY_WF"),
        ("record_changed", "RCRD_HAS_BEEN_CHANGED"),
        ("closed_period", "CLOSED_TRAN_PRD"),
    ],
)
def test_what_happens_to_records_is_a_status_of_each(soap: Soap, fault: str, code: str) -> None:
    soap.netsuite.strike(fault=fault, path="NetSuitePort")
    answer = soap.call("upsertList", customer("S-1") + customer("S-2"))
    assert (answer.succeeded, answer.codes) == ([True, False, False], [code, code])
    assert soap.call("upsert", customer("S-1")).codes == [code]
    assert soap.fault(TIME).all("unexpectedErrorFault")


def test_a_page_may_come_twice(soap: Soap) -> None:
    soap.call("addList", "".join(customer(f"T-{n}", f"Twice {n}") for n in range(8)))
    prefer = "<msgs:searchPreferences><msgs:pageSize>5</msgs:pageSize></msgs:searchPreferences>"
    first = soap.search("Customer", "", header=prefer)
    search_id = first.texts("searchId")[0]
    soap.netsuite.strike(fault="duplicate_page", path="NetSuitePort")
    more = f"<msgs:searchId>{search_id}</msgs:searchId><msgs:pageIndex>2</msgs:pageIndex>"
    again = soap.call("searchMoreWithId", more)
    assert again.texts("companyName") == first.texts("companyName")


def test_rules_choose_by_the_operation(soap: Soap) -> None:
    soap.netsuite.strike(fault="concurrent_limit", operation="upsertList")
    assert soap.call("upsert", customer("ONE")).succeeded == [True]
    answer = soap.ask(f"<msgs:upsertList>{customer('TWO')}</msgs:upsertList>")
    assert answer.one("exceededConcurrentRequestLimitFault").tag.startswith("{urn:faults_")


def test_every_second_record_of_a_list_fails_and_the_others_are_written(soap: Soap) -> None:
    soap.netsuite.strike(fault="fail_rows", operation="upsertList", times=1)
    answer = soap.call("upsertList", customer("L-1") + customer("L-2") + customer("L-3"))
    assert answer.succeeded == [True, True, False, True]  # the first is the list's own
    assert answer.codes == ["RCRD_LOCKED_BY_WF"]
    created = [effect.external_id for effect in soap.netsuite.journal.effects(Change.CREATED)]
    assert created == ["L-1", "L-3"]


def test_every_second_record_of_a_list_stays_when_it_is_to_be_deleted(soap: Soap) -> None:
    names = ("L-1", "L-2", "L-3")
    soap.call("upsertList", "".join(map(customer, names)))
    soap.netsuite.strike(fault="fail_rows", operation="deleteList", times=1)
    answer = soap.call("deleteList", "".join(ref("customer", name) for name in names))
    assert answer.succeeded == [True, True, False, True]
    gone = [effect.external_id for effect in soap.netsuite.journal.effects(Change.DELETED)]
    assert gone == ["L-1", "L-3"]
