"""Token-based authentication: which signatures open the door."""

from __future__ import annotations

import pytest
import requests

from bridge.sandbox.netsuite.access.oauth1 import OAuth1, SignedRequest, base_string, signature
from bridge.sandbox.netsuite.credentials import Credentials
from tests.sandbox.netsuite.client import RECORDS, SUITEQL, NetSuite, credentials, oauth1

#: The example of Oracle's help page section_1534941088.
ORACLE = Credentials(
    account="123456",
    client_id="",
    certificate_id="",
    public_key_pem="",
    consumer_key="ef40afdd8abaac111b13825dd5e5e2ddddb44f86d5a0dd6dcf38c20aae6b67e4",
    consumer_secret="d26ad321a4b2f23b0741c8d38392ce01c3e23e109df6c96eac6d099e9ab9e8b5",
    token_id="2b0ce516420110bcbd36b69e99196d1b7f6de3c6234c5afb799b73d87569f5cc",
    token_secret="c29a677df7d5439a458c063654187e3d678d73aca8e3c9d8bea1478a3eb0d295",
)
ORACLE_URL = "https://123456.suitetalk.api.netsuite.com/services/rest/record/v1/employee/40"
ORACLE_TIME_S = 1508242306
ORACLE_SIGNATURE = "B5OIWznZ2YP0OB7VrJrGkYsTh%2B8H%2B5T9Hag%2Bo92q0zY%3D"
ORACLE_HEADER = (
    'OAuth realm="123456", '
    f'oauth_consumer_key="{ORACLE.consumer_key}", oauth_token="{ORACLE.token_id}", '
    'oauth_signature_method="HMAC-SHA256", oauth_timestamp="1508242306", '
    'oauth_nonce="fjaLirsIcCGVZWzBX0pg", oauth_version="1.0", '
    f'oauth_signature="{ORACLE_SIGNATURE}"'
)
CURRENCY = f"{RECORDS}/currency"


def test_oracles_own_rest_example_is_accepted_once() -> None:
    door = OAuth1(ORACLE)
    request = SignedRequest(method="GET", url=ORACLE_URL, authorization=ORACLE_HEADER)
    assert door.accepts(request, ORACLE_TIME_S + 200)
    assert not door.accepts(request, ORACLE_TIME_S + 200)


def test_oracles_own_restlet_example_has_this_signature() -> None:
    url = (
        "https://123456.restlets.api.netsuite.com/app/site/hosting/restlet.nl"
        "?script=6&deploy=1&customParam=someValue&testParam=someOtherValue"
    )
    given = {
        "oauth_consumer_key": ORACLE.consumer_key,
        "oauth_token": ORACLE.token_id,
        "oauth_nonce": "fjaLirsIcCGVZWzBX0pg",
        "oauth_timestamp": str(ORACLE_TIME_S),
        "oauth_signature_method": "HMAC-SHA256",
        "oauth_version": "1.0",
    }
    expected = "+KK4SKNgz4ZiILGLwOMtfYlgcXSy1eis8ldE9X90azQ="
    assert signature(base_string("POST", url, given), ORACLE) == expected


def get(url: str, header: str) -> int:
    return requests.get(url, headers={"Authorization": header}, timeout=5).status_code


@pytest.mark.parametrize("query", ["", "?limit=2&offset=0", "?fields=a%2Cb&limit=2&x=%20y"])
def test_a_signed_read_is_let_in(netsuite: NetSuite, query: str) -> None:
    url = netsuite.url + CURRENCY + query
    assert get(url, oauth1("GET", url)) == 200


@pytest.mark.parametrize("body_hash", ["", "sha256", "sha1"])
def test_a_signed_body_is_let_in_with_and_without_its_hash(
    netsuite: NetSuite, body_hash: str
) -> None:
    url, body = netsuite.url + SUITEQL, b'{"q": "SELECT id FROM currency"}'
    header = oauth1("POST", url, body, oauth_body_hash=body_hash)
    headers = {"Authorization": header, "Prefer": "transient"}
    assert requests.post(url, data=body, headers=headers, timeout=5).status_code == 200


def test_a_body_that_is_not_the_hashed_one_is_refused(netsuite: NetSuite) -> None:
    url = netsuite.url + SUITEQL
    header = oauth1("POST", url, b"{}", oauth_body_hash="sha256")
    headers = {"Authorization": header, "Prefer": "transient"}
    assert requests.post(url, data=b"{ }", headers=headers, timeout=5).status_code == 401


@pytest.mark.parametrize(
    "parts",
    [
        {"realm": "1234567_sb1"},
        {"realm": "1234567-SB1"},
        {"consumer_secret": "wrong"},
        {"token_secret": "wrong"},
        {"oauth_consumer_key": "other"},
        {"oauth_token": "other"},
        {"oauth_token": ""},
        {"oauth_signature_method": "HMAC-SHA1"},
        {"oauth_version": "2.0"},
        {"oauth_signature": "AAAA"},
        {"oauth_signature": ""},
        {"oauth_nonce": "short"},
        {"oauth_nonce": "not-alphanumeric"},
        {"oauth_nonce": ""},
        {"oauth_timestamp": "soon"},
        {"oauth_timestamp": ""},
    ],
)
def test_a_signature_with_one_wrong_part_is_refused(
    netsuite: NetSuite, parts: dict[str, str]
) -> None:
    url = netsuite.url + CURRENCY
    assert get(url, oauth1("GET", url, b"", **parts)) == 401


def test_a_signature_for_another_address_or_method_is_refused(netsuite: NetSuite) -> None:
    url = netsuite.url + CURRENCY
    assert get(url, oauth1("GET", f"{url}?limit=1")) == 401
    assert get(url, oauth1("POST", url)) == 401


def test_a_nonce_opens_the_door_once(netsuite: NetSuite) -> None:
    url = netsuite.url + CURRENCY
    header = oauth1("GET", url)
    assert [get(url, header), get(url, header)] == [200, 401]


def test_a_refused_request_does_not_use_up_its_nonce(netsuite: NetSuite) -> None:
    url = netsuite.url + CURRENCY
    wrong = oauth1("GET", url, oauth_nonce="abcdef123456", token_secret="wrong")
    right = oauth1("GET", url, oauth_nonce="abcdef123456")
    assert [get(url, wrong), get(url, right)] == [401, 200]


@pytest.mark.parametrize(("late_s", "status"), [(-310, 401), (-290, 200), (290, 200), (310, 401)])
def test_a_timestamp_may_be_five_minutes_off(netsuite: NetSuite, late_s: int, status: int) -> None:
    url = netsuite.url + CURRENCY
    header = oauth1("GET", url)
    netsuite.clock.advance(late_s)
    assert get(url, header) == status


@pytest.mark.parametrize(
    "header",
    [
        "OAuth",
        "OAuth realm",
        'OAuth realm="1234567_SB1"',
        'OAuth realm="1234567_SB1", realm="1234567_SB1"',
        "OAuth " + "," * 100,
    ],
)
def test_a_header_that_is_none_is_refused(netsuite: NetSuite, header: str) -> None:
    assert get(netsuite.url + CURRENCY, header) == 401


@pytest.mark.parametrize("url", ["http://[half/", "http://host:port/x", "", "http://h:99999/"])
def test_an_odd_address_is_refused_and_breaks_nothing(url: str) -> None:
    header = oauth1("GET", "http://127.0.0.1/")
    request = SignedRequest(method="GET", url=url, authorization=header)
    assert not OAuth1(credentials()).accepts(request, 0)


def test_an_odd_host_header_is_refused(netsuite: NetSuite) -> None:
    url = netsuite.url + CURRENCY
    headers = {"Authorization": oauth1("GET", url), "Host": "127.0.0.1:port"}
    assert requests.get(url, headers=headers, timeout=5).status_code in {400, 401}
