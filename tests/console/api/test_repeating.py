"""A call that is sent again under its key is answered again, and not done again."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from bridge.adapters.store.database import Store
from bridge.console.parts import Console
from bridge.errors import Unavailable
from bridge.people.roles import Role
from tests.adapters.store.opening import judge
from tests.console.api.asking import Program, problem, told
from tests.console.building import a_console, a_reader, browser
from tests.databases import with_tables
from tests.flow.people.peopling import Watch
from tests.ledger.building import flagged


def acts(store: Store, number: int) -> int:
    with store.reading() as view:
        return len(view.lives.story(number))


def said(program: Program, number: int, text: str, key: str, tag: str) -> httpx.Response:
    path = f"/exceptions/{number}/comment"
    return program.post(path, {"text": text}, if_match=tag, idempotency_key=key)


def tag_of(program: Program, number: int) -> str:
    return program.get(f"/exceptions/{number}").headers["etag"]


def test_the_same_call_is_done_once_and_answered_twice(program: Program, store: Store) -> None:
    tag = tag_of(program, 30)
    first = said(program, 30, "seen", '"8e03978e-40d5"', tag)
    again = said(program, 30, "seen", "8e03978e-40d5", tag)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.text == first.text
    assert again.headers["etag"] == first.headers["etag"] == tag_of(program, 30)
    assert again.headers["content-type"] == "application/json"
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert acts(store, 30) == 1


def test_a_key_stands_for_one_request(program: Program, store: Store) -> None:
    tag = tag_of(program, 31)
    assert said(program, 31, "seen", "key-31", tag).status_code == 200
    for number, text in ((31, "otherwise"), (32, "seen")):
        refused = said(program, number, text, "key-31", tag)
        assert problem(refused) == (422, "idempotency-key-reused")
    assert (acts(store, 31), acts(store, 32)) == (1, 0)


def test_what_was_refused_leaves_its_key_free(program: Program, store: Store) -> None:
    assert problem(said(program, 33, "seen", "key-33", '"stale"')) == (412, "stale")
    assert problem(said(program, 33, "", "key-33", '"stale"')) == (422, "unreadable")
    assert said(program, 33, "seen", "key-33", tag_of(program, 33)).status_code == 200
    assert acts(store, 33) == 1


@pytest.mark.parametrize("key", ["", '""', "a b", "a" * 201, "\x7f"])
def test_what_is_no_key_is_refused(program: Program, key: str) -> None:
    refused = said(program, 34, "seen", key, tag_of(program, 34))
    assert problem(refused) == (400, "idempotency-key-unreadable")


def test_the_answer_to_one_is_not_told_to_another(
    console: Console, program: Program, of_role: Callable[[Role], Program], store: Store
) -> None:
    tag = tag_of(program, 35)
    assert said(program, 35, "seen", "key-35", tag).status_code == 200
    other = of_role(Role.FINANCE_REVIEWER)
    assert problem(said(other, 35, "seen", "key-35", tag)) == (412, "stale")
    may_less = replace(a_reader(), scope=frozenset())
    scoped = Program(browser(replace(console, guest=may_less)))
    assert problem(said(scoped, 35, "seen", "key-35", tag)) == (403, "not-permitted")
    nobody = Program(browser(replace(console, guest=None)))
    assert problem(said(nobody, 35, "seen", "key-35", tag)) == (401, "not-signed-in")
    assert acts(store, 35) == 1


class Stopped(Exception):
    """The bridge was stopped."""


def test_a_bridge_that_was_stopped_before_it_answered_does_not_do_it_twice(tmp_path: Path) -> None:
    stops = ["before:call_answered"]

    def heard(point: str) -> None:
        if point in stops:
            raise Stopped

    watch, url = Watch(), with_tables(f"sqlite:///{tmp_path / 'bridge.sqlite'}")
    with Store(url, clock=watch, database_clock=watch, on_commit=heard) as store:
        judge(store, flagged())
        with a_console(store, a_reader()) as built:
            program = Program(browser(built))
            tag = tag_of(program, 1)
            assert problem(said(program, 1, "seen", "key", tag)) == (500, "mistake")
            assert problem(said(program, 1, "seen", "key", tag)) == (409, "idempotency-key-at-work")
            stops.clear()
            watch.on(minutes=5)
            assert problem(said(program, 1, "seen", "key", tag)) == (412, "stale")
            (act,) = program.read("/exceptions/1")["history"]
            assert act["says"] == "seen"
            assert told(said(program, 1, "then", "key", tag_of(program, 1)))["acts"] == 2


def test_an_act_is_answered_as_done_also_where_its_answer_could_not_be_kept(tmp_path: Path) -> None:
    stops = ["before:call_answered"]

    def heard(point: str) -> None:
        if point in stops:
            raise Unavailable("store", "transaction", "LOCKED", "the database is locked")

    watch, url = Watch(), with_tables(f"sqlite:///{tmp_path / 'bridge.sqlite'}")
    with Store(url, clock=watch, database_clock=watch, on_commit=heard) as store:
        judge(store, flagged())
        with a_console(store, a_reader()) as built:
            program = Program(browser(built))
            tag = tag_of(program, 1)
            assert said(program, 1, "seen", "key", tag).status_code == 200
            assert acts(store, 1) == 1
            assert problem(said(program, 1, "seen", "key", tag)) == (409, "idempotency-key-at-work")
            # What was refused is refused for its own reason, and not for the store's.
            assert problem(said(program, 1, "seen", "other", tag)) == (412, "stale")
