"""The WSDL and its schemas: every version loads, and leads back to where it was loaded from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import zeep

from bridge.sandbox.netsuite.soap import port
from bridge.sandbox.netsuite.soap.layout.messages import OPERATIONS
from tests.sandbox.netsuite.client import NetSuite, opened
from tests.sandbox.netsuite.soap.messages import Soap, envelope, passport

#: It has no types.
ZEEP: Any = zeep


def load(netsuite: NetSuite, version: str) -> Any:
    transport = ZEEP.Transport(session=netsuite.session)
    return ZEEP.Client(f"{netsuite.url}/wsdl/v{version}_0/netsuite.wsdl", transport=transport)


@pytest.fixture(scope="module")
def netsuite() -> Iterator[NetSuite]:
    """One account for all: nothing here changes it."""
    with opened() as shared:
        yield shared


@pytest.mark.parametrize("version", ["2019_1", "2025_2"])
def test_zeep_loads_a_version_and_finds_the_port_beside_it(
    netsuite: NetSuite, version: str
) -> None:
    client = load(netsuite, version)
    assert client.service._binding_options["address"] == (
        f"{netsuite.url}/services/NetSuitePort_{version}"
    )
    order = client.get_type(
        f"{{urn:sales_{version}.transactions.webservices.netsuite.com}}SalesOrder"
    )
    names = [name for name, _ in order.elements]
    assert names[0] == "nullFieldList"
    # In the order of the vendor's schema.
    wanted = ["createdDate", "entity", "currency", "tranDate", "tranId", "memo", "total"]
    wanted += ["itemList", "customFieldList"]
    assert [name for name in names if name in wanted] == wanted


def test_schemas_are_numbered_as_those_of_the_vendor(netsuite: NetSuite) -> None:
    # What clients in the field rely on: netsuitesdk names these numbers.
    prefixes = load(netsuite, "2024_1").wsdl.types.prefix_map
    numbered = {
        "ns0": "core_2024_1.platform",
        "ns4": "messages_2024_1.platform",
        "ns5": "common_2024_1.platform",
        "ns13": "relationships_2024_1.lists",
        "ns17": "accounting_2024_1.lists",
        "ns19": "sales_2024_1.transactions",
        "ns23": "customers_2024_1.transactions",
        "ns31": "general_2024_1.transactions",
        "ns34": "employees_2024_1.lists",
    }
    found = {name: prefixes[name] for name in numbered}
    assert found == {n: f"urn:{urn}.webservices.netsuite.com" for n, urn in numbered.items()}


def test_behind_a_tls_front_all_addresses_are_those_of_the_front(netsuite: NetSuite) -> None:
    headers = {"Host": "1234567.suitetalk.api.netsuite.com", "X-Forwarded-Proto": "https"}
    url = f"{netsuite.url}/wsdl/v2023_2_0/netsuite.wsdl"
    text = requests.get(url, headers=headers, timeout=5).text
    origin = "https://1234567.suitetalk.api.netsuite.com"
    assert f'location="{origin}/services/NetSuitePort_2023_2"' in text
    assert f'schemaLocation="{origin}/xsd/platform/v2023_2_0/core.xsd"' in text
    assert "127.0.0.1" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/wsdl/v2018_2_0/netsuite.wsdl",
        "/wsdl/v2026_1_0/netsuite.wsdl",
        "/wsdl/vlatest_0/netsuite.wsdl",
        "/xsd/platform/v2018_2_0/core.xsd",
        "/xsd/platform/v2023_2_0/nothing.xsd",
        "/xsd/lists/v2023_2_0/core.xsd",
    ],
)
def test_a_version_or_schema_that_was_never_made_is_not_found(
    netsuite: NetSuite, path: str
) -> None:
    assert requests.get(netsuite.url + path, timeout=5).status_code == 404


def test_a_port_of_an_unknown_version_refuses_it(soap: Soap) -> None:
    answer = soap.send(envelope("<msgs:getServerTime/>"), version="2018_2")
    assert (answer.status, answer.codes) == (500, ["UNSUPPORTED_WS_VERSION"])
    assert answer.all("invalidVersionFault")


def test_a_message_of_another_version_than_its_port_is_refused(soap: Soap) -> None:
    now = int(soap.netsuite.clock.now().timestamp())
    text = envelope("<msgs:getServerTime/>", passport(now), version="2022_1")
    answer = soap.send(text, version="2023_2")
    assert (answer.status, answer.codes) == (500, ["INVALID_WS_VERSION"])


def test_the_port_does_what_the_wsdl_offers_and_nothing_else() -> None:
    assert set(port._DONE_BY) == set(OPERATIONS)
