"""
The desk of the clerks: takes what is to be judged, in the order in which it comes.

Each clerk has a thread here that hands it one thing after the other, and replaces it if it ended.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from queue import Empty, Full, Queue

from bridge.errors import BridgeError, Throttled, Unavailable
from bridge.flow.checking.clerks.hired import ClerkFailed, ClerkLost, Hired
from bridge.flow.rulebook.editions import Edition
from bridge.model.calendar import Clock
from bridge.telemetry import log

#: Who comes when so many wait would wait longer than a page of Salesforce does.
WAITING_MAX = 100
#: The longest that one call takes, and that it waits before: an Apex callout ends by then.
LIMIT_S = 10.0
_COME_AGAIN_S = 2
#: How soon a clerk at rest knows of a version that was published.
_LOOKS_S = 1.0
#: Between two tries to begin a clerk where the machine lets none begin.
_RESTS_S = 5.0


@dataclass(frozen=True, slots=True)
class _Asked:
    text: bytes
    rules: Edition
    today: date
    since: datetime
    answer: Future[bytes] = field(default_factory=Future)


class Desk:
    """
    Takes records from any number of threads, and gives the answers of its clerks.

    `edition` are the rules in force, which clerks at rest learn before they are asked by them.
    """

    def __init__(
        self, edition: Callable[[], Edition], clock: Clock, clerks: int, limit_s: float = LIMIT_S
    ) -> None:
        self._edition = edition
        self._clock = clock
        self._limit_s = limit_s
        self._asked: Queue[_Asked | None] = Queue(WAITING_MAX)
        self._closing = threading.Event()
        self._staff: list[Hired] = []
        names = (f"clerk-{number}" for number in range(1, clerks + 1))
        self._threads = [threading.Thread(target=self._work, name=one) for one in names]
        for thread in self._threads:
            thread.start()

    def ask(self, text: bytes, rules: Edition, today: date) -> Future[bytes]:
        """
        Return what is to become the answer about records, as `Hired.judged` gives it.

        Raises Throttled if too many wait already.
        """
        asked = _Asked(text, rules, today, self._clock())
        try:
            self._asked.put_nowait(asked)
        except Full as error:
            raise _too_many() from error
        return asked.answer

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes of the clerks that are there now."""
        return tuple(one.pid for one in self._staff)

    def close(self) -> None:
        """Answer nobody any more, and end the clerks."""
        self._closing.set()
        while True:
            try:
                waiting = self._asked.get_nowait()
            except Empty:
                break
            if waiting is not None:
                waiting.answer.cancel()
        for hired in tuple(self._staff):
            hired.stop()
        for _ in self._threads:
            self._asked.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        hired: Hired | None = None
        while not self._closing.is_set():
            hired = self._prepared(hired)
            try:
                asked = self._asked.get(timeout=_LOOKS_S)
            except Empty:
                continue
            if asked is not None and asked.answer.set_running_or_notify_cancel():
                self._answer(hired, asked)
        self._leave(hired)

    def _prepared(self, hired: Hired | None) -> Hired | None:
        """Return a clerk that runs and knows the rules in force; None where none is to be had."""
        if hired is not None and not hired.is_there:
            self._leave(hired)
            hired = None
        rules = self._edition()
        try:
            hired = hired or self._anew()
            hired.learn(rules.rulebook.version, rules.files)
        except (ClerkLost, Unavailable, OSError) as error:
            self._leave(hired)
            if not self._closing.is_set():
                log().error("check.no_clerk", error=type(error).__name__)
            self._closing.wait(_RESTS_S)
            return None
        return hired

    def _anew(self) -> Hired:
        hired = Hired.anew()
        self._staff.append(hired)
        return hired

    def _leave(self, hired: Hired | None) -> None:
        if hired is not None:
            hired.leave()
            self._staff.remove(hired)

    def _answer(self, hired: Hired | None, asked: _Asked) -> None:
        try:
            asked.answer.set_result(self._judged(hired, asked))
        except (BridgeError, ClerkLost, ClerkFailed) as error:
            asked.answer.set_exception(error)

    def _judged(self, hired: Hired | None, asked: _Asked) -> bytes:
        if hired is None:
            says = "no process that judges records could be begun; the log says why"
            raise Unavailable("console", "check", "NO_CLERK", says)
        if self._clock() - asked.since > timedelta(seconds=self._limit_s):
            raise _too_many()
        hired.learn(asked.rules.rulebook.version, asked.rules.files)
        return hired.judged(asked.text, asked.today, self._limit_s)


def _too_many() -> Throttled:
    says = "others had so much checked just now that this would wait too long"
    return Throttled("console", "check", "TOO_MANY", says, retry_after_s=_COME_AGAIN_S)


@contextmanager
def staffed(
    edition: Callable[[], Edition], clock: Clock, clerks: int, limit_s: float = LIMIT_S
) -> Iterator[Desk | None]:
    """Give a desk with so many clerks; None for none: records are judged in this process then."""
    if not clerks:
        yield None
        return
    desk = Desk(edition, clock, clerks, limit_s)
    try:
        yield desk
    finally:
        desk.close()
