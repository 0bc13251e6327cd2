"""Two ways in with libraries that nobody here wrote: OAuth 1.0a by oauthlib, and JWTs by PyJWT."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable, Iterator
from typing import Any

import jwt
import pytest
import requests
from oauthlib.oauth1 import (  # type: ignore[import-untyped]  # it has no types
    SIGNATURE_HMAC_SHA1,
    SIGNATURE_HMAC_SHA256,
    Client,
)

from bridge.sandbox import world
from tests.contract.conftest import NETSUITE_HOST, Sandboxes
from tests.contract.netsuite.conftest import CONSUMER_KEY, TOKEN_ID

BASE = f"https://{NETSUITE_HOST}/services/rest"
TOKEN_URL = f"{BASE}/auth/oauth2/v1/token"
QUERY = {"q": "SELECT symbol FROM currency WHERE symbol = ?", "params": ["USD"]}


class NoHash(Client):  # type: ignore[misc]  # the library has no types
    """The library's client, which by itself signs a SHA-1 hash of a JSON body, without it."""

    def get_oauth_params(self, request: Any) -> Any:
        params = super().get_oauth_params(request)
        return [one for one in params if one[0] != "oauth_body_hash"]


class Sha256Hash(NoHash):
    """The same with the hash that the method of the signature asks for."""

    def get_oauth_params(self, request: Any) -> Any:
        digest = hashlib.sha256((request.body or "").encode()).digest()
        hashed = base64.b64encode(digest).decode()
        return [*super().get_oauth_params(request), ("oauth_body_hash", hashed)]


class Signed(requests.auth.AuthBase):
    """Sign each request of a session as the library does."""

    def __init__(self, kind: Any = Client, **parts: str) -> None:
        right = {
            "client_key": CONSUMER_KEY,
            "client_secret": world.CLIENT_SECRET,
            "resource_owner_key": TOKEN_ID,
            "resource_owner_secret": world.CLIENT_SECRET,
            "realm": world.ACCOUNT,
            "signature_method": SIGNATURE_HMAC_SHA256,
        }
        self._client = kind(**{**right, **parts})

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        body = request.body.decode() if isinstance(request.body, bytes) else request.body
        kept = {"Content-Type": request.headers.get("Content-Type", "application/json")}
        _, headers, _ = self._client.sign(request.url, request.method, body, kept)
        request.headers["Authorization"] = headers["Authorization"]
        return request


@pytest.fixture
def session(through_the_front: Sandboxes) -> Iterator[requests.Session]:
    with requests.Session() as opened:
        opened.headers["Prefer"] = "transient"
        yield opened
        assert opened.trust_env, through_the_front.front.url


def ask(session: requests.Session, **rest: Any) -> requests.Response:
    address = f"{BASE}/query/v1/suiteql?limit=5&offset=0"
    return session.post(address, json=QUERY, timeout=5, **rest)


@pytest.mark.parametrize("kind", [Client, NoHash, Sha256Hash])
def test_a_signed_call_comes_in_with_and_without_a_hash_of_its_body(
    session: requests.Session, kind: type[Client]
) -> None:
    for _ in range(2):
        answer = ask(session, auth=Signed(kind))
        assert (answer.status_code, answer.json()["items"][0]["symbol"]) == (200, "USD")


def test_a_signature_covers_addresses_with_escapes_and_filters(session: requests.Session) -> None:
    answer = session.get(
        f"{BASE}/record/v1/currency",
        params={"q": 'name CONTAIN "d & \u00e9" OR symbol IS "USD"', "limit": "1"},
        auth=Signed(),
        timeout=5,
    )
    assert (answer.status_code, answer.json()["count"]) == (200, 1)


@pytest.mark.parametrize(
    "parts",
    [
        {"client_secret": "wrong"},
        {"resource_owner_secret": "wrong"},
        {"client_key": "nobody"},
        {"realm": "7654321"},
        {"signature_method": SIGNATURE_HMAC_SHA1},
        {"timestamp": "1"},
        {"nonce": "x"},
    ],
)
def test_a_call_that_is_signed_otherwise_stays_outside(
    session: requests.Session, parts: dict[str, str]
) -> None:
    answer = ask(session, auth=Signed(**parts))
    assert answer.status_code == 401
    assert answer.json()["o:errorDetails"][0]["o:errorCode"] == "INVALID_LOGIN"


def test_a_signature_opens_the_door_once(session: requests.Session) -> None:
    first = ask(session, auth=Signed())
    again = ask(session, headers={"Authorization": first.request.headers["Authorization"]})
    assert (first.status_code, again.status_code) == (200, 401)


def assertion(sandboxes: Sandboxes, algorithm: str = "PS256", **claims: Any) -> str:
    now = int(time.time())
    whole = {
        "iss": world.CLIENT_ID,
        "scope": ["rest_webservices", "restlets"],
        "aud": TOKEN_URL,
        "iat": now,
        "exp": now + 3600,
        **claims,
    }
    key = sandboxes.world.key_file.read_text()
    return jwt.encode(whole, key, algorithm, headers={"kid": world.CERTIFICATE_ID})


Grant = Callable[..., requests.Response]


@pytest.fixture
def granted(session: requests.Session) -> Grant:
    """Ask for a token with an assertion."""

    def ask_for(signed: str) -> requests.Response:
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": signed,
        }
        return session.post(TOKEN_URL, data=form, timeout=5)

    return ask_for


def test_an_assertion_buys_a_token_that_opens_the_services(
    sandboxes: Sandboxes, session: requests.Session, granted: Grant
) -> None:
    token = granted(assertion(sandboxes)).json()
    assert (token["token_type"], token["expires_in"]) == ("Bearer", "3600")
    session.headers["Authorization"] = f"Bearer {token['access_token']}"
    assert ask(session).status_code == 200
    links = session.get(f"{BASE}/record/v1/currency?limit=1", timeout=5).json()["links"]
    assert all(link["href"].startswith(f"{BASE}/record/v1/currency?") for link in links)


@pytest.mark.parametrize(
    ("algorithm", "claims"),
    [
        ("RS256", {}),
        ("PS256", {"aud": "https://example.com"}),
        ("PS256", {"iat": 1, "exp": 2}),
        ("PS256", {"exp": int(time.time()) + 7200}),
    ],
)
def test_an_assertion_that_does_not_hold_buys_nothing(
    sandboxes: Sandboxes, granted: Grant, algorithm: str, claims: dict[str, Any]
) -> None:
    answer = granted(assertion(sandboxes, algorithm, **claims))
    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_grant"})
