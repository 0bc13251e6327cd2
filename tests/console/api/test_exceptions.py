"""Exceptions over the API: lists, conflicts of two people, and decisions."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bridge.adapters.store.database import Store
from bridge.console.parts import Console
from bridge.people.roles import Role
from bridge.queue.acts import Comment
from bridge.queue.life import CaseState
from tests.console.api.asking import Program, problem, told
from tests.console.building import a_reader, browser


@pytest.fixture
def ben(console: Console) -> Program:
    guest = a_reader(Role.FINANCE_REVIEWER, name="Ben Example")
    return Program(browser(replace(console, guest=guest)))


def test_a_list_is_followed_to_its_end_by_links(program: Program, store: Store) -> None:
    found: list[int] = []
    path: str | None = "/exceptions?limit=25"
    while path:
        answer = program.get(path)
        found += [one["number"] for one in told(answer)["data"]]
        link = answer.links.get("next")
        path = link["url"].removeprefix("/api/v1") if link else None
        assert (told(answer)["next"] is None) == (path is None)
    with store.reading() as view:
        cases = map(view.cases.known, range(1, 61))
        assert found == [one.id for one in cases if one.state is CaseState.OPEN]
    assert len(found) > 50


def test_filters_are_those_of_the_page(program: Program) -> None:
    found = program.read("/exceptions?currency=EUR&sort=newest&q=globex")["data"]
    assert [one["number"] for one in found] == [60, 40, 20]
    assert found[0]["amount"] == {"minor": 7000, "currency": "EUR"}
    counted = program.read("/exceptions/counts?currency=EUR")
    assert counted["counts"]["OPEN"] == 3
    assert counted["amounts"] == [{"minor": 21000, "currency": "EUR"}]


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "state=GONE", "after=nonsense", "q=%00", "least=1e9", "sort=random"],
)
def test_what_cannot_be_asked_for_is_a_problem(program: Program, query: str) -> None:
    status, kind = problem(program.get(f"/exceptions?{query}"))
    assert (status, kind in {"unreadable", "misconfigured"}) == (422, True)


def test_an_act_names_what_its_doer_saw_and_answers_with_what_it_came_to(program: Program) -> None:
    assert problem(program.post("/exceptions/1/assign", {"to": "Ben"})) == (428, "if-match-missing")
    tag = program.get("/exceptions/1").headers["etag"]
    done = program.post("/exceptions/1/assign", {"to": "Ben"}, if_match=tag)
    assert (done.status_code, told(done)["assignee"]) == (200, "Ben")
    assert done.headers["etag"] == program.get("/exceptions/1").headers["etag"] != tag
    late = program.post("/exceptions/1/assign", {"to": "Cem"}, if_match=tag)
    assert problem(late) == (412, "stale")
    assert program.read("/exceptions/1")["exception"]["assignee"] == "Ben"
    assert told(program.does(1, "undo"))["assignee"] is None


def test_the_etag_changes_with_what_another_did(program: Program, store: Store) -> None:
    tag = program.get("/exceptions/2").headers["etag"]
    with store.transaction("triage", actor="Ben") as tx:
        tx.lives.act(2, Comment("he is back on Monday"))
    assert problem(
        program.post("/exceptions/2/reopen", {"reason": "why not"}, if_match=f'{tag}, "x"')
    ) == (412, "stale")
    (told_of,) = program.read("/exceptions/2")["history"]
    assert (told_of["act"], told_of["says"]) == ("comment", "he is back on Monday")


@pytest.mark.parametrize(
    ("act", "sent", "state"),
    [
        ("ask", {"of": "rule", "text": "a row for PLT"}, "WAITING"),
        ("snooze", {"until": "2026-12-24", "reason": "a pilot"}, "SNOOZED"),
        (
            "snooze",
            {"amount": {"minor": 900000, "currency": "USD"}, "reason": "small"},
            "SNOOZED",
        ),
        ("snooze", {"count": 100, "reason": "few"}, "SNOOZED"),
        ("reopen", {"reason": "again"}, "OPEN"),
        ("tag", {"add": ["quarter-end"]}, "OPEN"),
        ("comment", {"text": "<b>seen</b>"}, "OPEN"),
    ],
)
def test_acts_are_bodies(program: Program, act: str, sent: object, state: str) -> None:
    if act == "reopen":
        program.does(3, "ask", {"text": "?"})
    done = program.does(3, act, sent)
    assert (done.status_code, told(done)["state"]) == (200, state)
    if state != "OPEN":
        assert program.does(3, "reopen", {"reason": "again"}).status_code == 200


@pytest.mark.parametrize(
    ("act", "sent", "pointers"),
    [
        ("ask", {"text": ""}, ["/text"]),
        ("ask", {"of": "nobody", "text": "who?"}, ["/of"]),
        ("ask", {"text": "who?", "off": "rule"}, ["/off"]),
        ("snooze", {"reason": "why"}, [""]),
        ("snooze", {"until": "2027-01-01", "count": 3, "reason": "why"}, [""]),
        ("snooze", {"count": 1.5, "reason": "why"}, ["/count"]),
        ("snooze", {"amount": {"minor": "9", "currency": "USD"}, "reason": "w"}, ["/amount/minor"]),
        ("assign", {"to": 7}, ["/to"]),
        ("assign", [], [""]),
        ("comment", {"text": "a" * 4001}, ["/text"]),
    ],
)
def test_each_field_that_is_wrong_is_named_by_its_pointer(
    program: Program, act: str, sent: object, pointers: list[str]
) -> None:
    answer = program.does(4, act, sent)
    assert problem(answer) == (422, "unreadable")
    assert [one["pointer"] for one in told(answer)["errors"]] == pointers


@pytest.mark.parametrize(
    ("act", "sent", "says"),
    [
        ("snooze", {"until": "2020-01-01", "reason": "why"}, "is not after today"),
        ("tag", {"add": ["Not A Tag!"]}, "is no tag"),
        ("comment", {"text": "a\x00b"}, "cannot be shown"),
        ("decision/confirm", {"reason": "seen"}, "nothing is proposed"),
        ("decision/outside", {"record": "nothing", "reason": "made by hand"}, "names no record"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_to_do(
    program: Program, store: Store, act: str, sent: object, says: str
) -> None:
    with store.reading() as view:
        before = view.ledger.head()
    answer = program.does(5, act, sent)
    assert problem(answer) == (422, "misconfigured")
    assert says in told(answer)["detail"]
    assert told(answer)["act"]
    with store.reading() as view:
        assert view.ledger.head() == before


def test_what_one_proposes_another_confirms(program: Program, ben: Program) -> None:
    proposed = ben.does(6, "decision/rejected", {"reason": "a duplicate of 801"})
    assert told(proposed)["state"] == "WAITING"
    assert problem(ben.does(6, "decision/confirm", {"reason": "ok"})) == (403, "not-permitted")
    done = program.does(6, "decision/confirm", {"reason": "seen"})
    assert "rejected" in told(done)["decided"]
    assert told(program.does(6, "decision/revoke", {"reason": "no"}))["decided"] is None


def test_a_retry_is_the_operators(
    program: Program, ben: Program, of_role: Callable[[Role], Program]
) -> None:
    assert problem(ben.does(7, "retry")) == (403, "not-permitted")
    assert of_role(Role.OPERATOR).does(7, "retry").status_code == 200
    assert program.read("/exceptions/7")["exception"]["state"] == "OPEN"


def test_what_is_not_there_is_missing(program: Program) -> None:
    assert problem(program.get("/exceptions/999")) == (404, "missing")
    assert problem(program.post("/exceptions/999/undo", if_match="x")) == (404, "missing")
    assert problem(program.get("/nowhere")) == (404, "http-404")
    assert problem(program.post("/exceptions")) == (405, "http-405")
