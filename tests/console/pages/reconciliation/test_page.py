"""The page Reconciliation: the same figures in the chart, the grid and the file."""

import csv
import io
import re
from dataclasses import replace

import pytest

from bridge.adapters.store.database import Store
from bridge.console.parts import Console
from bridge.people.roles import Role
from tests.console.building import Browser, a_reader, browser
from tests.console.pages.reconciliation.stated import a_form, keep
from tests.console.pages.test_books import text


def test_the_last_statement_is_shown_with_what_nobody_can_explain_first(anybody: Browser) -> None:
    page = text(anybody.get("/reconciliation").text)
    assert "unexplained 3.00" in page
    assert "From Salesforce to NetSuite, 2026-06, USD" in page
    assert "Adds up yes, in every period" in page
    # It is of the whole statement, with the signs of lines and periods not netted.
    assert "unexplained 3.00" in text(anybody.get("/reconciliation?period=2026-05").text)


def test_the_grid_has_a_line_for_each_class_and_sums_of_the_year(anybody: Browser) -> None:
    html = anybody.get("/reconciliation").text
    grid = html.partition('class="grid statement"')[2]
    rows = [text(one) for one in re.findall(r"<tr.*?</tr>", grid, re.DOTALL)]
    # Of a class each period and the year so far: -1,100.00 and 150.00 are -950.00.
    assert any(re.search(r"PER-1 .*\(1,100\.00\).*150\.00.*\(950\.00\)", one) for one in rows)
    assert any(re.search(r"NetSuite: planned .*100\.00.*97\.00.*197\.00", one) for one in rows)


def test_the_file_says_the_same_as_the_page(anybody: Browser) -> None:
    told = anybody.get("/reconciliation/export.csv").content.decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(told)) if row["period"] == "2026-06"]
    assert [row["code"] for row in rows[:5]] == ["start", "PER-1", "SUS-1", "UNX-1", "end"]


def test_a_class_is_looked_into_only_where_netsuite_was_read(anybody: Browser) -> None:
    answer = anybody.get("/reconciliation?class=SUS-1")
    assert answer.status_code == 422
    assert "NetSuite's revenue was never read" in text(answer.text).replace("&#39;", "'")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("measure=profit", "There is no measure 'profit'"),
        ("currency=GBP", "The statement has no books in 'GBP'"),
        ("period=2031-01", "The statement has no period '2031-01'"),
        ("class=UNX-9", "There is no class 'UNX-9'"),
        ("class=%3Cscript%3E", "There is no class"),
    ],
)
def test_what_there_is_not_is_said_with_what_there_is(
    anybody: Browser, asked: str, says: str
) -> None:
    answer = anybody.get(f"/reconciliation?{asked}")
    assert answer.status_code == 422
    assert says in text(answer.text).replace("&#39;", "'")
    assert "<script>" not in answer.text.partition("<main")[2]


def test_a_measure_without_a_statement_says_how_one_is_made(anybody: Browser) -> None:
    assert "No statement was made yet" in text(anybody.get("/reconciliation?measure=arr").text)


def test_the_definition_of_recurring_revenue_is_chosen_on_the_page(
    anybody: Browser, store: Store
) -> None:
    keep(store, a_form(), measure="arr", definition="before_the_merger")
    offered = r'<option value="(\w+)"( selected)?>([^<]+)</option>'
    usual = anybody.get("/reconciliation?measure=arr").text
    titles = ["Average", "Committed", "Current", "Entry", "Exit", "Before the merger"]
    chosen = [(title, bool(is_here)) for _, is_here, title in re.findall(offered, usual)]
    assert chosen == [(title, title == "Current") for title in titles]
    assert "bridge reconcile --measure arr --definition current" in usual
    other = anybody.get("/reconciliation?measure=arr&definition=before_the_merger&period=").text
    assert ("before_the_merger", " selected", "Before the merger") in re.findall(offered, other)
    assert "What counts as recurring revenue by “Before the merger” counted booked" in text(other)
    assert 'name="definition"' not in anybody.get("/reconciliation").text


def test_whoever_triages_may_want_a_new_statement_and_the_daemon_finds_it_due(
    console: Console, anybody: Browser, store: Store
) -> None:
    with store.transaction("tick") as tx:
        tx.turns.take_tick("reconcile", console.clock())
    viewer = browser(replace(console, guest=a_reader(Role.VIEWER)))
    assert viewer.post("/reconciliation").status_code == 403
    assert anybody.post("/reconciliation").status_code == 303
    with store.reading() as view:
        assert view.turns.last_tick("reconcile") is None
