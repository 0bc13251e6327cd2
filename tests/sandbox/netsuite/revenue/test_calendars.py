"""Accounting periods that are no calendar months, and those that revenue passes by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests.sandbox.netsuite.client import NetSuite
from tests.sandbox.netsuite.revenue.orders import ROWS, arranged, job, planned, service, update

Period = dict[str, object]


def weeks() -> Iterator[tuple[date, date]]:
    """The periods of 2026 by 4, 4 and 5 weeks; the last has the day that is left."""
    first = date(2026, 1, 1)
    for place in range(12):
        last = first + timedelta(weeks=5 if place % 3 == 2 else 4, days=-1)
        yield first, date(2026, 12, 31) if place == 11 else last
        first = last + timedelta(days=1)


def period(code: str, first: date, last: date, **flags: bool) -> Period:
    dates = {"startDate": first.isoformat(), "endDate": last.isoformat()}
    return {"type": "accountingPeriod", "externalId": code, "periodName": code, **dates, **flags}


def by_weeks(netsuite: NetSuite) -> None:
    """Let the account have periods of weeks in 2026, and no months."""
    netsuite.change(
        *(
            {"type": "accountingPeriod", "externalId": f"2026-{month:02}", "isInactive": True}
            for month in range(1, 13)
        ),
        *(period(f"P{place:02}", *days) for place, days in enumerate(weeks(), 1)),
    )


def shown(netsuite: NetSuite) -> list[str]:
    return [row["period"] for row in netsuite.rows(ROWS) if row["kind"] == "ACTUAL"]


def test_a_year_of_weeks_is_planned_by_its_periods(netsuite: NetSuite) -> None:
    by_weeks(netsuite)
    arranged(netsuite, service(1200, "2026-01-01", "2026-12-31"))
    assert planned(netsuite) == [["100"] * 12]
    assert shown(netsuite) == [f"P{place:02}" for place in range(1, 13)]


def test_exact_days_count_those_of_the_weeks(netsuite: NetSuite) -> None:
    by_weeks(netsuite)
    item = {"type": "serviceSaleItem", "externalId": "SUB-ENT", "itemId": "SUB-ENT"}
    netsuite.change({**item, "revenueRecognitionRule": {"externalId": "SL-DAYS"}})
    arranged(netsuite, service(3650, "2026-01-01", "2026-12-31"))
    quarter = ["280", "280", "350"]
    assert planned(netsuite) == [[*quarter * 3, "280", "280", "360"]]


def test_journals_are_made_for_periods_of_weeks(netsuite: NetSuite) -> None:
    by_weeks(netsuite)
    arranged(netsuite, service(1200, "2026-01-01", "2026-12-31"))
    assert job(netsuite, "create-revenue-journals", period="P02").json()["rows"] == 1
    (row,) = netsuite.rows(
        "SELECT TO_CHAR(trandate, 'YYYY-MM-DD') AS day FROM transaction WHERE type = 'Journal'"
    )
    assert row == {"day": "2026-02-25"}
    old = job(netsuite, "create-revenue-journals", period="2026-02")
    assert old.json()["error"] == "there is no period '2026-02'"


def test_adjustment_periods_are_passed_by(netsuite: NetSuite) -> None:
    day = date(2026, 1, 31)
    netsuite.change(period("ADJ", day, day, isAdjust=True))
    arranged(netsuite, service(300, "2026-01-01", "2026-03-31"))
    assert shown(netsuite) == ["Jan 2026", "Feb 2026", "Mar 2026"]
    refused = job(netsuite, "create-revenue-journals", period="ADJ")
    assert refused.json()["error"] == "there is no period 'ADJ'"


def test_a_plan_fails_until_its_periods_are_set_up(netsuite: NetSuite) -> None:
    external_id = arranged(netsuite, service(200, "2032-12-01", "2033-01-31"))
    status = "SELECT revenueplanstatus AS s FROM revenueelement"
    assert netsuite.rows(status) == [{"s": "Plan Failed"}]
    netsuite.change(period("2033-01", date(2033, 1, 1), date(2033, 1, 31)))
    body = {"item": {"items": [{"line": 1, "amount": 400}]}}
    netsuite.call("PATCH", f"/salesOrder/eid:{external_id}", json=body)
    update(netsuite)
    assert netsuite.rows(status) == [{"s": "Not Started"}]
    assert planned(netsuite) == [["200", "200"]]


@pytest.mark.parametrize("flag", ["closed", "allLocked", "arLocked"])
def test_a_plan_may_begin_in_a_period_that_is_shut(netsuite: NetSuite, flag: str) -> None:
    netsuite.change({"type": "accountingPeriod", "externalId": "2026-01", flag: True})
    arranged(netsuite, service(300, "2026-01-01", "2026-03-31"))
    assert planned(netsuite) == [["100"] * 3]
    assert job(netsuite, "create-revenue-journals", period="2026-01").status_code == 400
    caught_up = job(netsuite, "create-revenue-journals", period="2026-02").json()["rows"]
    assert caught_up == (1 if flag == "arLocked" else 2)
