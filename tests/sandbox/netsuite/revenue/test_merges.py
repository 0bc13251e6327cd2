"""Merging arrangements through the account's RESTlet."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.netsuite.client import ACME, NetSuite, detail
from tests.sandbox.netsuite.revenue.orders import arranged, job, planned, service, update

RESTLET = "/app/site/hosting/restlet.nl?script=customscript_merge&deploy=customdeploy_merge"
BOTH = ["700001", "700002"]


def submit(netsuite: NetSuite, ids: list[str], on: str, *, prospective: bool) -> dict[str, Any]:
    """Merge, and return the state of the task."""
    body = {
        "arrangements": ids,
        "revenueArrangementDate": on,
        "mergeResidualRevenueAmounts": prospective,
    }
    answer = netsuite.call("POST", netsuite.url + RESTLET, json=body)
    assert answer.status_code == 200, answer.text
    task = answer.json()["taskId"]
    return dict(netsuite.call("GET", f"{netsuite.url}{RESTLET}&taskId={task}").json())


def combined(netsuite: NetSuite, ids: list[str] = BOTH) -> dict[str, Any]:
    return submit(netsuite, ids, "2026-02-01", prospective=False)


def recognise(netsuite: NetSuite, *months: str) -> None:
    for month in months:
        assert job(netsuite, "create-revenue-journals", period=month).status_code == 200


def close_before(netsuite: NetSuite, year: int, month: int) -> None:
    """Close every month before this one."""
    numbers = range(2024 * 12, year * 12 + month - 1)
    netsuite.change(
        *(
            {
                "type": "accountingPeriod",
                "externalId": f"{number // 12}-{number % 12 + 1:02}",
                "closed": True,
            }
            for number in numbers
        )
    )


def item(netsuite: NetSuite, code: str, **fields: object) -> None:
    netsuite.change({"type": "serviceSaleItem", "externalId": code, "itemId": code, **fields})


def two_orders(netsuite: NetSuite, **second: object) -> None:
    four_months = ("2026-01-01", "2026-04-30")
    arranged(netsuite, service(1200, *four_months))
    arranged(netsuite, service(800, *four_months, item="SUB-ULT"), **second)


def begun_in_july(netsuite: NetSuite) -> None:
    """1,200.00 over six months of which two are recognised, and a new order from September on."""
    netsuite.change(
        {
            "type": "revenueRecognitionRule",
            "externalId": "SIX",
            "name": "Six months",
            "recognitionMethod": {"id": "EVENPERIODS"},
            "revRecEndDateSource": {"id": "TERMINMONTHS"},
            "termInMonths": 6,
        }
    )
    item(netsuite, "SUB-ENT", revRecForecastRule={"externalId": "SIX"})
    arranged(netsuite, service(1200, "2026-07-01", "2026-12-31"))
    arranged(netsuite, service(100, "2026-09-01", "2026-12-31", item="SUB-ULT"))
    recognise(netsuite, "2026-07", "2026-08")
    close_before(netsuite, 2026, 9)


def test_a_prospective_merge_locks_what_is_recognised_and_plans_the_residual(
    netsuite: NetSuite,
) -> None:
    begun_in_july(netsuite)
    task = submit(netsuite, BOTH, "2026-09-01", prospective=True)
    assert task == {"status": "COMPLETE", "resultingArrangement": "700003"}
    assert planned(netsuite) == [["200"] * 2, ["25"] * 4, ["200"] * 4]
    forecast = planned(netsuite, "FORECAST")
    assert forecast == [["25"] * 4, [*["133.33"] * 5, "133.35"]]
    rows = netsuite.rows(
        "SELECT revenuearrangement AS ra, lastmergedfromarrangement AS came, lastmergetype AS how, "
        "allocationamount AS amount FROM revenueelement ORDER BY id"
    )
    assert rows == [
        {"ra": "700001", "how": "PROSPECTIVE", "amount": "400"},
        {"ra": "700003", "came": "700002", "how": "PROSPECTIVE", "amount": "100"},
        {"ra": "700003", "came": "700001", "how": "PROSPECTIVE", "amount": "800"},
    ]
    assert update(netsuite) == {"arrangements": 0, "elements": 0, "plans": 0}


def test_a_combined_merge_allocates_as_if_from_the_start_and_catches_up(
    netsuite: NetSuite,
) -> None:
    for code in ("SUB-ENT", "SUB-ULT"):
        item(netsuite, code, VSOESopGroup={"id": "NORMAL"})
        price = {"type": "fairValuePrice", "item": {"externalId": code}, "fairValue": 1000}
        netsuite.change(price)
    two_orders(netsuite)
    recognise(netsuite, "2026-01")
    assert planned(netsuite) == [["300"] * 4, ["200"] * 4]
    assert combined(netsuite)["status"] == "COMPLETE"
    assert planned(netsuite) == [
        ["300", "-50", "250", "250", "250"],
        ["200", "50", "250", "250", "250"],
    ]
    totals = netsuite.rows("SELECT foreigntotal FROM transaction WHERE id = 700003")
    assert totals == [{"foreigntotal": "2000"}]
    assert update(netsuite)["plans"] == 0


def test_arrangements_are_merged_once(netsuite: NetSuite) -> None:
    two_orders(netsuite)
    assert combined(netsuite)["status"] == "COMPLETE"
    again = combined(netsuite)
    assert again == {
        "status": "FAILED",
        "errorMessage": "A revenue arrangement was merged before.",
    }


@pytest.mark.parametrize("ids", [["700001"], ["700001", "700001"], ["700001", "9"]])
def test_a_merge_needs_two_arrangements(netsuite: NetSuite, ids: list[str]) -> None:
    two_orders(netsuite)
    assert combined(netsuite, ids)["errorMessage"].startswith("Select at least two")


@pytest.mark.parametrize(
    ("second", "says"),
    [
        ({"currency": {"externalId": "EUR"}}, "different currencies"),
        ({"subsidiary": {"externalId": "DE-GMBH"}}, "different subsidiaries"),
        ({"entity": {"externalId": "OTHER"}}, "different customers"),
    ],
)
def test_arrangements_of_different_parties_are_not_merged(
    netsuite: NetSuite, second: dict[str, object], says: str
) -> None:
    sellers = {"items": [{"externalId": "US-INC"}, {"externalId": "DE-GMBH"}]}
    party = {"companyName": "Other", "subsidiary": {"externalId": "US-INC"}}
    for code in (ACME, "OTHER"):
        netsuite.change({"type": "customer", "externalId": code, "subsidiaries": sellers, **party})
    two_orders(netsuite, **second)
    assert says in combined(netsuite)["errorMessage"]


def test_an_inactive_item_forbids_a_merge(netsuite: NetSuite) -> None:
    two_orders(netsuite)
    item(netsuite, "SUB-ULT", isInactive=True)
    assert "SUB-ULT is inactive" in combined(netsuite)["errorMessage"]


def test_the_effective_date_is_that_of_the_first_open_period(netsuite: NetSuite) -> None:
    begun_in_july(netsuite)
    for wrong in ("2026-09-02", "2026-10-01", "2026-08-01"):
        task = submit(netsuite, BOTH, wrong, prospective=True)
        assert "must be 2026-09-01" in task["errorMessage"]
    assert netsuite.rows("SELECT id FROM transaction WHERE id = 700003") == []


def test_nothing_may_be_posted_after_the_effective_date(netsuite: NetSuite) -> None:
    begun_in_july(netsuite)
    recognise(netsuite, "2026-09")
    task = submit(netsuite, BOTH, "2026-09-01", prospective=True)
    assert "is posted after 2026-09-01" in task["errorMessage"]


@pytest.mark.parametrize("body", ["{", "[]", '{"arrangements": []}', '{"arrangements": ["1"]}'])
def test_a_merge_that_is_not_understood_is_refused(netsuite: NetSuite, body: str) -> None:
    answer = netsuite.session.post(netsuite.url + RESTLET, data=body, timeout=5)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "SSS_INVALID_REQUEST"


def test_the_restlet_wants_a_script_a_known_task_and_a_login(netsuite: NetSuite) -> None:
    bare = netsuite.url + RESTLET.partition("?")[0]
    assert netsuite.call("POST", bare, json={}).status_code == 400
    assert netsuite.call("GET", f"{netsuite.url}{RESTLET}&taskId=9").status_code == 400
    netsuite.session.headers["Authorization"] = "Bearer nobody"
    assert detail(netsuite.call("GET", bare))["o:errorCode"] == "INVALID_LOGIN"


def test_a_prospective_merge_wants_compliant_arrangements(netsuite: NetSuite) -> None:
    item(netsuite, "SUB-ULT", VSOESopGroup={"id": "NORMAL"})
    dates = ("2026-01-01", "2026-04-30")
    for code in ("SUB-ENT", "SUB-ULT"):
        arranged(netsuite, service(1200, *dates, item=code))
    close_before(netsuite, 2026, 1)
    unpriced = submit(netsuite, BOTH, "2026-01-01", prospective=True)
    assert unpriced["errorMessage"] == "A revenue arrangement is not compliant."
    assert netsuite.rows("SELECT id FROM transaction WHERE id > 700002") == []


def test_what_is_not_billed_yet_moves_as_it_is(netsuite: NetSuite) -> None:
    item(netsuite, "CREDITS", createRevenuePlansOn={"id": "BILLING"})
    arranged(netsuite, service(1200, "2026-01-01", "2026-04-30"))
    arranged(netsuite, service(300, "2026-01-01", "2026-04-30", item="CREDITS"))
    recognise(netsuite, "2026-01")
    close_before(netsuite, 2026, 2)
    assert submit(netsuite, BOTH, "2026-02-01", prospective=True)["status"] == "COMPLETE"
    assert planned(netsuite) == [["300"], ["300"] * 3]
    (total,) = netsuite.rows("SELECT foreigntotal FROM transaction WHERE id = 700003")
    assert total == {"foreigntotal": "1200"}


def test_a_locked_period_is_not_the_first_open_one(netsuite: NetSuite) -> None:
    two_orders(netsuite)
    recognise(netsuite, "2026-01")
    close_before(netsuite, 2026, 2)
    february = {"type": "accountingPeriod", "externalId": "2026-02", "allLocked": True}
    netsuite.change(february)
    task = submit(netsuite, BOTH, "2026-02-01", prospective=True)
    assert "must be 2026-03-01" in task["errorMessage"]


def test_what_is_wholly_recognised_leaves_no_residual(netsuite: NetSuite) -> None:
    arranged(netsuite, service(100, "2026-01-01", "2026-01-31"))
    arranged(netsuite, service(300, "2026-02-01", "2026-04-30", item="SUB-ULT"))
    recognise(netsuite, "2026-01")
    close_before(netsuite, 2026, 2)
    assert submit(netsuite, BOTH, "2026-02-01", prospective=True)["status"] == "COMPLETE"
    assert planned(netsuite) == [["100"], ["100"] * 3]
    (total,) = netsuite.rows("SELECT foreigntotal FROM transaction WHERE id = 700003")
    assert total == {"foreigntotal": "300"}
