"""Filters of the queue that people keep under a name."""

from dataclasses import replace

import pytest

from bridge.console.parts import Console
from bridge.people.tokens import SCOPES, Scope
from tests.console.api.asking import Program, problem, told
from tests.console.building import Browser, a_reader, browser

KEPT = "/exceptions/views?currency=EUR&sort=largest"


def test_a_filter_is_kept_under_a_name_and_leads_back(ana: Browser) -> None:
    assert (
        '<form class="card fields narrow" method="post" action="/exceptions/views?currency=EUR'
        in (ana.get(KEPT).text)
    )
    kept = ana.post(KEPT, data={"name": "  Large   euros "})
    assert kept.headers["location"] == "/exceptions?currency=EUR&sort=largest"
    page = ana.get(kept.headers["location"]).text
    link = '<a href="/exceptions?currency=EUR&amp;sort=largest" aria-current="true">Large euros</a>'
    assert link in page
    ana.post("/exceptions/views?currency=USD", data={"name": "Large euros"})
    assert ana.get("/exceptions").text.count("Large euros</a>") == 1
    ana.post("/exceptions/views/forget", data={"name": "Large euros"})
    assert "Large euros</a>" not in ana.get("/exceptions").text


def test_a_view_is_its_owners_unless_it_is_shared(ana: Browser, ben: Browser) -> None:
    ana.post(KEPT, data={"name": "mine <b>alone"})
    ana.post(KEPT, data={"name": "for all", "shared": "true"})
    page = ben.get("/exceptions").text
    assert "mine" not in page
    assert 'title="kept by Ana Example">for all</a>' in page
    ben.post("/exceptions/views/forget", data={"name": "for all"})
    assert "for all</a>" in ben.get("/exceptions").text
    assert "mine &lt;b&gt;alone</a>" in ana.get("/exceptions/views").text


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "a\x00b"])
def test_a_name_that_is_none_keeps_nothing(ben: Browser, name: str) -> None:
    answer = ben.post(KEPT, data={"name": name})
    assert answer.status_code == 422
    assert "A view needs a name of at most 40 characters" in answer.text


def test_nobody_keeps_more_views_than_can_be_told_apart(ben: Browser) -> None:
    answers = [ben.post(KEPT, data={"name": f"view {one}"}).status_code for one in range(31)]
    assert answers == [303] * 30 + [422]


def test_programs_keep_views_that_their_people_find_on_the_page(ana: Browser, ben: Browser) -> None:
    program = Program(ana)
    sent = {"name": " Euros of  globex", "filter": "sort=largest&currency=EUR&q=globex&state="}
    assert problem(program.post("/views", sent)) == (422, "unreadable")
    kept = program.post("/views", {**sent, "filter": "sort=largest&currency=EUR&q=globex"})
    one = told(kept)
    assert one == {
        "name": "Euros of globex",
        "owner": "Ana Example",
        "shared": False,
        "filter": "q=globex&currency=EUR&sort=largest",
    }
    assert one in program.read("/views")["views"]
    assert one not in Program(ben).read("/views")["views"]
    found = program.read(f"/exceptions?{one['filter']}")["data"]
    assert {row["customer"] for row in found} == {"<b>Globex</b> & Sons"}
    assert 'currency=EUR&amp;sort=largest">Euros of globex</a>' in ana.get("/exceptions").text
    left = told(program.post("/views/forget", {"name": "Euros of globex"}))
    assert one not in left["views"]


@pytest.mark.parametrize(
    "filter_",
    ["colour=red", "currency=euro", "q=%00", "sort=random", "&".join(["q=x"] * 30)],
)
def test_a_filter_that_the_queue_cannot_read_is_not_kept(ana: Browser, filter_: str) -> None:
    answer = Program(ana).post("/views", {"name": "odd", "filter": filter_})
    assert problem(answer) == (422, "unreadable")
    assert told(answer)["errors"][0]["pointer"] == "/filter"


def test_a_token_for_reading_lists_views_and_changes_none(desk: Console) -> None:
    reading = replace(a_reader(), scope=SCOPES[Scope.READ])
    program = Program(browser(replace(desk, guest=reading)))
    before = program.read("/views")
    for path in ("/views", "/views/forget"):
        assert problem(program.post(path, {"name": "odd"})) == (403, "not-permitted")
    assert program.read("/views") == before
