import datetime as dt
import ssl
from pathlib import Path

import pytest
import requests
import responses
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bridge.adapters.salesforce.faults import (
    LONG_WAIT_S,
    SHORT_WAIT_S,
    Complaint,
    complaint,
    fault,
    fault_for_exception,
)
from bridge.adapters.salesforce.session import Session
from bridge.errors import (
    BridgeError,
    Misconfigured,
    OutcomeUnknown,
    Refused,
    Throttled,
    Unavailable,
)
from tests.adapters.salesforce.answers import Time, impatient
from tests.adapters.sockets import (
    Behaviour,
    a_server,
    breaks_off,
    closed_port,
    hangs,
    resets,
)

ROWS: tuple[tuple[int, str, type[BridgeError], type[BridgeError]], ...] = (
    # status, error code, on a read, on a write
    (300, "HTTP_300", Refused, Refused),
    (302, "HTTP_302", Misconfigured, Misconfigured),
    (304, "HTTP_304", Refused, Refused),
    (400, "MALFORMED_QUERY", Refused, Refused),
    (400, "INVALID_FIELD", Refused, Refused),
    (400, "INVALID_TYPE", Refused, Refused),
    (400, "INVALID_QUERY_LOCATOR", Refused, Refused),
    (400, "EXCEEDED_ID_LIMIT", Refused, Refused),
    (400, "INVALID_REPLICATION_DATE", Refused, Refused),
    (400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", Refused, Refused),
    (400, "STRING_TOO_LONG", Refused, Refused),
    (400, "DUPLICATE_VALUE", Refused, Refused),
    (400, "DUPLICATES_DETECTED", Refused, Refused),
    (400, "REQUIRED_FIELD_MISSING", Refused, Refused),
    (400, "INVALID_CROSS_REFERENCE_KEY", Refused, Refused),
    (400, "CANNOT_EXECUTE_FLOW_TRIGGER", Refused, Refused),
    (400, "A_CODE_OF_TOMORROW", Refused, Refused),
    (400, "QUERY_TIMEOUT", Unavailable, Unavailable),
    (400, "UNABLE_TO_LOCK_ROW", Unavailable, Unavailable),
    (401, "INVALID_SESSION_ID", Misconfigured, Misconfigured),
    (401, "INVALID_AUTH_HEADER", Misconfigured, Misconfigured),
    (401, "HTTP_401", Misconfigured, Misconfigured),
    (403, "REQUEST_LIMIT_EXCEEDED", Throttled, Throttled),
    (403, "INSUFFICIENT_ACCESS", Refused, Refused),
    (403, "FUNCTIONALITY_NOT_ENABLED", Refused, Refused),
    (403, "API_DISABLED_FOR_ORG", Misconfigured, Misconfigured),
    (403, "API_CURRENTLY_DISABLED", Misconfigured, Misconfigured),
    (404, "NOT_FOUND", Refused, Refused),
    (404, "ENTITY_IS_DELETED", Refused, Refused),
    (405, "METHOD_NOT_ALLOWED", Refused, Refused),
    (410, "UNSUPPORTED_API_VERSION", Misconfigured, Misconfigured),
    (410, "HTTP_410", Misconfigured, Misconfigured),
    (412, "HTTP_412", Refused, Refused),
    (414, "HTTP_414", Refused, Refused),
    (415, "UNSUPPORTED_MEDIA_TYPE", Refused, Refused),
    (420, "HTTP_420", Throttled, Throttled),
    (428, "HTTP_428", Refused, Refused),
    (429, "REQUEST_LIMIT_EXCEEDED", Throttled, Throttled),
    (431, "HTTP_431", Refused, Refused),
    (500, "UNKNOWN_EXCEPTION", Unavailable, OutcomeUnknown),
    (500, "UNABLE_TO_LOCK_ROW", Unavailable, OutcomeUnknown),
    (502, "HTTP_502", Unavailable, OutcomeUnknown),
    (503, "SERVER_UNAVAILABLE", Unavailable, OutcomeUnknown),
    (504, "HTTP_504", Unavailable, OutcomeUnknown),
)


@pytest.mark.parametrize(("status", "code", "read", "write"), ROWS)
def test_status_and_code_say_what_an_answer_means(
    status: int, code: str, read: type[BridgeError], write: type[BridgeError]
) -> None:
    said = Complaint(status=status, code=code)
    assert type(fault(said, "GET /x", Unavailable)) is read
    assert type(fault(said, "PATCH /x", OutcomeUnknown)) is write


@pytest.mark.parametrize(
    ("said", "wait_s"),
    [
        (Complaint(status=403, code="REQUEST_LIMIT_EXCEEDED"), LONG_WAIT_S),
        (Complaint(status=403, code="REQUEST_LIMIT_EXCEEDED", concurrent=True), SHORT_WAIT_S),
        (Complaint(status=429, code="REQUEST_LIMIT_EXCEEDED"), SHORT_WAIT_S),
        (Complaint(status=429, code="HTTP_429", retry_after_s=7), 7),
    ],
)
def test_a_daily_limit_is_waited_out_long_and_a_crowd_shortly(
    said: Complaint, wait_s: float
) -> None:
    error = fault(said, "GET /x", Unavailable)
    assert isinstance(error, Throttled)
    assert error.retry_after_s == wait_s


def an_answer(status: int, body: str, **headers: str) -> requests.Response:
    with responses.RequestsMock() as org:
        org.get("https://x.test/", status=status, body=body, headers=headers)
        return requests.get("https://x.test/", timeout=1)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('[{"errorCode":"NOT_FOUND","message":"gone"}]', "NOT_FOUND"),
        ('{"error":"invalid_grant","error_description":"no"}', "invalid_grant"),
        ('{"errorCode":"INVALID_SESSION_ID"}', "INVALID_SESSION_ID"),
        ("<html><body>Down for maintenance</body></html>", "HTTP_400"),
        ("", "HTTP_400"),
        ("[]", "HTTP_400"),
        ('["text"]', "HTTP_400"),
        ("null", "HTTP_400"),
        ('[{"errorCode":null}]', "HTTP_400"),
        ('[{"errorCode":"Dear customer, your token abc123 ..."}]', "HTTP_400"),
    ],
)
def test_an_error_body_of_any_shape_is_read(body: str, code: str) -> None:
    assert complaint(an_answer(400, body)).code == code


def test_the_crowd_is_told_from_the_daily_limit_by_its_text() -> None:
    crowd = '[{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"ConcurrentPerOrgLongTxn Limit."}]'
    daily = '[{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"TotalRequests Limit exceeded."}]'
    assert complaint(an_answer(403, crowd)).concurrent
    assert not complaint(an_answer(403, daily)).concurrent


@pytest.mark.parametrize(("header", "seconds"), [("30", 30.0), ("soon", None), ("-1", None)])
def test_only_a_count_of_seconds_is_taken_for_a_wait(header: str, seconds: float | None) -> None:
    assert complaint(an_answer(503, "", **{"Retry-After": header})).retry_after_s == seconds


def test_a_remote_text_never_enters_a_message() -> None:
    said = complaint(an_answer(400, '[{"errorCode":"INVALID_FIELD","message":"secret-4711"}]'))
    assert "secret-4711" not in f"{fault(said, 'GET /x', Unavailable)} {said}"


def outcome(url: str, method: str) -> BridgeError:
    """Return what a call to an org at this address ends in."""
    with Session(impatient(url), Time().clock) as session, pytest.raises(BridgeError) as caught:
        session.request(method, f"{url}/services/data/v68.0/")
    return caught.value


@pytest.mark.parametrize("method", ["GET", "PATCH"])
def test_nothing_was_done_where_nobody_listens(method: str) -> None:
    error = outcome(closed_port(), method)
    assert isinstance(error, Unavailable)
    assert error.says == "no connection could be made"


def test_nothing_was_done_where_the_host_is_unknown() -> None:
    error = outcome("https://acme.invalid", "PATCH")
    assert isinstance(error, Unavailable)
    assert error.says == "no connection could be made"


@pytest.mark.parametrize("behaviour", [hangs, resets, breaks_off])
def test_silence_is_unavailable_on_a_read_and_unknown_on_a_write(behaviour: Behaviour) -> None:
    with a_server(behaviour) as url:
        assert type(outcome(url, "GET")) is Unavailable
        assert type(outcome(url, "PATCH")) is OutcomeUnknown


def test_a_connection_that_is_not_accepted_in_time_was_not_used() -> None:
    error = fault_for_exception(requests.ConnectTimeout(), "PATCH /x", OutcomeUnknown)
    assert isinstance(error, Unavailable)


def test_a_certificate_that_nobody_vouches_for_is_a_matter_of_settings(tmp_path: Path) -> None:
    with a_server(hangs, tls=self_signed(tmp_path)) as url:
        error = outcome(url, "GET")
    assert isinstance(error, Misconfigured)
    assert error.where == "salesforce.url"


def self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2120, 1, 1, tzinfo=dt.UTC))
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = folder / "server.pem"
    file.write_bytes(pem + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
