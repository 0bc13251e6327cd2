"""What no page of NetSuite settles of revenue: an account follows the reading that it is given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from bridge.sandbox.netsuite.seeds import default
from bridge.sandbox.netsuite.settings import Settings
from tests.sandbox.netsuite.client import ACME, NetSuite, opened
from tests.sandbox.netsuite.revenue.orders import arranged, job, kept, service, update


@contextmanager
def account(settings: Settings) -> Iterator[NetSuite]:
    seed = replace(default().add_customers({ACME: "ACME"}), settings=settings)
    with opened(seed) as netsuite:
        yield netsuite


@pytest.mark.parametrize(
    ("settings", "dated"),
    [
        (Settings(arrangement_date="source"), "2026-01-15"),
        (Settings(arrangement_date="today"), "2026-06-01"),
    ],
)
def test_an_arrangement_is_dated_as_its_order_or_today(settings: Settings, dated: str) -> None:
    with account(settings) as netsuite:
        arranged(netsuite, service(1200, "2026-01-01", "2026-12-31"), tranDate="2026-01-15")
        assert netsuite.rows("SELECT trandate FROM transaction WHERE type = 'RevArrng'") == [
            {"trandate": f"{int(dated[5:7])}/{int(dated[8:])}/2026"}
        ]


@pytest.mark.parametrize(
    ("settings", "dated"),
    [
        (Settings(journal_date="period_end"), "2026-01-31"),
        (Settings(journal_date="today"), "2026-06-01"),
    ],
)
def test_a_journal_is_dated_at_the_end_of_its_period_or_today(
    settings: Settings, dated: str
) -> None:
    with account(settings) as netsuite:
        arranged(netsuite, service(1200, "2026-01-01", "2026-12-31"))
        job(netsuite, "create-revenue-journals", period="2026-01")
        assert kept(netsuite, "journalEntry")["tranDate"] == dated


@pytest.mark.parametrize(
    ("settings", "kind", "planned"),
    [
        (Settings(item_without_allocation="normal"), "NORMAL", 0),
        (Settings(item_without_allocation="exclude"), "EXCLUDE", 2),
    ],
)
def test_an_item_without_an_allocation_type_takes_part_or_does_not(
    settings: Settings, kind: str, planned: int
) -> None:
    """It has no fair value: where it takes part, nothing is planned."""
    with account(settings) as netsuite:
        netsuite.change(
            {
                "type": "serviceSaleItem",
                "externalId": "PLAIN",
                "itemId": "PLAIN",
                "createRevenuePlansOn": "ARRANGEMENT",
                "revenueRecognitionRule": {"externalId": "SL-EVEN"},
            }
        )
        arranged(netsuite, service(1200, "2026-01-01", "2026-12-31", "PLAIN"))
        assert kept(netsuite, "revenueElement")["allocationType"] == kind
        update(netsuite)
        assert len(netsuite.rows("SELECT id FROM revenueplan")) == planned


def test_the_task_of_a_merge_is_pending_then_under_way_then_done() -> None:
    with account(Settings(merge_takes_s=60)) as netsuite:
        for _ in range(2):
            arranged(netsuite, service(1200, "2026-01-01", "2026-12-31"))
        where = f"{netsuite.url}/app/site/hosting/restlet.nl?script=1&deploy=1"
        body = {"arrangements": ["700001", "700002"], "revenueArrangementDate": "2026-06-01"}
        task = netsuite.call("POST", where, json=body).json()["taskId"]
        told = []
        for seconds in (0, 31, 30):
            netsuite.clock.advance(seconds)
            told.append(netsuite.call("GET", f"{where}&taskId={task}").json()["status"])
        assert told == ["PENDING", "PROCESSING", "COMPLETE"]


@pytest.mark.parametrize(
    ("column", "amounts"),
    [("", ["900", "900"]), ("custcol_bridge_fair_value", ["1200", "600"])],
)
def test_fair_values_come_from_the_price_list_or_from_a_column_of_the_line(
    column: str, amounts: list[str]
) -> None:
    with account(Settings(fair_value_column=column)) as netsuite:
        for code in ("SUB-ENT", "SUB-ULT"):
            item = {"type": "serviceSaleItem", "externalId": code}
            netsuite.change({**item, "VSOESopGroup": {"id": "NORMAL"}})
            price = {"type": "fairValuePrice", "item": {"externalId": code}, "fairValue": 500}
            netsuite.change(price)
        year = ("2026-01-01", "2026-12-31")
        first = service(1000, *year, custcol_bridge_fair_value=2000)
        second = service(800, *year, item="SUB-ULT", custcol_bridge_fair_value=1000)
        arranged(netsuite, first, second)
        rows = netsuite.rows("SELECT allocationamount AS amount FROM revenueelement ORDER BY id")
        assert [row["amount"] for row in rows] == amounts
