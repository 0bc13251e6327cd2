"""A token that was looked up a moment ago opens what it opened, and nothing once it is revoked."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bridge.console.security.remembered import Remembered
from bridge.flow.people.tokens import Issued, Tokens
from bridge.people.roles import Role
from bridge.people.tokens import Scope, Wish
from tests.console.building import Browser, a_console, a_reader, browser
from tests.flow.people.conftest import empty, nobody, people
from tests.flow.people.peopling import ANA, WHY, People

__all__ = ["empty", "nobody", "people"]
A_MOMENT = timedelta(milliseconds=999)


def issue(people: People) -> Issued:
    until = people.watch() + timedelta(days=30)
    wish = Wish(label="quotes", scopes=frozenset({Scope.CHECK}), expires_at=until)
    return Tokens(people.store).issue(ANA, wish)


@pytest.fixture
def issued(people: People) -> Issued:
    people.add(ANA, Role.VIEWER)
    return issue(people)


def asks(over: Browser, token: str) -> int:
    """Ask for a check of nothing; 422 says that it was let in."""
    headers = {"Authorization": f"Bearer {token}"}
    return over.post("/api/v1/check", content=b"{}", headers=headers).status_code


def test_what_is_revoked_here_opens_nothing_at_once_and_elsewhere_after_a_second(
    people: People, issued: Issued
) -> None:
    with a_console(people.store) as built:
        over = browser(replace(built, ends=replace(built.ends, clock=people.watch)))
        for _ in range(3):  # the first use is noted, which is a write
            assert asks(over, issued.text) == 422
        Tokens(people.store).revoke(ANA, issued.token.id, WHY)
        assert asks(over, issued.text) == 401
        another = issue(people)
        for _ in range(3):
            assert asks(over, another.text) == 422
        with people.store._engine.begin() as connection:
            connection.execute(text("DELETE FROM api_token"))
        assert asks(over, another.text) == 422
        people.watch.on(seconds=1)
        assert asks(over, another.text) == 401


def test_a_token_is_remembered_for_a_second_or_until_something_is_written(
    people: People, issued: Issued
) -> None:
    remembered, reader = Remembered(), a_reader()
    now = people.watch()
    remembered.keep(issued.text, reader, now, 7)
    assert remembered.find(issued.text, now + A_MOMENT, 7) is reader
    assert remembered.find(issued.text + "x", now, 7) is None
    for then, written in ((now + timedelta(seconds=1), 7), (now - A_MOMENT, 7), (now, 8)):
        assert remembered.find(issued.text, then, written) is None


def test_no_more_are_remembered_than_there_is_room_for(people: People) -> None:
    remembered, reader, now = Remembered(), a_reader(), people.watch()
    for number in range(1_001):
        remembered.keep(f"token {number}", reader, now, 0)
    assert remembered.find("token 0", now, 0) is None
    assert remembered.find("token 1000", now, 0) is reader
