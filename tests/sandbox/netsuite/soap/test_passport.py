"""Which token passports the port lets in, and what it says to the others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bridge.sandbox.netsuite.soap.passport import signature
from tests.sandbox.netsuite.access.test_oauth1 import ORACLE
from tests.sandbox.netsuite.client import NOON, NetSuite, opened
from tests.sandbox.netsuite.soap.messages import Soap, envelope, passport

TIME = "<msgs:getServerTime/>"
NOW = int(NOON.timestamp())


@pytest.fixture(scope="module")
def netsuite() -> Iterator[NetSuite]:
    """One account for all: nothing here changes it."""
    with opened() as shared:
        yield shared


def test_oracles_own_soap_example_has_this_signature() -> None:
    # Help page section_4395630653, with the values of section_1534941088.
    signed = f"{ORACLE.account}&{ORACLE.consumer_key}&{ORACLE.token_id}"
    text = f"{signed}&fjaLirsIcCGVZWzBX0pg&1508242306"
    assert signature(text, ORACLE) == "tIcC5zyKUmycB5Ml/cNxOHDusw03Y5KPQiXVNUHHp4U="


def test_a_right_passport_is_let_in(soap: Soap) -> None:
    assert soap.ask(TIME).texts("serverTime")[0].startswith("2026-06-01T12:00:0")


@pytest.mark.parametrize(
    "wrong",
    [
        {"account": "7654321"},
        {"consumerKey": "other"},
        {"token": "other"},
        {"nonce": "short"},
        {"nonce": "n" * 65},
        {"nonce": "not/alphanumeric"},
        {"timestamp": "soon"},
        {"timestamp": str(NOW - 400)},
        {"timestamp": str(NOW + 400)},
        {"algorithm": "HMAC-SHA1"},
        {"signature": "AAAA"},
        {"signature": ""},
        {"signed_with": "wrong&secrets"},
    ],
)
def test_any_other_is_an_invalid_login_without_a_reason(soap: Soap, wrong: dict[str, str]) -> None:
    answer = soap.ask(TIME, **wrong)
    assert answer.status == 500
    assert answer.one("faultcode").text == "soapenv:Server.userException"
    assert answer.one("faultstring").text == "Invalid login attempt."
    assert [one.tag for one in answer.all("invalidCredentialsFault")] == [
        "{urn:faults_2023_2.platform.webservices.netsuite.com}invalidCredentialsFault"
    ]
    assert answer.codes == ["USER_ERROR"]


def test_a_passport_is_good_for_one_request(soap: Soap) -> None:
    text = envelope(TIME, passport(NOW))
    assert soap.send(text).status == 200
    assert soap.send(text).texts("faultstring") == ["Invalid login attempt."]


@pytest.mark.parametrize("header", ["", "<msgs:applicationInfo/>"])
def test_without_a_passport_nobody_is_logged_in(soap: Soap, header: str) -> None:
    answer = soap.send(envelope(TIME, header))
    assert answer.status == 500
    assert answer.codes == ["WS_LOG_IN_REQD"]


def test_an_application_id_is_ignored(soap: Soap) -> None:
    app = "<msgs:applicationInfo><msgs:applicationId>A1</msgs:applicationId></msgs:applicationInfo>"
    assert soap.ask(TIME, app).status == 200


def test_anybody_may_ask_for_the_addresses_of_an_account(soap: Soap) -> None:
    asked = "<msgs:getDataCenterUrls><msgs:account>1234567</msgs:account></msgs:getDataCenterUrls>"
    answer = soap.send(envelope(asked))
    assert answer.texts("webservicesDomain") == [soap.netsuite.url]
