"""What rules see of a request: the SOAP operation, and the record types that it names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.sandbox.faults import Asked, Faults, parse_rules

PORT = "/services/NetSuitePort_2025_2"
ENVELOPE = b"""<?xml version="1.0"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">
 <soapenv:Header><m:tokenPassport/></soapenv:Header>
 <soapenv:Body>
  <m:upsertList><record xsi:type="s:SalesOrder"/></m:upsertList>
 </soapenv:Body>
</soapenv:Envelope>"""


def asked(method: str, path: str, body: bytes = b"", action: str = "") -> Asked:
    return Asked("netsuite", method, path, body, action)


@pytest.mark.parametrize(
    ("path", "body", "action", "operation"),
    [
        (PORT, ENVELOPE, '"upsertList"', "upsertList"),
        (PORT, ENVELOPE, "", "upsertList"),
        (PORT, b"<Body><search/></Body>", '""', "search"),
        (PORT, b"no xml", "", ""),
        ("/services/Soap/u/64.0", b"<e:Body><login xmlns='x'>", '""', "login"),
        ("/services/rest/record/v1/salesOrder", ENVELOPE, "upsertList", ""),
    ],
)
def test_the_operation_is_that_of_the_header_or_else_of_the_body(
    path: str, body: bytes, action: str, operation: str
) -> None:
    assert asked("POST", path, body, action).operation == operation


@pytest.mark.parametrize(
    ("path", "body", "types"),
    [
        ("/services/rest/record/v1/salesOrder/eid:A", b"{}", {"salesorder"}),
        ("/services/data/v68.0/sobjects/Order/801", b"", {"order"}),
        ("/services/data/v68.0/query?q=SELECT+Id+FROM+OrderItem", b"", {"orderitem"}),
        (
            "/services/data/v68.0/query?q=SELECT%20Id,(SELECT%20Id%20FROM%20OrderItems)%20from%20Order",
            *(b"", {"orderitems", "order"}),
        ),
        (
            "/services/data/v68.0/composite/sobjects",
            *(b'{"records":[{"attributes":{"type": "Account"}}]}', {"account"}),
        ),
        ("/services/data/v68.0/jobs/ingest", b'{"object": "Contract"}', {"contract"}),
        (
            "/services/rest/query/v1/suiteql",
            *(b'{"q": "SELECT id FROM transaction WHERE 1=1"}', {"transaction"}),
        ),
        (PORT, ENVELOPE, {"salesorder"}),
        ("/services/data", b"\xff\x00", set()),
    ],
)
def test_the_types_are_those_of_path_query_and_body(
    path: str, body: bytes, types: set[str]
) -> None:
    assert asked("POST", path, body).types == types


def test_rules_choose_by_operation_and_by_type_in_any_case_of_letters() -> None:
    written = [
        {"fault": "garble", "operation": "upsertList"},
        {"fault": "truncate", "type": "SALESORDER"},
    ]
    faults = Faults(parse_rules({"rules": written}, "test"))
    soap = faults.strike(asked("POST", PORT, ENVELOPE))
    rest = faults.strike(asked("GET", "/services/rest/record/v1/salesOrder/5001"))
    other = faults.strike(asked("GET", "/services/rest/record/v1/customer/5001"))
    assert (soap and soap.fault, rest and rest.fault, other) == ("garble", "truncate", None)


@given(path=st.text(), body=st.binary(), action=st.text())
def test_any_request_can_be_looked_at(path: str, body: bytes, action: str) -> None:
    looked = asked("POST", f"{PORT}{path}", body, action)
    assert isinstance(looked.operation, str)
    assert all(one == one.lower() for one in looked.types)
