"""The address of live updates, as browsers ask for it."""

from dataclasses import replace

import httpx

from bridge.console.app import create_app
from bridge.console.parts import Console, Pace
from bridge.console.serving.server import served
from bridge.people.roles import Role
from bridge.settings import Settings
from tests.console.building import NOWHERE, OURS, Browser, a_console, browser, signed_in
from tests.flow.people.conftest import empty, nobody, people
from tests.flow.people.peopling import ANA, CHEAP, PASSWORD, People

__all__ = ["empty", "nobody", "people"]
STREAM = {"Accept": "text/event-stream"}
UNATTENDED = {"X-Unattended": "true"}
ANYWHERE = Settings.model_validate({**NOWHERE, "console": {"port": 0}})


def test_who_asks_for_no_stream_gets_the_state(anybody: Browser) -> None:
    answer = anybody.get("/events")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    told = answer.json()
    assert (told["open"], told["waiting"], told["newest"]) == (1, 0, 1)


def test_who_comes_too_many_is_told_to_ask_later(console: Console) -> None:
    full = browser(replace(console, pace=Pace(listeners_max=0)))
    answer = full.get("/events", headers=STREAM)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert full.get("/events").status_code == 200


def test_a_line_is_held_until_the_server_stops(console: Console) -> None:
    """A line that the server had to tear could not be read to its end."""
    with httpx.Client(headers=OURS) as client:
        with served(replace(console, settings=ANYWHERE)) as address:
            request = client.build_request("GET", f"{address}/events", headers=STREAM)
            line = client.send(request, stream=True)
            lines = line.iter_lines()
            assert line.headers["content-type"].startswith("text/event-stream")
            assert line.headers["content-security-policy"].startswith("default-src 'self'")
            assert [next(lines) for _ in range(2)] == ["retry: 2000", "event: now"]
        rest = list(lines)
    assert rest[0].startswith("data: {")


def test_a_page_that_asks_by_itself_lets_no_session_go_on(people: People) -> None:
    people.add(ANA, Role.VIEWER)
    with a_console(people.store) as built:
        visitor = Browser(create_app(replace(built, passwords=CHEAP)))
        visitor.post("/sign-in", data={"name": ANA, "password": PASSWORD})
        for _ in range(3):
            people.watch.on(minutes=9)
            assert visitor.get("/events").status_code == 200
            assert visitor.get("/exceptions", headers=UNATTENDED).status_code == 200
        people.watch.on(minutes=4)
        assert visitor.get("/events").status_code == 303


def test_who_stays_is_signed_in_for_as_long_as_after_any_request(people: People) -> None:
    people.add(ANA, Role.VIEWER)
    with a_console(people.store) as built:
        visitor = signed_in(replace(built, passwords=CHEAP), ANA)
        people.watch.on(minutes=27)
        assert visitor.get("/events").json()["ending"] is None
        people.watch.on(minutes=1)
        assert visitor.get("/events").json()["ending"] == {"left_s": 120, "may_go_on": True}
        assert visitor.post("/stay").status_code == 204
        people.watch.on(minutes=29)
        assert visitor.get("/events").json()["ending"] == {"left_s": 60, "may_go_on": True}
        people.watch.on(minutes=1)
        assert visitor.post("/stay").status_code == 401


def test_a_session_of_a_whole_day_ends_whatever_is_done(people: People) -> None:
    people.add(ANA, Role.VIEWER)
    with a_console(people.store) as built:
        visitor = signed_in(replace(built, passwords=CHEAP), ANA)
        for _ in range(33):
            people.watch.on(minutes=20)
            assert visitor.get("/deals").status_code == 200
        people.watch.on(minutes=20)
        assert visitor.post("/stay").status_code == 204
        people.watch.on(minutes=19)
        assert visitor.get("/deals").status_code == 200
        people.watch.on(minutes=20)
        assert visitor.get("/events").json()["ending"] == {"left_s": 60, "may_go_on": False}


def test_what_was_done_is_not_said_to_a_page_that_asks_by_itself(anybody: Browser) -> None:
    anybody.post("/exceptions/1/comment", data={"text": "I called them"})
    assert "you commented" not in anybody.get("/exceptions/1", headers=UNATTENDED).text
    assert "you commented" in anybody.get("/exceptions/1").text
    assert "you commented" not in anybody.get("/exceptions/1").text
