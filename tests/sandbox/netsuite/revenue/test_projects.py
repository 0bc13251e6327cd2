"""Revenue by the progress of a project: a row for each step, in one plan."""

from __future__ import annotations

from tests.sandbox.netsuite.client import NetSuite
from tests.sandbox.netsuite.revenue.orders import ROWS, arranged, job, service, update


def project(netsuite: NetSuite) -> tuple[str, int]:
    """An order of 1,000.00 that is recognised as its project goes on; order and key of its line."""
    rule: dict[str, object] = {
        "type": "revenueRecognitionRule",
        "externalId": "PROGRESS",
        "name": "By progress",
        "recognitionMethod": {"id": "EVENPERIODS"},
        "amountSource": {"id": "EVENTPERCENTCOMPLETE"},
        "revRecStartDateSource": {"id": "EVENTDATE"},
        "revRecEndDateSource": {"id": "EVENTDATE"},
    }
    item: dict[str, object] = {
        "type": "serviceSaleItem",
        "externalId": "ONBOARDING",
        "itemId": "ONBOARDING",
        "revenueRecognitionRule": {"externalId": "PROGRESS"},
        "revRecForecastRule": {"externalId": "SL-EVEN"},
        "createRevenuePlansOn": {"id": "PROJECTPROGRESS"},
    }
    netsuite.change(rule, item)
    order = arranged(netsuite, service(1000, "2026-01-01", "2026-04-30", item="ONBOARDING"))
    return order, netsuite.order(order)["item"]["items"][0]["lineUniqueKey"]


def reach(netsuite: NetSuite, where: tuple[str, int], on: str, percent: float) -> None:
    order, key = where
    progress = {"progressDate": on, "percentComplete": percent, "lineUniqueKey": key}
    netsuite.change({"type": "projectProgress", "salesOrder": {"externalId": order}, **progress})
    update(netsuite)


def actual(netsuite: NetSuite) -> list[tuple[str, str]]:
    rows = [row for row in netsuite.rows(ROWS) if row["kind"] == "ACTUAL"]
    return [(row["period"], row["amount"]) for row in rows]


def test_each_step_of_a_project_adds_a_row_to_its_plan(netsuite: NetSuite) -> None:
    where = project(netsuite)
    assert actual(netsuite) == []
    reach(netsuite, where, "2026-01-31", 25)
    assert actual(netsuite) == [("Jan 2026", "250")]
    assert job(netsuite, "create-revenue-journals", period="2026-01").json()["rows"] == 1
    reach(netsuite, where, "2026-02-28", 60)
    reach(netsuite, where, "2026-04-15", 100)
    assert actual(netsuite) == [("Jan 2026", "250"), ("Feb 2026", "350"), ("Apr 2026", "400")]
    plans = netsuite.rows("SELECT amount FROM revenueplan WHERE revenueplantype = 'ACTUAL'")
    assert plans == [{"amount": "1000"}]
    assert update(netsuite)["plans"] == 0


def test_progress_that_is_corrected_is_caught_up(netsuite: NetSuite) -> None:
    where = project(netsuite)
    reach(netsuite, where, "2026-01-31", 50)
    job(netsuite, "create-revenue-journals", period="2026-01")
    reach(netsuite, where, "2026-02-28", 40)
    assert actual(netsuite) == [("Jan 2026", "500"), ("Feb 2026", "-100")]


def test_an_amount_source_that_does_not_go_with_the_event_fails_the_plan(
    netsuite: NetSuite,
) -> None:
    project(netsuite)
    item = {"externalId": "ONBOARDING", "itemId": "ONBOARDING"}
    other = {"createRevenuePlansOn": {"id": "ARRANGEMENT"}}
    netsuite.change({"type": "serviceSaleItem", **item, **other})
    arranged(netsuite, service(10, "2026-01-01", "2026-01-31", item="ONBOARDING"))
    rows = netsuite.rows("SELECT revenueplanstatus AS s FROM revenueelement ORDER BY id")
    assert [row["s"] for row in rows] == ["Not Started", "Plan Failed"]
