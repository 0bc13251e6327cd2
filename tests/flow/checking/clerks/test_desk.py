"""Clerks answer as this process would, and whoever asks next never suffers for one that ended."""

import asyncio
import os
import signal
from asyncio import Future
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest

from bridge.errors import Misconfigured, Throttled, Unavailable
from bridge.flow.checking.clerks import desk as desks
from bridge.flow.checking.clerks.clerk import judged
from bridge.flow.checking.clerks.desk import LIMIT_S, WAITING_MAX, Desk
from bridge.flow.checking.clerks.hired import Asked, ClerkFailed, ClerkLost, Hired
from bridge.flow.rulebook.editions import Edition, of_files
from tests.adapters.store.opening import moment
from tests.stories.stand import SHIPPED, edition_of

SCENARIOS = sorted(Path("tests/scenarios").glob("*.json"))
RAMP = SCENARIOS[0].read_bytes()
TODAY = moment().date()
#: Whatever is slow here is the machine.
PATIENCE_S = 120


@dataclass(slots=True)
class Office:
    """A desk at work, on a loop that runs while a test waits for something."""

    rules: Edition  #: in force
    runs: asyncio.Runner
    desk: Desk

    def ask(self, text: bytes = RAMP, rules: Edition | None = None) -> Future[bytes]:
        return self.desk.ask(text, rules or self.rules, TODAY)

    async def asked(self, text: bytes = RAMP, rules: Edition | None = None) -> bytes:
        return await asyncio.wait_for(self.ask(text, rules), PATIENCE_S)

    def does(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runs.run(work)


def rules_of(office: list[Office], rules: Edition) -> Edition:
    return office[0].rules if office else rules


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    rules = edition_of(SHIPPED)
    found: list[Office] = []
    desk = Desk(lambda: rules_of(found, rules), moment, 1, PATIENCE_S)
    with asyncio.Runner() as runs:
        found.append(Office(rules, runs, desk))
        at_work = desk.at_work()
        runs.run(at_work.__aenter__())
        yield found[0]
        runs.run(at_work.__aexit__(None, None, None))
    assert desk.pids == ()


def test_clerks_answer_as_this_process_does_byte_for_byte(office: Office) -> None:
    for file in SCENARIOS:
        ours = judged(file.read_text(), office.rules.rulebook, TODAY)
        assert office.does(office.asked(file.read_bytes())) == ours


@pytest.mark.parametrize(
    "text", ["", "[" * 100_000, "{}", '{"records": [NaN]}', '{"org": {}, "records": []}']
)
def test_clerks_refuse_as_this_process_does(office: Office, text: str) -> None:
    with pytest.raises(Misconfigured) as ours:
        judged(text, office.rules.rulebook, TODAY)
    with pytest.raises(Misconfigured) as theirs:
        office.does(office.asked(text.encode()))
    assert str(theirs.value) == str(ours.value)


def test_a_mistake_of_ours_is_told_as_one_and_the_clerk_goes_on(office: Office) -> None:
    office.does(office.asked())
    before = office.desk.pids
    with pytest.raises(ClerkFailed, match="UnicodeDecodeError"):
        office.does(office.asked(b"\xff"))  # the door lets no such thing in
    assert office.does(office.asked())
    assert office.desk.pids == before


def test_what_a_clerk_is_killed_over_is_lost_and_the_next_is_answered(office: Office) -> None:
    async def asks() -> int:
        await office.asked()
        (gone,) = office.desk.pids
        os.kill(gone, signal.SIGSTOP)
        lost, following = office.ask(), office.ask()
        os.kill(gone, signal.SIGKILL)
        with pytest.raises(ClerkLost):
            await asyncio.wait_for(lost, PATIENCE_S)
        assert await asyncio.wait_for(following, PATIENCE_S)
        return gone

    assert office.does(asks()) not in office.desk.pids


@pytest.mark.parametrize(("length", "handed"), [(len(RAMP), 2), (100_000, 1)])
def test_a_clerk_has_the_next_in_hand_but_not_behind_what_takes_long(
    office: Office, monkeypatch: pytest.MonkeyPatch, length: int, handed: int
) -> None:
    judged_now: list[bytes] = []
    judge = Hired.judge

    def judges(hired: Hired, asked: Asked) -> None:
        judged_now.append(asked.text)
        judge(hired, asked)

    async def asks() -> None:
        await office.asked()
        (pid,) = office.desk.pids
        monkeypatch.setattr(Hired, "judge", judges)
        os.kill(pid, signal.SIGSTOP)
        both = office.ask(RAMP.ljust(length)), office.ask()
        assert len(judged_now) == handed
        os.kill(pid, signal.SIGCONT)
        first, following = await asyncio.wait_for(asyncio.gather(*both), PATIENCE_S)
        assert first == following
        assert len(judged_now) == len(both)

    office.does(asks())


def test_a_desk_that_closes_leaves_nobody_waiting_for_what_a_clerk_has_in_hand(
    office: Office,
) -> None:
    desk = Desk(lambda: office.rules, moment, 1, PATIENCE_S)

    async def asks() -> None:
        async with desk.at_work():
            await asyncio.wait_for(desk.ask(RAMP, office.rules, TODAY), PATIENCE_S)
            (pid,) = desk.pids
            os.kill(pid, signal.SIGSTOP)
            waiting = [desk.ask(RAMP, office.rules, TODAY) for _ in range(3)]
        for one in waiting:
            with pytest.raises((asyncio.CancelledError, ClerkLost)):
                await asyncio.wait_for(one, PATIENCE_S)

    office.does(asks())


def test_whoever_would_wait_too_long_is_told_to_come_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged_now: list[Future[bytes]] = []
    judge = Hired.judge

    def judges(hired: Hired, asked: Asked) -> None:
        judged_now.append(asked.answer)
        judge(hired, asked)

    async def asks() -> None:
        await office.asked()
        (pid,) = office.desk.pids
        os.kill(pid, signal.SIGSTOP)
        # The clerk is at one, and has one in hand.
        waiting = [office.ask(b"{}") for _ in range(WAITING_MAX + 2)]
        with pytest.raises(Throttled) as refused:
            office.ask(b"{}")
        assert refused.value.retry_after_s > 0
        waiting[2].cancel()
        os.kill(pid, signal.SIGCONT)
        for one in (*waiting[:2], *waiting[3:]):
            with pytest.raises(Misconfigured):
                await asyncio.wait_for(one, PATIENCE_S)
        assert judged_now[1:] == [*waiting[:2], *waiting[3:]]  # one hung up

    monkeypatch.setattr(Hired, "judge", judges)
    office.does(asks())


def test_a_version_that_is_published_is_what_clerks_judge_by(office: Office) -> None:
    before, text = office.rules, RAMP.decode()
    name = "items.yaml"
    office.rules = after = of_files({**before.files, name: before.files[name] + "\n# anew\n"})
    assert before.rulebook.version != after.rulebook.version

    async def asks() -> None:
        asked = [(rules, office.ask(RAMP, rules)) for rules in (after, before, before, after)]
        for rules, one in asked:  # what was asked before it was published is judged as it was
            ours = judged(text, rules.rulebook, TODAY)
            assert await asyncio.wait_for(one, PATIENCE_S) == ours

    office.does(asks())
    office.rules = before


def test_what_takes_too_long_ends_the_clerk_and_what_waited_too_long_is_not_begun(
    office: Office,
) -> None:
    now = [moment()]
    desk = Desk(lambda: office.rules, lambda: now[0], 1, LIMIT_S)

    async def asks() -> None:
        async with desk.at_work():
            assert await asyncio.wait_for(desk.ask(RAMP, office.rules, TODAY), PATIENCE_S)
            (pid,) = desk.pids
            os.kill(pid, signal.SIGSTOP)
            desk._limit_s = 0.01
            desk._staff[0].limit_s = 0.01
            slow, late = (desk.ask(RAMP, office.rules, TODAY) for _ in range(2))
            now[0] += timedelta(seconds=1)
            with pytest.raises(Unavailable, match=r"takes longer than 0\.01 seconds"):
                await asyncio.wait_for(slow, PATIENCE_S)
            with pytest.raises(Throttled):
                await asyncio.wait_for(late, PATIENCE_S)
            assert pid not in desk.pids

    office.does(asks())


def test_where_no_clerk_can_be_begun_it_is_said_and_tried_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(lambda: office.rules, moment, 1)
    begin, begun = Hired.begin, asyncio.Event()

    async def begins_none(_: Hired) -> NoReturn:
        raise BlockingIOError

    async def begins(hired: Hired) -> None:
        await begin(hired)
        begun.set()

    async def asks() -> None:
        monkeypatch.setattr(Hired, "begin", begins_none)
        async with desk.at_work():
            with pytest.raises(Unavailable, match="could be begun"):
                await asyncio.wait_for(desk.ask(RAMP, office.rules, TODAY), PATIENCE_S)
            with pytest.raises(Unavailable, match="could be begun"):
                desk.ask(RAMP, office.rules, TODAY)
            monkeypatch.setattr(Hired, "begin", begins)
            await asyncio.wait_for(begun.wait(), PATIENCE_S)
            waiting = desk.ask(RAMP, office.rules, TODAY)
        with pytest.raises((asyncio.CancelledError, ClerkLost)):  # a desk that is closed
            await waiting
        assert desk.pids == ()

    monkeypatch.setattr(desks, "_RESTS_S", 0.05)
    office.does(asks())
