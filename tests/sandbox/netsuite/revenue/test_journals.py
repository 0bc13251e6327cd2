"""Planned revenue becomes journals, period by period."""

from __future__ import annotations

import pytest
import requests

from tests.sandbox.netsuite.client import NetSuite, detail, opened
from tests.sandbox.netsuite.lifecycle.orders import account
from tests.sandbox.netsuite.revenue.orders import arranged, job, planned, ramp, service, update

DONE = (
    "SELECT BUILTIN.DF(r.plannedperiod) AS planned, BUILTIN.DF(r.postingperiod) AS posted, "
    "r.amount, r.journal, r.totalrecognized FROM revenueplanplannedrevenue r "
    "WHERE r.isrecognized = 'T' ORDER BY r.id"
)


def recognise(netsuite: NetSuite, period: str, **rest: object) -> dict[str, int]:
    answer = job(netsuite, "create-revenue-journals", period=period, **rest)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def period(netsuite: NetSuite, code: str, **flags: bool) -> None:
    netsuite.change({"type": "accountingPeriod", "externalId": code, **flags})


def change_amount(netsuite: NetSuite, external_id: str, amount: int) -> None:
    body = {"item": {"items": [{"line": 1, "amount": amount}]}}
    path = f"/salesOrder/eid:{external_id}"
    assert netsuite.call("PATCH", path, json=body).status_code == 204
    update(netsuite)


def test_a_month_of_a_ramp_is_posted_once(netsuite: NetSuite) -> None:
    lines = ramp()["item"]
    assert isinstance(lines, dict)
    arranged(netsuite, *lines["items"])
    assert recognise(netsuite, "2026-01") == {"journals": 1, "rows": 1}
    assert recognise(netsuite, "2026-01") == {"journals": 0, "rows": 0}
    (row,) = netsuite.rows(DONE)
    assert (row["planned"], row["posted"], row["amount"]) == ("Jan 2026", "Jan 2026", "9000")
    (journal,) = netsuite.rows(
        "SELECT id, tranid, posting, foreigntotal, BUILTIN.DF(postingperiod) AS period, "
        "TO_CHAR(trandate, 'YYYY-MM-DD') AS day FROM transaction WHERE type = 'Journal'"
    )
    assert journal == {
        "id": row["journal"],
        "tranid": "JE800001",
        "posting": "T",
        "foreigntotal": "9000",
        "period": "Jan 2026",
        "day": "2026-01-31",
    }
    sides = netsuite.rows(
        "SELECT BUILTIN.DF(account) AS account, debit, credit, amount "
        "FROM transactionaccountingline ORDER BY transactionline"
    )
    assert sides == [
        {"account": "2500 Deferred Revenue", "debit": "9000", "amount": "9000"},
        {"account": "4000 Revenue", "credit": "9000", "amount": "-9000"},
    ]
    lines = netsuite.rows(
        "SELECT l.id, l.mainline, BUILTIN.DF(l.subsidiary) AS books, "
        "BUILTIN.DF(a.account) AS account "
        "FROM transactionline l JOIN transactionaccountingline a "
        "ON a.transaction = l.transaction AND a.transactionline = l.id ORDER BY l.id"
    )
    assert lines == [
        {"id": "0", "mainline": "T", "books": "Example Inc.", "account": "2500 Deferred Revenue"},
        {"id": "1", "mainline": "F", "books": "Example Inc.", "account": "4000 Revenue"},
    ]


def test_plan_and_element_tell_how_far_they_are(netsuite: NetSuite) -> None:
    arranged(netsuite, service(300, "2026-01-01", "2026-02-28"))
    state = (
        "SELECT p.totalrecognized, p.remainingdeferredbalance, p.statusfordisplay, "
        "e.revenueplanstatus FROM revenueplan p JOIN revenueelement e ON e.id = p.createdfrom "
        "WHERE p.revenueplantype = 'ACTUAL'"
    )
    recognise(netsuite, "2026-01")
    assert list(netsuite.rows(state)[0].values()) == ["150", "150", "In Progress", "In Progress"]
    recognise(netsuite, "2026-02")
    assert list(netsuite.rows(state)[0].values()) == ["300", "0", "Complete", "Complete"]
    percent = "SELECT percenttotalrecognized AS p FROM revenueplanplannedrevenue ORDER BY id"
    assert [row.get("p") for row in netsuite.rows(percent)] == [None, None, "50", "100"]


@pytest.mark.parametrize("flag", ["closed", "allLocked"])
def test_what_a_shut_period_holds_is_posted_in_the_next_run(netsuite: NetSuite, flag: str) -> None:
    arranged(netsuite, service(300, "2026-01-01", "2026-03-31"))
    period(netsuite, "2026-01", **{flag: True})
    refused = job(netsuite, "create-revenue-journals", period="2026-01")
    assert refused.status_code == 400
    assert "The accounting period Jan 2026 is" in refused.json()["error"]
    assert recognise(netsuite, "2026-02") == {"journals": 1, "rows": 2}
    shown = [(row["planned"], row["posted"]) for row in netsuite.rows(DONE)]
    assert shown == [("Jan 2026", "Feb 2026"), ("Feb 2026", "Feb 2026")]


def test_an_earlier_period_that_is_open_waits_for_its_own_run(netsuite: NetSuite) -> None:
    arranged(netsuite, service(300, "2026-01-01", "2026-03-31"))
    assert recognise(netsuite, "2026-02")["rows"] == 1
    assert recognise(netsuite, "2026-01")["rows"] == 1


def test_locked_receivables_can_be_overridden(netsuite: NetSuite) -> None:
    arranged(netsuite, service(300, "2026-01-01", "2026-03-31"))
    period(netsuite, "2026-01", arLocked=True)
    assert job(netsuite, "create-revenue-journals", period="2026-01").status_code == 400
    assert recognise(netsuite, "2026-01", override=True)["rows"] == 1


def test_a_change_after_the_first_journal_is_borne_by_the_remaining_periods(
    netsuite: NetSuite,
) -> None:
    external_id = arranged(netsuite, service(300, "2026-01-01", "2026-03-31"))
    recognise(netsuite, "2026-01")
    change_amount(netsuite, external_id, 500)
    assert planned(netsuite) == [["100", "200", "200"]]
    assert planned(netsuite, "FORECAST") == [["166.67", "166.67", "166.66"]]


def without_its_first_line(netsuite: NetSuite) -> requests.Response:
    """Recognise January of two lines, and take the first of them away."""
    first, second = (service(n, "2026-01-01", "2026-02-28") for n in (200, 400))
    external_id = arranged(netsuite, first, second)
    recognise(netsuite, "2026-01")
    only = {"item": {"items": [{**second, "line": 2}]}}
    path = f"/salesOrder/eid:{external_id}?replace=item"
    return netsuite.call("PATCH", path, json=only)


def test_a_line_whose_revenue_is_recognised_is_not_removed(netsuite: NetSuite) -> None:
    refused = detail(without_its_first_line(netsuite))
    assert refused["detail"] == (
        "Error while accessing a resource. Modification of revenue recognition related "
        "information on this item is not allowed because revenue has been recognized for this or "
        "related lines."
    )
    assert refused["o:errorPath"] == "item"


def test_a_line_that_is_removed_after_its_first_journal_keeps_its_element() -> None:
    with opened(account(recognised_line_removal="element_stays")) as netsuite:
        assert without_its_first_line(netsuite).status_code == 204
        update(netsuite)
        assert planned(netsuite) == [["100", "100"], ["200", "200"]]


def test_journals_are_in_the_currency_of_the_books_at_the_rate_of_the_plan(
    netsuite: NetSuite,
) -> None:
    euro = {"currency": {"externalId": "EUR"}, "exchangeRate": 1.1}
    arranged(netsuite, service(100, "2026-01-01", "2026-03-31"), **euro)
    arranged(netsuite, service(-30, "2026-01-01", "2026-03-31"))
    assert recognise(netsuite, "2026-01") == {"journals": 1, "rows": 2}
    sides = "SELECT debit, credit FROM transactionaccountingline ORDER BY transactionline"
    expected = [{"debit": "36.66"}, {"credit": "36.66"}, {"debit": "10"}, {"credit": "10"}]
    assert netsuite.rows(sides) == expected
    (journal,) = netsuite.rows(
        "SELECT BUILTIN.DF(currency) AS shown FROM transaction WHERE type = 'Journal'"
    )
    assert journal == {"shown": "US Dollar"}


@pytest.mark.parametrize("code", ["2035-01", "FY-2026", "Q1-2026", 7])
def test_revenue_is_posted_in_months_that_are_there(netsuite: NetSuite, code: object) -> None:
    refused = job(netsuite, "create-revenue-journals", period=code)
    assert refused.json()["error"] == f"there is no period {code!r}"
