"""The table of faults, row by row."""

import json

import pytest

from bridge.adapters.netsuite.faults import (
    REFUSING,
    RETRY_AFTER_S,
    Meaning,
    fault_of,
    fault_of_sign_in,
    fault_of_silence,
    meaning,
)
from bridge.adapters.netsuite.wire import Answer, NoAnswer
from bridge.errors import (
    Misconfigured,
    OutcomeUnknown,
    Refused,
    RemoteError,
    Throttled,
    Unavailable,
)

PAGE = b"<html><body>Please come again later</body></html>"


def own(code: str, detail: str = "Something.", **pointer: str) -> bytes:
    """An error in NetSuite's own form."""
    told = {"detail": detail, "o:errorCode": code, **pointer}
    return json.dumps({"title": "Bad Request", "status": 400, "o:errorDetails": [told]}).encode()


@pytest.mark.parametrize(
    ("status", "body", "on_write", "on_read"),
    [
        (200, b"{}", None, None),
        (201, b"", None, None),
        (204, b"", None, None),
        (202, b"", OutcomeUnknown, Unavailable),
        (206, b"", OutcomeUnknown, Unavailable),
        (301, b"", OutcomeUnknown, Unavailable),
        (302, PAGE, OutcomeUnknown, Unavailable),
        (307, b"", OutcomeUnknown, Unavailable),
        (400, own("USER_ERROR"), Refused, Refused),
        (400, own("INVALID_CONTENT"), Refused, Refused),
        (400, own("SSS_REQUEST_LIMIT_EXCEEDED"), Throttled, Throttled),
        (400, own("UNEXPECTED_ERROR"), OutcomeUnknown, Unavailable),
        (400, PAGE, OutcomeUnknown, Unavailable),
        (400, b"", OutcomeUnknown, Unavailable),
        (400, b'{"error": "of a proxy"}', OutcomeUnknown, Unavailable),
        (400, b"[]", OutcomeUnknown, Unavailable),
        (401, own("INVALID_LOGIN"), Unavailable, Unavailable),
        (401, PAGE, Unavailable, Unavailable),
        (403, own("INSUFFICIENT_PERMISSION"), Refused, Refused),
        (403, PAGE, OutcomeUnknown, Unavailable),
        (404, own("NONEXISTENT_ID"), Refused, Refused),
        (404, PAGE, OutcomeUnknown, Unavailable),
        (405, own("METHOD_NOT_ALLOWED"), Refused, Refused),
        (408, PAGE, OutcomeUnknown, Unavailable),
        (409, own("RCRD_HAS_BEEN_CHANGED"), Refused, Refused),
        (412, own("RCRD_HAS_BEEN_CHANGED"), Refused, Refused),
        (422, own("INVALID_CONTENT"), Refused, Refused),
        (429, own("CONCURRENCY_LIMIT_EXCEEDED"), Throttled, Throttled),
        (429, PAGE, Throttled, Throttled),
        (500, own("UNEXPECTED_ERROR"), OutcomeUnknown, Unavailable),
        (500, own("CONCURRENCY_LIMIT_EXCEEDED"), OutcomeUnknown, Unavailable),
        (500, PAGE, OutcomeUnknown, Unavailable),
        (502, PAGE, OutcomeUnknown, Unavailable),
        (503, own("USER_ERROR"), OutcomeUnknown, Unavailable),
        (503, PAGE, OutcomeUnknown, Unavailable),
        (504, PAGE, OutcomeUnknown, Unavailable),
        (520, b"", OutcomeUnknown, Unavailable),
    ],
)
def test_an_answer_means(
    status: int,
    body: bytes,
    on_write: type[RemoteError] | None,
    on_read: type[RemoteError] | None,
) -> None:
    got = Answer(status, {}, body)
    for writes, expected in ((True, on_write), (False, on_read)):
        fault = fault_of(got, "upsert", writes=writes)
        assert (type(fault) if fault else None) is expected


def test_no_status_without_netsuites_own_words_counts_as_read_and_refused() -> None:
    assert Meaning.REFUSED not in {meaning(status, ()) for status in range(100, 600)}


def test_only_a_few_statuses_can_refuse() -> None:
    refusing = {status for status in range(100, 600) if meaning(status, ("X",)) is Meaning.REFUSED}
    assert refusing == set(REFUSING)


@pytest.mark.parametrize(
    ("sent", "writes", "expected"),
    [
        (False, True, Unavailable),
        (False, False, Unavailable),
        (True, True, OutcomeUnknown),
        (True, False, Unavailable),
    ],
)
def test_silence_means(sent: bool, writes: bool, expected: type[RemoteError]) -> None:  # noqa: FBT001 - columns of the table
    fault = fault_of_silence(NoAnswer("ReadTimeout", sent=sent), "upsert", writes=writes)
    assert type(fault) is expected
    assert fault.code == "ReadTimeout"


@pytest.mark.parametrize(
    ("header", "expected_s"),
    [("7", 7), ("0", 0), ("", RETRY_AFTER_S), ("Fri, 31 Dec 1999 23:59:59 GMT", RETRY_AFTER_S)],
)
def test_a_throttled_call_says_when_to_come_again(header: str, expected_s: float) -> None:
    fault = fault_of(Answer(429, {"Retry-After": header}, b""), "upsert", writes=True)
    assert isinstance(fault, Throttled)
    assert fault.retry_after_s == expected_s


def test_an_answer_that_redirects_names_the_setting_to_compare() -> None:
    fault = fault_of(Answer(302, {}, b""), "find", writes=False)
    assert "netsuite.account" in str(fault)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, b"{}", None),
        (400, b'{"error":"invalid_grant"}', Misconfigured),
        (401, b'{"error":"invalid_client"}', Misconfigured),
        (401, own("INVALID_LOGIN"), Misconfigured),
        (403, own("INSUFFICIENT_PERMISSION"), Misconfigured),
        (400, PAGE, Unavailable),
        (403, PAGE, Unavailable),
        (404, PAGE, Unavailable),
        (429, PAGE, Throttled),
        (302, b"", Unavailable),
        (500, b'{"error":"server_error"}', Unavailable),
        (503, PAGE, Unavailable),
    ],
)
def test_an_answer_to_the_sign_in_means(
    status: int, body: bytes, expected: type[Exception] | None
) -> None:
    fault = fault_of_sign_in(Answer(status, {}, body), "netsuite.client_id")
    assert (type(fault) if fault else None) is expected
