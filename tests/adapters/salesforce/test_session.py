"""Each test of simple-salesforce's defects names what the library does when left alone."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
import requests
import responses
from simple_salesforce.api import Salesforce as SimpleSalesforce
from simple_salesforce.api import SFType

from bridge.adapters.salesforce.session import Session
from bridge.errors import Misconfigured, OutcomeUnknown, Refused, Unavailable
from tests.adapters.salesforce.answers import (
    API,
    ENDED,
    TOKEN,
    URL,
    Time,
    gives_tokens,
    impatient,
    refusal,
    settings,
)
from tests.adapters.sockets import a_server, hangs


@pytest.fixture
def org() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


def a_session(time: Time | None = None, **changes: object) -> Session:
    return Session(settings(**changes), (time or Time()).clock)


def on(session: Session) -> SimpleSalesforce:
    """Return simple-salesforce as the adapter makes it."""
    return SimpleSalesforce(
        instance=session.host, session_id="none", version="68.0", session=session
    )


def orders_on(session: Session) -> SFType:
    """Return what simple-salesforce makes of `.Order`."""
    return SFType(
        "Order",
        "none",
        session.host,
        sf_version="68.0",
        session=session,
        salesforce=on(session),
    )


def sent(org: responses.RequestsMock) -> list[requests.PreparedRequest]:
    return [call.request for call in org.calls]


def test_a_call_carries_the_token_of_the_login(org: responses.RequestsMock) -> None:
    gives_tokens(org)
    org.get(f"{API}/limits/", json={"DailyApiRequests": {"Max": 5}})
    session = a_session()
    assert on(session).limits() == {"DailyApiRequests": {"Max": 5}}
    assert [request.headers.get("Authorization") for request in sent(org)] == [
        None,
        "Bearer token-1",
    ]
    assert session.contact.calls == 2


def test_every_call_has_its_limits_of_time() -> None:
    # simple-salesforce sets none: a hung call hangs for ever
    with a_server(hangs) as url, Session(impatient(url), Time().clock) as session:
        with pytest.raises(Unavailable) as caught:
            on(session).query("SELECT Id FROM Order")
        assert caught.value.code == "ReadTimeout"


def test_http_is_spoken_on_loopback_although_every_address_is_forced_to_https(
    org: responses.RequestsMock,
) -> None:
    url = "http://127.0.0.1:8099"
    org.post(f"{url}/services/oauth2/token", json={"access_token": "t"})
    org.get(f"{url}/services/data/v68.0/limits/", json={"a": 1})
    assert on(a_session(url=url)).limits() == {"a": 1}


@pytest.mark.parametrize("url", ["http://acme.my.salesforce.com", "ftp://127.0.0.1"])
def test_http_is_spoken_nowhere_else(url: str) -> None:
    with pytest.raises(ValueError, match="must begin with https"):
        settings(url=url)


def test_an_ipv6_loopback_keeps_its_brackets(org: responses.RequestsMock) -> None:
    # from an instance_url simple-salesforce takes the host name alone, which drops them
    org.post("http://[::1]:8099/services/oauth2/token", json={"access_token": "t"})
    org.get("http://[::1]:8099/services/data/v68.0/limits/", json={"a": 1})
    assert on(a_session(url="http://[::1]:8099")).limits() == {"a": 1}


def test_an_ended_token_is_renewed_and_the_call_repeated_with_headers_and_body(
    org: responses.RequestsMock,
) -> None:
    # simple-salesforce repeats without the caller's headers
    gives_tokens(org, "token-1", "token-2")
    org.patch(f"{API}/composite/sobjects", status=401, json=ENDED)
    org.patch(f"{API}/composite/sobjects", json=[{"success": True}])
    answer = on(a_session()).restful(
        "composite/sobjects", method="PATCH", data=b'{"a":1}', headers={"Sforce-Mine": "kept"}
    )
    assert answer == [{"success": True}]
    repeated = sent(org)[-1]
    assert repeated.headers["Authorization"] == "Bearer token-2"
    assert repeated.headers["Sforce-Mine"] == "kept"
    assert repeated.body == b'{"a":1}'


@pytest.mark.parametrize(
    "body",
    ["<html>Session expired</html>", '{"error":"invalid_session"}', '"text"', "[]", ""],
)
def test_a_401_of_any_shape_renews_the_token(org: responses.RequestsMock, body: str) -> None:
    # simple-salesforce takes result.json()[0]['errorCode'] for granted
    gives_tokens(org, "token-1", "token-2")
    org.get(f"{API}/limits/", status=401, body=body)
    org.get(f"{API}/limits/", json={"a": 1})
    assert on(a_session()).limits() == {"a": 1}


def test_a_401_that_stays_ends_after_one_repeat_with_advice(org: responses.RequestsMock) -> None:
    # an SFType of simple-salesforce calls itself until the stack ends
    gives_tokens(org, "token-1", "token-2")
    org.get(f"{API}/sobjects/Order/801", status=401, json=ENDED)
    with pytest.raises(Misconfigured, match="integration user") as caught:
        orders_on(a_session()).get("801")
    assert "INVALID_SESSION_ID" in caught.value.what
    assert len(sent(org)) == 4


def test_eight_threads_that_meet_an_ended_token_log_in_once() -> None:
    threads = 8
    together = threading.Barrier(threads, timeout=5)

    def answer(request: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        if request.headers["Authorization"] == "Bearer token-1":
            together.wait()  # every thread has seen its token end before one may renew it
            return 401, {}, json.dumps(ENDED)
        return 200, {}, json.dumps({"with": request.headers["Authorization"]})

    with responses.RequestsMock() as org:
        gives_tokens(org, "token-1", "token-2")
        org.add_callback(responses.GET, f"{API}/limits/", callback=answer)
        session = a_session()
        simple = on(session)
        with ThreadPoolExecutor(threads) as pool:
            answers = [pool.submit(simple.limits) for _ in range(threads)]
            assert [done.result(5) for done in answers] == [{"with": "Bearer token-2"}] * threads
        assert len([one for one in sent(org) if one.url == TOKEN]) == 2
        assert session.contact.calls == 2 + 2 * threads


@pytest.mark.parametrize("digits", ["749.32", "0.1", "123456789012345.67", "0.30", "1200.00"])
def test_amounts_are_exact_on_every_path(org: responses.RequestsMock, digits: str) -> None:
    # simple-salesforce hands parse_float to its queries, but not to an SFType
    gives_tokens(org)
    body = f'{{"Id": "801", "TotalAmount": {digits}}}'
    org.get(f"{API}/sobjects/Order/801", body=body)
    org.get(f"{API}/sobjects/Order/describe", body=body)
    org.get(f"{API}/query/", body=body)
    org.get(f"{API}/x", body=body)
    session = a_session()
    answers: tuple[Any, ...] = (
        orders_on(session).get("801"),
        orders_on(session).describe(),
        on(session).query("SELECT Id FROM Order"),
        on(session).restful("x"),
    )
    for answer in answers:
        assert isinstance(answer["TotalAmount"], Decimal)
        assert str(answer["TotalAmount"]) == digits


def test_an_exponent_is_read_as_written(org: responses.RequestsMock) -> None:
    gives_tokens(org)
    org.get(f"{API}/x", body='{"amount": 1E+2}')
    answer = on(a_session()).restful("x")
    assert answer is not None
    assert answer["amount"] == Decimal(100)
    assert isinstance(answer["amount"], Decimal)


@pytest.mark.parametrize("body", ["<html>Maintenance</html>", '{"a": NaN}', '{"a": ', ""])
def test_a_good_answer_that_cannot_be_read_is_no_answer(
    org: responses.RequestsMock, body: str
) -> None:
    gives_tokens(org)
    org.get(f"{API}/x", body=body)
    org.patch(f"{API}/x", body=body)
    simple = on(a_session())
    with pytest.raises(Unavailable):
        simple.restful("x")
    with pytest.raises(OutcomeUnknown):
        simple.restful("x", method="PATCH")


def test_an_error_does_not_carry_the_remote_body(org: responses.RequestsMock) -> None:
    # the errors of simple-salesforce do, and print it
    gives_tokens(org)
    org.get(f"{API}/x", status=400, json=refusal("INVALID_FIELD", "secret-4711"))
    with pytest.raises(Refused) as caught:
        on(a_session()).restful("x")
    assert "secret-4711" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.code == "INVALID_FIELD"


@pytest.mark.parametrize("address", ["@evil.test/services", ".evil.test/", ":8443/services"])
def test_a_token_never_goes_to_another_host(org: responses.RequestsMock, address: str) -> None:
    # query_more joins what the server said to the host name, whatever it begins with
    gives_tokens(org)
    org.get(f"{API}/x", json={})
    session = a_session()
    session.get(f"{API}/x")
    with pytest.raises(Refused, match="only the org itself"):
        on(session).query_more(address, identifier_is_url=True)


def test_a_redirect_is_not_followed(org: responses.RequestsMock) -> None:
    gives_tokens(org)
    org.get(f"{API}/x", status=302, headers={"Location": "https://evil.test/"})
    with pytest.raises(Misconfigured) as caught:
        on(a_session()).restful("x")
    assert caught.value.where == "salesforce.url"


def test_the_environment_decides_nothing(
    org: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    # simple-salesforce lets REQUESTS_CA_BUNDLE go over the session's own `verify`
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere.pem")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    gives_tokens(org)
    org.get(f"{API}/x", json={"a": 1})
    on(a_session()).restful("x")
    assert [call.request.req_kwargs["verify"] for call in org.calls] == [True, True]  # type: ignore[attr-defined]  # responses adds it to what it records
    assert not any(call.request.req_kwargs.get("proxies") for call in org.calls)  # type: ignore[attr-defined]  # the same


@pytest.mark.parametrize("host", ["login.salesforce.com", "test.salesforce.com"])
def test_a_login_host_is_not_taken_for_an_org(host: str) -> None:
    with pytest.raises(Misconfigured, match="My Domain") as caught:
        a_session(url=f"https://{host}")
    assert caught.value.where == "salesforce.url"


def test_a_login_that_failed_is_tried_anew_by_the_next_call() -> None:
    with responses.RequestsMock() as org:
        org.post(TOKEN, status=503)
        gives_tokens(org)
        org.get(f"{API}/x", json={"a": 1})
        session = a_session()
        with pytest.raises(Unavailable):
            session.get(f"{API}/x")
        assert session.get(f"{API}/x").json() == {"a": 1}


def test_the_address_is_the_orgs(org: responses.RequestsMock) -> None:
    gives_tokens(org)
    org.get(f"{API}/x", json={})
    on(a_session()).restful("x")
    assert sent(org)[-1].url == f"{URL}/services/data/v68.0/x"
