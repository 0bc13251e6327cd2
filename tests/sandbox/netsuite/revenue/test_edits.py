"""Plans that somebody changes: on hold, with dates or rows of their own; forecasts recalculated."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.sandbox.netsuite.client import NetSuite, opened
from tests.sandbox.netsuite.lifecycle.orders import account
from tests.sandbox.netsuite.revenue.orders import ROWS, arranged, job, planned, service, update

EARLIER_END = {"line": 1, "amount": 600, "revRecEndDate": "2026-06-30"}
RESTLET = "/app/site/hosting/restlet.nl?script=1&deploy=1"


def change(netsuite: NetSuite, plan: str, **fields: object) -> requests.Response:
    body = {"revenuePlan": plan, **fields}
    return netsuite.call("PUT", netsuite.url + RESTLET, json=body)


def changed(netsuite: NetSuite, plan: str, **fields: object) -> str:
    """Change a plan; return its status."""
    answer = change(netsuite, plan, **fields)
    assert answer.status_code == 200, answer.text
    assert answer.json()["id"] == plan
    return str(answer.json()["status"])


def refused(netsuite: NetSuite, plan: str, **fields: object) -> str:
    answer = change(netsuite, plan, **fields)
    assert answer.status_code == 400
    assert set(answer.json()) == {"error"}
    return str(answer.json()["error"]["message"])


def recognise(netsuite: NetSuite, *months: str) -> list[int]:
    runs = [job(netsuite, "create-revenue-journals", period=month) for month in months]
    return [run.json()["rows"] for run in runs]


def by_month(netsuite: NetSuite) -> list[tuple[str, str]]:
    rows = [row for row in netsuite.rows(ROWS) if row["kind"] == "ACTUAL"]
    return [(row["period"], row["amount"]) for row in rows]


def status(netsuite: NetSuite) -> str:
    (row,) = netsuite.rows("SELECT revenueplanstatus AS s FROM revenueelement")
    return str(row["s"])


def four_months(netsuite: NetSuite) -> str:
    """400.00 over four months; return the id of the actual plan."""
    arranged(netsuite, service(400, "2026-01-01", "2026-04-30"))
    (row,) = netsuite.rows("SELECT id FROM revenueplan WHERE revenueplantype = 'ACTUAL'")
    return str(row["id"])


def test_a_plan_on_hold_is_not_recognised_and_catches_up_when_it_is_released(
    netsuite: NetSuite,
) -> None:
    plan = four_months(netsuite)
    assert recognise(netsuite, "2026-01") == [1]
    assert changed(netsuite, plan, holdRevenueRecognition=True) == "On Hold"
    assert status(netsuite) == "On Hold"
    assert recognise(netsuite, "2026-02") == [0]
    assert update(netsuite)["plans"] == 0
    shown = changed(netsuite, plan, holdRevenueRecognition=False, catchUpPeriod="2026-03")
    assert (shown, status(netsuite)) == ("In Progress", "In Progress")
    assert by_month(netsuite) == [
        ("Jan 2026", "100"),
        ("Mar 2026", "100"),
        ("Mar 2026", "100"),
        ("Apr 2026", "100"),
    ]
    assert recognise(netsuite, "2026-03") == [2]
    (row,) = netsuite.rows(
        "SELECT BUILTIN.DF(catchupperiod) AS p, holdrevenuerecognition AS h FROM revenueplan "
        f"WHERE id = {plan}"
    )
    assert row == {"p": "Mar 2026", "h": "F"}


def test_what_was_held_is_due_in_the_first_open_period_unless_another_is_named(
    netsuite: NetSuite,
) -> None:
    plan = four_months(netsuite)
    changed(netsuite, plan, holdRevenueRecognition=True)
    shut = [f"{n // 12}-{n % 12 + 1:02}" for n in range(2024 * 12, 2026 * 12 + 2)]
    netsuite.change(
        *({"type": "accountingPeriod", "externalId": code, "closed": True} for code in shut)
    )
    changed(netsuite, plan, holdRevenueRecognition=False)
    assert [month for month, _ in by_month(netsuite)] == ["Mar 2026"] * 3 + ["Apr 2026"]


@pytest.mark.parametrize("flag", ["closed", "allLocked", "arLocked"])
def test_nothing_catches_up_in_a_shut_period(netsuite: NetSuite, flag: str) -> None:
    plan = four_months(netsuite)
    changed(netsuite, plan, holdRevenueRecognition=True)
    netsuite.change({"type": "accountingPeriod", "externalId": "2026-02", flag: True})
    release: dict[str, Any] = {"holdRevenueRecognition": False, "catchUpPeriod": "2026-02"}
    assert "Feb 2026 is closed or locked" in refused(netsuite, plan, **release)
    overridden = change(netsuite, plan, overridePeriodRestrictions=True, **release)
    assert overridden.ok == (flag == "arLocked")


def test_a_plan_may_end_later_once_it_has_begun(netsuite: NetSuite) -> None:
    plan = four_months(netsuite)
    recognise(netsuite, "2026-01")
    changed(netsuite, plan, revRecEndDate="2026-07-31")
    assert by_month(netsuite) == [
        ("Jan 2026", "100"),
        *((f"{month} 2026", "50") for month in ("Feb", "Mar", "Apr", "May", "Jun", "Jul")),
    ]
    assert update(netsuite)["plans"] == 0
    says = refused(netsuite, plan, revRecStartDate="2026-02-01")
    assert "once revenue has been recognized" in says
    assert "must be after 2026-02-01" in refused(netsuite, plan, revRecEndDate="2026-02-01")


def test_a_plan_may_begin_elsewhere_before_anything_is_recognised(netsuite: NetSuite) -> None:
    plan = four_months(netsuite)
    changed(netsuite, plan, revRecStartDate="2026-03-01")
    assert by_month(netsuite) == [("Mar 2026", "200"), ("Apr 2026", "200")]
    says = refused(netsuite, plan, revRecStartDate="2026-06-01")
    assert "cannot be created" in says
    assert by_month(netsuite) == [("Mar 2026", "200"), ("Apr 2026", "200")]


def test_planned_revenue_can_be_laid_out_by_hand(netsuite: NetSuite) -> None:
    plan = four_months(netsuite)
    recognise(netsuite, "2026-01")
    rows = [
        {"plannedPeriod": "2026-06", "amount": 120},
        {"plannedPeriod": "2026-05", "amount": 180},
    ]
    changed(netsuite, plan, plannedRevenue=rows)
    assert by_month(netsuite) == [("Jan 2026", "100"), ("May 2026", "180"), ("Jun 2026", "120")]
    assert "must equal the amount" in refused(netsuite, plan, plannedRevenue=rows[:1])
    far = [{"plannedPeriod": "2099-01", "amount": 300}]
    assert "no period '2099-01'" in refused(netsuite, plan, plannedRevenue=far)


def test_an_edit_that_is_not_understood_is_refused(netsuite: NetSuite) -> None:
    plan = four_months(netsuite)
    assert refused(netsuite, "99", holdRevenueRecognition=True) == "That record does not exist."
    assert "either dates" in refused(netsuite, plan)
    assert "each row" in refused(netsuite, plan, plannedRevenue=[{}])
    assert netsuite.call("PUT", netsuite.url + RESTLET, json={}).status_code == 400
    bare = netsuite.url + RESTLET.partition("?")[0]
    assert netsuite.call("PUT", bare, json={}).status_code == 400
    (forecast,) = netsuite.rows("SELECT id FROM revenueplan WHERE revenueplantype = 'FORECAST'")
    assert "forecast plan" in refused(netsuite, forecast["id"], holdRevenueRecognition=True)


def test_forecasts_are_recalculated_by_the_method_of_their_rule(netsuite: NetSuite) -> None:
    rule = {
        "type": "revenueRecognitionRule",
        "externalId": "THREE",
        "name": "Three months",
        "recognitionMethod": {"id": "EVENPERIODS"},
        "revRecEndDateSource": {"id": "TERMINMONTHS"},
        "termInMonths": 3,
        "reforecastMethod": {"id": "REMAININGPERIODS"},
    }
    item = {"externalId": "SUB-ENT", "itemId": "SUB-ENT"}
    forecast = {"revRecForecastRule": {"externalId": "THREE"}}
    netsuite.change(rule, {"type": "serviceSaleItem", **item, **forecast})
    arranged(netsuite, service(300, "2026-01-01", "2026-04-30"))
    arranged(netsuite, service(300, "2026-01-01", "2026-03-31", item="SUB-ULT"))
    assert planned(netsuite, "FORECAST") == [["100"] * 3] * 2
    assert job(netsuite, "recalculate-forecasts", period="2026-01").json() == {"plans": 1}
    assert planned(netsuite, "FORECAST") == [["75", "112.5", "112.5"], ["100"] * 3]
    (row,) = netsuite.rows(
        "SELECT BUILTIN.DF(reforecastmethod) AS m FROM revenueplan WHERE reforecastmethod IS NOT "
        "NULL"
    )
    assert row == {"m": "Remaining Periods"}


def test_a_custom_rule_plans_its_percentages(netsuite: NetSuite) -> None:
    rule = {
        "type": "revenueRecognitionRule",
        "externalId": "STEPS",
        "name": "Steps",
        "recognitionMethod": {"id": "CUSTOM"},
        "revRecStartDateSource": {"id": "ELEMENTSTARTDATE"},
    }
    lines = [{"amountPercentage": 40}, {"periodOffset": 2, "amountPercentage": 60}]
    netsuite.change({**rule, "customRevRecLine": {"items": lines}})
    item = {"externalId": "SUB-ENT", "itemId": "SUB-ENT"}
    follows = {"revenueRecognitionRule": {"externalId": "STEPS"}}
    netsuite.change({"type": "serviceSaleItem", **item, **follows})
    arranged(netsuite, service(1000, "2026-02-10", "2026-12-31"))
    assert by_month(netsuite) == [("Feb 2026", "400"), ("Apr 2026", "600")]
    short = {**rule, "externalId": "SHORT", "customRevRecLine": {"items": lines[:1]}}
    for wrong in (short, {**rule, "externalId": "NONE"}):
        answer = requests.post(
            f"{netsuite.url}/_sandbox/records", json={"records": [wrong]}, timeout=5
        )
        assert answer.status_code == 400
        assert "100%" in answer.text or "at least one line" in answer.text


@pytest.mark.parametrize(
    ("dates", "months"), [("kept", ["50"] * 12), ("mapped", ["100"] * 6)], ids=["kept", "mapped"]
)
def test_an_element_keeps_its_dates_unless_a_field_map_moves_them(
    dates: str, months: list[str]
) -> None:
    with opened(account(element_dates=dates)) as netsuite:
        name = arranged(netsuite, service(1200, "2026-01-01", "2026-12-31"))
        body = {"item": {"items": [EARLIER_END]}}
        assert netsuite.call("PATCH", f"/salesOrder/eid:{name}", json=body).status_code == 204
        update(netsuite)
        assert planned(netsuite) == [months]


def test_a_field_map_moves_nothing_where_dates_stay() -> None:
    with opened(account(element_dates="mapped")) as netsuite:
        arranged(netsuite, service(1200, "2026-01-01", "2026-12-31"))
        assert update(netsuite) == {"arrangements": 0, "elements": 0, "plans": 0}
