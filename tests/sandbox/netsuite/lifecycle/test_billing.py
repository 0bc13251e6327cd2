"""Orders are billed by transforms, whole or in parts, and never more than there is."""

from __future__ import annotations

from decimal import Decimal

from tests.sandbox.netsuite.client import RECORDS, NetSuite, an_order, opened
from tests.sandbox.netsuite.lifecycle.orders import (
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


def test_an_order_is_billed_by_a_transform_without_a_body(netsuite: NetSuite) -> None:
    order = ordered(netsuite, service(2, 200), service(1, 50), memo="Q-1", otherRefNum="PO 7")
    answer = transformed(netsuite, f"salesOrder/{order}", "invoice")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Location"] == f"{netsuite.url}{RECORDS}/invoice/5002"
    invoice = read(netsuite, "invoice/5002")
    assert invoice["createdFrom"]["refName"] == "Sales Order #SO5001"
    assert (invoice["tranId"], invoice["tranDate"]) == ("INV5002", "2026-06-01")
    assert (invoice["memo"], invoice["otherRefNum"], invoice["total"]) == ("Q-1", "PO 7", 250)
    assert (invoice["amountRemaining"], invoice["status"]["refName"]) == (250, "Open")
    assert invoice["postingPeriod"]["refName"] == "Jun 2026"
    found = lines(netsuite, "invoice/5002", "line", "orderLine", "quantity", "amount")
    assert found == [(1, 1, 2, 200), (2, 2, 1, 50)]
    assert status(netsuite, f"salesOrder/{order}") == "G"
    assert lines(netsuite, f"salesOrder/{order}", "quantityBilled") == [(2,), (1,)]


def test_quantities_of_a_body_bill_a_part_and_the_rest_is_left(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(10, 1000), service(4, 100))}"
    first = follow(netsuite, order, "invoice", of(1, 3), of(2, 0))
    assert lines(netsuite, first, "orderLine", "quantity", "amount") == [(1, 3, 300)]
    assert status(netsuite, order) == "F"
    assert lines(netsuite, order, "quantityBilled", "hasOrdBillLink") == [(3, True), (0, False)]
    second = follow(netsuite, order, "invoice")
    assert lines(netsuite, second, "orderLine", "quantity") == [(1, 7), (2, 4)]
    assert status(netsuite, order) == "G"


def test_three_thirds_are_the_whole_to_the_cent(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(3, 100))}"
    amounts = [
        lines(netsuite, follow(netsuite, order, "invoice", of(1, 1)), "amount")[0][0]
        for _ in range(3)
    ]
    assert amounts == [Decimal("33.33"), Decimal("33.34"), Decimal("33.33")]


def test_nothing_is_billed_twice(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(1, 100))}"
    follow(netsuite, order, "invoice")
    refused = transformed(netsuite, order, "invoice")
    assert refusal(refused) == (
        "You have an invalid sales order 5001 or the order is already billed/closed"
    )


def test_an_order_that_waits_for_approval_is_not_billed(netsuite: NetSuite) -> None:
    netsuite.call("POST", "/salesOrder", json=an_order())
    for wanted in ("invoice", "cashSale", "itemFulfillment", "returnAuthorization"):
        says = refusal(transformed(netsuite, "salesOrder/5001", wanted))
        assert "invalid sales order 5001" in says


def test_goods_are_billed_when_they_are_shipped() -> None:
    with opened(account()) as netsuite:
        order = f"salesOrder/{ordered(netsuite, goods(5, 500))}"
        refused = transformed(netsuite, order, "invoice")
        assert refusal(refused) == (
            "You must have at least one valid line item for this transaction."
        )
        follow(netsuite, order, "itemFulfillment", of(1, 2))
        assert status(netsuite, order) == "E"
        invoice = follow(netsuite, order, "invoice")
        assert lines(netsuite, invoice, "quantity", "amount") == [(2, 200)]
        assert status(netsuite, order) == "D"
        follow(netsuite, order, "itemFulfillment")
        follow(netsuite, order, "invoice")
        assert status(netsuite, order) == "G"
