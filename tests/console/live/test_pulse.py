"""The pulse: what listeners are told when the books change, and when their session ends."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, cast

import pytest

from bridge.adapters.store.database import Store
from bridge.console.live.pulse import Pulse
from bridge.console.live.state import State, events
from bridge.console.parts import Console, Pace
from bridge.errors import Unavailable
from bridge.flow.watching.health import PASSES
from bridge.people.sessions import Remaining
from bridge.queue.acts import Assign
from tests.adapters.store.opening import judge, moment, opened
from tests.console.building import a_console
from tests.ledger.building import a_deal, flagged

#: Looks without waiting; says with every look that the line holds.
AT_ONCE = Pace(look_s=0, beat_s=0, listeners_max=1)
Told = AsyncGenerator[str, None]
FOR_LONG = Remaining(left=timedelta(minutes=30), may_go_on=True)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with opened(f"sqlite:///{tmp_path_factory.mktemp('pulse') / 'bridge.sqlite'}") as found:
        judge(found, flagged())
        yield found


@pytest.fixture(scope="module")
def console(books: Store) -> Iterator[Console]:
    with a_console(books) as built:
        yield replace(built, pace=AT_ONCE)


def listened(pulse: Pulse, *held: Remaining | None) -> Told:
    """Listen with a session of which is found what is handed in, and at last that it is over."""
    if not held:
        return cast(Told, pulse.listen(lambda: FOR_LONG))
    found = iter(held)
    return cast(Told, pulse.listen(lambda: next(found, None)))


def read(event: str) -> tuple[str, dict[str, Any]]:
    """Return the name of an event, and what it brings."""
    name, told = event.rstrip("\n").split("\n")[-2:]
    brought: dict[str, Any] = json.loads(told.removeprefix("data: "), parse_float=Decimal)
    return name.removeprefix("event: "), brought


async def until_beat(told: Told) -> list[str]:
    """Return the names of what is told before the line is said to hold."""
    names: list[str] = []
    while not names or names[-1] != "beat":
        names.append(read(await anext(told))[0])
    return names[:-1]


def test_a_listener_is_told_the_state_and_then_what_changes(console: Console, books: Store) -> None:
    async def story() -> None:
        async with aclosing(listened(Pulse(console))) as told:
            name, first = read(await anext(told))
            assert (name, first["open"], first["newest"], first["passed"]) == ("now", 1, 1, None)
            assert await until_beat(told) == []
            judge(books, flagged(a_deal("70.00", deal="801000000000002AAA")))
            name, second = read(await anext(told))
            assert (name, second["open"], second["newest"]) == ("exceptions", 2, 2)
            assert await until_beat(told) == []
            with books.transaction("triage", actor="Ben") as tx:
                tx.lives.act(2, Assign("Ben"))
            assert await until_beat(told) == ["exceptions"]
            with books.transaction("pass") as tx:
                tx.turns.take_tick(PASSES, moment())
                tx.turns.finish_tick(PASSES, moment())
            assert await until_beat(told) == ["pass"]

    asyncio.run(story())


def test_rules_that_come_into_force_are_told(console: Console) -> None:
    state = asyncio.run(Pulse(console).state())
    assert list(events(state, replace(state, rules="another"))) == ["publication"]


def test_a_listener_whose_session_ended_is_told_so_and_nothing_more(console: Console) -> None:
    async def story() -> list[str]:
        return [read(one)[0] async for one in listened(Pulse(console), FOR_LONG, None)]

    assert asyncio.run(story()) == ["now", "over"]


def test_who_is_about_to_be_signed_out_is_warned_for_two_minutes(console: Console) -> None:
    """Looks come every quarter of a minute: two minutes are told before they begin."""
    pace = replace(AT_ONCE, warned_s=Pace().warned_s)
    seconds = (136, 135, 120)
    held = [Remaining(left=timedelta(seconds=one), may_go_on=True) for one in seconds]
    last = Remaining(left=timedelta(seconds=0.5), may_go_on=False)

    async def story() -> list[tuple[str, Any]]:
        told = listened(Pulse(replace(console, pace=pace)), *held, last, FOR_LONG)
        return [(name, brought.get("ending")) async for name, brought in _read(told)]

    assert asyncio.run(story()) == [
        ("now", None),
        ("ending", {"left_s": 135, "may_go_on": True}),
        ("ending", {"left_s": 120, "may_go_on": True}),
        ("ending", {"left_s": 0, "may_go_on": False}),
        ("beat", None),
        ("over", None),
    ]


async def _read(told: Told) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    async for one in told:
        yield read(one)


def test_listeners_are_counted_and_who_leaves_is_not(console: Console) -> None:
    async def story() -> list[bool]:
        pulse = Pulse(console)
        were_full = [pulse.is_full]
        async with aclosing(listened(pulse)) as told:
            await anext(told)
            were_full.append(pulse.is_full)
        return [*were_full, pulse.is_full]

    assert asyncio.run(story()) == [False, True, False]


def test_when_the_server_stops_every_listener_is_let_go(console: Console) -> None:
    async def story() -> list[str]:
        pulse = Pulse(replace(console, pace=Pace()))
        told = listened(pulse)
        names = [read(await anext(told))[0]]
        pulse.end()
        return names + [read(one)[0] async for one in told]

    assert asyncio.run(story()) == ["now"]


def test_many_listeners_look_at_the_books_once(console: Console) -> None:
    looks = 0

    def edition() -> Any:
        nonlocal looks
        looks += 1
        return console.edition()

    async def story() -> tuple[State, ...]:
        pulse = Pulse(replace(console, edition=edition, pace=Pace()))
        return tuple(await asyncio.gather(*(pulse.state() for _ in range(20))))

    assert len(set(asyncio.run(story()))) == 1
    assert looks == 1


def test_books_that_cannot_be_read_end_the_line_without_a_word(console: Console) -> None:
    def edition() -> Any:
        raise Unavailable("store", "read", "GONE", "the database does not answer")

    async def story() -> list[str]:
        pulse = Pulse(replace(console, edition=edition))
        return [one async for one in listened(pulse)]

    assert asyncio.run(story()) == []
