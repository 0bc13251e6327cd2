"""Clerks answer as this process would, and whoever asks next never suffers for one that ended."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass
from pathlib import Path

import pytest

from bridge.errors import Misconfigured, Throttled, Unavailable
from bridge.flow.checking.clerks.clerk import judged
from bridge.flow.checking.clerks.desk import WAITING_MAX, Desk, staffed
from bridge.flow.checking.clerks.hired import ClerkFailed, ClerkLost, Hired
from bridge.flow.rulebook.editions import Edition, of_files
from tests.adapters.store.opening import moment
from tests.stories.stand import SHIPPED, edition_of

SCENARIOS = sorted(Path("tests/scenarios").glob("*.json"))
TODAY = moment().date()
#: Whatever is slow here is the machine.
PATIENCE_S = 120


@dataclass(slots=True)
class InForce:
    """The rules in force, which a test changes."""

    rules: Edition


@pytest.fixture(scope="module")
def in_force() -> InForce:
    return InForce(edition_of(SHIPPED))


@pytest.fixture(scope="module")
def desk(in_force: InForce) -> Iterator[Desk]:
    with staffed(lambda: in_force.rules, moment, 1, PATIENCE_S) as found:
        assert found is not None
        yield found


def asked(desk: Desk, rules: Edition, text: str) -> bytes:
    return desk.ask(text.encode(), rules, TODAY).result(PATIENCE_S)


def test_clerks_answer_as_this_process_does_byte_for_byte(desk: Desk, in_force: InForce) -> None:
    rules = in_force.rules
    for file in SCENARIOS:
        text = file.read_text()
        assert asked(desk, rules, text) == judged(text, rules.rulebook, TODAY)


@pytest.mark.parametrize(
    "text", ["", "[" * 100_000, "{}", '{"records": [NaN]}', '{"org": {}, "records": []}']
)
def test_clerks_refuse_as_this_process_does(desk: Desk, in_force: InForce, text: str) -> None:
    with pytest.raises(Misconfigured) as ours:
        judged(text, in_force.rules.rulebook, TODAY)
    with pytest.raises(Misconfigured) as theirs:
        asked(desk, in_force.rules, text)
    assert str(theirs.value) == str(ours.value)


def test_what_a_clerk_is_killed_over_is_lost_and_the_next_is_answered(
    desk: Desk, in_force: InForce
) -> None:
    asked(desk, in_force.rules, SCENARIOS[0].read_text())
    (gone,) = desk.pids
    os.kill(gone, signal.SIGSTOP)
    lost = desk.ask(SCENARIOS[0].read_bytes(), in_force.rules, TODAY)
    while not lost.running():
        pass
    os.kill(gone, signal.SIGKILL)
    with pytest.raises(ClerkLost):
        lost.result(PATIENCE_S)
    assert asked(desk, in_force.rules, SCENARIOS[0].read_text())
    assert gone not in desk.pids


def test_whoever_would_wait_too_long_is_told_to_come_again(desk: Desk, in_force: InForce) -> None:
    asked(desk, in_force.rules, SCENARIOS[0].read_text())
    (pid,) = desk.pids
    os.kill(pid, signal.SIGSTOP)
    waiting = [desk.ask(b"{}", in_force.rules, TODAY)]
    while not waiting[0].running():
        pass
    waiting += [desk.ask(b"{}", in_force.rules, TODAY) for _ in range(WAITING_MAX)]
    with pytest.raises(Throttled) as refused:
        desk.ask(b"{}", in_force.rules, TODAY)
    assert refused.value.retry_after_s > 0
    os.kill(pid, signal.SIGCONT)
    for one in waiting:
        with pytest.raises(Misconfigured):
            one.result(PATIENCE_S)


def test_a_version_that_is_published_is_what_clerks_judge_by(desk: Desk, in_force: InForce) -> None:
    before, text = in_force.rules, SCENARIOS[0].read_text()
    name = "items.yaml"
    in_force.rules = after = of_files({**before.files, name: before.files[name] + "\n# anew\n"})
    assert before.rulebook.version != after.rulebook.version
    for rules in (after, before):  # what was asked before it was published is judged as it was
        assert asked(desk, rules, text) == judged(text, rules.rulebook, TODAY)
    in_force.rules = before


def test_what_takes_too_long_ends_the_clerk(in_force: InForce) -> None:
    rules = in_force.rules
    hired = Hired.anew()
    hired.learn(rules.rulebook.version, rules.files)
    os.kill(hired.pid, signal.SIGSTOP)
    with pytest.raises(Unavailable, match="takes longer than"):
        hired.judged(SCENARIOS[0].read_bytes(), TODAY, 0.01)
    hired.leave()
    assert not hired.is_there


def test_a_mistake_of_ours_is_told_as_one_and_the_clerk_goes_on(in_force: InForce) -> None:
    rules = in_force.rules
    hired = Hired.anew()
    hired.learn(rules.rulebook.version, rules.files)
    with pytest.raises(ClerkFailed, match="UnicodeDecodeError"):
        hired.judged(b"\xff", TODAY, PATIENCE_S)  # the door lets no such thing in
    assert hired.judged(SCENARIOS[0].read_bytes(), TODAY, PATIENCE_S)
    hired.leave()


def test_nobody_waits_for_a_desk_that_is_closed(in_force: InForce) -> None:
    with staffed(lambda: in_force.rules, moment, 1) as found:
        assert found is not None
        waiting = [found.ask(b"{}", in_force.rules, TODAY) for _ in range(3)]
    for one in waiting:
        with pytest.raises((Misconfigured, Unavailable, ClerkLost, CancelledError)):
            one.result(PATIENCE_S)
    assert found.pids == ()


def test_without_clerks_there_is_no_desk(in_force: InForce) -> None:
    with staffed(lambda: in_force.rules, moment, 0) as found:
        assert found is None
