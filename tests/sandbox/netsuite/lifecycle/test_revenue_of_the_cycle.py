"""Revenue is planned when it is billed or shipped, and taken back when it is returned."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.netsuite.client import NetSuite, an_order, detail, exact, line, opened
from tests.sandbox.netsuite.lifecycle.orders import (
    APPROVED,
    account,
    follow,
    of,
    ordered,
    status,
    transformed,
)
from tests.sandbox.netsuite.revenue.orders import job, planned, service, update

AMOUNTS = "SELECT allocationamount FROM revenueelement ORDER BY id"
YEAR = ("2026-01-01", "2026-12-31")


def item(code: str, **fields: object) -> dict[str, object]:
    """An item that shares by fair value, and is recognised by even periods over its dates."""
    return {
        "type": "nonInventorySaleItem",
        "externalId": code,
        "itemId": code,
        "createRevenuePlansOn": "ARRANGEMENT",
        "revenueRecognitionRule": {"externalId": "SL-EVEN"},
        "deferredRevenueAccount": "2500 Deferred Revenue",
        "incomeAccount": "4000 Revenue",
        "VSOESopGroup": "EXCLUDE",
        **fields,
    }


def amounts(netsuite: NetSuite) -> list[Decimal]:
    return [Decimal(row["allocationamount"]) for row in netsuite.rows(AMOUNTS)]


def merged(netsuite: NetSuite, *arrangements: str, on: str = "2026-01-01") -> Any:
    """Merge arrangements, combined; return what became of it."""
    body = {
        "arrangements": list(arrangements),
        "revenueArrangementDate": on,
        "mergeResidualRevenueAmounts": False,
    }
    url = f"{netsuite.url}/app/site/hosting/restlet.nl?script=1&deploy=1"
    task = exact(netsuite.call("POST", url, json=body))
    return exact(netsuite.call("GET", f"{url}&taskId={task['taskId']}"))


BILLED = item("BILLED", createRevenuePlansOn="BILLING")
SHIPPED = item("SHIPPED", createRevenuePlansOn="FULFILLMENT", isFulfillable=True)


def test_each_invoice_gets_a_plan_of_what_it_bills() -> None:
    with opened(account(BILLED)) as netsuite:
        order = f"salesOrder/{ordered(netsuite, service(1200, *YEAR, 'BILLED', quantity=12))}"
        update(netsuite)
        assert planned(netsuite) == []
        assert planned(netsuite, "FORECAST") == [["100"] * 12]
        follow(netsuite, order, "invoice", of(1, 3))
        update(netsuite)
        assert planned(netsuite) == [["25"] * 12]
        follow(netsuite, order, "invoice")
        update(netsuite)
        assert planned(netsuite) == [["25"] * 12 + ["75"] * 12]
        plans = netsuite.rows(
            "SELECT amount, creationtriggeredbydisplay FROM revenueplan "
            "WHERE revenueplantype = 'ACTUAL' ORDER BY id"
        )
        assert [tuple(plan.values()) for plan in plans] == [("300", "Billing"), ("900", "Billing")]


def test_an_invoice_that_goes_takes_its_plan_along() -> None:
    with opened(account(BILLED)) as netsuite:
        order = f"salesOrder/{ordered(netsuite, service(1200, *YEAR, 'BILLED'))}"
        invoice = follow(netsuite, order, "invoice")
        update(netsuite)
        assert netsuite.call("DELETE", f"/{invoice}").status_code == 204
        update(netsuite)
        assert planned(netsuite) == []


def test_each_fulfilment_gets_a_plan_by_quantity() -> None:
    with opened(account(SHIPPED)) as netsuite:
        first = service(900, "2026-01-01", "2026-03-31", "SHIPPED", quantity=3)
        order = f"salesOrder/{ordered(netsuite, first)}"
        follow(netsuite, order, "itemFulfillment", of(1, 2))
        follow(netsuite, order, "itemFulfillment", shipStatus={"id": "A"})
        update(netsuite)
        assert planned(netsuite) == [["200"] * 3]  # what is only picked is not shipped


def test_an_invoice_without_an_order_makes_an_arrangement_of_its_own() -> None:
    with opened(account(BILLED)) as netsuite:
        body = an_order(service(1200, *YEAR, "BILLED"), service(600, *YEAR))
        assert netsuite.call("POST", "/invoice", json=body).status_code == 204
        update(netsuite)
        assert planned(netsuite) == [["100"] * 12, ["50"] * 12]
        (source, _) = netsuite.rows("SELECT source, sourcerecordtype FROM revenueelement")
        assert source == {"source": "Invoice #INV5001", "sourcerecordtype": "invoice"}


def test_lines_that_only_an_invoice_has_stand_in_an_arrangement_of_their_own(
    netsuite: NetSuite,
) -> None:
    order = f"salesOrder/{ordered(netsuite, service(1200, *YEAR))}"
    follow(netsuite, order, "invoice", service(240, *YEAR))
    update(netsuite)
    rows = netsuite.rows("SELECT revenuearrangement, salesamount FROM revenueelement ORDER BY id")
    assert [tuple(row.values()) for row in rows] == [("700001", "1200"), ("700002", "240")]


def test_a_return_takes_back_from_the_element_of_its_sale(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(1200, *YEAR, quantity=12))}"
    follow(netsuite, order, "invoice")
    back = follow(netsuite, order, "returnAuthorization", of(1, 3))
    update(netsuite)
    assert amounts(netsuite) == [1200]  # it waits for approval
    assert netsuite.call("PATCH", f"/{back}", json=APPROVED).status_code == 204
    update(netsuite)
    rows = netsuite.rows(
        "SELECT revenuearrangement, quantity, salesamount, returnofelement, source "
        "FROM revenueelement ORDER BY id DESC"
    )
    assert rows[0] == {
        "revenuearrangement": "700002",
        "quantity": "-3",
        "salesamount": "-300",
        "returnofelement": "1",
        "source": "Return Authorization #RMA5003",
    }
    assert planned(netsuite) == [["100"] * 12, ["-25"] * 12]


def test_a_credit_memo_of_a_return_makes_no_second_element(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(1200, *YEAR))}"
    follow(netsuite, order, "invoice")
    back = follow(netsuite, order, "returnAuthorization", **APPROVED)
    follow(netsuite, back, "creditMemo")
    update(netsuite)
    assert amounts(netsuite) == [1200, -1200]
    assert status(netsuite, back) == "G"


def test_a_credit_memo_of_an_invoice_takes_back_from_the_element_of_the_order(
    netsuite: NetSuite,
) -> None:
    order = f"salesOrder/{ordered(netsuite, service(1200, *YEAR))}"
    invoice = follow(netsuite, order, "invoice")
    follow(netsuite, invoice, "creditMemo", of(1, amount=400))
    body = an_order(service(60, *YEAR))
    assert netsuite.call("POST", "/creditMemo", json=body).status_code == 204
    update(netsuite)
    rows = netsuite.rows("SELECT salesamount, returnofelement FROM revenueelement ORDER BY id")
    assert rows == [
        {"salesamount": "1200"},
        {"salesamount": "-400", "returnofelement": "1"},
        {"salesamount": "-60"},
    ]


def documented() -> list[dict[str, object]]:
    """Items of section_4381033932, with the prices at which they would sell alone."""
    values = {"A": 10, "B": 5, "C": 10, "D": 6}
    items = [item(code, VSOESopGroup="NORMAL") for code in values]
    prices = [
        {"type": "fairValuePrice", "item": {"externalId": code}, "fairValue": value}
        for code, value in values.items()
    ]
    return [*items, *prices]


def sold() -> list[Any]:
    """300 in all: fair values 100, 100, 100 and 60."""
    lines = (("A", 10, 120), ("B", 20, 60), ("C", 10, 30), ("D", 10, 90))
    return [service(amount, *YEAR, code, quantity=count) for code, count, amount in lines]


def test_returns_are_merged_by_the_fair_values_of_their_sales() -> None:
    """The documented example: 5 of 20 B come back for 10, 5 of 10 D for 45."""
    with opened(account(*documented())) as netsuite:
        order = f"salesOrder/{ordered(netsuite, *sold())}"
        update(netsuite)
        first = ["83.33", "83.33", "83.34", "50.00"]
        assert amounts(netsuite) == [Decimal(one) for one in first]
        follow(netsuite, order, "invoice")
        taken = (of(1, 0), of(2, 5, amount=10), of(3, 0), of(4, 5, amount=45))
        follow(netsuite, order, "returnAuthorization", *taken, **APPROVED)
        update(netsuite)
        assert merged(netsuite, "700001", "700002")["status"] == "COMPLETE"
        expected = ["80.33", "80.33", "80.32", "48.20", "-20.08", "-24.10"]
        assert amounts(netsuite) == [Decimal(one) for one in expected]
        assert sum(amounts(netsuite)) == 245


def test_a_return_at_another_rate_is_not_merged_with_its_sale(netsuite: NetSuite) -> None:
    euro = {"currency": {"externalId": "EUR"}, "exchangeRate": 1.1}
    order = f"salesOrder/{ordered(netsuite, service(1200, *YEAR), **euro)}"
    follow(netsuite, order, "invoice")
    follow(netsuite, order, "returnAuthorization", exchangeRate=1.2, **APPROVED)
    update(netsuite)
    failed = merged(netsuite, "700001", "700002")
    assert failed["status"] == "FAILED"
    assert "different rates" in failed["errorMessage"]


@pytest.mark.parametrize(
    ("reading", "expected"), [("as_ordered", ["1200"]), ("as_billed", ["300"])]
)
def test_a_closed_line_promises_what_the_account_says(reading: str, expected: list[str]) -> None:
    off = account(elements_of_closed_lines="as_billed")
    with opened(account() if reading == "as_ordered" else off) as netsuite:
        lines = (service(1200, *YEAR, quantity=12), service(600, *YEAR, isClosed=True))
        order = f"salesOrder/{ordered(netsuite, *lines)}"
        follow(netsuite, order, "invoice", of(1, 3))
        closing = {"item": {"items": [{"line": 1, "isClosed": True}]}}
        assert netsuite.call("PATCH", f"/{order}", json=closing).status_code == 204
        update(netsuite)
        rows = netsuite.rows("SELECT salesamount FROM revenueelement ORDER BY id")
        assert [row["salesamount"] for row in rows][:1] == expected
        assert len(rows) == (2 if reading == "as_ordered" else 1)


def test_a_recognised_invoice_is_not_deleted() -> None:
    with opened(account(BILLED)) as netsuite:
        order = f"salesOrder/{ordered(netsuite, service(1200, *YEAR, 'BILLED'))}"
        invoice = follow(netsuite, order, "invoice")
        update(netsuite)
        assert job(netsuite, "create-revenue-journals", period="2026-01").status_code == 200
        refused = detail(netsuite.call("DELETE", f"/{invoice}"))
        assert "revenue has been recognized for this or related lines" in refused["detail"]


def test_an_order_with_elements_keeps_the_items_of_its_lines(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(1200, *YEAR))}"
    update(netsuite)
    swap = {"item": {"items": [{"line": 1, "item": {"externalId": "SUB-ULT"}}]}}
    refused = detail(netsuite.call("PATCH", f"/{order}", json=swap))
    assert refused["detail"].endswith("You cannot update linked transaction lines")
    assert refused["o:errorPath"] == "item.items[0].item"


def test_an_item_can_be_swapped_if_the_account_has_it_so() -> None:
    with opened(account(item_of_element="free")) as netsuite:
        order = f"salesOrder/{ordered(netsuite, service(1200, *YEAR))}"
        update(netsuite)
        swap = {"item": {"items": [{"line": 1, "item": {"externalId": "SUB-ULT"}}]}}
        assert netsuite.call("PATCH", f"/{order}", json=swap).status_code == 204


def test_nothing_is_returned_that_was_not_sold(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, line('one', quantity=3, amount=30))}"
    nothing = transformed(netsuite, order, "returnAuthorization")
    assert "at least one valid line item" in detail(nothing)["detail"]


def test_invoices_use_up_the_schedule_of_their_order_if_the_account_has_it_so() -> None:
    """The documented example: 1,200 for a year, billed by 420, 420 and 360 (section_N1679634)."""
    with opened(account(BILLED, plans_of_events="order_schedule")) as netsuite:
        order = f"salesOrder/{ordered(netsuite, service(1200, *YEAR, 'BILLED'))}"
        for number, amount in enumerate((420, 420, 360)):
            follow(
                netsuite, order, "invoice", of(1, amount=amount), tranDate=f"2026-0{number + 1}-05"
            )
            update(netsuite)
        rows = netsuite.rows(
            "SELECT r.revenueplan, BUILTIN.DF(r.plannedperiod) AS period, r.amount "
            "FROM revenueplanplannedrevenue r JOIN revenueplan p ON p.id = r.revenueplan "
            "WHERE p.revenueplantype = 'ACTUAL' ORDER BY r.revenueplan, r.id"
        )
        found: dict[str, list[str]] = {}
        for row in rows:
            found.setdefault(row["revenueplan"], []).append(f"{row['period'][:3]} {row['amount']}")
        assert list(found.values()) == [
            ["Jan 100", "Feb 100", "Mar 100", "Apr 100", "May 20"],
            ["May 80", "Jun 100", "Jul 100", "Aug 100", "Sep 40"],
            ["Sep 60", "Oct 100", "Nov 100", "Dec 100"],
        ]
        assert job(netsuite, "create-revenue-journals", period="2026-05").json()["rows"] == 2
        update(netsuite)
        assert sum(Decimal(row["amount"]) for row in rows) == 1200
