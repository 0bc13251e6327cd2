"""Texts that are no messages: each is answered with a fault, none with a trace."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bridge.sandbox.netsuite.soap.xmlread import Node, XmlInvalid, read
from tests.examples import share
from tests.sandbox.netsuite.client import NetSuite, opened
from tests.sandbox.netsuite.soap.messages import Soap, customer, envelope, names

BOMB = (
    '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)).replace("&a0;", "&a;")
    + "]><b>&a9;</b>"
)
FILE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'
MORE = "<msgs:searchId>x</msgs:searchId><msgs:pageIndex>one</msgs:pageIndex>"
PARTS = st.sampled_from(
    ["<", ">", "/", "a", "s:Envelope", 'xmlns:s="u"', "&amp;", "&x;", "<!--", "-->", "]]>", "<?x?>"]
)


@pytest.fixture(scope="module")
def netsuite() -> Iterator[NetSuite]:
    """One account for all: nothing here changes it."""
    with opened() as shared:
        yield shared


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"no xml",
        b"<s:Envelope/>",
        b"<a><b></a>",
        b"\xff\xfe\x00",
        b'<?xml version="1.0" encoding="no-such-encoding"?><a/>',
        b'<?xml version="1.0" encoding="utf-7"?><a/>',
        BOMB.encode(),
        FILE.encode(),
        BOMB.encode("utf-16"),
        b"<a>" * 5000,
        b"<a/>\x00",
        b'<?xml version="1.0"?><a>\x01</a>',
    ],
)
def test_what_is_no_message_is_a_fault(soap: Soap, text: bytes) -> None:
    began = time.monotonic()
    answer = soap.send(text)
    assert time.monotonic() - began < 2
    assert answer.status == 500
    says = answer.one("faultstring").text or ""
    assert says.startswith(("org.xml.sax.", "Unknown envelope"))
    assert "Traceback" not in answer.text
    assert "root:" not in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "<a/>",
        f"<s:Envelope {names()}/>",
        f"<s:Envelope {names()}><s:Body/></s:Envelope>",
        '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body/></s:Envelope>',
        envelope("<getServerTime/>"),
        envelope("<core:getServerTime/>"),
    ],
)
def test_what_is_no_envelope_of_the_port_is_a_fault(soap: Soap, text: str) -> None:
    assert soap.send(text).status == 500


@pytest.mark.parametrize(
    ("operation", "says"),
    [
        ("<msgs:login/>", "No such operation 'login'"),
        ("<msgs:get/>", "Missing element baseRef"),
        ("<msgs:add/>", "Missing element record"),
        ("<msgs:add><msgs:record/></msgs:add>", "could not find deserializer for type"),
        (
            '<msgs:add><msgs:record xsi:type="rel:Vendor"/></msgs:add>',
            "type {urn:relationships_2023_2.lists.webservices.netsuite.com}Vendor",
        ),
        (
            '<msgs:add><msgs:record xsi:type="sales:Customer"/></msgs:add>',
            "could not find deserializer",
        ),
        (
            '<msgs:add><msgs:record xsi:type="unknown:Customer"/></msgs:add>',
            "could not find deserializer",
        ),
        (
            f"<msgs:add>{customer('X', rest='<rel:favouriteColour/>')}</msgs:add>",
            "<<favouriteColour>> not found on",
        ),
        (
            f"<msgs:add>{customer('X', rest='<rel:isPerson>perhaps</rel:isPerson>')}</msgs:add>",
            "not a valid boolean",
        ),
        (
            f"<msgs:searchMoreWithId>{MORE}</msgs:searchMoreWithId>",
            "NumberFormatException",
        ),
        (
            '<msgs:search><msgs:searchRecord xsi:type="rel:VendorSearch"/></msgs:search>',
            "could not find deserializer",
        ),
    ],
)
def test_what_the_schemas_do_not_know_is_a_fault(soap: Soap, operation: str, says: str) -> None:
    assert says in (soap.fault(operation).one("faultstring").text or "")


@pytest.mark.parametrize(
    "number", ["1e999999999", "NaN", "Infinity", "9" * 200, "0x10", "", "1e-400", "--1"]
)
def test_no_number_is_too_strange(soap: Soap, number: str) -> None:
    inner = (
        '<msgs:record xsi:type="acct:ServiceSaleItem" externalId="N"><acct:itemId>N</acct:itemId>'
        f"<acct:rate>{number}</acct:rate></msgs:record>"
    )
    answer = soap.ask(f"<msgs:upsert>{inner}</msgs:upsert>")
    assert answer.status in {200, 500}
    assert answer.all("faultstring") or answer.succeeded == [False]


@given(st.lists(PARTS, max_size=30).map("".join) | st.text(max_size=60) | st.binary(max_size=60))
@settings(max_examples=share(300), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read_or_refused(text: str | bytes) -> None:
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    with contextlib.suppress(XmlInvalid):
        assert isinstance(read(content), Node)


def test_types_are_resolved_by_the_prefix_in_force() -> None:
    xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    root = read(
        f'<a xmlns="urn:d" xmlns:p="urn:1" {xsi} xsi:type="p:T">'
        '<b xmlns:p="urn:2" xsi:type="p:T"/><c xsi:type="p:T"/><d xsi:type="T"/>'
        '<e xsi:type="q:T"/></a>'.encode()
    )
    types = [root.type, *(child.type for child in root.children)]
    assert types == [("urn:1", "T"), ("urn:2", "T"), ("urn:1", "T"), ("urn:d", "T"), ("", "T")]
