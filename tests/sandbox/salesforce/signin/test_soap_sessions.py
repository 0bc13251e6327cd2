"""Sessions by SOAP: login, logout, who the caller is, and messages that are none."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.sandbox.salesforce.signin import envelope
from tests.examples import share
from tests.sandbox.salesforce.client import Org, opened, seed_of

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
PARTNER = "urn:partner.soap.sforce.com"
WRONG = "Invalid username, password, security token; or user locked out."
BOMB = (
    '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'
    f'<e:Envelope xmlns:e="{ENVELOPE}"><e:Body><login xmlns="{PARTNER}">&c;</login></e:Body>'
    "</e:Envelope>"
)


@pytest.fixture(scope="module")
def soap() -> Iterator[Org]:
    """An org whose user has a password with characters that XML escapes, and a security token."""
    with opened(seed_of(), password="a<&b", security_token="TOKEN") as org:
        yield org


def message(operation: str, inside: str = "", session: str = "", space: str = PARTNER) -> str:
    header = f"<SessionHeader xmlns='{space}'><sessionId>{session}</sessionId></SessionHeader>"
    return (
        f"<e:Envelope xmlns:e='{ENVELOPE}'><e:Header>{header if session else ''}</e:Header>"
        f"<e:Body><{operation} xmlns='{space}'>{inside}</{operation}></e:Body></e:Envelope>"
    )


def login(username: str = "bridge@example.com", password: str = "a<&bTOKEN") -> str:
    return message(
        "login",
        f"<username>{escape(username)}</username><password>{escape(password)}</password>",
    )


def send(org: Org, body: str | bytes, path: str = "u/60.0") -> requests.Response:
    text = body.encode() if isinstance(body, str) else body
    headers = {"Content-Type": "text/xml", "SOAPAction": '""'}
    url = f"{org.url}/services/Soap/{path}"
    return requests.post(url, data=text, headers=headers, timeout=5)


def told(answer: requests.Response) -> dict[str, Any]:
    """Return the texts of an answer by the names of their elements."""
    assert answer.headers["Content-Type"].startswith("text/xml")
    root = ET.fromstring(answer.content)
    return {one.tag.rpartition("}")[2]: one.text for one in root.iter() if not len(one)}


def test_login_opens_a_session_that_rest_knows(soap: Org) -> None:
    answer = told(send(soap, login()))
    assert answer["serverUrl"].startswith(f"{soap.url}/services/Soap/u/60.0/00D")
    assert (answer["passwordExpired"], answer["sandbox"]) == ("false", "true")
    assert (answer["sessionSecondsValid"], answer["roleId"]) == ("7200", None)
    headers = {"Authorization": f"Bearer {answer['sessionId']}"}
    assert requests.get(f"{soap.base}/limits", headers=headers, timeout=5).status_code == 200


def test_both_editions_of_the_api_answer_in_their_own_namespace(soap: Org) -> None:
    answer = send(soap, message("login", space="urn:enterprise.soap.sforce.com"), "c/60.0")
    assert "urn:fault.enterprise.soap.sforce.com" in answer.text
    assert told(answer)["exceptionCode"] == "INVALID_LOGIN"


def test_the_address_that_login_names_answers(soap: Org) -> None:
    answer = told(send(soap, login()))
    path = answer["serverUrl"].partition("/services/Soap/")[2]
    again = told(send(soap, message("getUserInfo", session=answer["sessionId"]), path))
    assert again["userName"] == "bridge@example.com"


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("bridge@example.com", "a<&b"),
        ("bridge@example.com", ""),
        ("somebody@example.com", "a<&bTOKEN"),
        ("", ""),
    ],
)
def test_a_wrong_login_is_refused_as_the_vendor_does(
    soap: Org, username: str, password: str
) -> None:
    answer = send(soap, login(username, password))
    assert answer.status_code == 500
    said = told(answer)
    assert said["faultcode"] == "sf:INVALID_LOGIN"
    assert said["faultstring"] == f"INVALID_LOGIN: {WRONG}"
    assert (said["exceptionCode"], said["exceptionMessage"]) == ("INVALID_LOGIN", WRONG)


def test_a_name_is_the_same_in_any_case_of_letters(soap: Org) -> None:
    assert send(soap, login("Bridge@Example.COM")).status_code == 200


def test_without_a_password_nobody_comes_in_by_soap() -> None:
    with opened(seed_of()) as org:
        assert told(send(org, login()))["exceptionCode"] == "INVALID_LOGIN"


def test_logout_ends_the_session(soap: Org) -> None:
    session = told(send(soap, login()))["sessionId"]
    assert send(soap, message("logout", session=session)).status_code == 200
    answer = send(soap, message("getServerTimestamp", session=session))
    assert (answer.status_code, told(answer)["exceptionCode"]) == (500, "INVALID_SESSION_ID")


def test_the_newest_version_with_login_is_a_setting() -> None:
    later = seed_of(soap_login_newest_version=65)
    with opened(seed_of(), password="a<&bTOKEN") as org, opened(later, password="a<&bTOKEN") as new:
        refused = told(send(org, login(), "u/65.0"))
        assert refused["exceptionCode"] == "UNSUPPORTED_API_VERSION"
        assert send(new, login(), "u/65.0").status_code == 200


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "not well-formed XML"),
        ("<a>", "no SOAP envelope"),
        ("<a/>", "no SOAP envelope"),
        (f"<e:Envelope xmlns:e='{ENVELOPE}'/>", "no body"),
        (BOMB, "document type"),
        ("<a>" * 40_000, "no SOAP envelope"),
        (message("login", "<a>" * 100 + "</a>" * 100), "nested too deeply"),
        ('<?xml version="1.0" encoding="klingon"?><a/>', "encoding"),
        (message("query", "<queryString>SELECT Id FROM Order</queryString>"), "{urn:partner"),
        (message("login", space="urn:other"), "{urn:other}login"),
        (b"\xff\xfe\x00<", "not well-formed XML"),
    ],
)
def test_a_message_that_is_none_is_a_fault_of_the_client(
    soap: Org, body: str | bytes, says: str
) -> None:
    answer = send(soap, body)
    assert answer.status_code == 500
    said = told(answer)
    assert said["faultcode"] == "soapenv:Client"
    assert says in said["faultstring"]


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8")))
@settings(max_examples=share(300))
def test_whatever_arrives_is_read_or_refused(body: bytes) -> None:
    for inside in (body, message("login").replace("></login>", ">@</login>").encode()):
        text = inside.replace(b"@", body)
        try:
            envelope.read(text)
        except envelope.Unreadable as refused:
            assert str(refused)  # noqa: PT017 - either way is right, and a refusal says why


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])))
def test_what_is_written_is_read_back(text: str) -> None:
    written = envelope.answer("login", "partner", {"sessionId": text})
    read = ET.fromstring(written)
    assert (read.findtext(f".//{{{PARTNER}}}sessionId") or "") == text
