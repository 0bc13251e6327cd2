"""SuiteQL sees invoices, fulfilments, returns and credits, and what follows what."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sandbox.netsuite.client import NetSuite, opened
from tests.sandbox.netsuite.lifecycle.orders import (
    account,
    follow,
    goods,
    of,
    ordered,
    service,
    transformed,
)

LINKS = (
    "SELECT l.previousdoc, l.previousline, l.previoustype, l.nextdoc, l.nextline, l.nexttype, "
    "l.linktype, l.foreignamount FROM {table} l ORDER BY l.nextdoc, l.nextline"
)


@pytest.fixture
def cycle() -> Iterator[NetSuite]:
    """
    An order of two routers and one service that was shipped, billed, paid in part and returned.

    5001 order, 5002 fulfilment, 5003 invoice of 250, 5004 payment of 100, 5005 return of one
    router, 5006 its receipt, 5007 its credit memo.
    """
    with opened(account()) as netsuite:
        order = f"salesOrder/{ordered(netsuite, goods(2, 200), service(1, 50))}"
        follow(netsuite, order, "itemFulfillment")
        invoice = follow(netsuite, order, "invoice")
        transformed(netsuite, invoice, "customerPayment", {"payment": 100})
        approved = {"orderStatus": {"id": "B"}}
        back = follow(netsuite, order, "returnAuthorization", of(1, 1), of(2, 0), **approved)
        follow(netsuite, back, "itemReceipt")
        follow(netsuite, back, "creditMemo")
        yield netsuite


def test_every_transaction_has_its_type_status_and_total(cycle: NetSuite) -> None:
    rows = cycle.rows(
        "SELECT id, type, recordtype, BUILTIN.DF(status) AS status, foreigntotal, posting "
        "FROM transaction ORDER BY id"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("5001", "SalesOrd", "salesorder", "Sales Order : Billed", "250", "F"),
        ("5002", "ItemShip", "itemfulfillment", "Item Fulfillment : Shipped", "T"),
        ("5003", "CustInvc", "invoice", "Invoice : Open", "250", "T"),
        ("5004", "CustPymt", "customerpayment", "Payment : Not Deposited", "100", "T"),
        ("5005", "RtnAuth", "returnauthorization", "Return Authorization : Refunded", "-100", "F"),
        ("5006", "ItemRcpt", "itemreceipt", "Item Receipt : Received", "T"),
        ("5007", "CustCred", "creditmemo", "Credit Memo : Open", "-100", "T"),
    ]


def test_lines_tell_what_was_billed_and_shipped_and_what_they_come_from(cycle: NetSuite) -> None:
    rows = cycle.rows(
        "SELECT transaction, quantity, quantitybilled, quantityshiprecv, foreignamount, "
        "BUILTIN.DF(createdfrom) AS source FROM transactionline WHERE mainline = 'F' "
        "ORDER BY transaction, id"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("5001", "-2", "2", "2", "-200"),
        ("5001", "-1", "1", "0", "-50"),
        ("5002", "-2", "0", "0", "Sales Order #SO5001"),
        ("5003", "-2", "0", "0", "-200", "Sales Order #SO5001"),
        ("5003", "-1", "0", "0", "-50", "Sales Order #SO5001"),
        ("5005", "1", "1", "1", "100", "Sales Order #SO5001"),
        ("5006", "1", "0", "0", "Return Authorization #RMA5005"),
        ("5007", "1", "0", "0", "100", "Return Authorization #RMA5005"),
    ]


@pytest.mark.parametrize("table", ["NextTransactionLineLink", "PreviousTransactionLineLink"])
def test_lines_are_linked_to_the_lines_they_come_from(cycle: NetSuite, table: str) -> None:
    rows = cycle.rows(LINKS.format(table=table))
    assert [tuple(row.values()) for row in rows] == [
        ("5001", "1", "SalesOrd", "5002", "1", "ItemShip", "ShipRcpt"),
        ("5001", "1", "SalesOrd", "5003", "1", "CustInvc", "OrdBill", "200"),
        ("5001", "2", "SalesOrd", "5003", "2", "CustInvc", "OrdBill", "50"),
        ("5003", "0", "CustInvc", "5004", "0", "CustPymt", "Payment", "100"),
        ("5001", "1", "SalesOrd", "5005", "1", "RtnAuth", "SaleRet", "100"),
        ("5005", "1", "RtnAuth", "5006", "1", "ItemRcpt", "ShipRcpt"),
        ("5005", "1", "RtnAuth", "5007", "1", "CustCred", "OrdBill", "100"),
    ]


@pytest.mark.parametrize("table", ["NextTransactionLink", "PreviousTransactionLink"])
def test_documents_are_linked_once(cycle: NetSuite, table: str) -> None:
    rows = cycle.rows(
        f"SELECT nextdoc, linktype, foreignamount FROM {table} WHERE previousdoc = 5001 "
        "ORDER BY nextdoc"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("5002", "ShipRcpt", "0"),
        ("5003", "OrdBill", "250"),
        ("5005", "SaleRet", "100"),
    ]


def test_the_open_quantity_of_an_order_is_found_by_a_join(cycle: NetSuite) -> None:
    rows = cycle.rows(
        "SELECT t.tranid, i.tranid AS invoice FROM transaction t "
        "JOIN NextTransactionLink n ON n.previousdoc = t.id AND n.linktype = 'OrdBill' "
        "JOIN transaction i ON i.id = n.nextdoc WHERE t.type = 'SalesOrd'"
    )
    assert rows == [{"tranid": "SO5001", "invoice": "INV5003"}]


def test_lines_stand_on_the_debit_side_if_the_account_has_it_so() -> None:
    with opened(account(lines_are_credits=False)) as netsuite:
        follow(netsuite, f"salesOrder/{ordered(netsuite, service(2, 200))}", "invoice")
        rows = netsuite.rows("SELECT quantity FROM transactionline WHERE mainline = 'F'")
        assert rows == [{"quantity": "2"}, {"quantity": "2"}]


def test_sales_post_to_receivables_and_deferred_revenue(cycle: NetSuite) -> None:
    rows = cycle.rows(
        "SELECT transaction, BUILTIN.DF(account) AS account, debit, credit FROM "
        "transactionaccountingline "
        "WHERE transaction IN (5003, 5004, 5007) ORDER BY transaction, transactionline"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("5003", "1100 Accounts Receivable", "250"),
        ("5003", "4000 Revenue", "200"),
        ("5003", "2500 Deferred Revenue", "50"),
        ("5004", "1050 Undeposited Funds", "100"),
        ("5004", "1100 Accounts Receivable", "100"),
        ("5007", "1100 Accounts Receivable", "100"),
        ("5007", "4000 Revenue", "100"),
    ]
    (books,) = cycle.rows("SELECT SUM(amount) AS balance FROM transactionaccountingline")
    assert books == {"balance": "0"}
