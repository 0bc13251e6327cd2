"""The status of an order follows from its lines, from approval to the last invoice."""

from __future__ import annotations

import pytest

from tests.sandbox.netsuite.client import NetSuite, an_order, line, opened
from tests.sandbox.netsuite.lifecycle.orders import (
    DONE,
    account,
    follow,
    goods,
    of,
    ordered,
    read,
    refusal,
    service,
    status,
    transformed,
)

RESET = (
    "This order has been partially or fully processed and may not be reset to 'Pending Approval'."
)


def patch(netsuite: NetSuite, order: str, **fields: object) -> None:
    answer = netsuite.call("PATCH", f"/{order}", json=fields)
    assert answer.status_code == DONE, answer.text


def close(netsuite: NetSuite, order: str, *keys: int, closed: bool = True) -> None:
    """Close lines of an order (section_159795516182), or open them again."""
    lines = [{"line": key, "isClosed": closed} for key in keys]
    patch(netsuite, order, item={"items": lines})


def test_goods_go_from_approval_over_shipping_and_billing_to_billed() -> None:
    with opened(account()) as netsuite:
        netsuite.put("A", an_order(goods(4, 400), service(1, 50)))
        order, seen = "salesOrder/5001", [status(netsuite, "salesOrder/5001")]
        patch(netsuite, order, orderStatus={"id": "B"})
        seen.append(status(netsuite, order))
        for wanted, quantity in (
            ("itemFulfillment", 1),
            ("invoice", 1),
            ("itemFulfillment", 3),
            ("invoice", 3),
        ):
            follow(netsuite, order, wanted, of(1, quantity))
            seen.append(status(netsuite, order))
        assert "".join(seen) == "ABEDFG"
        shown = read(netsuite, order)["orderStatus"]
        assert shown == {"id": "G", "refName": "Billed"}


def test_an_order_of_services_waits_for_its_first_invoice_as_the_account_has_it() -> None:
    seen = []
    for contents in (account(), account(order_without_goods="pending_billing")):
        with opened(contents) as netsuite:
            order = f"salesOrder/{ordered(netsuite, service(2, 100))}"
            seen.append(status(netsuite, order))
            follow(netsuite, order, "invoice", of(1, 1))
            seen.append(status(netsuite, order))
    assert "".join(seen) == "BFFF"


def test_an_order_can_be_sent_back_until_something_is_done(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(2, 100))}"
    patch(netsuite, order, orderStatus={"id": "A"})
    assert status(netsuite, order) == "A"
    patch(netsuite, order, orderStatus={"id": "B"})
    follow(netsuite, order, "invoice", of(1, 1))
    refused = netsuite.call("PATCH", f"/{order}", json={"orderStatus": {"id": "A"}})
    assert refusal(refused) == RESET
    patch(netsuite, order, orderStatus={"id": "B"}, memo="approved as before")
    assert status(netsuite, order) == "F"


def test_a_status_that_follows_from_lines_is_not_written_by_hand(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(1, 100))}"
    for wanted in "CDEFGH":
        refused = netsuite.call("PATCH", f"/{order}", json={"orderStatus": {"id": wanted}})
        assert f"Invalid Field Value {wanted}" in refusal(refused)


@pytest.mark.parametrize("cancel_by_status", [True, False])
def test_an_order_is_cancelled_before_its_approval(*, cancel_by_status: bool) -> None:
    with opened(account() if cancel_by_status else account(cancel_by_status=False)) as netsuite:
        netsuite.put("A", an_order())
        answer = netsuite.call("PATCH", "/salesOrder/5001", json={"orderStatus": {"id": "C"}})
        assert answer.status_code == (DONE if cancel_by_status else 400)
        assert status(netsuite, "salesOrder/5001") == ("C" if cancel_by_status else "A")


def test_a_cancelled_order_stays_cancelled(netsuite: NetSuite) -> None:
    netsuite.put("A", an_order())
    patch(netsuite, "salesOrder/5001", orderStatus={"id": "C"})
    for wanted in "AB":
        refused = netsuite.call("PATCH", "/salesOrder/5001", json={"orderStatus": {"id": wanted}})
        assert "orderStatus" in refusal(refused)
    assert "invalid sales order" in refusal(transformed(netsuite, "salesOrder/5001", "invoice"))


def test_an_order_is_closed_by_closing_its_lines(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(1, 100), service(1, 50))}"
    close(netsuite, order, 1)
    assert status(netsuite, order) == "B"
    close(netsuite, order, 2)
    assert status(netsuite, order) == "H"
    assert "invalid sales order" in refusal(transformed(netsuite, order, "invoice"))
    close(netsuite, order, 2, closed=False)
    assert status(netsuite, order) == "B"
    close(netsuite, order, 2)


def test_what_is_left_of_a_closed_line_is_not_billed(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(4, 400), service(1, 50))}"
    follow(netsuite, order, "invoice", of(1, 1), of(2, 0))
    close(netsuite, order, 1)
    invoice = follow(netsuite, order, "invoice")
    assert [one["orderLine"] for one in read(netsuite, invoice)["item"]["items"]] == [2]


@pytest.mark.parametrize(("reading", "letter"), [("billed", "G"), ("closed", "H")])
def test_an_order_partly_billed_and_partly_closed_is_what_the_account_says(
    reading: str, letter: str
) -> None:
    closes = account(billed_and_closed_order="closed")
    with opened(account() if reading == "billed" else closes) as netsuite:
        order = f"salesOrder/{ordered(netsuite, service(1, 100), service(1, 50))}"
        close(netsuite, order, 2)
        follow(netsuite, order, "invoice")
        assert status(netsuite, order) == letter


def test_an_order_that_waits_for_approval_can_be_closed(netsuite: NetSuite) -> None:
    netsuite.put("A", an_order(line("one")))
    close(netsuite, "salesOrder/5001", 1)
    assert status(netsuite, "salesOrder/5001") == "H"


def test_picked_goods_are_not_shipped_yet_and_not_picked_twice() -> None:
    with opened(account()) as netsuite:
        order = f"salesOrder/{ordered(netsuite, goods(2, 200))}"
        picked = follow(netsuite, order, "itemFulfillment", shipStatus={"id": "A"})
        assert status(netsuite, order) == "B"
        assert "at least one valid line" in refusal(transformed(netsuite, order, "itemFulfillment"))
        patch(netsuite, picked, shipStatus={"id": "C"})
        assert status(netsuite, order) == "F"
        assert status(netsuite, picked) == "C"


def test_a_deleted_invoice_gives_its_quantities_back(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(3, 300))}"
    invoice = follow(netsuite, order, "invoice", of(1, 2))
    assert netsuite.call("DELETE", f"/{invoice}").status_code == DONE
    assert status(netsuite, order) == "B"
    assert read(netsuite, order)["item"]["items"][0]["quantityBilled"] == 0


def test_rest_and_suiteql_tell_the_same_status(netsuite: NetSuite) -> None:
    order = f"salesOrder/{ordered(netsuite, service(2, 100))}"
    follow(netsuite, order, "invoice", of(1, 1))
    (row,) = netsuite.rows(
        "SELECT status, BUILTIN.DF(status) AS shown FROM transaction WHERE type = 'SalesOrd'"
    )
    assert row == {"status": "F", "shown": "Sales Order : Pending Billing"}
    assert read(netsuite, order)["status"] == {"id": "F", "refName": "Pending Billing"}
