"""Writes: what goes over the wire, once, and what its answers mean."""

import hashlib
import json
from decimal import Decimal

import pytest
import responses

from bridge.errors import (
    Misconfigured,
    OutcomeUnknown,
    Refused,
    RemoteError,
    Throttled,
    Unavailable,
)
from bridge.model.ids import canonical
from tests.adapters.netsuite.accounts import RECORDS, account
from tests.adapters.netsuite.scripted import answer, reset, scripted, silence

ORDER = f"{RECORDS}/salesOrder/eid:bridge-1"
LOCATION = {"Location": f"{RECORDS}/salesOrder/4711"}
TRANSFORM = f"{RECORDS}/salesOrder/5001/!transform/returnAuthorization"
SOURCE = ("salesOrder", "5001")
MADE = {"Location": f"{RECORDS}/returnAuthorization/5044"}
TAKEN = {
    "type": "https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.1",
    "title": "Bad Request",
    "status": 400,
    "o:errorDetails": [
        {"detail": "This record already exists", "o:errorCode": "USER_ERROR"},
    ],
}
PAGE = "<html>Sign in</html>"
NO_LOGIN = {
    "o:errorDetails": [{"o:errorCode": "INVALID_LOGIN", "detail": "Invalid login attempt."}]
}


@responses.activate
@pytest.mark.parametrize("status", [200, 201, 204])
def test_an_upsert_returns_the_internal_id(status: int) -> None:
    responses.put(ORDER, status=status, headers=LOCATION)
    assert account().upsert("salesOrder", "bridge-1", b"{}") == "4711"


@responses.activate
def test_an_upsert_makes_netsuite_name_what_it_does_not_know() -> None:
    sent = responses.put(ORDER, status=204, headers=LOCATION)
    account().upsert("salesOrder", "bridge-1", b"{}")
    headers = sent.calls[0].request.headers
    assert headers["Content-Type"] == "application/json"
    assert headers["X-NetSuite-PropertyNameValidation"] == "Error"
    assert headers["X-NetSuite-PropertyValueValidation"] == "Error"
    assert headers["Authorization"].startswith('OAuth realm="1234567_SB1", ')


def test_the_bytes_that_arrive_are_the_bytes_that_were_meant() -> None:
    body = canonical(
        {"amount": Decimal("1234567890123456.10"), "rate": Decimal("0.1"), "memo": "Größe £ 末"}
    )
    done = b"HTTP/1.1 204 No Content\r\nLocation: /services/rest/record/v1/salesOrder/1\r\n\r\n"
    with scripted(answer(done)) as server:
        account(server.url).upsert("salesOrder", "bridge-1", body)
    arrived = server.received[0].partition(b"\r\n\r\n")[2]
    assert hashlib.sha256(arrived).digest() == hashlib.sha256(body).digest()
    assert b"1234567890123456.1," in arrived


@responses.activate
@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, ""),
        ({"Location": "/"}, ""),
        ({"Location": f"{RECORDS}/customer/4711"}, ""),
        ({"Location": f"{RECORDS}/salesOrder/eid:bridge-1"}, ""),
        ({**LOCATION, "Content-Type": "text/html;charset=utf-8"}, PAGE),
    ],
)
def test_done_without_the_address_of_the_record_is_unknown(
    headers: dict[str, str], body: str
) -> None:
    kind = headers.pop("Content-Type", "application/json")
    responses.put(ORDER, body=body, status=200, headers=headers, content_type=kind)
    with pytest.raises(OutcomeUnknown):
        account().upsert("salesOrder", "bridge-1", b"{}")


@responses.activate
@pytest.mark.parametrize(
    ("status", "told", "expected"),
    [
        (400, {"o:errorCode": "USER_ERROR"}, Refused),
        (429, {}, Throttled),
        (500, {"o:errorCode": "UNEXPECTED_ERROR"}, OutcomeUnknown),
        (503, {}, OutcomeUnknown),
        (302, {}, OutcomeUnknown),
    ],
)
def test_an_upsert_is_never_repeated(
    status: int, told: dict[str, str], expected: type[RemoteError]
) -> None:
    sent = responses.put(ORDER, json=told, status=status)
    with pytest.raises(expected):
        account().upsert("salesOrder", "bridge-1", b"{}")
    assert sent.call_count == 1


@pytest.mark.parametrize("script", [reset, silence], ids=["reset", "silence"])
def test_an_upsert_without_an_answer_is_unknown_and_not_repeated(script: object) -> None:
    with scripted(script, script) as server:  # type: ignore[arg-type]  # parametrised
        remote = account(server.url, read_timeout_s=0.1)
        with pytest.raises(OutcomeUnknown):
            remote.upsert("salesOrder", "bridge-1", b"{}")
        assert remote.calls == 1
    assert len(server.received) == 1


def test_an_upsert_to_a_host_that_does_not_listen_was_not_done() -> None:
    with pytest.raises(Unavailable):
        account().upsert("salesOrder", "bridge-1", b"{}")


def test_each_upsert_has_a_connection_of_its_own() -> None:
    kept = (
        b"HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n"
        b"Location: /services/rest/record/v1/salesOrder/1\r\n\r\n"
    )
    with scripted(answer(kept), answer(kept)) as server:
        remote = account(server.url)
        for name in ("bridge-1", "bridge-2"):
            remote.upsert("salesOrder", name, b"{}")
    assert [b"\r\nConnection: close\r\n" in one for one in server.received] == [True, True]


@responses.activate
def test_a_write_turned_away_at_the_door_is_sent_once_more_with_a_new_signature() -> None:
    sent = responses.put(ORDER, json=NO_LOGIN, status=401)
    again = responses.put(ORDER, status=204, headers=LOCATION)
    assert account().upsert("salesOrder", "bridge-1", b"{}") == "4711"
    (first,), (second,) = sent.calls, again.calls
    assert first.request.headers["Authorization"] != second.request.headers["Authorization"]
    assert first.request.body == second.request.body == b"{}"


@responses.activate
@pytest.mark.parametrize("body", [json.dumps(NO_LOGIN), PAGE, ""])
def test_credentials_that_are_turned_away_twice_name_the_settings(body: str) -> None:
    sent = responses.put(ORDER, body=body, status=401)
    with pytest.raises(Misconfigured) as caught:
        account().upsert("salesOrder", "bridge-1", b"{}")
    assert sent.call_count == 2
    assert "netsuite.consumer_key" in caught.value.where
    assert "View Login Audit Trail" in caught.value.act


@responses.activate
def test_a_refusal_carries_code_place_and_the_next_act_but_not_netsuites_text() -> None:
    detail = {
        "detail": "Invalid item reference key 1 for subsidiary 2.",
        "o:errorCode": "USER_ERROR",
        "o:errorPath": "item.items[0].item",
    }
    responses.put(ORDER, json={"o:errorDetails": [detail]}, status=400)
    with pytest.raises(Refused) as caught:
        account().upsert("salesOrder", "bridge-1", b"{}")
    error = caught.value
    assert (error.system, error.code) == ("netsuite", "USER_ERROR")
    assert error.operation == "upsert salesOrder bridge-1"
    assert error.says.startswith("item.items[0].item: item, customer or order belong to different")
    assert "reference key" not in str(error)


@pytest.mark.parametrize("name", ["", "a/b", "a b", "a?b", "ä", "a|b", "x" * 256, "a\n"])
def test_an_external_id_that_could_not_be_looked_up_again_is_our_own_mistake(name: str) -> None:
    with pytest.raises(ValueError, match="external id"):
        account().upsert("salesOrder", name, b"{}")


@responses.activate
def test_a_return_is_made_from_its_order_with_the_lines_that_are_named_and_no_others() -> None:
    sent = responses.post(TRANSFORM, status=204, headers=MADE)
    assert account().derive(SOURCE, "returnAuthorization", b"{}") == "5044"
    request = sent.calls[0].request
    assert request.url == f"{TRANSFORM}?replace=item"
    assert request.headers["X-NetSuite-PropertyNameValidation"] == "Error"
    assert request.body == b"{}"


@responses.activate
def test_a_second_record_of_one_external_id_is_refused() -> None:
    responses.post(TRANSFORM, status=400, json=TAKEN)
    with pytest.raises(Refused, match="another record has this external id"):
        account().derive(SOURCE, "returnAuthorization", b"{}")


@responses.activate
def test_a_done_without_an_address_is_not_known_to_be_done() -> None:
    responses.post(TRANSFORM, status=204, headers={"Location": f"{RECORDS}/salesOrder/5001"})
    with pytest.raises(OutcomeUnknown):
        account().derive(SOURCE, "returnAuthorization", b"{}")


@pytest.mark.parametrize("internal_id", ["", "eid:x", "1/2"])
def test_a_record_is_made_from_an_internal_id_alone(internal_id: str) -> None:
    with pytest.raises(ValueError, match="another is made from"):
        account().derive(("salesOrder", internal_id), "returnAuthorization", b"{}")
