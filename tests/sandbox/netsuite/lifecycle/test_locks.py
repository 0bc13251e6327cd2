"""What was shipped, billed, recognised or posted in a closed period can no longer be changed."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.sandbox.netsuite.client import NetSuite, an_order, opened
from tests.sandbox.netsuite.lifecycle.orders import (
    DONE,
    account,
    follow,
    goods,
    lines,
    of,
    ordered,
    read,
    refusal,
    service,
    transformed,
)

LINKED = "You cannot update linked transaction lines"
GL_LOCKED = "The G/L impact of a transaction in a closed period cannot be changed."
NOT_EDITABLE = "This transaction is in a period that has been closed. You may not edit it."


def patch(netsuite: NetSuite, address: str, *changed: object, **fields: object) -> Any:
    body = {**fields, **({"item": {"items": list(changed)}} if changed else {})}
    return netsuite.call("PATCH", f"/{address}", json=body)


def period(netsuite: NetSuite, code: str, **flags: bool) -> None:
    netsuite.change({"type": "accountingPeriod", "externalId": code, **flags})


@pytest.fixture
def half_billed(netsuite: NetSuite) -> str:
    """An order of which 4 of 10 are billed on its first line, and all of its second."""
    order = f"salesOrder/{ordered(netsuite, service(10, 1000), service(1, 50))}"
    follow(netsuite, order, "invoice", of(1, 4))
    return order


def test_a_quantity_does_not_go_below_what_is_billed(netsuite: NetSuite, half_billed: str) -> None:
    says = refusal(patch(netsuite, half_billed, {"line": 1, "quantity": 3}))
    assert says.endswith("Invalid Field Value 3 for the following field: quantity")
    assert patch(netsuite, half_billed, {"line": 1, "quantity": 4}).status_code == DONE
    assert read(netsuite, half_billed)["status"]["id"] == "G"


def test_a_quantity_does_not_go_below_what_is_shipped() -> None:
    with opened(account()) as netsuite:
        order = f"salesOrder/{ordered(netsuite, goods(5, 500))}"
        follow(netsuite, order, "itemFulfillment", of(1, 2))
        assert "quantity" in refusal(patch(netsuite, order, {"line": 1, "quantity": 1}))


def test_a_billed_line_keeps_its_item(netsuite: NetSuite, half_billed: str) -> None:
    swapped = {"line": 1, "item": {"externalId": "SUB-ULT"}}
    assert refusal(patch(netsuite, half_billed, swapped)) == LINKED


def test_a_line_that_is_billed_in_full_keeps_its_amount(
    netsuite: NetSuite, half_billed: str
) -> None:
    assert refusal(patch(netsuite, half_billed, {"line": 2, "amount": 60})) == LINKED
    assert patch(netsuite, half_billed, {"line": 1, "amount": 900}).status_code == DONE
    assert patch(netsuite, half_billed, {"line": 2, "description": "x"}).status_code == DONE


def test_a_billed_amount_can_change_if_the_account_has_it_so() -> None:
    with opened(account(billed_lines="open")) as netsuite:
        order = f"salesOrder/{ordered(netsuite, service(1, 50))}"
        follow(netsuite, order, "invoice")
        assert patch(netsuite, order, {"line": 1, "amount": 60}).status_code == DONE


def test_a_billed_line_is_not_removed(netsuite: NetSuite, half_billed: str) -> None:
    body = {"item": {"items": [{"line": 1}]}}
    refused = netsuite.call("PATCH", f"/{half_billed}?replace=item", json=body)
    assert refusal(refused) == LINKED
    assert len(lines(netsuite, half_billed, "line")) == 2


def test_lines_can_be_added_while_others_are_billed(netsuite: NetSuite, half_billed: str) -> None:
    assert patch(netsuite, half_billed, service(2, 20)).status_code == DONE
    assert lines(netsuite, half_billed, "line", "quantityBilled")[2] == (3, None)


def test_a_billed_order_keeps_its_customer_and_currency(
    netsuite: NetSuite, half_billed: str
) -> None:
    refused = patch(netsuite, half_billed, currency={"externalId": "EUR"})
    assert refusal(refused) == LINKED


def test_the_same_upsert_after_billing_changes_nothing(netsuite: NetSuite) -> None:
    body = an_order({**service(2, 200), "line": 1}, orderStatus={"id": "B"})
    netsuite.put("DEAL", body)
    follow(netsuite, "salesOrder/5001", "invoice")
    before = read(netsuite, "salesOrder/5001")
    assert netsuite.put("DEAL", body).status_code == DONE
    assert read(netsuite, "salesOrder/5001") == before


def test_what_others_are_made_from_is_not_deleted(netsuite: NetSuite, half_billed: str) -> None:
    refused = netsuite.call("DELETE", f"/{half_billed}")
    assert refusal(refused).startswith(
        "This transaction cannot be deleted because it is linked to by one or more transactions"
    )
    transformed(netsuite, "invoice/5002", "customerPayment")
    assert "linked to by" in refusal(netsuite.call("DELETE", "/invoice/5002"))
    for address in ("customerPayment/5003", "invoice/5002", half_billed):
        assert netsuite.call("DELETE", f"/{address}").status_code == DONE


def test_nothing_is_posted_in_a_closed_or_locked_period(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(10, 1000))}"
    for flag in ("closed", "arLocked", "allLocked"):
        period(netsuite, "2026-05", **{flag: True})
        refused = transformed(netsuite, order, "invoice", {"tranDate": "2026-05-31"})
        assert refusal(refused) == GL_LOCKED
        period(netsuite, "2026-05", **{flag: False})
    assert transformed(netsuite, order, "invoice", {"tranDate": "2026-05-31"}).status_code == DONE


def test_goods_are_shipped_while_receivables_are_locked() -> None:
    with opened(account()) as netsuite:
        order = f"salesOrder/{ordered(netsuite, goods(1, 100))}"
        period(netsuite, "2026-06", arLocked=True)
        follow(netsuite, order, "itemFulfillment")
        assert refusal(transformed(netsuite, order, "invoice")) == GL_LOCKED


def test_a_transaction_has_the_period_of_its_date_or_one_that_it_names(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(10, 1000))}"
    july = {"externalId": "2026-07"}
    first = follow(netsuite, order, "invoice", of(1, 1), tranDate="2026-05-31")
    second = follow(netsuite, order, "invoice", of(1, 1), postingPeriod=july)
    shown = [read(netsuite, one)["postingPeriod"]["refName"] for one in (first, second)]
    assert shown == ["May 2026", "Jul 2026"]
    assert patch(netsuite, first, tranDate="2026-04-02").status_code == DONE
    assert read(netsuite, first)["postingPeriod"]["refName"] == "Apr 2026"
    period(netsuite, "2026-07", closed=True)
    assert refusal(transformed(netsuite, order, "invoice", {"postingPeriod": july})) == GL_LOCKED
    far = transformed(netsuite, order, "invoice", {"tranDate": "2040-01-01"})
    assert "no accounting period" in refusal(far)


def test_a_date_in_a_closed_period_posts_later_if_the_account_has_it_so() -> None:
    with opened(account(date_in_closed_period="first_open")) as netsuite:
        order = f"salesOrder/{ordered(netsuite, service(1, 100))}"
        for code in ("2026-05", "2026-06"):
            period(netsuite, code, closed=True)
        invoice = follow(netsuite, order, "invoice", tranDate="2026-05-31")
        shown = read(netsuite, invoice)
        assert (shown["tranDate"], shown["postingPeriod"]["refName"]) == ("2026-05-31", "Jul 2026")


def test_an_invoice_of_a_closed_period_is_neither_changed_nor_deleted(
    netsuite: NetSuite, half_billed: str
) -> None:
    period(netsuite, "2026-06", closed=True)
    assert refusal(patch(netsuite, "invoice/5002", memo="x")) == NOT_EDITABLE
    assert refusal(netsuite.call("DELETE", "/invoice/5002")) == NOT_EDITABLE
    assert patch(netsuite, half_billed, memo="orders post nothing").status_code == DONE


def test_a_period_can_allow_what_posts_nothing(netsuite: NetSuite, half_billed: str) -> None:
    period(netsuite, "2026-06", closed=True, allowNonGLChanges=True)
    assert patch(netsuite, "invoice/5002", memo="x").status_code == DONE
    smaller = patch(netsuite, "invoice/5002", {"line": 1, "quantity": 1})
    assert refusal(smaller) == GL_LOCKED
    assert refusal(netsuite.call("DELETE", "/invoice/5002")) == GL_LOCKED
    assert half_billed == "salesOrder/5001"


def test_the_sample_of_the_vendors_page_creates_an_invoice(netsuite: NetSuite) -> None:
    """Plain ids stand for references in it, its address ends in a slash (section_0209125602)."""
    body = {
        "entity": {"id": "1001"},
        "item": {"items": [{"amount": 1000.0, "item": {"id": "101"}}]},
        "subsidiary": {"id": "1"},
    }
    month = netsuite.rows("SELECT id FROM accountingperiod WHERE periodname = 'Jun 2026'")[0]["id"]
    made = netsuite.call("POST", "/invoice/", json={**body, "postingperiod": month})
    assert made.status_code == DONE
    invoice = read(netsuite, "invoice/5001/")
    assert (invoice["total"], invoice["amountRemaining"], invoice["status"]["id"]) == (
        1000,
        1000,
        "A",
    )


ODD: list[object] = [
    [],
    "x",
    {"item": 5},
    {"item": {"items": "x"}},
    {"item": {"items": [5]}},
    {"item": {"items": [{"orderLine": [1]}]}},
    {"item": {"items": [{"orderLine": {"id": 1}, "quantity": {}}]}},
    {"item": {"items": [{"orderLine": 1, "amount": 1e300}]}},
    {"item": {"items": [{"orderLine": 1, "amount": True}]}},
    {"item": {"items": [{"orderLine": 1, "quantity": 1e14}]}},
    {"item": {"items": [{"orderLine": 1, "quantity": None}, {"orderLine": 2, "quantity": "1"}]}},
    {"tranDate": 5},
    {"apply": {"items": [{"doc": {"id": "9"}}]}},
]


@pytest.mark.parametrize("body", ODD)
def test_an_odd_body_of_a_transform_is_refused_in_shape(netsuite: NetSuite, body: object) -> None:
    order = f"salesOrder/{ordered(netsuite, service(10, 1000), service(1, 50))}"
    answer = transformed(netsuite, order, "invoice", body)
    assert answer.status_code in {DONE, 400}, answer.text
    if answer.status_code == requests.codes.bad_request:
        assert refusal(answer)
