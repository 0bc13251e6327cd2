"""The page Reconciliation while both systems are read: rows and pages, kind by kind."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from bridge.adapters.store.reconciling.runs import Part
from bridge.console.pages.reconciliation.reading import SILENT
from bridge.console.parts import Console
from tests.adapters.store.opening import opened
from tests.console.building import Browser, a_console, a_reader, browser
from tests.console.pages.test_books import text

ROWS = Part(system="netsuite", kind="planned_row", page_rows=1000)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(f"sqlite:///{tmp_path / 'bridge.sqlite'}") as found:
        yield found


@pytest.fixture
def console(store: Store) -> Iterator[Console]:
    with a_console(store, a_reader()) as built:
        yield built


@pytest.fixture
def anybody(console: Console) -> Browser:
    return browser(console)


def begin(store: Store, console: Console, *parts: Part) -> int:
    """A reading, as the daemon of another process tells of it."""
    with store.transaction("reading_run") as tx:
        number = tx.reconciling.runs.begin(console.clock())
        tx.reconciling.runs.tell(number, console.clock(), parts)
    return number


def test_what_the_daemon_begins_is_told_until_it_is_done(
    console: Console, anybody: Browser, store: Store
) -> None:
    says = "Both systems are being read since"
    assert says not in anybody.get("/reconciliation").text
    with store.transaction("tick") as tx:
        tx.turns.take_tick("reconcile", console.clock())
    for path in ("/reconciliation", "/reconciliation?measure=arr", "/reconciliation/reading"):
        html = anybody.get(path).text
        assert says in html
        assert 'hx-trigger="every 2s"' in html, "it asks again by itself"
    with store.transaction("tick") as tx:
        tx.turns.finish_tick("reconcile", console.clock())
    assert says not in anybody.get("/reconciliation").text


def test_rows_and_pages_are_told_kind_by_kind_while_they_are_read(
    console: Console, anybody: Browser, store: Store
) -> None:
    plans = replace(ROWS, kind="plan", since=date(2026, 6, 28), rows=7, pages=1, ended=True)
    number = begin(store, console, plans, replace(ROWS, rows=12000, pages=12, known=3100001))
    html = anybody.get("/reconciliation/reading?measure=arr").text
    assert "NetSuite plans saved since 2026-06-28 7 1 read" in text(html)
    assert "planned rows all 12,000 of 3,100,001 12 of 3,101 being read" in text(html)
    assert 'hx-get="/reconciliation/reading?measure=arr"' in html
    with store.transaction("reading_run") as tx:
        tx.reconciling.runs.end(number, console.clock(), None)
    html = anybody.get("/reconciliation/reading?measure=arr").text
    assert "hx-trigger" not in html
    assert 'It is over. <a href="/reconciliation?measure=arr">' in html
    page = text(anybody.get("/reconciliation").text)
    assert "12,007 rows in 13 pages, of some kinds only what changed" in page
    assert "It is over" not in page


def test_a_reading_that_failed_or_fell_silent_is_told_as_such_and_not_as_going_on(
    console: Console, anybody: Browser, store: Store
) -> None:
    with store.transaction("tick") as tx:
        tx.turns.take_tick("reconcile", console.clock())
    parts = [replace(ROWS, rows=1000, pages=1)]
    number = begin(store, console, *parts)
    with store.transaction("reading_run") as tx:
        tx.reconciling.runs.tell(number, console.clock() - SILENT, parts)
    html = anybody.get("/reconciliation").text
    assert "nothing was heard of it since" in html
    assert "every 2s" not in html
    with store.transaction("reading_run") as tx:
        tx.reconciling.runs.end(number, console.clock(), "NetSuite refused the query")
    html = anybody.get("/reconciliation").text
    assert "NetSuite refused the query" in html
    assert "not read to its end" in html
    assert "every 2s" not in html


def test_while_statements_are_made_of_what_was_read_the_page_says_so(
    console: Console, anybody: Browser, store: Store
) -> None:
    with store.transaction("tick") as tx:
        tx.turns.take_tick("reconcile", console.clock())
    number = begin(store, console, replace(ROWS, rows=1, pages=1, known=1, ended=True))
    with store.transaction("reading_run") as tx:
        tx.reconciling.runs.end(number, console.clock(), None)
    html = anybody.get("/reconciliation").text
    assert "the statements of it are being made" in text(html)
    assert "every 2s" in html
