"""What NetSuite tells of a transaction that a person made."""

from decimal import Decimal

import pytest
import responses

from bridge.adapters.netsuite.transactions import Transaction
from bridge.errors import Unavailable
from tests.adapters.netsuite.accounts import SUITEQL, account

LINE = {
    "id": 77,
    "kind": "SalesOrd",
    "isvoid": "F",
    "state": "B",
    "currency": "USD",
    "customer": "SFA-001",
    "companyname": "Acme",
    "line": 1,
    "amount": "-1000.00",
}


def answers(*rows: dict[str, object]) -> None:
    items = [{"links": [], **row} for row in rows]
    responses.post(SUITEQL, json={"hasMore": False, "items": items})


@responses.activate
def test_the_lines_of_an_order_add_up_to_what_was_sold() -> None:
    answers(LINE, {**LINE, "line": 2, "amount": "-200.50"})
    assert account().transaction("77") == Transaction(
        kind="salesOrder",
        internal_id="77",
        customer="SFA-001",
        company="Acme",
        currency="USD",
        amount=Decimal("1200.50"),
        is_live=True,
    )


@responses.activate
@pytest.mark.parametrize("shown", ["200.00", "-200.00"])
def test_what_gives_back_is_negative_whatever_sign_a_query_shows(shown: str) -> None:
    answers({**LINE, "kind": "CustCred", "amount": shown})
    found = account().transaction("77")
    assert found is not None
    assert (found.kind, found.amount) == ("creditMemo", Decimal("-200.00"))


@responses.activate
@pytest.mark.parametrize("rows", [(), ({**LINE, "kind": "Journal"},)])
def test_what_is_no_transaction_with_a_customer_is_none(
    rows: tuple[dict[str, object], ...],
) -> None:
    answers(*rows)
    assert account().transaction("77") is None


@responses.activate
@pytest.mark.parametrize("wrong", [{"currency": None}, {"amount": "many"}])
def test_what_is_not_told_as_a_whole_is_no_answer(wrong: dict[str, object]) -> None:
    answers({**LINE, **wrong})
    with pytest.raises(Unavailable, match="no amount, or its currency no symbol"):
        account().transaction("77")


def test_an_internal_id_is_a_number() -> None:
    with pytest.raises(ValueError, match="no internal id"):
        account().transaction("77 OR 1=1")


@responses.activate
@pytest.mark.parametrize(
    "ended",
    [
        {"isvoid": "T"},
        {"state": "C"},
        {"state": "SalesOrd:H"},
        {"kind": "RtnAuth", "state": "H"},
    ],
)
def test_what_is_void_cancelled_or_closed_is_not_live(ended: dict[str, object]) -> None:
    answers({**LINE, **ended})
    found = account().transaction("77")
    assert found is not None
    assert not found.is_live


@responses.activate
@pytest.mark.parametrize(
    ("state", "billed", "is_undone"),
    [("C", None, True), ("H", "0", True), ("H", "-2", False), ("B", None, False)],
)
def test_an_order_that_was_ended_before_anything_was_invoiced_is_undone(
    state: str,
    billed: str | None,
    is_undone: bool,  # noqa: FBT001 - a column of the table
) -> None:
    answers({**LINE, "state": state}, {**LINE, "line": 2, "state": state, "billed": billed})
    found = account().transaction("77")
    assert found is not None
    assert found.is_undone is is_undone


@responses.activate
def test_what_a_query_leaves_out_is_blank() -> None:
    # Columns without a value are not in a row at all.
    answers({key: LINE[key] for key in ("id", "kind", "currency", "line", "amount")})
    found = account().transaction("77")
    assert found is not None
    assert (found.customer, found.company, found.is_live) == (None, "", True)
