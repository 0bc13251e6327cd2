"""What people do about exceptions, by forms alone."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from bridge.console.parts import Console
from bridge.queue.acts import Assign, Comment
from tests.adapters.store.opening import judge, opened
from tests.console.building import Browser, a_console, a_reader, browser
from tests.console.pages.exceptions.world import HTMX
from tests.ledger.building import flagged


def life(books: Store, number: int) -> tuple[str, str | None]:
    with books.reading() as view:
        case = view.cases.known(number)
        return case.state.value, case.lived.life.assignee


def test_an_act_is_done_said_and_taken_back(ana: Browser, books: Store) -> None:
    done = ana.post("/exceptions/5/assign?view=list", data={"seen": "0"})
    assert (done.status_code, done.headers["location"]) == (303, "/exceptions/5?view=list")
    assert life(books, 5) == ("OPEN", "Ana Example")
    page = ana.get("/exceptions/5?view=list")
    assert "Exception 5: you made Ana Example answer for it." in page.text
    assert "made Ana Example answer for it" not in ana.get("/exceptions/6").text
    assert 'action="/exceptions/undo?view=list"' in page.text
    undone = ana.post("/exceptions/undo?view=list", data={"number": ["5"]})
    assert undone.headers["location"] == "/exceptions/5?view=list"
    assert life(books, 5) == ("OPEN", None)
    assert "1 exception taken back." in ana.get("/exceptions/5").text


@pytest.mark.parametrize(
    ("act", "sent", "state"),
    [
        ("ask", {"of": "rule", "text": "a row for PLT"}, "WAITING"),
        ("snooze", {"until": "2026-12-24", "reason": "a pilot"}, "SNOOZED"),
        ("snooze", {"amount": "5,000.00", "currency": "USD", "reason": "small"}, "SNOOZED"),
        ("snooze", {"count": "100", "reason": "few"}, "SNOOZED"),
        ("reopen", {"reason": "again"}, "OPEN"),
    ],
)
def test_outcomes_are_forms(
    ana: Browser, books: Store, act: str, sent: dict[str, str], state: str
) -> None:
    if act == "reopen":
        ana.post("/exceptions/8/ask", data={"of": "origin", "text": "?"})
    assert ana.post(f"/exceptions/8/{act}", data=sent).status_code == 303
    assert life(books, 8)[0] == state


@pytest.mark.parametrize(
    ("act", "sent", "says"),
    [
        ("ask", {"text": " "}, "The question says nothing"),
        ("ask", {"of": "nobody", "text": "who?"}, "Whom to ask"),
        ("snooze", {"reason": "why"}, "No end is given"),
        ("snooze", {"until": "2020-01-01", "reason": "why"}, "is not after today"),
        ("snooze", {"until": "2027-01-01", "count": "3", "reason": "why"}, "Several ends"),
        ("snooze", {"until": "tomorrow", "reason": "why"}, "is no day"),
        ("snooze", {"count": "-3", "reason": "why"}, "is no count"),
        ("snooze", {"amount": "much", "currency": "USD", "reason": "why"}, "is no amount"),
        ("snooze", {"amount": "9.00", "currency": "EUR", "reason": "why"}, "It is in USD"),
        ("tag", {"add": "Not A Tag!"}, "is no tag"),
        ("comment", {"text": "a\x00b"}, "cannot be shown"),
        ("comment", {"text": "a" * 4001}, "at most 4,000 are kept"),
        ("assign", {"to": "\u200b"}, "Nobody is named"),
        ("dance", {}, "There is no such act"),
    ],
)
def test_what_cannot_be_done_is_said_and_what_was_typed_stays(
    ana: Browser, books: Store, act: str, sent: dict[str, str], says: str
) -> None:
    with books.reading() as view:
        before = view.ledger.head()
    page = ana.post(f"/exceptions/9/{act}", data=sent)
    assert page.status_code == 422
    assert says in page.text
    assert 'role="alert"' in page.text
    if sent.get("reason"):
        assert f">{sent['reason']}</textarea>" in page.text
    with books.reading() as view:
        assert view.ledger.head() == before


def test_the_second_of_two_people_is_shown_what_the_first_did(
    ana: Browser, ben: Browser, books: Store
) -> None:
    ben.post("/exceptions/10/comment", data={"text": "he is back on Monday"})
    page = ana.post("/exceptions/10/ask", data={"seen": "0", "text": "the term, please"})
    assert page.status_code == 409
    assert "Somebody acted meanwhile" in page.text
    assert "he is back on Monday" in page.text
    assert "since you looked" in page.text
    assert ">the term, please</textarea>" in page.text
    assert 'name="seen" value="1"' in page.text
    assert life(books, 10)[0] == "OPEN"


def test_what_changed_beside_the_panel_comes_with_it(ana: Browser) -> None:
    asked = {**HTMX, "HX-Target": "aside#panel"}
    done = ana.post("/exceptions/15/assign?view=list", headers=asked)
    part = ana.get(done.headers["location"], headers=asked)
    assert '<hx-partial hx-target="#row-15" hx-swap="outerMorph"><tr id="row-15"' in part.text
    assert '<hx-partial hx-target="#tabs"' in part.text
    assert "you made Ana Example answer for it" in part.text
    again = ana.get("/exceptions/15", headers=asked)
    assert "#row-15" not in again.text


def test_many_are_acted_on_at_once_and_taken_back_at_once(ana: Browser, books: Store) -> None:
    with books.transaction("triage", actor="Ben") as tx:
        tx.lives.act(12, Assign("Ana Example"))
    asked = {"act": "assign", "number": ["11", "12", "13", "x"]}
    done = ana.post("/exceptions/bulk?view=list", data=asked)
    assert done.headers["location"] == "/exceptions?view=list"
    page = ana.get("/exceptions?view=list")
    assert "2 exceptions done; 1 not: Ana Example answers for it already." in page.text
    offered = re.findall(r'name="number" value="(\d+:\d+)">', page.text)
    assert offered == ["11:1", "13:1"]
    ana.post("/exceptions/undo", data={"number": offered})
    assert [life(books, one)[1] for one in (11, 12, 13)] == [None, "Ana Example", None]


def test_all_that_match_are_meant_by_one_box(ana: Browser, books: Store) -> None:
    asked = {"act": "snooze", "all": "1", "until": "2027-01-31", "reason": "the quarter ends"}
    done = ana.post("/exceptions/bulk?currency=EUR", data=asked)
    assert done.headers["location"] == "/exceptions?currency=EUR"
    assert [life(books, one)[0] for one in (20, 40, 60)] == ["SNOOZED"] * 3
    assert life(books, 21)[0] == "OPEN"
    ana.post("/exceptions/undo", data={"number": ["20", "40", "60"]})
    nothing = ana.post("/exceptions/bulk", data={"act": "assign"})
    assert (nothing.status_code, "Nothing is chosen" in nothing.text) == (422, True)


def test_a_proposal_is_answered_by_another_person(ana: Browser, ben: Browser, books: Store) -> None:
    ben.post("/exceptions/30/decision/rejected", data={"reason": "a duplicate of 801"})
    assert life(books, 30)[0] == "WAITING"
    page = ben.get("/exceptions/30")
    assert "An approver confirms or declines it." in page.text
    assert ben.post("/exceptions/30/decision/confirm", data={"reason": "ok"}).status_code == 403
    mine = ana.post("/exceptions/31/decision/rejected", data={"reason": "a trial"})
    assert mine.status_code == 303
    assert "It is your own" in ana.get("/exceptions/31").text
    own = ana.post("/exceptions/31/decision/confirm", data={"reason": "ok"})
    assert (own.status_code, "nobody confirms what is his own" in own.text) == (422, True)
    assert ana.post("/exceptions/30/decision/confirm", data={"reason": "seen"}).status_code == 303
    assert "confirmed by Ana Example" in ana.get("/exceptions/30").text
    assert ana.post("/exceptions/30/decision/revoke", data={"reason": "no"}).status_code == 303
    assert ana.post("/exceptions/31/decision/decline", data={"reason": "no"}).status_code == 303
    assert life(books, 31)[0] == "OPEN"


@pytest.mark.parametrize("seen", ["\u00b2", "9" * 5_000])
def test_a_count_that_is_none_is_no_defect(ana: Browser, seen: str) -> None:
    refused = ana.post("/exceptions/3/comment", data={"text": " ", "seen": seen})
    assert refused.status_code == 422


@pytest.mark.parametrize("path", ["/rules/copies", "/rules/drafts", "/settings/users"])
def test_a_number_that_no_store_holds_is_refused(ana: Browser, path: str) -> None:
    assert ana.get(f"{path}/9999999999999999999").status_code == 422


def test_what_was_read_from_records_that_are_not_kept_is_read_again_first(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path / 'bridge.sqlite'}") as found, a_console(found) as built:
        judge(found, flagged())
        visitor = browser(replace(built, guest=a_reader()))
        refused = visitor.post("/exceptions/1/decision/rejected", data={"reason": "no"})
    assert refused.status_code == 422
    assert 'href="/exceptions/1">"Try again in the next pass" on the page' in unescape(refused.text)


def test_what_was_done_since_is_not_taken_back_or_revoked_unseen(ana: Browser) -> None:
    ana.post("/exceptions/7/assign", data={"to": "Ben", "seen": "0"})
    offered = re.search(r'name="number" value="(7:1)"', ana.get("/exceptions/7").text)
    assert offered is not None
    ana.post("/exceptions/7/tag", data={"add": "pilot", "seen": "1"})
    ana.post("/exceptions/undo", data={"number": offered[1]})
    assert "somebody acted since" in ana.get("/exceptions").text
    ana.post("/exceptions/7/decision/rejected", data={"reason": "a trial"})
    stale = ana.post("/exceptions/7/decision/decline", data={"reason": "no", "seen": "2"})
    assert "Somebody acted since" in stale.text


def test_nothing_is_proposed_about_what_somebody_acted_on_meanwhile(
    ana: Browser, books: Store
) -> None:
    with books.transaction("triage", actor="Ben") as tx:
        acts = tx.lives.act(40, Comment("he is back on Monday")).acts
    typed = {"reason": "a trial", "seen": str(acts - 1)}
    told = ana.post("/exceptions/40/decision/rejected", data=typed)
    assert (told.status_code, "Somebody acted since" in told.text) == (409, True)
    assert life(books, 40) == ("OPEN", None)


def test_few_wait_for_netsuite_and_the_others_are_told_to_come_again(
    ana: Browser, desk: Console
) -> None:
    sent = {"record": "salesOrder:1", "reason": "made by hand"}
    with desk.asking.take(), desk.asking.take():
        told = ana.post("/exceptions/41/decision/outside", data=sent)
        assert (told.status_code, "others asked for the same" in told.text) == (503, True)
        assert ana.get("/exceptions/41").status_code == 200
        assert ana.get("/reports/close?ask=netsuite").status_code == 503
    with desk.proving.take():
        assert ana.get("/ledger/proof").status_code == 503
    assert ana.get("/ledger/proof").status_code == 200


def test_a_comment_is_shown_as_text(ana: Browser, books: Store) -> None:
    with books.transaction("triage", actor="<i>Eve</i>") as tx:
        tx.lives.act(50, Comment("<script>alert(1)</script> {{ 7*7 }}"))
    page = ana.get("/exceptions/50").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in page
    assert "<i>Eve" not in page


def test_a_body_without_end_is_not_read(ana: Browser) -> None:
    page = ana.post("/exceptions/1/comment", data={"text": "a" * 5_000_000})
    assert page.status_code == 413
    files = ana.post("/exceptions/1/comment", files={"text": ("a.txt", b"a")})
    assert files.status_code in {400, 422}


def test_the_ledger_is_whole_after_all_this(books: Store) -> None:
    assert books.verify() == ()
