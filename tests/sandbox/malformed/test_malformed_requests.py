"""
Ten thousand requests that are wrong somewhere, in CI two fifths of them, thrown at both sandboxes.

Each answer has the vendor's form and comes within a second; none is a failure of the server, none
tells of its inside, and the server goes on answering. A red run names the request.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import requests
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bridge.sandbox.seeds import load
from tests.examples import share
from tests.sandbox.malformed import assertions, netsuite_requests, salesforce_requests
from tests.sandbox.malformed.throwing import Request, Thrower
from tests.sandbox.netsuite.client import NetSuite, oauth1, public_pem, rsa_key
from tests.sandbox.netsuite.client import opened as opened_account
from tests.sandbox.salesforce.client import CPQ_B, Org, opened

REQUESTS_AT_ONCE = 20
# A mutation shrinks to another one, not to a smaller one: the message shows the request itself.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
#: Six kinds 1,200 times each, signatures 800, assertions 500 of each system, 200 jobs of 5 steps.
THROWN = settings(max_examples=share(1_200 // REQUESTS_AT_ONCE), phases=PHASES)
SIGNED = settings(max_examples=share(800 // REQUESTS_AT_ONCE), phases=PHASES)
ASSERTED = settings(max_examples=share(500 // REQUESTS_AT_ONCE), phases=PHASES)
UPLOADED = settings(max_examples=share(200), phases=PHASES)
CHANCES = st.integers(min_value=0, max_value=2**64).map(random.Random)
Make = Callable[[random.Random], Request]


@pytest.fixture(scope="module")
def org() -> Iterator[Org]:
    """An org with the CPQ scenario B, an app with a certificate, and quotes with keys."""
    with opened(load([CPQ_B]), public_key_pem=public_pem(rsa_key())) as battered:
        yield battered


@pytest.fixture(scope="module")
def account() -> Iterator[NetSuite]:
    """An account with one customer."""
    with opened_account() as battered:
        yield battered


@pytest.fixture(scope="module")
def at_the_org(org: Org) -> Iterator[Thrower]:
    thrower = Thrower(org.url)
    yield thrower
    assert org.rows("SELECT COUNT(Id) FROM Order")
    thrower.close()


@pytest.fixture(scope="module")
def at_the_account(account: NetSuite) -> Iterator[Thrower]:
    thrower = Thrower(account.url)
    yield thrower
    assert account.rows("SELECT COUNT(*) n FROM transaction")
    thrower.close()


def throw_at_org(org: Org, thrower: Thrower, request: Request) -> Any:
    """Throw a request with the session of the org, and return what it answers."""
    token = {"Authorization": str(org.session.headers["Authorization"])}
    answer = thrower.throw(replace(request, headers={**token, **request.headers}))
    salesforce_requests.check(request, answer)
    return answer


def throw_at_account(account: NetSuite, thrower: Thrower, request: Request) -> None:
    token = {"Authorization": str(account.session.headers["Authorization"])}
    answer = thrower.throw(replace(request, headers={**token, **request.headers}))
    netsuite_requests.check(request, answer)


def test_what_is_spoiled_is_right_before() -> None:
    with opened(load([CPQ_B])) as org, opened_account() as account:
        answers = list(_right(org, account))
    assert [answer.text for answer in answers if not answer.ok] == []
    told = "".join(answer.text for answer in answers)
    assert "errorCode" not in told
    assert "statusCode" not in told.replace('"statusCode":20', "")


def test_long_headers_are_taken_or_refused_as_such() -> None:
    with opened(load([CPQ_B])) as org, opened_account() as account:
        told = [
            org.get("/limits", headers={"X-Long": "x" * length}).status_code
            for length in (10_000, 20_000)
        ]
        taken = account.call("GET", "/currency/1", headers={"X-Long": "x" * 20_000})
    assert (told, taken.status_code) == ([200, 431], 200)


def _right(org: Org, account: NetSuite) -> Iterator[requests.Response]:
    """Yield the answers to all that is spoiled elsewhere, as it is before."""
    yield from (org.ask(query) for query in salesforce_requests.QUERIES)
    for method, path, value in salesforce_requests.BODIES:
        yield org.call(method, path, json=value)
    yield from (account.ask(text, *[1] * text.count("?")) for text in netsuite_requests.QUERIES)
    for method, path, value in netsuite_requests.BODIES:
        headers = {"Prefer": "transient"}
        yield account.call(method, account.url + path, json=value, headers=headers)


@pytest.mark.parametrize(
    "make", [salesforce_requests.query, salesforce_requests.body, salesforce_requests.address]
)
@THROWN
@given(chance=CHANCES)
def test_salesforce_refuses_in_its_form(
    org: Org, at_the_org: Thrower, make: Make, chance: random.Random
) -> None:
    for _ in range(REQUESTS_AT_ONCE):
        throw_at_org(org, at_the_org, make(chance))


@UPLOADED
@given(chance=CHANCES)
def test_an_upload_ends_its_job_one_way_or_the_other(
    org: Org, at_the_org: Thrower, chance: random.Random
) -> None:
    job = ""
    for step in salesforce_requests.upload(chance):
        request = replace(step, path=step.path.replace("{job}", job))
        answer = throw_at_org(org, at_the_org, request)
        job = job or answer.json["id"]


@ASSERTED
@given(chance=CHANCES)
def test_salesforce_gives_no_token_for_a_wrong_assertion(
    org: Org, at_the_org: Thrower, chance: random.Random
) -> None:
    ends = int(org.clock.now().timestamp()) + 120
    claims = {"iss": "app", "sub": "bridge@example.com", "aud": org.url, "exp": ends}
    header = {"alg": "RS256", "typ": "JWT"}
    for _ in range(REQUESTS_AT_ONCE):
        assertion = assertions.wrong(header, claims, rsa_key(), chance)
        request = salesforce_requests.sign_in(assertion, chance)
        salesforce_requests.check(request, at_the_org.throw(request))


@pytest.mark.parametrize(
    "make", [netsuite_requests.query, netsuite_requests.body, netsuite_requests.address]
)
@THROWN
@given(chance=CHANCES)
def test_netsuite_refuses_in_its_form(
    account: NetSuite, at_the_account: Thrower, make: Make, chance: random.Random
) -> None:
    for _ in range(REQUESTS_AT_ONCE):
        throw_at_account(account, at_the_account, make(chance))


@ASSERTED
@given(chance=CHANCES)
def test_netsuite_gives_no_token_for_a_wrong_assertion(
    account: NetSuite, at_the_account: Thrower, chance: random.Random
) -> None:
    now = int(account.clock.now().timestamp())
    claims = {
        "iss": "client",
        "scope": ["rest_webservices"],
        "aud": f"{account.url}/services/rest/auth/oauth2/v1/token",
        "iat": now,
        "exp": now + 3600,
    }
    header = {"alg": "PS256", "typ": "JWT", "kid": "certificate"}
    for _ in range(REQUESTS_AT_ONCE):
        assertion = assertions.wrong(header, claims, rsa_key(), chance)
        request = netsuite_requests.sign_in(assertion, chance)
        netsuite_requests.check(request, at_the_account.throw(request))


@SIGNED
@given(chance=CHANCES)
def test_netsuite_lets_no_wrong_signature_in(
    account: NetSuite, at_the_account: Thrower, chance: random.Random
) -> None:
    url = f"{account.url}/services/rest/record/v1/currency/1"
    right = (oauth1("GET", url), str(account.session.headers["Authorization"]))
    for _ in range(REQUESTS_AT_ONCE):
        request = netsuite_requests.signed(chance.choice(right), chance)
        netsuite_requests.check(request, at_the_account.throw(request))
