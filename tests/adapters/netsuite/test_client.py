"""Looking up by external id, server time, limits, and the account as a whole."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import responses
from pydantic import ValidationError

from bridge.adapters.netsuite.client import Found, FoundLine, Governance, NetSuite
from bridge.errors import Refused, RemoteError, Throttled, Unavailable
from bridge.settings import NetSuiteSettings
from tests.adapters.netsuite.accounts import RECORDS, SUITEQL, URL, account, noting, token_based
from tests.adapters.netsuite.scripted import SetClock, answer, reset, scripted, silence

FIND = (
    f"{RECORDS}/salesOrder/eid:bridge-1"
    "?fields=id%2Ccustbody_bridge_digest%2Cstatus%2Citem&expandSubResources=true"
)
PAGE = "<html>Sign in</html>"
ABSENT = {"o:errorDetails": [{"o:errorCode": "NONEXISTENT_ID", "detail": "Record does not exist."}]}
NO_LOGIN = {
    "o:errorDetails": [{"o:errorCode": "INVALID_LOGIN", "detail": "Invalid login attempt."}]
}


@responses.activate
def test_a_found_record_can_be_compared() -> None:
    told = """{"id": "4711", "custbody_bridge_digest": "abc", "status": {"id": "B"}, "item":
    {"hasMore": false, "items": [{"line": 1, "quantity": 2.5, "amount": 1234567890123456.10},
    {"line": 7, "isClosed": true}]}}"""
    responses.get(FIND, body=told)
    assert account().find("salesOrder", "bridge-1") == Found(
        internal_id="4711",
        digest="abc",
        status="B",
        lines=(
            FoundLine(
                key=1,
                quantity=Decimal("2.5"),
                amount=Decimal("1234567890123456.10"),
                closed=False,
            ),
            FoundLine(key=7, quantity=None, amount=None, closed=True),
        ),
    )


@responses.activate
@pytest.mark.parametrize("item", [{}, {"links": []}, {"items": [], "hasMore": True}])
def test_lines_that_are_not_all_told_are_not_known(item: dict[str, object]) -> None:
    responses.get(FIND, json={"id": "4711", "item": item})
    assert account().find("salesOrder", "bridge-1") == Found(
        internal_id="4711", digest=None, status=None, lines=None
    )


@responses.activate
def test_only_netsuites_own_word_makes_a_record_absent() -> None:
    responses.get(FIND, json=ABSENT, status=404)
    assert account().find("salesOrder", "bridge-1") is None


NO_TYPE = {"o:errorCode": "NONEXISTENT_ID", "detail": "Record type 'salesOrde' does not exist."}


@responses.activate
@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (404, PAGE, Unavailable),
        (404, "", Unavailable),
        (404, json.dumps({"o:errorDetails": [NO_TYPE]}), Refused),
        (404, json.dumps({"o:errorDetails": [{"o:errorCode": "INVALID_REQUEST"}]}), Refused),
        (400, json.dumps(ABSENT), Refused),
        (
            403,
            json.dumps({"o:errorDetails": [{"o:errorCode": "INSUFFICIENT_PERMISSION"}]}),
            Refused,
        ),
        (200, PAGE, Unavailable),
        (200, "[]", Unavailable),
        (200, "{}", Unavailable),
        (200, '{"id": "x"}', Unavailable),
        (200, '{"id": "1", "item": {"items": [{}]}}', Unavailable),
        (200, '{"id": "1", "item": {"items": [{"line": 1, "amount": "a lot"}]}}', Unavailable),
        (200, '{"id": "1", "item": {"items": [{"line": 1, "amount": NaN}]}}', Unavailable),
        (204, "", Unavailable),
        (302, "", Unavailable),
        (500, PAGE, Unavailable),
    ],
)
def test_any_other_answer_does_not(status: int, body: str, expected: type[RemoteError]) -> None:
    responses.get(FIND, body=body, status=status)
    with pytest.raises(expected):
        account().find("salesOrder", "bridge-1")


@responses.activate
def test_a_read_is_repeated_until_it_is_answered() -> None:
    for status in (503, 429, 500):
        responses.get(FIND, body=PAGE, status=status)
    responses.get(FIND, json={"id": "4711"})
    waits: list[float] = []
    remote = NetSuite(token_based(), SetClock(), noting(waits))
    found = remote.find("salesOrder", "bridge-1")
    assert found is not None
    assert remote.calls == 4
    assert len(waits) == 3
    assert waits[1] >= 5  # what a throttled call has to wait at least


@responses.activate
def test_a_read_is_repeated_so_often_and_no_more() -> None:
    sent = responses.get(FIND, body=PAGE, status=503)
    with pytest.raises(Unavailable):
        account(attempts_max=3).find("salesOrder", "bridge-1")
    assert sent.call_count == 3


@responses.activate
def test_a_read_is_repeated_so_long_and_no_longer() -> None:
    sent = responses.get(FIND, body=PAGE, status=429, headers={"Retry-After": "50"})
    waits: list[float] = []
    remote = NetSuite(token_based(attempts_max=99, retry_for_s=120), SetClock(), noting(waits))
    with pytest.raises(Throttled):
        remote.find("salesOrder", "bridge-1")
    assert sent.call_count == 3  # after 0, 50 and 100 s; the next would come at 150 s
    assert sum(waits) <= 120


def test_a_read_without_an_answer_is_repeated() -> None:
    found = b'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{"id":"4711"}'
    with scripted(reset, silence, answer(found)) as server:
        assert account(server.url, read_timeout_s=0.1).find("salesOrder", "bridge-1") is not None
    assert len(server.received) == 3


@responses.activate
def test_a_read_that_is_turned_away_is_asked_once_more() -> None:
    responses.get(FIND, json=NO_LOGIN, status=401)
    responses.get(FIND, json={"id": "4711"})
    remote = account()
    assert remote.find("salesOrder", "bridge-1") is not None
    assert remote.calls == 2


@responses.activate
def test_ping_tells_netsuites_time() -> None:
    # The sample of Oracle help, article_0528010158.
    responses.get(
        f"{URL}/services/rest/system/v1/serverTime", json={"serverTime": "2025-03-26T16:21:00.000Z"}
    )
    assert account().ping() == datetime(2025, 3, 26, 16, 21, tzinfo=UTC)


@responses.activate
@pytest.mark.parametrize("told", [{}, {"serverTime": None}, {"serverTime": "noon"}])
def test_a_ping_without_a_time_is_no_answer(told: dict[str, object]) -> None:
    responses.get(f"{URL}/services/rest/system/v1/serverTime", json=told)
    with pytest.raises(Unavailable):
        account().ping()


REFUSED = {"o:errorDetails": [{"o:errorCode": "INSUFFICIENT_PERMISSION"}]}


@responses.activate
@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Wed, 26 Mar 2025 16:21:07 GMT", datetime(2025, 3, 26, 16, 21, 7, tzinfo=UTC)),
        ("Wed, 26 Mar 2025 17:21:07 +0100", datetime(2025, 3, 26, 16, 21, 7, tzinfo=UTC)),
    ],
)
def test_where_the_time_is_refused_the_date_of_an_answer_is_told(
    date: str, expected: datetime
) -> None:
    responses.get(f"{URL}/services/rest/system/v1/serverTime", json=REFUSED, status=403)
    responses.post(SUITEQL, json={}, headers={"Date": date})
    assert account().ping() == expected


@responses.activate
@pytest.mark.parametrize("headers", [{}, {"Date": "noon"}])
def test_an_answer_without_a_date_tells_no_time(headers: dict[str, str]) -> None:
    responses.get(f"{URL}/services/rest/system/v1/serverTime", json=REFUSED, status=403)
    responses.post(SUITEQL, json={}, headers=headers)
    with pytest.raises(Unavailable):
        account().ping()


@responses.activate
def test_governance_tells_how_many_requests_are_taken_at_once() -> None:
    responses.get(
        f"{URL}/services/rest/system/v1/governanceLimits",
        json={"accountConcurrencyLimit": 25, "accountUnallocatedConcurrencyLimit": 15},
    )
    assert account().governance() == Governance(account=25, unallocated=15)


@responses.activate
def test_governance_without_limits_is_no_answer() -> None:
    responses.get(f"{URL}/services/rest/system/v1/governanceLimits", json={})
    with pytest.raises(Unavailable):
        account().governance()


def test_a_call_has_an_end_that_is_known_beforehand() -> None:
    assert account(connect_timeout_s=2, read_timeout_s=10).longest_call_s == 24


def test_plain_http_is_for_this_machine_only() -> None:
    with pytest.raises(ValidationError, match="loopback only"):
        NetSuiteSettings.model_validate(
            {**token_based().model_dump(), "url": "http://1234567.suitetalk.api.netsuite.com"}
        )


def test_a_closed_account_has_no_open_connections() -> None:
    done = b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n" + b'{"id": "1"}'
    with scripted(answer(done)) as server:
        remote = account(server.url)
        remote.find("salesOrder", "bridge-1")
        remote.close()
