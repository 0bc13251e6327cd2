"""No secret, header or remote body in a message, a cause, a log or a printed object."""

import logging
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
import responses

from bridge.adapters.netsuite.client import NetSuite
from bridge.errors import BridgeError
from bridge.settings import NetSuiteSettings
from tests.adapters.netsuite.accounts import RSA, SECRETS, URL, account, no_wait, pem
from tests.adapters.netsuite.scripted import SetClock, answer, hang_up, reset, scripted, silence

TOKEN = "bearer-token-3Kd"
REMOTE = "remote-words-5Jb"
BODY = f'{{"memo": "{REMOTE}"}}'.encode()
ANSWERS = [
    (400, f'{{"o:errorDetails": [{{"o:errorCode": "USER_ERROR", "detail": "{REMOTE}"}}]}}'),
    (400, f'{{"o:errorDetails": [{{"o:errorCode": "{REMOTE}", "o:errorPath": "a {REMOTE}"}}]}}'),
    (401, REMOTE),
    (404, f"<html>{REMOTE}</html>"),
    (429, REMOTE),
    (500, f'{{"o:errorDetails": [{{"o:errorCode": "UNEXPECTED_ERROR", "detail": "{REMOTE}"}}]}}'),
    (503, f"<html>{REMOTE}</html>"),
    (200, f"<html>{REMOTE}</html>"),
]


@pytest.fixture(autouse=True)
def everything_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """The libraries below us log, too."""
    with caplog.at_level(logging.DEBUG):
        yield


def told(error: BaseException, caplog: pytest.LogCaptureFixture) -> str:
    chain = "".join(traceback.format_exception(error))
    return chain + repr(vars(error)) + caplog.text


@responses.activate
@pytest.mark.parametrize(("status", "body"), ANSWERS)
def test_a_failed_write_tells_nothing(
    status: int, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    responses.put(
        f"{URL}/services/rest/record/v1/salesOrder/eid:bridge-1",
        body=body,
        status=status,
        headers={"X-Remote": REMOTE},
    )
    with pytest.raises(BridgeError) as caught:
        account().upsert("salesOrder", "bridge-1", BODY)
    shown = told(caught.value, caplog)
    assert not [word for word in (*SECRETS, REMOTE, "oauth_signature") if word in shown]


@responses.activate
@pytest.mark.parametrize(("status", "body"), ANSWERS)
def test_a_failed_sign_in_tells_nothing(
    status: int, body: str, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    responses.post(f"{URL}/services/rest/auth/oauth2/v1/token", body=body, status=status)
    with pytest.raises(BridgeError) as caught:
        with_client_credentials(tmp_path).ping()
    shown = told(caught.value, caplog)
    assert not [
        word for word in (REMOTE, "client_assertion", "eyJ", "PRIVATE KEY") if word in shown
    ]


@responses.activate
def test_an_accepted_token_is_not_told_when_a_call_fails_with_it(
    caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    granted = {"access_token": TOKEN, "expires_in": "3600"}
    responses.post(f"{URL}/services/rest/auth/oauth2/v1/token", json=granted)
    responses.get(f"{URL}/services/rest/system/v1/serverTime", body=REMOTE, status=500)
    with pytest.raises(BridgeError) as caught:
        with_client_credentials(tmp_path).ping()
    shown = told(caught.value, caplog)
    assert not [word for word in (TOKEN, REMOTE, "Bearer") if word in shown]


@pytest.mark.parametrize(
    "script", [reset, hang_up, silence, answer(f"HTTP/1.1 {REMOTE}\r\n\r\n".encode())]
)
def test_a_broken_connection_tells_no_secret(
    script: object, caplog: pytest.LogCaptureFixture
) -> None:
    with scripted(script) as server:  # type: ignore[arg-type]  # parametrised
        remote = account(server.url, read_timeout_s=0.1)
        with pytest.raises(BridgeError) as caught:
            remote.upsert("salesOrder", "bridge-1", b"{}")
    shown = told(caught.value, caplog)
    assert not [word for word in (*SECRETS, "oauth_signature") if word in shown]


def with_client_credentials(folder: Path) -> NetSuite:
    file = folder / "key.pem"
    file.write_bytes(pem(RSA))
    settings = NetSuiteSettings(
        account="1234567",
        url=URL,
        client_id="client",
        certificate_id="certificate",
        private_key_file=file,
    )
    return NetSuite(settings, SetClock(), no_wait)
