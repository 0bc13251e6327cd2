"""Returns are received and credited; payments and credits settle invoices."""

from __future__ import annotations

import pytest

from tests.sandbox.netsuite.client import NetSuite, an_order, opened
from tests.sandbox.netsuite.lifecycle.orders import (
    APPROVED,
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
    status,
    transformed,
)


def test_a_return_of_goods_goes_from_approval_over_receipt_to_refund() -> None:
    with opened(account()) as netsuite:
        order = f"salesOrder/{ordered(netsuite, goods(4, 400))}"
        follow(netsuite, order, "itemFulfillment")
        back = follow(netsuite, order, "returnAuthorization", of(1, 3))
        seen = [status(netsuite, back)]
        assert netsuite.call("PATCH", f"/{back}", json=APPROVED).status_code == DONE
        seen.append(status(netsuite, back))
        assert "at least one valid line item" in refusal(transformed(netsuite, back, "creditMemo"))
        for wanted, quantity in (("itemReceipt", 1), ("creditMemo", 1), ("itemReceipt", 2)):
            follow(netsuite, back, wanted, of(1, quantity))
            seen.append(status(netsuite, back))
        follow(netsuite, back, "creditMemo")
        seen.append(status(netsuite, back))
        assert "".join(seen) == "ABEDFG"
        assert lines(netsuite, back, "quantityReceived", "quantityBilled") == [(3, 3)]
        assert status(netsuite, order) == "F"  # a return does not open the order again


def test_a_return_that_waits_for_approval_is_neither_received_nor_credited(
    netsuite: NetSuite,
) -> None:
    order = f"salesOrder/{ordered(netsuite, service(1, 100))}"
    follow(netsuite, order, "invoice")
    back = follow(netsuite, order, "returnAuthorization")
    assert refusal(transformed(netsuite, back, "creditMemo")) == (
        "You have an invalid return authorization 5003 or the order is already billed/closed"
    )


def test_returns_begin_approved_if_the_account_has_it_so() -> None:
    with opened(account(returns_begin="approved")) as netsuite:
        order = f"salesOrder/{ordered(netsuite, service(1, 100))}"
        follow(netsuite, order, "invoice")
        back = follow(netsuite, order, "returnAuthorization")
        follow(netsuite, back, "creditMemo")
        assert status(netsuite, back) == "G"


def test_goods_are_refunded_before_they_come_back_if_the_account_has_it_so() -> None:
    with opened(account(refunds_in_advance_of_return=True)) as netsuite:
        order = f"salesOrder/{ordered(netsuite, goods(1, 100))}"
        follow(netsuite, order, "itemFulfillment")
        back = follow(netsuite, order, "returnAuthorization", **APPROVED)
        follow(netsuite, back, "creditMemo")
        assert status(netsuite, back) == "B"


def test_only_what_was_shipped_or_billed_comes_back() -> None:
    with opened(account()) as netsuite:
        order = f"salesOrder/{ordered(netsuite, goods(4, 400), service(2, 50))}"
        follow(netsuite, order, "itemFulfillment", of(1, 2))
        back = follow(netsuite, order, "returnAuthorization")
        assert lines(netsuite, back, "orderLine", "quantity") == [(1, 2)]
        again = transformed(netsuite, order, "returnAuthorization")
        assert "at least one valid line item" in refusal(again)


def test_a_return_can_have_another_price(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(4, 400))}"
    invoice = follow(netsuite, order, "invoice")
    back = follow(netsuite, invoice, "returnAuthorization", of(1, 2, amount=150), **APPROVED)
    credit = follow(netsuite, back, "creditMemo")
    assert lines(netsuite, credit, "quantity", "amount") == [(2, 150)]
    assert read(netsuite, back)["createdFrom"]["refName"] == "Invoice #INV5002"


def test_a_return_is_cancelled_or_closed_like_an_order(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(2, 200))}"
    follow(netsuite, order, "invoice")
    cancelled = follow(netsuite, order, "returnAuthorization", of(1, 1))
    answer = netsuite.call("PATCH", f"/{cancelled}", json={"orderStatus": {"id": "C"}})
    assert (answer.status_code, status(netsuite, cancelled)) == (DONE, "C")
    closed = follow(netsuite, order, "returnAuthorization", of(1, 1), **APPROVED)
    body = {"item": {"items": [{"line": 1, "isClosed": True}]}}
    assert netsuite.call("PATCH", f"/{closed}", json=body).status_code == DONE
    assert status(netsuite, closed) == "H"


def test_a_credit_memo_of_an_invoice_is_applied_to_it(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(4, 400))}"
    invoice = follow(netsuite, order, "invoice")
    credit = follow(netsuite, invoice, "creditMemo", of(1, 1))
    shown = read(netsuite, credit)
    assert (shown["applied"], shown["unapplied"], shown["status"]["id"]) == (100, 0, "B")
    owed = read(netsuite, invoice)
    assert (owed["amountPaid"], owed["amountRemaining"], owed["status"]["id"]) == (100, 300, "A")
    assert netsuite.call("DELETE", f"/{credit}").status_code == DONE
    assert read(netsuite, invoice)["amountRemaining"] == 400


def test_a_payment_settles_an_invoice(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(4, 400))}"
    invoice = follow(netsuite, order, "invoice")
    part = {"apply": {"items": [{"doc": {"id": "5002"}, "apply": True, "amount": 150}]}}
    body = {"customer": {"id": "1001"}, "payment": 200, **part}
    assert netsuite.call("POST", "/customerPayment", json=body).status_code == DONE
    shown = read(netsuite, "customerPayment/5003")
    assert (shown["applied"], shown["unapplied"]) == (150, 50)
    assert shown["apply"]["items"][0]["refNum"] == "INV5002"
    rest = follow(netsuite, invoice, "customerPayment")
    assert read(netsuite, rest)["payment"] == 250
    assert read(netsuite, invoice)["status"] == {"id": "B", "refName": "Paid In Full"}
    assert "already paid" in refusal(transformed(netsuite, invoice, "customerPayment"))


@pytest.mark.parametrize(
    ("payment", "amount", "says"),
    [
        (500, 450, "Invalid Field Value 450 for the following field: amount"),
        (100, 200, "You may not apply more than the amount of this transaction."),
        (100, -1, "Invalid Field Value -1 for the following field: amount"),
    ],
)
def test_no_more_is_applied_than_is_owed_or_paid(
    netsuite: NetSuite, payment: int, amount: int, says: str
) -> None:
    follow(netsuite, f"salesOrder/{ordered(netsuite, service(4, 400))}", "invoice")
    applied = {"items": [{"doc": {"id": "5002"}, "amount": amount}]}
    body = {"customer": {"id": "1001"}, "payment": payment, "apply": applied}
    assert refusal(netsuite.call("POST", "/customerPayment", json=body)).endswith(says)


def test_a_payment_needs_a_customer_and_pays_that_customers_invoices(netsuite: NetSuite) -> None:
    follow(netsuite, f"salesOrder/{ordered(netsuite, service(4, 400))}", "invoice")
    netsuite.call("PUT", "/customer/eid:OTHER", json={"companyName": "O", "subsidiary": {"id": 1}})
    none = netsuite.call("POST", "/customerPayment", json={"payment": 5})
    assert refusal(none) == "You must enter a value for Customer."
    applied = {"items": [{"doc": {"id": "5002"}}]}
    body = {"customer": {"externalId": "OTHER"}, "currency": {"id": 1}, "apply": applied}
    assert "field: doc" in refusal(netsuite.call("POST", "/customerPayment", json=body))


def test_an_invoice_does_not_shrink_below_what_was_paid(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(4, 400))}"
    invoice = follow(netsuite, order, "invoice")
    follow(netsuite, invoice, "customerPayment")
    body = {"item": {"items": [{"line": 1, "quantity": 1}]}}
    assert "may not apply more" in refusal(netsuite.call("PATCH", f"/{invoice}", json=body))


def test_a_credit_memo_stands_alone(netsuite: NetSuite) -> None:
    assert netsuite.call("POST", "/creditMemo", json=an_order(service(1, 70))).status_code == DONE
    shown = read(netsuite, "creditMemo/5001")
    assert (shown["tranId"], shown["total"], shown["unapplied"]) == ("CM5001", 70, 70)
    assert shown["status"] == {"id": "A", "refName": "Open"}


def test_what_ships_is_made_from_an_order(netsuite: NetSuite) -> None:
    body = {**an_order(service(1, 70)), "amount": None}
    assert "Created From" in refusal(netsuite.call("POST", "/itemFulfillment", json=body))
