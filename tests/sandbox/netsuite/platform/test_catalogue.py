"""The metadata catalogue: the account's own record types, and nothing that is not there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bridge.sandbox.netsuite.seeds import default, read
from tests.sandbox.netsuite.client import ACME, NetSuite, detail, opened

CATALOGUE = "/metadata-catalog"
OPENAPI = {"Accept": "application/swagger+json"}
SCHEMA = {"Accept": "application/schema+json"}


@pytest.fixture(scope="module")
def account() -> Iterator[NetSuite]:
    custom = {"customFields": {"salesOrder.item": {"custcol_source": "text"}}}
    seed = read(json.dumps(custom).encode(), "test", default())
    with opened(seed.add_customers({ACME: "ACME"})) as netsuite:
        yield netsuite


def told(account: NetSuite, path: str, headers: dict[str, str] | None = None) -> Any:
    answer = account.call("GET", f"{CATALOGUE}{path}", headers=headers)
    assert answer.status_code == 200, answer.text
    wanted = (headers or {"Accept": "application/json"})["Accept"]
    assert answer.headers["Content-Type"].partition(";")[0] == wanted
    return answer.json()


def references(schema: object) -> Iterator[str]:
    """Yield every reference inside a schema."""
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"]
        for part in schema.values():
            yield from references(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from references(part)


@pytest.mark.parametrize("path", ["", "/"])
def test_the_catalogue_lists_the_record_types_with_their_three_forms(
    account: NetSuite, path: str
) -> None:
    items = told(account, path)["items"]
    names = [item["name"] for item in items]
    assert {"salesOrder", "customer", "serviceSaleItem", "currency"} <= set(names)
    assert "employee" in names
    assert not {"revenueArrangement", "revenueRecognitionRule", "revenuePlan"} & set(names)
    (order,) = (item for item in items if item["name"] == "salesOrder")
    href = f"{account.url}/services/rest/record/v1/metadata-catalog/salesOrder"
    assert [(link["rel"], link["href"], link["mediaType"]) for link in order["links"]] == [
        ("canonical", href, "application/json"),
        ("alternate", href, "application/swagger+json"),
        ("alternate", href, "application/schema+json"),
    ]
    assert told(account, "/salesorder") == order


def test_select_chooses_record_types(account: NetSuite) -> None:
    items = told(account, "?select=customer,salesOrder")["items"]
    assert [item["name"] for item in items] == ["customer", "salesOrder"]


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/revenueArrangement", SCHEMA),
        ("/revenueArrangement", OPENAPI),
        ("/nobody", SCHEMA),
        ("/nobody", None),
        ("?select=customer,nobody", OPENAPI),
        ("?select=customer,nobody", None),
    ],
)
def test_what_the_account_does_not_have_is_not_found(
    account: NetSuite, path: str, headers: dict[str, str] | None
) -> None:
    answer = account.call("GET", f"{CATALOGUE}{path}", headers=headers)
    assert (answer.status_code, detail(answer)["o:errorCode"]) == (404, "NONEXISTENT_ID")


def test_a_schema_tells_kinds_references_choices_and_what_can_be_filtered_by(
    account: NetSuite,
) -> None:
    order = told(account, "/salesOrder", SCHEMA)
    fields = order["properties"]
    where = "/services/rest/record/v1/metadata-catalog"
    assert order["type"] == "object"
    assert fields["tranDate"]["format"] == "date"
    assert fields["lastModifiedDate"]["readOnly"] is True
    assert fields["currency"] == {"$ref": f"{where}/currency"}
    assert fields["item"] == {"$ref": f"{where}/salesOrder-itemCollection"}
    assert fields["orderStatus"]["properties"]["id"]["enum"][:2] == ["A", "B"]
    assert {"id", "externalId", "tranDate", "entity"} <= set(order["x-ns-filterable"])
    assert "item" not in order["x-ns-filterable"]
    line = told(account, "/salesOrder-itemElement", SCHEMA)["properties"]
    assert line["custcol_source"]["x-ns-custom-field"] is True
    assert line["quantity"] == {
        "title": "quantity",
        "type": "number",
        "format": "double",
        "nullable": True,
    }


def test_every_reference_of_every_schema_leads_to_a_schema(account: NetSuite) -> None:
    waiting = {f"{CATALOGUE}/{item['name']}" for item in told(account, "")["items"]}
    known: set[str] = set()
    while waiting:
        path = waiting.pop()
        known.add(path)
        schema = told(account, path.removeprefix(CATALOGUE), SCHEMA)
        found = {ref.removeprefix("/services/rest/record/v1") for ref in references(schema)}
        waiting |= found - known
    assert f"{CATALOGUE}/nsLink" in known


def test_what_can_be_filtered_by_is_taken_by_the_filter(account: NetSuite) -> None:
    for name in told(account, "/salesOrder", SCHEMA)["x-ns-filterable"]:
        answer = account.call("GET", "/salesOrder", params={"q": f"{name} EMPTY"})
        assert answer.status_code == 200, name


def test_the_open_api_document_is_closed_and_tells_what_can_be_written(account: NetSuite) -> None:
    whole = told(account, "?select=salesOrder,accountingPeriod", OPENAPI)
    assert whole["openapi"].startswith("3.0")
    assert whole["servers"] == [{"url": f"{account.url}/services/rest/record/v1"}]
    methods = {path: sorted(operations) for path, operations in whole["paths"].items()}
    assert methods["/salesOrder"] == ["get", "post"]
    assert methods["/salesOrder/{id}"] == ["delete", "get", "patch", "put"]
    assert methods["/accountingPeriod/{id}"] == ["get"]
    schemas = whole["components"]["schemas"]
    assert {ref.removeprefix("#/components/schemas/") for ref in references(whole)} <= set(schemas)
    assert {"salesOrder", "salesOrder-itemElement", "currency", "nsLink"} <= set(schemas)
    one = told(account, "/salesOrder", OPENAPI)
    assert one["components"]["schemas"]["salesOrder"] == schemas["salesOrder"]


def test_the_document_of_everything_holds_every_record_type(account: NetSuite) -> None:
    paths = told(account, "", OPENAPI)["paths"]
    assert {f"/{item['name']}" for item in told(account, "")["items"]} <= set(paths)
