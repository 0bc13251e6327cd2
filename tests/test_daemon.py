"""The daemon takes each tick once, makes up for the last one only, and ends when it is told to."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bridge import app
from bridge.adapters.store.database import Store
from bridge.adapters.store.deals import Summary
from bridge.daemon import Daemon, Entry
from bridge.errors import Unavailable
from bridge.flow.sync.one_pass import Outcome
from tests.databases import postgres_database, postgres_server, with_tables
from tests.faults.rehearsal import Limits, Rehearsal, a_rehearsal
from tests.faults.warm import ROOT, Warm
from tests.flow.posting.netsuite_in_memory import START, Present

__all__ = ["postgres_server"]

EVERY = timedelta(seconds=60)
LIMITS = Limits(longest_run_s=0.5, grace_s=5, connect_timeout_s=1, read_timeout_s=5)
#: Of these a process that starts or ends needs a few, on a busy machine some more.
PATIENCE_S = 60
NOTHING = Outcome(
    Summary(
        deals=0,
        waiting=0,
        translated=0,
        flagged=0,
        excluded=0,
        documents=0,
        posted=0,
        refused=0,
        unknown=0,
        currencies={},
    ),
    posted_now=0,
)


@dataclass
class Passes:
    """Counts passes; each fails that is told to."""

    store: Store
    present: Present
    failing: list[Exception] = field(default_factory=list)
    made: list[float] = field(default_factory=list)
    heard: list[Outcome] = field(default_factory=list)

    def make(self) -> Outcome:
        self.made.append(self.present.monotonic())
        if self.failing:
            raise self.failing.pop(0)
        return NOTHING

    @property
    def daemon(self) -> Daemon:
        entry = Entry(name="sync", every=EVERY, does=self.make)
        return Daemon(self.store, (entry,), self.present, self.heard.append)

    def ask_after(self, *seconds: float) -> list[float]:
        """Ask what is due, each time after so many seconds; when passes were made, in seconds."""
        for pause in seconds:
            self.present.at += timedelta(seconds=pause)
            self.daemon.ask()
        return self.made


@pytest.fixture
def passes(tmp_path: Path) -> Iterator[Passes]:
    present = Present()
    with Store(with_tables(f"sqlite:///{tmp_path}/bridge.sqlite"), clock=present) as store:
        yield Passes(store, present)


def test_the_first_pass_is_made_at_once_and_the_next_when_its_time_has_come(
    passes: Passes,
) -> None:
    assert passes.ask_after(0, 1, 58, 1, 1, 59) == [0, 60, 120]
    assert passes.heard == [NOTHING] * 3


def test_after_a_pause_only_the_last_missed_tick_is_made_up_for(passes: Passes) -> None:
    assert passes.ask_after(0, 630, 0, 1) == [0, 630]
    with passes.store.reading() as view:
        assert view.turns.last_tick("sync") == START + 10 * EVERY
    # the timetable goes on as if nothing had been missed
    assert passes.ask_after(28, 1) == [0, 630, 660]


def test_a_clock_that_is_set_back_repeats_no_tick(passes: Passes) -> None:
    assert passes.ask_after(0, 60, -3600, 3599) == [0, 60]
    assert passes.ask_after(61) == [0, 60, 120]


@pytest.mark.parametrize(
    ("error", "event"),
    [
        (Unavailable("salesforce", "ping", "HTTP_503", "it is down"), "pass.failed"),
        (KeyError("a mistake of ours"), "pass.defect"),
    ],
)
def test_a_pass_that_fails_is_logged_and_the_next_tick_makes_another(
    error: Exception, event: str, passes: Passes
) -> None:
    passes.failing = [error]
    with capture_logs() as logged:
        assert passes.ask_after(0, 59, 1) == [0, 60]
    assert [line["event"] for line in logged if line["log_level"] == "error"] == [event]
    assert passes.heard == [NOTHING]


def test_a_tick_that_a_killed_process_had_taken_is_not_taken_again(passes: Passes) -> None:
    passes.failing = [KeyboardInterrupt()]  # type: ignore[list-item]  # it ends the process
    with pytest.raises(KeyboardInterrupt):
        passes.ask_after(0)
    assert passes.ask_after(1, 59) == [0, 60]


def test_what_waits_for_somebody_outside_holds_up_no_pass(passes: Passes) -> None:
    passed, stop = threading.Event(), threading.Event()
    waited: list[bool] = []

    def wait() -> None:
        waited.append(passed.wait(PATIENCE_S))
        stop.set()

    timetable = (
        Entry(name="notify", every=EVERY, does=wait),
        Entry(name="sync", every=EVERY, does=passed.set),
    )
    Daemon(passes.store, timetable, app.now, passes.heard.append).run(stop)
    assert waited == [True]


@pytest.mark.postgres
def test_of_two_processes_one_takes_the_tick(postgres_server: str) -> None:
    url, present = postgres_database(postgres_server), Present()
    with Store(url, clock=present) as one, Store(url, clock=present) as other:
        both = [Passes(one, present), Passes(other, present)]
        for tick in range(1, 6):
            _at_once(*(each.daemon.ask for each in both))
            assert sum(len(each.made) for each in both) == tick
            present.at += EVERY


def _at_once(*acts: Callable[[], None]) -> None:
    line = threading.Barrier(len(acts))

    def act(one: Callable[[], None]) -> None:
        line.wait()
        one()

    threads = [threading.Thread(target=act, args=(one,)) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@dataclass(frozen=True)
class Running:
    """`bridge run` in a process of its own."""

    process: subprocess.Popen[str]

    def until(self, event: str) -> None:
        """Read its log until it says so."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if f'"{event}"' in line:
                return
        raise AssertionError(f"it ended without {event}")

    def stopped_by(self, number: signal.Signals) -> tuple[int, list[dict[str, object]]]:
        """Send a signal; its exit code, and the summaries of its passes."""
        self.process.send_signal(number)
        out, _ = self.process.communicate(timeout=PATIENCE_S)
        return self.process.returncode, [json.loads(line) for line in out.splitlines()]


def running(rehearsal: Rehearsal) -> Running:
    words = ["run", "--json", "--log-json", "--config", str(rehearsal.config)]
    return Running(
        subprocess.Popen(
            [sys.executable, "-m", "bridge", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    )


@pytest.fixture
def rehearsal(tmp_path: Path) -> Iterator[Rehearsal]:
    with Warm(tmp_path) as warm, a_rehearsal(warm, tmp_path, LIMITS) as opened:
        yield opened


def test_ctrl_c_between_passes_ends_with_0(rehearsal: Rehearsal) -> None:
    daemon = running(rehearsal)
    daemon.until("salesforce.written_back")
    code, summaries = daemon.stopped_by(signal.SIGINT)
    assert code == 0
    assert summaries[0]["posted"] == 7


def test_a_pass_that_has_begun_is_finished_before_sigterm_ends_the_daemon(
    rehearsal: Rehearsal,
) -> None:
    daemon = running(rehearsal)
    daemon.until("salesforce.polled")
    code, summaries = daemon.stopped_by(signal.SIGTERM)
    assert code == 0
    assert [(one["posted_now"], one["unknown"]) for one in summaries] == [(7, 0)]
    said = {row["Bridge_Status__c"] for row in rehearsal.records("salesforce", "Order")}
    assert said == {"Ordered", "Excluded", "Flagged: ITEM_UNMAPPED"}
