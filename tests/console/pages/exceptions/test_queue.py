"""The exceptions page as a browser without JavaScript meets it, and what htmx asks for."""

import re
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from bridge.console.pages.exceptions.rows import RESOLVED_BY_WORDS, WAITS_FOR_WORDS
from bridge.console.parts import Console
from bridge.people.roles import Role
from bridge.queue.life import ResolvedBy, WaitsFor
from tests.console.building import Browser, a_reader, browser
from tests.console.pages.exceptions.world import HTMX


def chosen(page: httpx.Response) -> list[int]:
    """Return the numbers of the rows of a page."""
    return [int(one) for one in re.findall(r'id="row-(\d+)"', page.text)]


def test_the_page_opens_with_the_causes_their_counts_and_amounts(ana: Browser) -> None:
    page = ana.get("/exceptions")
    assert page.status_code == 200
    assert "3 causes, 60 exceptions" in page.text
    assert "5,700.00 USD" in page.text
    assert "210.00 EUR" in page.text
    link = re.search(r'href="(/exceptions\?cause=[0-9a-f]{64})" data-row>Item unmapped', page.text)
    assert link is not None
    assert len(chosen(ana.get(link[1]))) == 50


def test_whatever_an_exception_waits_for_or_was_resolved_by_has_words() -> None:
    assert [*WAITS_FOR_WORDS] == [*WaitsFor]
    assert [*RESOLVED_BY_WORDS] == [*ResolvedBy]


def test_a_list_is_leafed_through_to_its_end_by_links_alone(ana: Browser) -> None:
    found: list[int] = []
    path: str | None = "/exceptions?view=list"
    while path:
        page = ana.get(path)
        found += chosen(page)
        more = re.search(r'<td colspan="\d"><a href="([^"]+)">More', page.text)
        path = more[1].replace("&amp;", "&") if more else None
    assert found == list(range(1, 61))


def test_htmx_gets_rows_alone_at_the_end_of_the_list(ana: Browser) -> None:
    first = ana.get("/exceptions?view=list")
    more = re.search(r'hx-get="([^"]+after=[^"]+)"', first.text)
    assert more is not None
    rows = ana.get(more[1].replace("&amp;", "&"), headers={**HTMX, "HX-Target": "tr#more"})
    assert rows.text.lstrip().startswith("<tr id=")
    assert "hx-partial" not in rows.text
    assert chosen(rows) == list(range(51, 61))


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("q=globex", [20, 40, 60]),
        ("q=globex&code=&currency=&least=&owner=*&flag=&waits=&cause=&view=&sort=", [20, 40, 60]),
        ("currency=EUR&view=list", [20, 40, 60]),
        ("code=TERM_MISSING&sort=newest", [60, 40, 20]),
        ("least=100.01&view=list", []),
        ("q=%237", [7]),
        ("owner=&currency=EUR", [20, 40, 60]),
        ("owner=Nobody+of+that+name", []),
        ("state=RESOLVED&view=list", []),
    ],
)
def test_filters_stand_in_the_url(ana: Browser, query: str, numbers: list[int]) -> None:
    page = ana.get(f"/exceptions?{query}")
    assert page.status_code == 200
    assert chosen(page) == numbers
    if not numbers:
        assert "No exception is like that" in page.text or "All clear" in page.text


def test_links_of_the_list_keep_its_filter(ana: Browser) -> None:
    page = ana.get("/exceptions?currency=EUR&sort=newest")
    assert 'href="/exceptions/60?currency=EUR&amp;sort=newest"' in page.text
    assert 'href="/exceptions?state=WAITING&amp;currency=EUR&amp;sort=newest"' in page.text


@pytest.mark.parametrize(
    "query",
    [
        "state=GONE",
        "least=-1",
        "least=1e9",
        "currency=dollars",
        "cause=../../x",
        "sort=random",
        "after=nonsense&view=list",
        "q=%00",
        "q=" + "a" * 300,
    ],
)
def test_what_cannot_be_asked_for_is_told_without_a_trace(ana: Browser, query: str) -> None:
    page = ana.get(f"/exceptions?{query}")
    assert page.status_code == 422
    assert "This cannot be done" in page.text
    assert "Traceback" not in page.text


def test_an_exception_says_why_how_much_and_what_would_clear_it(ana: Browser) -> None:
    page = ana.get("/exceptions/20")
    for told in (
        "line 1 has no end",
        "give it one",
        "OrderItem 802 EndDate",
        "70.00 EUR",
        "&lt;b&gt;Globex&lt;/b&gt; &amp; Sons",
        "Give the line its first and its last day.",
    ):
        assert told in page.text
    assert "<b>Globex" not in page.text
    assert ana.get("/exceptions/9999").status_code == 404
    assert ana.get("/exceptions/0").status_code == 422


def test_the_panel_alone_is_sent_where_htmx_asks_for_it(ana: Browser) -> None:
    part = ana.get("/exceptions/3", headers={**HTMX, "HX-Target": "aside#panel"})
    assert part.text.lstrip().startswith("<article")
    assert "<!doctype" not in part.text


READS: tuple[Callable[[Browser], httpx.Response], ...] = (
    lambda reader: reader.get("/exceptions"),
    lambda reader: reader.get("/exceptions/1"),
)
WRITES: tuple[Callable[[Browser], httpx.Response], ...] = (
    lambda reader: reader.post("/exceptions/1/assign"),
    lambda reader: reader.post("/exceptions/1/undo"),
    lambda reader: reader.post("/exceptions/1/retry"),
    lambda reader: reader.post("/exceptions/bulk"),
    lambda reader: reader.post("/exceptions/undo"),
    lambda reader: reader.post("/exceptions/1/decision/outside"),
    lambda reader: reader.post("/exceptions/1/decision/rejected"),
    lambda reader: reader.post("/exceptions/1/decision/confirm"),
)


def test_a_viewer_sees_everything_and_does_nothing(desk: Console) -> None:
    viewer = browser(replace(desk, guest=a_reader(Role.VIEWER, name="Vera")))
    assert [read(viewer).status_code for read in READS] == [200] * len(READS)
    assert [write(viewer).status_code for write in WRITES] == [403] * len(WRITES)
    page = viewer.get("/exceptions/1").text
    assert "A finance reviewer or an approver decides" in page
    assert "Assign to me" not in page
    refused = viewer.post("/exceptions/1/assign").text
    assert "Ask somebody who is finance reviewer or approver" in refused


def test_an_alert_of_htmx_leaves_the_form_alone(desk: Console) -> None:
    viewer = browser(replace(desk, guest=a_reader(Role.VIEWER, name="Vera")))
    refused = viewer.post("/exceptions/1/assign", headers={**HTMX, "HX-Target": "aside#panel"})
    assert refused.headers["hx-retarget"] == "#problem"
    assert refused.text.startswith('<div class="problem">')


def test_what_came_since_the_list_was_made_is_counted_by_its_filter(ana: Browser) -> None:
    page = ana.get("/exceptions?view=list&currency=EUR").text
    asks = re.search(r'hx-get="(/exceptions/fresh\?[^"]+)" hx-trigger="live:exceptions', page)
    assert asks is not None
    assert asks[1].replace("&amp;", "&") == "/exceptions/fresh?since=60&currency=EUR&view=list"
    assert "new, show" not in ana.get("/exceptions/fresh?since=60&view=list").text
    told = ana.get("/exceptions/fresh?since=40&currency=EUR&view=list").text
    link = '<a class="button" href="/exceptions?currency=EUR&amp;view=list&amp;sort=newest"'
    assert link in told
    assert "1 new, show" in told
    assert '<hx-partial hx-target="#tabs"' in told


def test_a_list_that_was_made_anew_counts_from_then_on(ana: Browser) -> None:
    headers = {**HTMX, "HX-Target": "section#list"}
    part = ana.get("/exceptions?view=list&q=acme", headers=headers).text
    assert '<hx-partial hx-target="#fresh" hx-swap="outerHTML"><div id="fresh"' in part
    assert "since=60&amp;q=acme" in part
    panel = ana.get("/exceptions/3", headers={**HTMX, "HX-Target": "aside#panel"}).text
    assert 'id="fresh"' not in panel
