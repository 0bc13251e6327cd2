"""From an approved order to planned revenue, as the account's job derives it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import requests

from bridge.sandbox.netsuite.seeds import default, load
from tests.sandbox.netsuite.client import ACME, NetSuite, an_order, detail, line, opened
from tests.sandbox.netsuite.revenue.orders import (
    ROWS,
    approve,
    arranged,
    job,
    planned,
    ramp,
    service,
    update,
)

HOUR_S = 3600


def test_a_ramp_of_three_years_is_planned_month_by_month(netsuite: NetSuite) -> None:
    netsuite.put("A", ramp())
    assert update(netsuite) == {"arrangements": 0, "elements": 0, "plans": 0}
    approve(netsuite, "A")
    assert update(netsuite) == {"arrangements": 1, "elements": 3, "plans": 6}
    for kind in ("ACTUAL", "FORECAST"):
        assert planned(netsuite, kind) == [["9000"] * 12, ["15750"] * 12, ["22050"] * 12]
    months = [row["period"] for row in netsuite.rows(ROWS) if row["kind"] == "ACTUAL"]
    assert (months[0], months[12], months[35]) == ("Jan 2026", "Jan 2027", "Dec 2028")
    assert update(netsuite) == {"arrangements": 0, "elements": 0, "plans": 0}


def test_the_arrangement_is_a_transaction_of_its_own(netsuite: NetSuite) -> None:
    arranged(netsuite, service(1200, "2026-01-01", "2026-12-31"))
    rows = netsuite.rows(
        "SELECT tranid, type, BUILTIN.DF(type) AS shown, recordtype, foreigntotal, posting, "
        "TO_CHAR(trandate, 'YYYY-MM-DD') AS day, status FROM transaction WHERE type = 'RevArrng'"
    )
    assert rows == [
        {
            "tranid": "RA700001",
            "type": "RevArrng",
            "shown": "Revenue Arrangement",
            "recordtype": "revenuearrangement",
            "foreigntotal": "1200",
            "posting": "F",
            "day": "2026-01-15",
        }
    ]


def test_an_element_tells_line_rule_and_amounts(netsuite: NetSuite) -> None:
    external_id = arranged(
        netsuite, service(1200.5, "2026-01-01", "2026-12-31", quantity=5, rate=240.1)
    )
    order = netsuite.order(external_id)
    (row,) = netsuite.rows(
        "SELECT e.id, e.source, e.sourcerecordtype, e.referenceid, e.quantity, e.salesamount, "
        "e.discountedsalesamount, e.allocationamount, e.createrevenueplanson, "
        "e.revenueplanstatus, e.requiresrevenueplanupdate, "
        "BUILTIN.DF(e.revenuerecognitionrule) AS rule, BUILTIN.DF(e.item) AS item, "
        "BUILTIN.DF(e.revenuearrangement) AS arrangement, "
        "TO_CHAR(e.revrecenddate, 'YYYY-MM-DD') AS lastday FROM revenueelement e "
        "JOIN transactionline l ON l.revenueelement = e.id"
    )
    key = order["item"]["items"][0]["lineUniqueKey"]
    assert row == {
        "id": "1",
        "source": f"Sales Order #{order['tranId']}",
        "sourcerecordtype": "salesorder",
        "referenceid": f"SalesOrd_{order['id']}_{key}",
        "quantity": "5",
        "salesamount": "1200.5",
        "discountedsalesamount": "1200.5",
        "allocationamount": "1200.5",
        "createrevenueplanson": "ARRANGEMENT",
        "revenueplanstatus": "Not Started",
        "requiresrevenueplanupdate": "F",
        "rule": "Straight-line by even periods",
        "item": "SUB-ENT",
        "arrangement": "RA700001",
        "lastday": "2026-12-31",
    }


def test_a_plan_tells_its_method_its_dates_and_what_is_left(netsuite: NetSuite) -> None:
    arranged(netsuite, service(1200, "2026-01-01", "2026-12-31"))
    (row,) = netsuite.rows(
        "SELECT amount, BUILTIN.DF(recognitionmethod) AS method, totalrecognized, "
        "remainingdeferredbalance, statusfordisplay, revrecstartdatesource, holdrevenuerecognition "
        "FROM revenueplan WHERE revenueplantype = 'ACTUAL'"
    )
    assert row == {
        "amount": "1200",
        "method": "Straight-line, by even periods",
        "totalrecognized": "0",
        "remainingdeferredbalance": "1200",
        "statusfordisplay": "Not Started",
        "revrecstartdatesource": "Revenue Element Start Date",
        "holdrevenuerecognition": "F",
    }


def test_the_account_updates_itself_every_three_hours(netsuite: NetSuite) -> None:
    netsuite.put("A", ramp())
    approve(netsuite, "A")
    netsuite.clock.advance(2.9 * HOUR_S)
    netsuite.sign_in()
    assert planned(netsuite) == []
    netsuite.clock.advance(0.2 * HOUR_S)
    assert planned(netsuite) == [["9000"] * 12, ["15750"] * 12, ["22050"] * 12]


def test_what_is_approved_after_the_hour_waits_for_the_next_run(netsuite: NetSuite) -> None:
    netsuite.put("A", ramp())
    netsuite.clock.advance(3.1 * HOUR_S)
    netsuite.sign_in()
    approve(netsuite, "A")
    assert planned(netsuite) == []
    netsuite.clock.advance(3 * HOUR_S)
    netsuite.sign_in()
    assert len(planned(netsuite)) == 3


def test_an_account_can_be_told_to_update_by_hand_only(tmp_path: Path) -> None:
    path = tmp_path / "account.json"
    path.write_text('{"settings": {"revenue_update_hours": 0, "forecast_plans": false}}')
    with opened(load([path]).add_customers({ACME: "ACME"})) as netsuite:
        netsuite.put("A", an_order(service(12, "2026-01-01", "2026-12-31")))
        approve(netsuite, "A")
        netsuite.clock.advance(24 * HOUR_S)
        netsuite.sign_in()
        assert planned(netsuite) == []
        assert update(netsuite)["plans"] == 1
        assert planned(netsuite, "FORECAST") == []


def test_dates_are_copied_once_and_amounts_follow_the_line(netsuite: NetSuite) -> None:
    external_id = arranged(netsuite, service(1200, "2026-01-01", "2026-12-31"))
    later = {"line": 1, "amount": 2400, "revRecStartDate": "2026-07-01"}
    path = f"/salesOrder/eid:{external_id}"
    answer = netsuite.call("PATCH", path, json={"item": {"items": [later]}})
    assert answer.status_code == 204
    update(netsuite)
    assert planned(netsuite) == [["200"] * 12]
    dates_alone = {"line": 1, "revRecEndDate": "2026-09-30"}
    netsuite.call("PATCH", path, json={"item": {"items": [dates_alone]}})
    assert update(netsuite)["plans"] == 0
    assert planned(netsuite) == [["200"] * 12]


def test_lines_that_come_and_go_change_the_arrangement(netsuite: NetSuite) -> None:
    first, second = (service(n, "2026-01-01", "2026-02-28") for n in (200, 400))
    external_id = arranged(netsuite, first)
    path = f"/salesOrder/eid:{external_id}"
    netsuite.call("PATCH", path, json={"item": {"items": [second]}})
    assert update(netsuite) == {"arrangements": 0, "elements": 1, "plans": 2}
    assert planned(netsuite) == [["100", "100"], ["200", "200"]]
    only = {"item": {"items": [{**second, "line": 2}]}}
    assert netsuite.call("PATCH", f"{path}?replace=item", json=only).status_code == 204
    update(netsuite)
    assert planned(netsuite) == [["200", "200"]]
    total = netsuite.rows("SELECT foreigntotal FROM transaction WHERE type = 'RevArrng'")
    assert total == [{"foreigntotal": "400"}]


def test_a_discount_line_reduces_the_line_before_it(netsuite: NetSuite) -> None:
    netsuite.change({"type": "discountItem", "externalId": "OFF", "itemId": "OFF"})
    off = line("off", amount=-200, item={"externalId": "OFF"})
    arranged(netsuite, service(1200, "2026-01-01", "2026-10-31"), off)
    amounts = netsuite.rows("SELECT salesamount, discountedsalesamount FROM revenueelement")
    assert amounts == [{"salesamount": "1200", "discountedsalesamount": "1000"}]
    assert planned(netsuite) == [["100"] * 10]


def test_a_line_can_be_kept_out_by_itself_or_by_its_item(netsuite: NetSuite) -> None:
    netsuite.change({"type": "serviceSaleItem", "externalId": "PLAIN", "itemId": "PLAIN"})
    arranged(
        netsuite,
        service(1200, "2026-01-01", "2026-12-31", doNotCreateRevenueElement=True),
        service(1200, "2026-01-01", "2026-12-31", item="PLAIN"),
    )
    assert netsuite.rows("SELECT id FROM revenueelement") == []
    assert netsuite.rows("SELECT id FROM transaction WHERE type = 'RevArrng'") == []


def test_an_item_that_is_billed_first_has_a_forecast_only(netsuite: NetSuite) -> None:
    on = {"externalId": "SUB-ENT", "itemId": "SUB-ENT", "createRevenuePlansOn": {"id": "BILLING"}}
    netsuite.change({"type": "serviceSaleItem", **on})
    arranged(netsuite, service(1200, "2026-01-01", "2026-12-31"))
    assert planned(netsuite) == []
    assert planned(netsuite, "FORECAST") == [["100"] * 12]


def test_a_line_without_dates_has_a_failed_plan(netsuite: NetSuite) -> None:
    arranged(netsuite, line("undated"), line("once", item={"externalId": "ONBOARDING"}))
    statuses = netsuite.rows("SELECT revenueplanstatus FROM revenueelement ORDER BY id")
    assert [row["revenueplanstatus"] for row in statuses] == ["Plan Failed", "Not Started"]
    assert planned(netsuite) == [["100"]]


def test_the_rule_of_an_item_can_be_a_rule_of_the_seed(tmp_path: Path) -> None:
    rule = {
        "type": "revenueRecognitionRule",
        "externalId": "QUARTER-FIRST",
        "name": "A quarter first",
        "recognitionMethod": {"id": "PRORATEFIRSTLAST"},
        "revRecEndDateSource": {"id": "TERMINMONTHS"},
        "termInMonths": 4,
        "initialAmountPercent": 25,
    }
    item = {
        "type": "serviceSaleItem",
        "externalId": "SUB-ENT",
        "itemId": "SUB-ENT",
        "revenueRecognitionRule": {"externalId": "QUARTER-FIRST"},
    }
    path = tmp_path / "rules.json"
    path.write_text(json.dumps({"records": [rule, item]}))
    with opened(load([path]).add_customers({ACME: "ACME"})) as netsuite:
        arranged(netsuite, service(400, "2026-01-01", "2026-12-31"))
        assert planned(netsuite) == [["100", "94.38", "104.5", "101.12"]]
        assert netsuite.call("GET", "/revenueRecognitionRule/1").status_code == 404


def test_an_order_with_elements_is_not_deleted(netsuite: NetSuite) -> None:
    external_id = arranged(netsuite, service(1200, "2026-01-01", "2026-12-31"))
    refused = netsuite.call("DELETE", f"/salesOrder/eid:{external_id}")
    assert "linked to by one or more transactions" in detail(refused)["detail"]


def test_amounts_are_planned_in_the_places_of_their_currency(netsuite: NetSuite) -> None:
    arranged(
        netsuite,
        service(1000, "2026-01-01", "2026-03-31"),
        currency={"externalId": "JPY"},
        exchangeRate=0.0065,
    )
    assert planned(netsuite) == [["333", "333", "334"]]
    assert netsuite.rows("SELECT DISTINCT exchangerate FROM revenueplan") == [
        {"exchangerate": "0.0065"}
    ]


@pytest.mark.parametrize(
    ("body", "says"), [(b"{", "Invalid JSON"), (b"[]", "names a job"), (b'{"run": "x"}', "run is")]
)
def test_a_job_that_is_not_there_is_refused(netsuite: NetSuite, body: bytes, says: str) -> None:
    answer = requests.post(f"{netsuite.url}/_sandbox/jobs", data=body, timeout=5)
    assert answer.status_code == 400
    assert says in answer.json()["error"]


def test_the_default_items_recognise_what_their_order_says() -> None:
    with opened(default().add_customers({ACME: "ACME"})) as netsuite:
        rows = netsuite.rows("SELECT DISTINCT vsoesopgroup FROM item")
        assert rows == [{"vsoesopgroup": "EXCLUDE"}]
        assert job(netsuite, "update-arrangements").json()["plans"] == 0
