"""Each switch of the account, thrown: what a client sees under either reading."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bridge.sandbox.netsuite.seeds import default, read
from tests.sandbox.netsuite.client import ACME, NetSuite, an_order, detail, line, opened
from tests.sandbox.netsuite.revenue.orders import arranged, planned, service


@contextmanager
def account(*records: object, **settings: object) -> Iterator[NetSuite]:
    """Serve an account with one customer, these further records and these settings."""
    text = json.dumps({"records": records, "settings": settings})
    with opened(read(text.encode(), "test", default().add_customers({ACME: "ACME"}))) as netsuite:
        yield netsuite


@pytest.mark.parametrize(
    ("settings", "quantity"), [({}, "-2"), ({"lines_are_credits": False}, "2")]
)
def test_order_lines_stand_on_the_credit_side_unless_read_otherwise(
    settings: dict[str, object], quantity: str
) -> None:
    with account(**settings) as netsuite:
        netsuite.put("A", an_order(line("one", quantity=2)))
        query = "SELECT quantity FROM transactionline WHERE mainline = 'F'"
        assert netsuite.rows(query) == [{"quantity": quantity}]


@pytest.mark.parametrize(
    ("settings", "row"),
    [({}, {"id": "5001"}), ({"nulls_are_omitted": False}, {"id": "5001", "memo": None})],
)
def test_a_null_column_is_absent_unless_read_otherwise(
    settings: dict[str, object], row: dict[str, str | None]
) -> None:
    with account(**settings) as netsuite:
        netsuite.put("A", an_order())
        rows = netsuite.rows("SELECT id, memo FROM transaction WHERE type = 'SalesOrd'")
        assert rows == [row]


#: 600.00 from 9 April to 8 October: 22 of 30 days, five months, 8 of 31 days.
@pytest.mark.parametrize(
    ("settings", "amounts"),
    [
        # 600 / (22/30 + 5 + 8/31) is 100.1435 for a month
        ({}, ["73.44", *["100.14"] * 5, "25.86"]),
        # six months of 100
        ({"period_rate": "whole_periods"}, ["73.33", *["100"] * 5, "26.67"]),
    ],
)
def test_a_period_rate_divides_by_what_is_served_or_by_whole_months(
    settings: dict[str, object], amounts: list[str]
) -> None:
    rule = {
        "type": "revenueRecognitionRule",
        "externalId": "RATE",
        "name": "Rate",
        "recognitionMethod": "PERIODRATE",
    }
    item = {
        "type": "serviceSaleItem",
        "externalId": "SUB-ENT",
        "revenueRecognitionRule": {"externalId": "RATE"},
    }
    with account(rule, item, **settings) as netsuite:
        arranged(netsuite, service(600, "2026-04-09", "2026-10-08"))
        assert planned(netsuite) == [amounts]


@pytest.mark.parametrize(
    ("settings", "status", "code", "says"),
    [
        ({}, 400, "USER_ERROR", "Error while accessing a resource. Record has been changed."),
        (
            {"changed_record": "conflict"},
            *(409, "RCRD_HAS_BEEN_CHANGED", "Record has been changed"),
        ),
    ],
)
def test_a_record_that_somebody_else_changed_is_refused_as_the_account_reads_it(
    settings: dict[str, object], status: int, code: str, says: str
) -> None:
    with account(**settings) as netsuite:
        netsuite.strike(fault="record_changed", method="PUT")
        refused = netsuite.put("A", an_order())
        assert refused.status_code == status
        assert detail(refused) == {"detail": says, "o:errorCode": code}
        assert netsuite.journal.effects() == ()
