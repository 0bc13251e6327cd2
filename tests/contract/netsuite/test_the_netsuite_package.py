"""The `netsuite` package from the package index, unchanged, at work in the stand-in."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from netsuite import NetSuiteRestApi, NetSuiteRestlet  # type: ignore[import-untyped]  # it has no types
from netsuite.exceptions import NetsuiteAPIRequestError  # type: ignore[import-untyped]  # the same

from tests.contract.conftest import NETSUITE_HOST

#: What the package does with its own libraries is its own affair.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

RECORDS = f"https://{NETSUITE_HOST}/services/rest/record/v1"
ORDER = {
    "subsidiary": {"externalId": "US-INC"},
    "currency": {"externalId": "USD"},
    "tranDate": "2026-01-15",
    "item": {"items": [{"item": {"externalId": "SUB-ENT"}, "quantity": 2, "amount": 100}]},
}


def run(call: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(call)


def order(rest: NetSuiteRestApi, external_id: str, **fields: object) -> dict[str, object]:
    """Return an order of the first customer."""
    rows = run(rest.suiteql("SELECT id FROM customer ORDER BY id", limit=1))["items"]
    return {**ORDER, "entity": {"id": rows[0]["id"]}, "externalId": external_id, **fields}


def test_it_creates_reads_changes_and_deletes_an_order(rest: NetSuiteRestApi) -> None:
    body = order(rest, "PKG-1")
    assert run(rest.post("/record/v1/salesOrder", json=body)) is None
    made = run(rest.get("/record/v1/salesOrder/eid:PKG-1", params={"expandSubResources": "true"}))
    assert made["links"][0]["href"] == f"{RECORDS}/salesOrder/{made['id']}"
    assert [line["amount"] for line in made["item"]["items"]] == [100]
    run(rest.patch(f"/record/v1/salesOrder/{made['id']}", json={"memo": "changed"}))
    assert run(rest.get(f"/record/v1/salesOrder/{made['id']}"))["memo"] == "changed"
    run(rest.delete(f"/record/v1/salesOrder/{made['id']}"))
    with pytest.raises(NetsuiteAPIRequestError) as caught:
        run(rest.get(f"/record/v1/salesOrder/{made['id']}"))
    assert caught.value.status_code == 404
    assert "NONEXISTENT_ID" in caught.value.response_text


def test_it_upserts_by_external_id_and_sees_the_address(rest: NetSuiteRestApi) -> None:
    for memo in ("first", "second"):
        body = order(rest, "PKG-2", memo=memo)
        answer = run(rest.request("PUT", "/record/v1/salesOrder/eid:PKG-2", json=body))
        assert answer.status_code == 204
        assert answer.headers["Location"].startswith(f"{RECORDS}/salesOrder/")
    found = run(rest.get("/record/v1/salesOrder", params={"q": 'externalId IS "PKG-2"'}))
    assert (found["count"], found["totalResults"]) == (1, 1)


def test_it_is_told_of_a_field_that_is_not_there(rest: NetSuiteRestApi) -> None:
    with pytest.raises(NetsuiteAPIRequestError) as caught:
        run(rest.post("/record/v1/salesOrder", json=order(rest, "PKG-3", custbody_none="x")))
    assert (caught.value.status_code, "INVALID_CONTENT" in caught.value.response_text) == (
        400,
        True,
    )


def test_it_asks_in_suiteql_page_by_page(rest: NetSuiteRestApi) -> None:
    for number in range(3):
        run(rest.post("/record/v1/customer", json=customer(f"PKG-C{number}")))
    query = "SELECT externalid FROM customer WHERE externalid LIKE 'PKG-C%' ORDER BY externalid"
    first = run(rest.suiteql(query, limit=2))
    assert (first["count"], first["hasMore"], first["totalResults"]) == (2, True, 3)
    (following,) = (link["href"] for link in first["links"] if link["rel"] == "next")
    assert following.startswith(f"https://{NETSUITE_HOST}/services/rest/query/v1/suiteql?")
    rest_of = run(rest.suiteql(query, limit=2, offset=2))
    rows = [row["externalid"] for row in first["items"] + rest_of["items"]]
    assert rows == ["PKG-C0", "PKG-C1", "PKG-C2"]


def customer(external_id: str) -> dict[str, object]:
    name = f"Customer {external_id}"
    return {"externalId": external_id, "companyName": name, "subsidiary": {"externalId": "US-INC"}}


def test_a_wrong_query_is_told_in_the_vendors_shape(rest: NetSuiteRestApi) -> None:
    with pytest.raises(NetsuiteAPIRequestError) as caught:
        run(rest.suiteql("SELECT nothing FROM customer"))
    assert "Invalid search query" in caught.value.response_text


def test_it_reads_the_metadata(rest: NetSuiteRestApi) -> None:
    schema = run(rest.jsonschema("salesOrder"))
    assert schema["properties"]["tranDate"]["format"] == "date"
    document = run(rest.openapi(["customer"]))
    assert list(document["paths"]) == ["/customer", "/customer/{id}"]
    assert document["servers"] == [{"url": RECORDS}]


def test_it_follows_a_job(rest: NetSuiteRestApi) -> None:
    answer = run(
        rest.request(
            "POST",
            "/record/v1/customer",
            json={"items": [customer("PKG-J1"), customer("PKG-J2")]},
            headers={
                "Prefer": "respond-async",
                "Content-Type": "application/vnd.oracle.resource+json; type=collection",
            },
        )
    )
    path = answer.headers["Location"].partition("/services/rest")[2]
    assert (answer.status_code, run(rest.get(path))["progress"]) == (202, "succeeded")
    tasks = run(rest.get(f"{path}/task"))
    assert [task["id"] for task in tasks["items"]] == ["1", "2"]
    assert run(rest.request("GET", f"{path}/task/1/result")).status_code == 204


def test_it_reaches_a_restlet_under_the_host_of_restlets(
    rest: NetSuiteRestApi, restlet: NetSuiteRestlet
) -> None:
    assert run(rest.get("/system/v1/serverTime"))["serverTime"].endswith("Z")
    with pytest.raises(NetsuiteAPIRequestError) as caught:
        run(restlet.get(1, params={"taskId": "none"}))
    assert caught.value.status_code in {400, 404}


def test_wrong_secrets_open_nothing(stranger: NetSuiteRestApi) -> None:
    with pytest.raises(NetsuiteAPIRequestError) as caught:
        run(stranger.get("/record/v1/customer"))
    assert (caught.value.status_code, "INVALID_LOGIN" in caught.value.response_text) == (401, True)
