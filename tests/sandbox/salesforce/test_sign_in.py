"""Who gets a token, how long it is good, and what is said to everybody else."""

from collections.abc import Iterator
from datetime import timedelta

import jwt
import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bridge.sandbox.salesforce.oauth import JWT_GRANT
from tests.sandbox.salesforce.client import NOON, Org, error_of, opened, seed_of

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PUBLIC = (
    KEY.public_key()
    .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    .decode()
)
GOOD = {
    "iss": "app",
    "sub": "bridge@example.com",
    "aud": "https://login.salesforce.com",
    "exp": int(NOON.timestamp()) + 120,
}


@pytest.fixture(scope="module")
def door() -> Iterator[Org]:
    """An empty org that knows a certificate and a refresh token."""
    with opened(seed_of(), public_key_pem=PUBLIC, refresh_token="again") as org:
        yield org


def assertion(
    key: rsa.RSAPrivateKey = KEY, algorithm: str = "RS256", **claims: object
) -> dict[str, str]:
    chosen = {name: claim for name, claim in {**GOOD, **claims}.items() if claim is not None}
    secret = "x" * 32 if algorithm == "HS256" else key
    return {
        "grant_type": JWT_GRANT,
        "assertion": jwt.encode(chosen, secret, algorithm=algorithm),
    }


def refusal(answer: requests.Response) -> tuple[int, str]:
    assert set(answer.json()) == {"error", "error_description"}
    return answer.status_code, answer.json()["error"]


def test_client_credentials_open_the_org(door: Org) -> None:
    granted = door.token().json()
    assert granted["token_type"] == "Bearer"
    assert granted["instance_url"] == door.url
    assert granted["id"].startswith(f"{door.url}/id/00D")
    assert granted["issued_at"][:8] == str(int(NOON.timestamp() * 1000))[:8]
    answer = requests.get(
        f"{door.base}/limits",
        headers={"Authorization": f"Bearer {granted['access_token']}"},
        timeout=5,
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_id": "wrong"}, "invalid_client_id"),
        ({"grant_type": "implicit"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "wrong"}, "invalid_grant"),
        ({"grant_type": "refresh_token"}, "invalid_grant"),
    ],
)
def test_a_wrong_secret_is_refused_with_an_error_object(
    door: Org, form: dict[str, str], error: str
) -> None:
    assert refusal(door.token(**form)) == (400, error)


def test_a_form_that_cannot_be_read_is_refused(door: Org) -> None:
    answer = requests.post(
        f"{door.url}/services/oauth2/token",
        data=b"grant_type=\xff",
        headers={"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"},
        timeout=5,
    )
    assert answer.status_code == 400
    assert "error" in answer.json()


def test_a_refresh_token_opens_the_org(door: Org) -> None:
    assert door.token(grant_type="refresh_token", refresh_token="again").status_code == 200


def test_an_assertion_signed_with_the_known_key_opens_the_org(door: Org) -> None:
    assert door.token(**assertion()).status_code == 200


def test_an_assertion_may_name_the_sandbox_itself_as_audience(door: Org) -> None:
    assert door.token(**assertion(aud=door.url)).status_code == 200


@pytest.mark.parametrize(
    ("form", "error"),
    [
        (assertion(OTHER_KEY), "invalid_grant"),
        (assertion(algorithm="HS256"), "invalid_grant"),
        (assertion(aud="https://elsewhere.example.com"), "invalid_grant"),
        (assertion(aud=None), "invalid_grant"),
        (assertion(exp=None), "invalid_grant"),
        (assertion(exp=int(NOON.timestamp()) - 1), "invalid_grant"),
        (assertion(exp=int(NOON.timestamp()) + 3600), "invalid_grant"),
        (assertion(iss="somebody"), "invalid_client_id"),
        (assertion(sub="somebody@example.com"), "invalid_grant"),
        (assertion(sub=None), "invalid_grant"),
        ({"grant_type": JWT_GRANT, "assertion": "not.a.token"}, "invalid_grant"),
        ({"grant_type": JWT_GRANT}, "invalid_grant"),
    ],
)
def test_a_wrong_assertion_is_refused(door: Org, form: dict[str, str], error: str) -> None:
    assert refusal(door.token(**form)) == (400, error)


def test_without_a_certificate_no_assertion_is_good() -> None:
    with opened(seed_of()) as org:
        assert refusal(org.token(**assertion())) == (400, "invalid_grant")


def test_a_token_ends_after_two_hours_of_the_sandboxs_clock() -> None:
    with opened(seed_of()) as org:
        org.clock.advance(timedelta(hours=1, minutes=59).total_seconds())
        assert org.get("/limits").status_code == 200
        org.clock.advance(90)
        assert error_of(org.get("/limits")) == (401, "INVALID_SESSION_ID")
        org.sign_in()
        assert org.get("/limits").status_code == 200


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({}, "INVALID_SESSION_ID"),
        ({"Authorization": "Bearer wrong"}, "INVALID_SESSION_ID"),
        ({"Authorization": "Basic YTpi"}, "INVALID_AUTH_HEADER"),
    ],
)
def test_a_call_without_a_good_token_is_turned_away(
    door: Org, header: dict[str, str], code: str
) -> None:
    answer = requests.get(f"{door.base}/limits", headers=header, timeout=5)
    assert error_of(answer) == (401, code)


def test_userinfo_tells_who_the_caller_runs_as(door: Org) -> None:
    door.sign_in()
    told = door.session.get(f"{door.url}/services/oauth2/userinfo", timeout=5).json()
    assert told["preferred_username"] == "bridge@example.com"
    assert told["organization_id"].startswith("00D")
    assert requests.get(f"{door.url}/services/oauth2/userinfo", timeout=5).status_code == 403


def test_the_list_of_versions_needs_no_token(door: Org) -> None:
    versions = requests.get(f"{door.url}/services/data", timeout=5).json()
    assert versions[-1] == {
        "label": "Winter '27",
        "url": "/services/data/v68.0",
        "version": "68.0",
    }
