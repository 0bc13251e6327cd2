"""What NetSuite tells of the lines of orders: invoiced quantities, and approval."""

import json
from decimal import Decimal

import pytest
import responses

from bridge.adapters.netsuite.order_lines import SoldLine
from bridge.errors import Unavailable
from tests.adapters.netsuite.accounts import SUITEQL, account

ORDERS = ("bridge-801-so-1", "bridge-802-so-1")


def answers(*rows: dict[str, object]) -> None:
    items = [{"links": [], **row} for row in rows]
    responses.post(SUITEQL, json={"hasMore": False, "items": items})


@responses.activate
def test_lines_are_told_by_order_and_key() -> None:
    answers(
        {"theorder": "bridge-801-so-1", "state": "F", "thekey": 1, "quantitybilled": 100},
        {"theorder": "bridge-801-so-1", "state": "F", "thekey": 2, "quantitybilled": "8.3333"},
        {"theorder": "bridge-802-so-1", "state": "A", "thekey": 1},
    )
    assert account().sold_lines(ORDERS) == (
        SoldLine(order=ORDERS[0], key=1, invoiced=Decimal(100), approved=True),
        SoldLine(order=ORDERS[0], key=2, invoiced=Decimal("8.3333"), approved=True),
        SoldLine(order=ORDERS[1], key=1, invoiced=Decimal(0), approved=False),
    )
    question = json.loads(responses.calls[0].request.body or b"")
    assert question["params"] == list(ORDERS)
    assert "externalid IN (?, ?)" in question["q"]


@responses.activate
def test_a_sign_and_a_long_form_of_the_status_change_nothing() -> None:
    answers({"theorder": "a", "state": "SalesOrd:A", "thekey": "3", "quantitybilled": "-2"})
    assert account().sold_lines(["a"]) == (
        SoldLine(order="a", key=3, invoiced=Decimal(2), approved=False),
    )


@responses.activate
def test_a_row_without_a_key_is_no_answer() -> None:
    answers({"theorder": "a", "state": "B", "quantitybilled": "2"})
    with pytest.raises(Unavailable, match="no key"):
        account().sold_lines(["a"])


def test_no_orders_are_no_question() -> None:
    assert account().sold_lines([]) == ()
