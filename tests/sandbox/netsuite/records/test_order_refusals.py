"""Orders that are not right: refused with code, sentence and place, and nothing is written."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.netsuite.client import NetSuite, an_order, detail, line

DONE = 204


REFUSALS: list[tuple[dict[str, Any], str, str, str | None]] = [
    ({"entity": None}, "USER_ERROR", "You must enter a value for Customer.", "entity"),
    ({"item": {"items": []}}, "USER_ERROR", "at least one line item", "item"),
    ({"item": None}, "USER_ERROR", "at least one line item", "item"),
    ({"tranDate": "15.01.2026"}, "INVALID_CONTENT", "'tranDate'", "tranDate"),
    ({"tranDate": "2026-02-30"}, "INVALID_CONTENT", "2026-02-30", "tranDate"),
    ({"memo": 5}, "INVALID_CONTENT", "'memo'", "memo"),
    ({"memo": "x" * 1000}, "USER_ERROR", "maximum number ( 999 )", "memo"),
    ({"orderStatus": {"id": "G"}}, "INVALID_CONTENT", "Value G", "orderStatus"),
    ({"taxDetailsOverride": "no"}, "INVALID_CONTENT", "'taxDetailsOverride'", "taxDetailsOverride"),
    ({"externalId": "other"}, "USER_ERROR", "differs", None),
    ({"id": "77"}, "USER_ERROR", "You cannot set internalId with upsert.", "id"),
    ({"item": []}, "INVALID_CONTENT", "'item'", "item"),
    ({"item": {"items": ["x"]}}, "INVALID_CONTENT", "Invalid line", "item.items[0]"),
    ({"entity": {"externalId": "nobody"}}, "INVALID_CONTENT", "Value nobody", "entity"),
    ({"entity": {"id": 9999}}, "INVALID_CONTENT", "Value 9999", "entity"),
    ({"entity": {"refName": "ACME"}}, "INVALID_CONTENT", "Invalid reference", "entity"),
    ({"entity": "9999"}, "INVALID_CONTENT", "Value 9999", "entity"),
    ({"entity": True}, "INVALID_CONTENT", "Invalid reference", "entity"),
    ({"currency": {"externalId": "XXX"}}, "INVALID_CONTENT", "Value XXX", "currency"),
]


@pytest.mark.parametrize(("fields", "code", "says", "path"), REFUSALS)
def test_an_order_that_is_not_right_is_refused_with_its_place(
    netsuite: NetSuite, fields: dict[str, Any], code: str, says: str, path: str | None
) -> None:
    refused = netsuite.put("A", {**an_order(), **fields})
    assert refused.status_code == 400
    found = detail(refused)
    assert found["o:errorCode"] == code
    assert says in found["detail"]
    assert found.get("o:errorPath") == path
    assert netsuite.call("GET", "/salesOrder/eid:A").status_code == 404
    assert netsuite.journal.effects() == ()


LINE_REFUSALS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"item": None}, "USER_ERROR", "You must enter a value for Item.", "item"),
    (
        {"item": {"id": "9999"}},
        "INVALID_CONTENT",
        "You have entered an Invalid Field Value 9999 for the following field: item",
        "item",
    ),
    ({"amount": "100.00"}, "INVALID_CONTENT", "'amount'", "amount"),
    ({"amount": True}, "INVALID_CONTENT", "'amount'", "amount"),
    ({"amount": 1e30}, "INVALID_CONTENT", "Invalid Field Value", "amount"),
    ({"amount": 100.005}, "USER_ERROR", "a maximum of 2 decimal places", "amount"),
    ({"amount": None}, "USER_ERROR", "Please enter value(s) for: Amount", "amount"),
    ({"line": 1.5}, "INVALID_CONTENT", "'line'", "line"),
    (
        {"revRecStartDate": "2026-02-01", "revRecEndDate": "2026-01-31"},
        "USER_ERROR",
        "on or after the start date",
        "revRecEndDate",
    ),
    ({"billingSchedule": {"externalId": "NONE"}}, "INVALID_CONTENT", "NONE", "billingSchedule"),
]


@pytest.mark.parametrize(("fields", "code", "says", "name"), LINE_REFUSALS)
def test_a_line_that_is_not_right_is_refused_with_its_number(
    netsuite: NetSuite, fields: dict[str, Any], code: str, says: str, name: str
) -> None:
    refused = netsuite.put("A", an_order(line("right"), line("wrong", **fields)))
    assert refused.status_code == 400
    found = detail(refused)
    assert (found["o:errorCode"], found["o:errorPath"]) == (code, f"item.items[1].{name}")
    assert says in found["detail"]
    assert netsuite.journal.effects() == ()


@pytest.mark.parametrize(
    ("currency", "amount", "status"),
    [
        ("USD", "10.25", DONE),
        ("USD", "10.255", 400),
        ("JPY", "10.00", DONE),
        ("JPY", "10.5", 400),
        ("KWD", "10.255", DONE),
        ("KWD", "10.2555", 400),
    ],
)
def test_an_amount_has_no_more_decimals_than_its_currency(
    netsuite: NetSuite, currency: str, amount: str, status: int
) -> None:
    body = an_order(line("one", amount=Decimal(amount)), currency={"externalId": currency})
    assert netsuite.put("A", body).status_code == status


def test_an_inactive_item_is_refused_as_if_it_were_not_there(netsuite: NetSuite) -> None:
    netsuite.change({"type": "serviceSaleItem", "externalId": "SUB-ENT", "isInactive": True})
    refused = netsuite.put("A", an_order())
    assert detail(refused)["o:errorPath"] == "item.items[0].item"
    assert "Invalid Field Value SUB-ENT" in detail(refused)["detail"]


def test_an_item_of_other_subsidiaries_is_refused(netsuite: NetSuite) -> None:
    sellers = {"items": [{"externalId": "DE-GMBH"}]}
    netsuite.change({"type": "serviceSaleItem", "externalId": "SUB-ENT", "subsidiary": sellers})
    refused = netsuite.put("A", an_order())
    assert "Invalid item reference key 101 for subsidiary 1." in detail(refused)["detail"]


def test_a_customer_buys_where_and_in_what_it_may(netsuite: NetSuite) -> None:
    made = netsuite.call(
        "PUT",
        "/customer/eid:C-2",
        json={"companyName": "Second", "subsidiary": {"externalId": "DE-GMBH"}},
    )
    assert made.status_code == DONE
    customer = {"externalId": "C-2"}
    for wrong in ({"subsidiary": {"externalId": "US-INC"}, "currency": None}, {"subsidiary": None}):
        refused = netsuite.put("A", an_order(entity=customer, **wrong))
        assert detail(refused)["o:errorPath"] in {"subsidiary", "currency"}
    right = an_order(entity=customer, subsidiary=None, currency={"externalId": "EUR"})
    assert netsuite.put("A", right).status_code == DONE


def test_a_refused_update_changes_nothing(netsuite: NetSuite) -> None:
    netsuite.put("A", an_order(line("one", line=1)))
    before = netsuite.order("A")
    refused = netsuite.put("A", an_order(line("ONE", line=1), line("two", amount=0.001)))
    assert refused.status_code == 400
    assert netsuite.order("A") == before
