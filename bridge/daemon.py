"""
The daemon: asks the table of ticks what is due, and makes a pass when a pass is due.

APScheduler is the clock and nothing more: a job for each line of the timetable, every second, in
memory. Each has a thread of its own: what waits for somebody outside holds up no pass. Which ticks
were taken stands in the store, so that a restart neither repeats nor forgets one, and several
processes share one timetable.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from bridge.adapters.store.database import Store
from bridge.errors import BridgeError
from bridge.flow.sync.one_pass import Outcome
from bridge.model.calendar import Clock
from bridge.telemetry import log
from bridge.translate import OURS

#: How often the clock asks what is due; nothing is due more often than this.
_ASK_EVERY_S = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    One line of the timetable: what is done, and how often.

    After a pause only the last tick that was missed is made up for: nobody wants a week of polls.
    """

    name: str
    every: timedelta
    does: Callable[[], Outcome | None]  #: what is worth to be heard of, if anything is


@dataclass(slots=True)
class Daemon:
    """Runs the timetable until it is stopped."""

    store: Store
    timetable: tuple[Entry, ...]
    clock: Clock
    heard: Callable[[Outcome], None]

    def run(self, stop: threading.Event) -> None:
        """Run until `stop` is set; a pass that has begun is finished first."""
        scheduler = BackgroundScheduler(timezone=UTC)
        for entry in self.timetable:
            scheduler.add_job(
                self._ask,
                args=[entry],
                trigger="interval",
                seconds=_ASK_EVERY_S,
                next_run_time=self.clock(),
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
            )
        scheduler.start()
        log().info("daemon.started", timetable=[entry.name for entry in self.timetable])
        try:
            stop.wait()
            log().info("daemon.stopping", says="a pass that has begun is finished first")
        finally:
            scheduler.shutdown(wait=True)
            log().info("daemon.stopped")

    def ask(self) -> None:
        """Do whatever is due now, one after the other."""
        for entry in self.timetable:
            self._ask(entry)

    def _ask(self, entry: Entry) -> None:
        try:
            self._do_if_due(entry)
        except BridgeError as error:
            # The next tick tries again; what was recorded until here stays recorded.
            kind = type(error).__name__
            log().error("pass.failed", entry=entry.name, error=kind, says=str(error))
        except OURS:
            log().exception("pass.defect", entry=entry.name)

    def _take(self, entry: Entry) -> datetime | None:
        """Take the last due tick of an entry; None if none is due or another process has it."""
        now = self.clock()
        with self.store.reading() as view:
            last = view.turns.last_tick(entry.name)
        due = now.replace(microsecond=0) if last is None else last
        if last is not None:
            missed = (now - last) // entry.every
            if missed < 1:
                return None
            due = last + missed * entry.every
        with self.store.transaction("tick") as tx:
            return due if tx.turns.take_tick(entry.name, due) else None

    def _do_if_due(self, entry: Entry) -> None:
        due = self._take(entry)
        if due is None:
            return
        outcome = entry.does()
        if outcome is not None:
            self.heard(outcome)
        with self.store.transaction("tick_done") as tx:
            tx.turns.finish_tick(entry.name, due)
