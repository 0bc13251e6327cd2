"""Client credentials: which assertions buy a token, and how long it opens the door."""

from __future__ import annotations

import base64
import json
from functools import cache
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given
from hypothesis import strategies as st

from bridge.sandbox.netsuite.access.oauth2 import OAuth2, TokenRefused
from tests.sandbox.netsuite.client import (
    NOON,
    NetSuite,
    PrivateKey,
    credentials,
    detail,
    opened,
    rsa_key,
)

CURVES = {"ES256": ec.SECP256R1(), "ES384": ec.SECP384R1(), "ES512": ec.SECP521R1()}


@cache
def curve_key(algorithm: str) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(CURVES[algorithm])


@cache
def foreign_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def test_an_assertion_buys_a_bearer_token_for_an_hour(netsuite: NetSuite) -> None:
    answer = netsuite.token(netsuite.assertion())
    assert answer.status_code == 200
    granted = answer.json()
    assert (granted["expires_in"], granted["token_type"]) == ("3600", "Bearer")
    assert set(granted) == {"access_token", "expires_in", "token_type"}


@pytest.mark.parametrize("algorithm", ["PS256", "PS384", "PS512"])
def test_rsa_assertions_use_pss(netsuite: NetSuite, algorithm: str) -> None:
    signed = netsuite.assertion(header={"alg": algorithm})
    assert netsuite.token(signed).status_code == 200


@pytest.mark.parametrize("algorithm", CURVES)
def test_curve_keys_sign_with_their_own_algorithm(algorithm: str) -> None:
    key: PrivateKey = curve_key(algorithm)
    with opened(key=key) as netsuite:
        signed = netsuite.assertion(key, header={"alg": algorithm})
        assert netsuite.token(signed).status_code == 200


@pytest.mark.parametrize("algorithm", ["RS256", "RS512"])
def test_the_old_rsa_padding_is_refused(netsuite: NetSuite, algorithm: str) -> None:
    refused = netsuite.token(netsuite.assertion(header={"alg": algorithm}))
    assert (refused.status_code, refused.json()) == (400, {"error": "invalid_grant"})


NOW = int(NOON.timestamp())


@pytest.mark.parametrize(
    ("claims", "error", "status"),
    [
        ({"aud": "https://example.com/token"}, "invalid_grant", 400),
        ({"aud": None}, "invalid_grant", 400),
        ({"iss": "somebody"}, "invalid_client", 401),
        ({"iss": None}, "invalid_grant", 400),
        ({"exp": NOW - 1}, "invalid_grant", 400),
        ({"exp": NOW + 3700, "iat": NOW + 60}, "invalid_grant", 400),
        ({"exp": None}, "invalid_grant", 400),
        ({"iat": None}, "invalid_grant", 400),
        ({"iat": NOW + 3600, "exp": NOW + 3700}, "invalid_grant", 400),
        ({"scope": None}, "invalid_grant", 400),
        ({"scope": 5}, "invalid_grant", 400),
        ({"scope": ""}, "invalid_scope", 400),
        ({"scope": ["everything"]}, "invalid_scope", 400),
        ({"iat": 10**400, "exp": 10**400}, "invalid_grant", 400),
        ({"iat": "now"}, "invalid_grant", 400),
    ],
)
def test_a_claim_that_does_not_hold_is_refused(
    netsuite: NetSuite, claims: dict[str, Any], error: str, status: int
) -> None:
    refused = netsuite.token(netsuite.assertion(**claims))
    assert (refused.status_code, refused.json()) == (status, {"error": error})


def test_sixty_minutes_and_no_longer_is_the_life_of_an_assertion(netsuite: NetSuite) -> None:
    now = int(netsuite.clock.now().timestamp())
    assert netsuite.token(netsuite.assertion(iat=now, exp=now + 3600)).status_code == 200
    assert netsuite.token(netsuite.assertion(iat=now, exp=now + 3601)).status_code == 400


@pytest.mark.parametrize(
    "scope", ["rest_webservices", "restlets,rest_webservices", "restlets rest_webservices"]
)
def test_scopes_come_as_a_list_or_as_text(netsuite: NetSuite, scope: str) -> None:
    granted = netsuite.token(netsuite.assertion(scope=scope)).json()
    netsuite.session.headers["Authorization"] = f"Bearer {granted['access_token']}"
    assert netsuite.call("GET", "/currency").status_code == 200


def test_a_token_for_other_services_does_not_open_this_one(netsuite: NetSuite) -> None:
    granted = netsuite.token(netsuite.assertion(scope="restlets")).json()
    netsuite.session.headers["Authorization"] = f"Bearer {granted['access_token']}"
    assert netsuite.call("GET", "/currency").status_code == 401


def test_the_accounts_official_address_is_an_audience_too(netsuite: NetSuite) -> None:
    official = "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token"
    assert netsuite.token(netsuite.assertion(aud=official)).status_code == 200


def test_another_key_or_another_certificate_is_refused(netsuite: NetSuite) -> None:
    assert netsuite.token(netsuite.assertion(foreign_key())).json() == {"error": "invalid_grant"}
    other = netsuite.assertion(header={"kid": "another"})
    assert netsuite.token(other).json() == {"error": "invalid_grant"}


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "invalid_request"),
        ({"client_assertion_type": "jwt"}, "invalid_request"),
        ({"client_assertion": ""}, "invalid_request"),
        ({"client_assertion": "not.a.jwt"}, "invalid_grant"),
    ],
)
def test_a_form_that_asks_wrongly_is_refused(
    netsuite: NetSuite, form: dict[str, str], error: str
) -> None:
    refused = netsuite.token(netsuite.assertion(), **form)
    assert (refused.status_code, refused.json()) == (400, {"error": error})


def test_a_token_ends_by_the_clock_of_the_account(netsuite: NetSuite) -> None:
    assert netsuite.call("GET", "/currency").status_code == 200
    netsuite.clock.advance(3599)
    assert netsuite.call("GET", "/currency").status_code == 200
    netsuite.clock.advance(2)
    refused = netsuite.call("GET", "/currency")
    assert (refused.status_code, detail(refused)["o:errorCode"]) == (401, "INVALID_LOGIN")


def test_a_fault_ends_all_tokens_at_once(netsuite: NetSuite) -> None:
    netsuite.strike(fault="expire_tokens", times=1)
    assert netsuite.call("GET", "/currency").status_code == 401
    netsuite.sign_in()
    assert netsuite.call("GET", "/currency").status_code == 200


def test_without_a_login_nothing_is_told(netsuite: NetSuite) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}):
        refused = requests.get(f"{netsuite.url}/anything", headers=headers, timeout=5)
        assert refused.status_code == 401
        assert detail(refused)["detail"].startswith("Invalid login attempt. For more details,")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def segment(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@given(head=JSON, claims=JSON, signature=st.text(alphabet="abcXYZ-_=.", max_size=12))
def test_no_forged_assertion_is_taken_and_none_breaks_the_door(
    head: object, claims: object, signature: str
) -> None:
    door = OAuth2(credentials())
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": f"{segment(head)}.{segment(claims)}.{signature}",
    }
    with pytest.raises(TokenRefused):
        door.grant(form, "https://example.com/token", NOON)


def test_the_key_of_these_tests_is_long_enough() -> None:
    assert rsa_key().key_size >= 2048
