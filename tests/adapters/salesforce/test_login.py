from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import jwt
import pytest
import responses
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bridge.adapters.salesforce.login import SharedToken, grant
from bridge.errors import BridgeError, Misconfigured, Throttled, Unavailable
from bridge.settings import HttpSettings
from tests.adapters.salesforce.answers import SECRET, TOKEN, URL, Time, a_client, settings

REFUSALS = (
    # status, error, description; the setting named, a part of the advice
    (400, "invalid_client_id", "client identifier invalid", "salesforce.client_id", "consumer key"),
    (400, "invalid_client", "invalid client credentials", "salesforce.client_secret", "secret"),
    (401, "invalid_client", "invalid client credentials", "salesforce.client_secret", "secret"),
    (
        400,
        "invalid_grant",
        "no client credentials user enabled",
        "salesforce.client_id",
        "Client Credentials Flow",
    ),
    (
        400,
        "invalid_grant",
        "user hasn't approved this consumer",
        "salesforce.username",
        "pre-authorized",
    ),
    (400, "invalid_grant", "invalid assertion", "salesforce.private_key_file", "certificate"),
    (400, "invalid_grant", "audience is invalid", "salesforce.url", "My Domain"),
    (400, "invalid_grant", "expired authorization code", "salesforce.private_key_file", "clock"),
    (400, "invalid_grant", "authentication failure", "salesforce", "login history"),
    (400, "invalid_app_access", "user is not admin approved", "salesforce.username", "permission"),
    (400, "inactive_user", "user is inactive", "salesforce.username", "activate"),
    (400, "inactive_org", "org is locked", "salesforce.url", "Salesforce"),
    (400, "unsupported_grant_type", "grant type not supported", "salesforce.client_id", "enable"),
    (400, "error_of_tomorrow", "whatever", "salesforce", "login history"),
    (404, "", "", "salesforce.url", "My Domain"),
    (302, "", "", "salesforce.url", "My Domain"),
)


def what_a_ping_ends_in(**answer: Any) -> BridgeError:
    with responses.RequestsMock() as org:
        org.post(TOKEN, **answer)
        with pytest.raises(BridgeError) as caught:
            a_client(http=HttpSettings(attempts_max=1)).ping()
    return caught.value


@pytest.mark.parametrize(("status", "error", "description", "where", "act"), REFUSALS)
def test_a_refused_login_names_the_setting_and_the_act(
    status: int, error: str, description: str, where: str, act: str
) -> None:
    told = what_a_ping_ends_in(
        status=status, json={"error": error, "error_description": description}
    )
    assert isinstance(told, Misconfigured)
    assert told.where == where
    assert act in told.act
    assert SECRET not in str(told)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 503, "body": "<html>Maintenance</html>"}, Unavailable),
        ({"status": 500, "json": {"error": "unknown_error"}}, Unavailable),
        ({"status": 200, "body": "<html>Log in</html>"}, Unavailable),
        ({"status": 200, "json": {"token_type": "Bearer"}}, Unavailable),
        ({"status": 200, "json": ["x"]}, Unavailable),
        ({"status": 429}, Throttled),
        (
            {
                "status": 400,
                "json": {"error": "invalid_grant", "error_description": "login rate exceeded"},
            },
            Throttled,
        ),
    ],
)
def test_a_login_that_fails_today_may_be_tried_again(
    answer: dict[str, object], error: type[BridgeError]
) -> None:
    assert type(what_a_ping_ends_in(**answer)) is error


def test_client_credentials_are_sent_as_a_form() -> None:
    assert grant(settings(), Time().now) == {
        "grant_type": "client_credentials",
        "client_id": "key",
        "client_secret": SECRET,
    }


def test_an_assertion_is_signed_for_the_org_and_two_minutes(tmp_path: Path) -> None:
    key = rsa.generate_private_key(65537, 2048)
    file = tmp_path / "key.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    time = Time()
    form = grant(
        settings(client_secret=None, username="bridge@acme.test", private_key_file=file), time.now
    )
    assert form["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
    claims = jwt.decode(
        form["assertion"],
        key.public_key(),
        algorithms=["RS256"],
        audience=URL,
        options={"verify_exp": False},
    )
    assert claims == {
        "iss": "key",
        "sub": "bridge@acme.test",
        "aud": URL,
        "exp": int(time.now.timestamp()) + 120,
    }


@pytest.mark.parametrize("content", [None, b"no key", b"\xff\xfe", b""])
def test_an_unreadable_private_key_names_its_setting(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "key.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Misconfigured) as caught:
        grant(settings(client_secret=None, username="u", private_key_file=file), Time().now)
    assert caught.value.where == "salesforce.private_key_file"
    assert str(file) in caught.value.what


def test_threads_that_wait_for_one_login_share_its_failure() -> None:
    logins = []

    def log_in() -> str:
        logins.append(1)
        # Nothing but the future itself knows that the three others wait for it.
        flight: Any = shared._flight
        while len(flight._condition._waiters) < 3:
            pass
        raise Misconfigured("no", where="salesforce", act="none")

    shared = SharedToken(log_in)
    with ThreadPoolExecutor(4) as pool:
        calls = [pool.submit(shared.other_than, None) for _ in range(4)]
        assert [type(call.exception(5)) for call in calls] == [Misconfigured] * 4
    assert len(logins) == 1


def test_an_error_of_our_own_leaves_nobody_waiting() -> None:
    def log_in() -> str:
        raise KeyError("a mistake in the bridge")

    shared = SharedToken(log_in)
    for _ in range(2):
        with pytest.raises(KeyError):
            shared.other_than(None)
