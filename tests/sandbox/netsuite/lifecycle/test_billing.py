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


def test_goods_can_be_billed_in_advance_if_the_account_has_it_so() -> None:
    with opened(account(bills_in_advance_of_fulfillment=True)) as netsuite:
        order = f"salesOrder/{ordered(netsuite, goods(2, 200))}"
        follow(netsuite, order, "invoice")
        assert status(netsuite, order) == "B"
        follow(netsuite, order, "itemFulfillment")
        assert status(netsuite, order) == "G"


def test_more_than_is_left_is_not_billed(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(3, 300))}"
    follow(netsuite, order, "invoice", of(1, 2))
    for quantity in (2, -1):
        refused = transformed(netsuite, order, "invoice", {"item": {"items": [of(1, quantity)]}})
        assert f"Invalid Field Value {quantity} for the following field: quantity" in refusal(
            refused
        )


def test_more_is_billed_if_the_account_has_it_so() -> None:
    with opened(account(overbilling=True)) as netsuite:
        order = f"salesOrder/{ordered(netsuite, service(3, 300))}"
        invoice = follow(netsuite, order, "invoice", of(1, 5))
        assert lines(netsuite, invoice, "quantity", "amount") == [(5, 500)]
        assert status(netsuite, order) == "G"


def test_an_amount_bills_its_share_and_the_rest_is_left(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(1, 1200))}"
    first = follow(netsuite, order, "invoice", of(1, amount=420))
    assert lines(netsuite, first, "quantity", "amount") == [(Decimal("0.35"), 420)]
    follow(netsuite, order, "invoice", of(1, amount=420))
    assert status(netsuite, order) == "F"
    last = follow(netsuite, order, "invoice", of(1, amount=360))
    assert lines(netsuite, last, "amount") == [(360,)]
    assert status(netsuite, order) == "G"


def test_thirds_by_amount_leave_nothing_over(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(7, 100))}"
    follow(netsuite, order, "invoice", of(1, amount=Decimal("33.33")))
    follow(netsuite, order, "invoice", of(1, amount=Decimal("33.33")))
    last = follow(netsuite, order, "invoice")
    assert lines(netsuite, last, "amount") == [(Decimal("33.34"),)]
    assert status(netsuite, order) == "G"


def test_an_amount_is_the_price_of_all_that_is_left_if_the_account_has_it_so() -> None:
    with opened(account(billing_by_amount="price")) as netsuite:
        order = f"salesOrder/{ordered(netsuite, service(4, 400))}"
        invoice = follow(netsuite, order, "invoice", of(1, amount=300))
        assert lines(netsuite, invoice, "quantity", "amount") == [(4, 300)]
        assert status(netsuite, order) == "G"


def test_only_the_lines_that_are_named_are_billed_if_the_body_replaces_them(
    netsuite: NetSuite,
) -> None:
    order = f"salesOrder/{ordered(netsuite, service(1, 100), service(1, 50))}"
    body = {"item": {"items": [of(2)]}}
    answer = netsuite.call("POST", f"/{order}/!transform/invoice?replace=item", json=body)
    assert answer.status_code == 204
    assert lines(netsuite, "invoice/5002", "orderLine", "amount") == [(2, 50)]


def test_an_invoice_can_have_lines_of_its_own(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(1, 100))}"
    extra = {"item": {"externalId": "ONBOARDING"}, "quantity": 1, "amount": 30}
    invoice = follow(netsuite, order, "invoice", extra)
    assert lines(netsuite, invoice, "orderLine", "amount") == [(1, 100), (None, 30)]
    assert status(netsuite, order) == "G"


def test_a_changed_invoice_changes_what_is_billed(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(4, 400))}"
    invoice = follow(netsuite, order, "invoice")
    answer = netsuite.call(
        "PATCH", f"/{invoice}", json={"item": {"items": [{"line": 1, "quantity": 1}]}}
    )
    assert answer.status_code == 204
    assert read(netsuite, invoice)["total"] == 100
    assert lines(netsuite, order, "quantityBilled") == [(1,)]
    assert status(netsuite, order) == "F"


def test_lines_that_are_not_there_are_not_billed(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(1, 100))}"
    refused = transformed(netsuite, order, "invoice", {"item": {"items": [of(9, 1)]}})
    assert "Invalid Field Value 9 for the following field: orderLine" in refusal(refused)
    nothing = transformed(netsuite, order, "invoice", {"item": {"items": [of(1, 0)]}})
    assert "at least one valid line item" in refusal(nothing)


def test_what_cannot_be_made_of_an_order_is_refused(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(1, 100))}"
    assert "record transformation is not allowed" in refusal(
        transformed(netsuite, order, "creditMemo")
    )
    assert transformed(netsuite, order, "estimateOfNothing").status_code == 404
    assert transformed(netsuite, "salesOrder/9", "invoice").status_code == 404
    assert netsuite.journal.effects()[-1].type == "salesOrder"


def test_names_in_addresses_are_matched_without_case_and_external_ids_lead_too(
    netsuite: NetSuite,
) -> None:
    ordered(netsuite, service(1, 100), externalId="DEAL-1")
    answer = transformed(netsuite, "salesorder/eid:DEAL-1", "cashsale", {"externalId": "CS-1"})
    assert answer.status_code == 204
    assert read(netsuite, "cashSale/eid:CS-1")["status"]["refName"] == "Not Deposited"
    assert status(netsuite, "salesOrder/5001") == "G"


def test_columns_of_the_account_go_along(netsuite: NetSuite) -> None:
    line = service(1, 100, custcol_bridge_line="S1", revRecStartDate="2026-01-01")
    order = ordered(netsuite, line, custbody_bridge_deal="D-1")
    invoice = follow(netsuite, f"salesOrder/{order}", "invoice")
    assert read(netsuite, invoice)["custbody_bridge_deal"] == "D-1"
    assert lines(netsuite, invoice, "custcol_bridge_line", "revRecStartDate") == [
        ("S1", "2026-01-01")
    ]
