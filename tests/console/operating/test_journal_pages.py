"""Proposed journals in the console and its API: found, shown, and told to be posted."""

import csv
import re
from dataclasses import replace
from decimal import Decimal
from io import StringIO

from bridge.console.parts import Console
from bridge.people.roles import Role
from tests.console.api.asking import Program, problem, told
from tests.console.building import Browser, a_reader, browser
from tests.stories.credits.test_proposed_journals import journals, post_by_hand
from tests.stories.stand import Stand


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_journals_are_found_by_month_and_come_as_a_file_with_their_lines(
    anybody: Browser, stand: Stand
) -> None:
    names = [one.document.external_id for one in journals(stand)]
    page = anybody.get("/journals?period=2026-06")
    assert f'href="/journals/{names[1]}"' in page.text
    assert f'href="/journals/{names[0]}"' not in page.text
    file = anybody.get("/journals/export.csv?period=2026-06")
    first, second = list(csv.DictReader(StringIO(file.content.decode("utf-8-sig"))))
    assert (first["account"], first["debit"], first["credit"]) == (
        "DEFERRED-CREDITS",
        "2400.00",
        "",
    )
    assert (second["account"], second["credit"], second["journal"]) == (
        "USAGE-REVENUE",
        "2400.00",
        names[1],
    )
    about = anybody.get("/journals/export.about.csv?period=2026-06").text
    assert "4 journals" in about
    assert "period is '2026-06'" in about
    assert "No journals match" in anybody.get("/journals?q=%25").text
    assert anybody.get("/journals?period=2026-13").status_code == 422
    assert anybody.get("/journals?state=lost").status_code == 422
    assert anybody.get("/journals/none").status_code == 404


def test_a_journal_shows_why_it_is_and_is_posted_once_it_ties(
    anybody: Browser, stand: Stand
) -> None:
    one = journals(stand)[2]
    path = f"/journals/{one.document.external_id}"
    shown = text(anybody.get(path).text)
    assert "DEFERRED-CREDITS" in shown
    assert one.document.lines[0]["rule"] in shown
    assert one.deal.name in shown
    number = post_by_hand(stand, "3200.00", dated="2026-09-30")
    for typed, says in (
        ("<b>7</b>", "is no internal id"),
        ("٣", "is no internal id"),
        ("9" * 40, "is no internal id"),
        ("4711", "NetSuite has no journal 4711"),
        (post_by_hand(stand, "3199.99", dated="2026-09-30"), "proposed are 3,200.00 USD"),
    ):
        refused = anybody.post(f"{path}/posted", data={"netsuite_id": typed})
        assert (refused.status_code, says in text(refused.text)) == (422, True)
        assert "<b>7</b>" not in refused.text
    done = anybody.post(f"{path}/posted", data={"netsuite_id": f" {number} "})
    assert (done.status_code, done.headers["location"]) == (303, path)
    after = anybody.get(path).text
    assert f"journal <code>{number}</code>" in after
    assert f'action="{path}/posted"' not in after
    assert number in anybody.get("/journals?state=posted").text
    assert number not in anybody.get("/journals?state=due").text
    entry = stand.deal("O-F").entries[-1]
    assert (entry.actor, entry.payload["internal_id"]) == ("Ana Example", number)


def test_programs_leaf_through_journals_and_say_that_one_is_posted(
    console: Console, stand: Stand
) -> None:
    program = Program(browser(console))
    page = program.read("/journals?limit=3")
    amounts = [one["amount"]["minor"] for one in page["data"]]
    assert amounts == [160_000, 240_000, 320_000]
    (last,) = program.read(f"/journals?limit=3&after={page['next']}")["data"]
    assert (last["dated"], last["lines"][0]["debit"]["minor"]) == ("2026-12-31", 80_000)
    path = f"/journals/{last['journal']}"
    assert program.read(path) == last
    assert problem(program.post(f"{path}/posted", {"netsuite_id": "x"})) == (422, "unreadable")
    assert problem(program.get("/journals/none")) == (404, "missing")
    assert problem(program.get("/journals?after=WzFd")) == (422, "misconfigured")
    viewer = Program(browser(replace(console, guest=a_reader(Role.VIEWER))))
    assert problem(viewer.post(f"{path}/posted", {"netsuite_id": "1"}))[0] == 403
    number = post_by_hand(stand, str(Decimal(800)), dated="2026-12-31")
    done = told(program.post(f"{path}/posted", {"netsuite_id": number}))
    assert (done["state"], done["netsuite_id"]) == ("posted", number)
