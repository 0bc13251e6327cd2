"""Calls that go together: batches, graphs, and records with their children."""

from collections.abc import Mapping
from typing import Any

import pytest

from bridge.sandbox.ids import record_id
from tests.sandbox.salesforce.client import Org, error_of

ACME = record_id("Account", "ACME")
BASE = "/services/data/v68.0"
NAMES = "SELECT Name FROM Account WHERE Name LIKE 'New %' ORDER BY Name"
WRONG = {"method": "POST", "url": f"{BASE}/sobjects/Account", "body": {}, "referenceId": "wrong"}


def batch(org: Org, *requests: Mapping[str, object], **rest: object) -> Any:
    answer = org.call("POST", "/composite/batch", json={"batchRequests": requests, **rest})
    assert answer.status_code == 200, answer.text
    return answer.json()


def new(name: str, reference: str = "a") -> Mapping[str, object]:
    url, body = f"{BASE}/sobjects/Account", {"Name": f"New {name}"}
    return {"method": "POST", "url": url, "body": body, "referenceId": reference}


def graph(name: str, *nodes: Mapping[str, object]) -> Mapping[str, object]:
    return {"graphId": name, "compositeRequest": nodes}


def tree(org: Org, *records: Mapping[str, object], root: str = "Account") -> Any:
    return org.call("POST", f"/composite/tree/{root}", json={"records": records})


def leaf(kind: str, reference: str, **fields: object) -> Mapping[str, object]:
    return {"attributes": {"type": kind, "referenceId": reference}, **fields}


def test_a_batch_answers_each_request_by_itself(org: Org) -> None:
    answer = batch(
        org,
        {"method": "GET", "url": f"v68.0/sobjects/Account/{ACME}?fields=Name"},
        {"method": "PATCH", "url": f"v68.0/sobjects/Account/{ACME}", "richInput": {"Name": "X"}},
        {"method": "GET", "url": "v68.0/sobjects/Nothing"},
        {"method": "GET", "url": f"{BASE}/query?q=SELECT+Name+FROM+Account"},
    )
    assert answer["hasErrors"] is True
    assert [each["statusCode"] for each in answer["results"]] == [200, 204, 404, 200]
    assert answer["results"][0]["result"]["Name"] == "ACME Corp"
    assert answer["results"][1]["result"] is None
    assert answer["results"][2]["result"][0]["errorCode"] == "NOT_FOUND"
    assert answer["results"][3]["result"]["records"][0]["Name"] == "X"


def test_a_batch_can_halt_at_the_first_error(org: Org) -> None:
    wrong = {"method": "GET", "url": "v68.0/sobjects/Nothing"}
    right = {"method": "GET", "url": "v68.0/limits"}
    answer = batch(org, wrong, right, haltOnError=True)
    assert [each["statusCode"] for each in answer["results"]] == [404, 412]
    assert answer["results"][1]["result"][0]["errorCode"] == "BATCH_PROCESSING_HALTED"


@pytest.mark.parametrize("requests", [[], [{"method": "GET", "url": "v68.0/limits"}] * 26, [1]])
def test_a_batch_of_no_or_too_many_requests_is_refused(org: Org, requests: list[Any]) -> None:
    answer = org.call("POST", "/composite/batch", json={"batchRequests": requests})
    assert error_of(answer) == (400, "INVALID_INPUT")


def test_a_batch_does_not_hold_another(org: Org) -> None:
    inner = {"method": "POST", "url": "v68.0/composite/batch", "richInput": {}}
    assert batch(org, inner)["results"][0]["statusCode"] == 400


def test_each_graph_is_done_as_a_whole_or_not_at_all(org: Org) -> None:
    child = {
        "method": "POST",
        "url": f"{BASE}/sobjects/Contact",
        "body": {"LastName": "Dora", "AccountId": "@{a.id}"},
        "referenceId": "c",
    }
    graphs = [graph("good", new("One"), child), graph("bad", new("Two"), WRONG)]
    answer = org.call("POST", "/composite/graph", json={"graphs": graphs}).json()["graphs"]
    assert [(each["graphId"], each["isSuccessful"]) for each in answer] == [
        ("good", True),
        ("bad", False),
    ]
    responses = answer[1]["graphResponse"]["compositeResponse"]
    assert responses[0]["body"][0]["errorCode"] == "PROCESSING_HALTED"
    assert responses[1]["body"][0]["errorCode"] == "REQUIRED_FIELD_MISSING"
    assert org.column(NAMES) == ["New One"]
    assert org.column("SELECT Account.Name FROM Contact WHERE LastName = 'Dora'")[0]["Name"] == (
        "New One"
    )


@pytest.mark.parametrize(
    "graphs",
    [
        [],
        [graph("g", new("X"))] * 76,
        [graph(str(number), *[new("X")] * 251) for number in range(2)],
        [graph("g", {"method": "GET", "url": f"{BASE}/limits", "referenceId": "l"})],
        [{"graphId": "g"}],
        [5],
    ],
)
def test_graphs_that_cannot_be_run_are_refused(org: Org, graphs: list[Any]) -> None:
    answer = org.call("POST", "/composite/graph", json={"graphs": graphs})
    assert error_of(answer) == (400, "INVALID_INPUT")
    assert org.column(NAMES) == []


def test_a_tree_is_created_with_its_children(org: Org) -> None:
    contacts = {
        "records": [leaf("Contact", "c1", LastName="A"), leaf("Contact", "c2", LastName="B")]
    }
    answer = tree(org, leaf("Account", "a1", Name="New Tree", Contacts=contacts))
    assert (answer.status_code, answer.json()["hasErrors"]) == (201, False)
    assert [each["referenceId"] for each in answer.json()["results"]] == ["a1", "c1", "c2"]
    found = org.rows("SELECT LastName FROM Contact WHERE Account.Name = 'New Tree'")
    assert [row["LastName"] for row in found] == ["A", "B"]


def test_a_tree_with_one_wrong_record_is_not_created_at_all(org: Org) -> None:
    contacts = {"records": [leaf("Contact", "c1", Nothing="A")]}
    answer = tree(org, leaf("Account", "a1", Name="New Tree", Contacts=contacts))
    assert answer.status_code == 400
    assert answer.json()["hasErrors"] is True
    (failed,) = answer.json()["results"]
    assert failed["referenceId"] == "c1"
    assert failed["errors"][0]["statusCode"] == "INVALID_FIELD"
    assert org.column(NAMES) == []
    assert org.journal.effects() == ()


@pytest.mark.parametrize(
    "records",
    [
        [],
        [leaf("Account", "same", Name="New")] * 2,
        [leaf("Contact", "c", LastName="L")],
        [{"Name": "New"}],
        [leaf("Account", f"a{number}", Name="New") for number in range(201)],
        [leaf("Account", "a", Name="New", Nothings={"records": []})],
    ],
)
def test_a_tree_that_cannot_be_read_is_refused(org: Org, records: list[Any]) -> None:
    assert error_of(tree(org, *records))[0] == 400
    assert org.column(NAMES) == []


def test_an_object_tells_the_names_of_its_children(shared_org: Org) -> None:
    described = shared_org.get("/sobjects/Order/describe").json()
    assert [
        (each["childSObject"], each["field"], each["relationshipName"])
        for each in described["childRelationships"]
    ] == [("OrderItem", "OrderId", "OrderItems")]
