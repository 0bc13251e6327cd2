"""Signing in: the assertion, the shared token, its end, keys that cannot be used."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from bridge.adapters.netsuite.credentials import AccessTokens, SignedRequests
from bridge.adapters.netsuite.signing import TokenPair
from bridge.adapters.netsuite.wire import Answer, Deadline, Request
from bridge.errors import Misconfigured, Unavailable
from bridge.settings import NetSuiteSettings
from tests.adapters.netsuite.accounts import RSA, URL, pem, public_pem
from tests.adapters.netsuite.scripted import SetClock

TOKEN_URL = f"{URL}/services/rest/auth/oauth2/v1/token"


def settings(folder: Path, key: bytes) -> NetSuiteSettings:
    file = folder / "key.pem"
    file.write_bytes(key)
    return NetSuiteSettings(
        account="1234567_SB1",
        url=URL,
        client_id="the-client",
        certificate_id="the-certificate",
        private_key_file=file,
    )


class TokenEndPoint:
    """Gives a new token each time; keeps the requests."""

    def __init__(self, expires_in: object = "3600") -> None:
        self.requests: list[Request] = []
        self.expires_in = expires_in

    def __call__(self, request: Request, _deadline: Deadline) -> Answer:
        self.requests.append(request)
        told = {"access_token": f"token-{len(self.requests)}", "expires_in": self.expires_in}
        return Answer(200, {}, json.dumps({**told, "token_type": "Bearer"}).encode())

    def assertion(self) -> str:
        form = parse_qs((self.requests[-1].body or b"").decode())
        return form["client_assertion"][0]


def tokens(folder: Path, service: Any, clock: SetClock, key: Any = RSA) -> AccessTokens:
    return AccessTokens(settings(folder, pem(key)), clock, service)


def header(credential: Any) -> str:
    written: str = credential.header("GET", URL, Deadline(60, SetClock()))
    return written


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (RSA, "PS256"),
        (ec.generate_private_key(ec.SECP256R1()), "ES256"),
        (ec.generate_private_key(ec.SECP384R1()), "ES384"),
        (ec.generate_private_key(ec.SECP521R1()), "ES512"),
    ],
    ids=["RSA", "P-256", "P-384", "P-521"],
)
def test_the_assertion_is_signed_as_the_key_allows_and_says_what_netsuite_wants(
    tmp_path: Path, key: Any, algorithm: str
) -> None:
    service, clock = TokenEndPoint(), SetClock()
    assert header(tokens(tmp_path, service, clock, key)) == "Bearer token-1"
    assertion = service.assertion()
    assert jwt.get_unverified_header(assertion) == {
        "alg": algorithm,
        "kid": "the-certificate",
        "typ": "JWT",
    }
    claims = jwt.decode(
        assertion,
        key.public_key(),
        algorithms=[algorithm],
        audience=TOKEN_URL,
        options={"verify_exp": False, "verify_iat": False},
    )
    assert claims["iss"] == "the-client"
    assert claims["scope"] == ["rest_webservices"]
    assert claims["iat"] == int(clock.at.timestamp())
    assert 0 < claims["exp"] - claims["iat"] <= 3600


def test_an_account_with_a_script_asks_for_the_scope_of_scripts_too(tmp_path: Path) -> None:
    service = TokenEndPoint()
    ours = {"merge_script": "customscript_a", "merge_deployment": "customdeploy_a"}
    able = settings(tmp_path, pem(RSA)).model_copy(update=ours)
    header(AccessTokens(able, SetClock(), service))
    claims = jwt.decode(service.assertion(), options={"verify_signature": False})
    assert claims["scope"] == ["rest_webservices", "restlets"]


def test_the_token_request_is_the_form_that_netsuite_wants(tmp_path: Path) -> None:
    service = TokenEndPoint()
    header(tokens(tmp_path, service, SetClock()))
    (request,) = service.requests
    assert (request.method, request.url) == ("POST", TOKEN_URL)
    assert request.headers == {"Content-Type": "application/x-www-form-urlencoded"}
    form = parse_qs((request.body or b"").decode())
    assert form["grant_type"] == ["client_credentials"]
    assert form["client_assertion_type"] == [
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    ]


@pytest.mark.parametrize("expires_in", ["3600", 3600])
def test_a_token_is_kept_until_shortly_before_its_end(tmp_path: Path, expires_in: object) -> None:
    service, clock = TokenEndPoint(expires_in), SetClock()
    credential = tokens(tmp_path, service, clock)
    assert header(credential) == "Bearer token-1"
    clock.advance(3539)
    assert header(credential) == "Bearer token-1"
    clock.advance(1)
    assert header(credential) == "Bearer token-2"


def test_a_token_of_short_life_is_still_used_for_most_of_it(tmp_path: Path) -> None:
    service, clock = TokenEndPoint(30), SetClock()
    credential = tokens(tmp_path, service, clock)
    header(credential)
    clock.advance(26)
    assert header(credential) == "Bearer token-1"
    clock.advance(1)
    assert header(credential) == "Bearer token-2"


def test_a_token_that_was_turned_down_is_given_up_once(tmp_path: Path) -> None:
    service, clock = TokenEndPoint(), SetClock()
    credential = tokens(tmp_path, service, clock)
    first = header(credential)
    credential.turned_down(first)
    second = header(credential)
    credential.turned_down(first)  # a slower thread hears of the old one late
    assert header(credential) == second == "Bearer token-2"


def test_threads_share_one_sign_in(tmp_path: Path) -> None:
    service, clock = TokenEndPoint(), SetClock()
    start = threading.Barrier(8)
    credential = tokens(tmp_path, service, clock)

    def ask() -> str:
        start.wait(5)
        return header(credential)

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(ask) for _ in range(8)]
    assert {one.result() for one in asked} == {"Bearer token-1"}
    assert len(service.requests) == 1


def test_each_assertion_has_an_id_of_its_own(tmp_path: Path) -> None:
    service, clock = TokenEndPoint(), SetClock()
    credential = tokens(tmp_path, service, clock)
    ids = set()
    for _ in range(2):
        credential.turned_down(header(credential))
        claims = jwt.decode(service.assertion(), options={"verify_signature": False})
        ids.add(claims["jti"])
    assert len(ids) == 2


@pytest.mark.parametrize(
    "told",
    [
        b"<html>",
        b"[]",
        b"{}",
        b'{"access_token":"a"}',
        b'{"access_token":"a","expires_in":"soon"}',
        b'{"access_token":"a","expires_in":0}',
        b'{"access_token":"","expires_in":60}',
        b'{"access_token":7,"expires_in":60}',
        b'{"access_token":"a\\r\\nX: y","expires_in":60}',
    ],
)
def test_an_answer_without_a_usable_token_is_no_sign_in(tmp_path: Path, told: bytes) -> None:
    credential = tokens(tmp_path, lambda *_: Answer(200, {}, told), SetClock())
    with pytest.raises(Unavailable):
        header(credential)


@pytest.mark.parametrize(
    "key",
    [
        pem(rsa.generate_private_key(public_exponent=65537, key_size=1024)),
        pem(ec.generate_private_key(ec.SECP256K1())),
        pem(ed25519.Ed25519PrivateKey.generate()),
        pem(RSA, b"a password"),
        public_pem(RSA),
        b"",
        b"\xff no key at all",
    ],
    ids=["short", "curve", "ed25519", "password", "public", "empty", "no key"],
)
def test_a_key_that_netsuite_would_not_take_is_named_before_any_call(
    tmp_path: Path, key: bytes
) -> None:
    with pytest.raises(Misconfigured) as caught:
        AccessTokens(settings(tmp_path, key), SetClock(), TokenEndPoint())
    assert caught.value.where.startswith("netsuite.private_key_file")


def test_a_key_file_that_is_missing_is_named(tmp_path: Path) -> None:
    known = settings(tmp_path, b"")
    (tmp_path / "key.pem").unlink()
    with pytest.raises(Misconfigured, match=r"key\.pem"):
        AccessTokens(known, SetClock(), TokenEndPoint())


def test_token_based_requests_are_each_signed_anew() -> None:
    pair = TokenPair(
        account="1", consumer_key="a", consumer_secret="b", token_id="c", token_secret="d"
    )
    clock = SetClock()
    credential = SignedRequests(pair, clock)
    first, second = header(credential), header(credential)
    assert first != second
    assert f'oauth_timestamp="{int(clock.at.timestamp())}"' in first
    clock.at += timedelta(seconds=5)
    assert f'oauth_timestamp="{int(clock.at.timestamp())}"' in header(credential)
