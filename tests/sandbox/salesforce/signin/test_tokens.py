"""Further ways to a token, what a token tells, and how it is ended."""

from collections.abc import Iterator

import jwt
import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bridge.sandbox.salesforce.oauth import JWT_GRANT
from tests.sandbox.salesforce.client import NOON, SECRETS, Org, error_of, opened, seed_of

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PUBLIC = (
    KEY.public_key()
    .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    .decode()
)
PASSWORD = {"grant_type": "password", "username": "bridge@example.com", "password": "secretTOKEN"}
USER = {"password": "secret", "security_token": "TOKEN"}
LATER = int(NOON.timestamp()) + 240


@pytest.fixture
def door() -> Iterator[Org]:
    with opened(seed_of(), refresh_token="again", public_key_pem=PUBLIC, **USER) as org:
        yield org


def assertion(expires: object) -> dict[str, str]:
    claims = {
        "iss": "app",
        "sub": "bridge@example.com",
        "aud": "https://test.salesforce.com",
        "exp": expires,
    }
    return {"grant_type": JWT_GRANT, "assertion": jwt.encode(claims, KEY, algorithm="RS256")}


def post(org: Org, path: str, **form: str) -> requests.Response:
    return requests.post(f"{org.url}/services/oauth2/{path}", data=form, timeout=5)


def test_a_password_with_the_security_token_behind_it_opens_the_org(door: Org) -> None:
    granted = door.token(**PASSWORD)
    assert granted.status_code == 200
    assert "refresh_token" not in granted.json()


@pytest.mark.parametrize(
    "wrong",
    [{"password": "secret"}, {"password": ""}, {"username": "other@example.com"}],
)
def test_a_wrong_password_is_refused(door: Org, wrong: dict[str, str]) -> None:
    answer = door.token(**{**PASSWORD, **wrong})
    assert answer.status_code == 400
    assert answer.json() == {
        "error": "invalid_grant",
        "error_description": "authentication failure",
    }


def test_an_org_can_block_the_flow_with_passwords() -> None:
    with opened(seed_of(password_flow=False), **USER) as org:
        assert org.token(**PASSWORD).json()["error"] == "invalid_grant"


@pytest.mark.parametrize("host", ["login.salesforce.com", "test.salesforce.com"])
def test_a_caller_of_the_login_hosts_is_sent_to_the_orgs_own_domain(host: str) -> None:
    headers = {"Host": host, "X-Forwarded-Proto": "https"}
    form = {**PASSWORD, **SECRETS}
    with opened(seed_of(my_domain="acme"), **USER) as org:
        url = f"{org.url}/services/oauth2/token"
        granted = requests.post(url, data=form, headers=headers, timeout=5).json()
        assert granted["instance_url"] == "https://acme.my.salesforce.com"
        assert granted["id"].startswith(f"https://{host}/id/00D")
        by_app = {**form, "grant_type": "client_credentials"}
        refused = requests.post(url, data=by_app, headers=headers, timeout=5).json()
        assert refused["error_description"] == "request not supported on this domain"


def test_an_app_may_name_itself_in_the_header(door: Org) -> None:
    url = f"{door.url}/services/oauth2/token"
    form = {"grant_type": "client_credentials"}
    app = (SECRETS["client_id"], SECRETS["client_secret"])
    assert requests.post(url, data=form, auth=app, timeout=5).status_code == 200
    for header in ("Basic !", "Basic /w==", "Basic"):
        answer = requests.post(url, data=form, headers={"Authorization": header}, timeout=5)
        assert answer.status_code == 400
        assert answer.json()["error"] in {"invalid_client", "invalid_client_id"}


@pytest.mark.parametrize("written", [int, str])
def test_the_end_of_an_assertion_may_be_a_number_or_a_text(door: Org, written: type) -> None:
    assert door.token(**assertion(written(LATER))).status_code == 200


def test_how_far_ahead_an_assertion_may_end_is_a_setting(door: Org) -> None:
    assert door.token(**assertion(LATER + 100)).status_code == 400
    with opened(seed_of(assertion_life_s=180), public_key_pem=PUBLIC) as strict:
        assert strict.token(**assertion(LATER)).status_code == 400
        assert strict.token(**assertion(LATER - 100)).status_code == 200


def test_a_token_is_asked_for_by_post(door: Org) -> None:
    answer = requests.get(f"{door.url}/services/oauth2/token", timeout=5)
    assert answer.json() == {
        "error": "invalid_request",
        "error_description": "must use HTTP POST",
    }


def test_an_app_learns_what_a_token_is_good_for(door: Org) -> None:
    token = door.token().json()["access_token"]
    told = post(door, "introspect", token=token, **SECRETS).json()
    assert (told["active"], told["username"]) == (True, "bridge@example.com")
    assert told["exp"] - told["iat"] == 7200
    assert post(door, "introspect", token="other", **SECRETS).json() == {"active": False}
    assert post(door, "introspect", token=token).json()["error"] == "invalid_client_id"


def test_a_revoked_token_is_good_no_more(door: Org) -> None:
    token = door.token().json()["access_token"]
    assert (post(door, "revoke", token=token).status_code, door.get("/limits").status_code) == (
        200,
        200,
    )
    headers = {"Authorization": f"Bearer {token}"}
    answer = requests.get(f"{door.base}/limits", headers=headers, timeout=5)
    assert error_of(answer) == (401, "INVALID_SESSION_ID")
    again = post(door, "revoke", token=token)
    assert (again.status_code, again.text) == (
        400,
        "error=invalid_token&error_description=invalid+token",
    )


def test_a_token_can_be_revoked_by_its_address(door: Org) -> None:
    token = door.token().json()["access_token"]
    url = f"{door.url}/services/oauth2/revoke"
    assert requests.get(url, params={"token": token}, timeout=5).status_code == 200
    assert requests.get(url, params={"token": token}, timeout=5).status_code == 400


def test_a_revoked_refresh_token_takes_its_access_tokens_along(door: Org) -> None:
    renew = {"grant_type": "refresh_token", "refresh_token": "again"}
    assert door.token(**renew).status_code == 200
    assert post(door, "revoke", token="again").status_code == 200
    assert error_of(door.get("/limits")) == (401, "INVALID_SESSION_ID")
    assert door.token(**renew).json()["error"] == "invalid_grant"
    assert post(door, "revoke", token="again").status_code == 400


def test_the_identity_of_a_token_is_told_at_its_address(door: Org) -> None:
    granted = door.token().json()
    headers = {"Authorization": f"Bearer {granted['access_token']}"}
    told = requests.get(granted["id"], headers=headers, timeout=5).json()
    assert told["id"] == granted["id"]
    assert told["urls"]["rest"] == f"{door.url}/services/data/v{{version}}/"
    by_address = requests.get(
        granted["id"], params={"oauth_token": granted["access_token"]}, timeout=5
    )
    assert by_address.json()["username"] == "bridge@example.com"


def test_nobody_else_learns_the_identity(door: Org) -> None:
    granted = door.token().json()
    assert requests.get(granted["id"], timeout=5).text == "Bad_OAuth_Token"
    headers = {"Authorization": f"Bearer {granted['access_token']}"}
    other = f"{door.url}/id/00D000000000000AAA/005000000000000AAA"
    answer = requests.get(other, headers=headers, timeout=5)
    assert (answer.status_code, answer.text) == (403, "Wrong_Org")


@pytest.mark.parametrize("path", ["v9.0/limits", "v68/limits", "v999.0", "nonsense", "v0.0/query"])
def test_an_address_without_a_version_that_is_there_is_not_found(door: Org, path: str) -> None:
    answer = door.session.get(f"{door.url}/services/data/{path}", timeout=5)
    assert error_of(answer) == (404, "NOT_FOUND")
