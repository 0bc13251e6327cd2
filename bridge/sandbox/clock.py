"""The clock of a sandbox: it runs on from a chosen moment and can be moved by a test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

#: The time of work that counts as done earlier than it is; of one task alone.
_HELD: ContextVar[datetime | None] = ContextVar("sandbox_clock_held", default=None)


class SimulatedClock:
    """
    Aware UTC time that runs on from `start`; `None` starts at the real time.

    Safe to share between the threads of several sandboxes.
    """

    def __init__(self, start: datetime | None = None) -> None:
        self._lock = threading.Lock()
        self._offset = timedelta()
        self._stands_at: datetime | None = None
        if start is not None:
            self.set(start)

    def now(self) -> datetime:
        """Tell the simulated time, aware, in UTC."""
        held = _HELD.get()
        if held is not None:
            return held
        with self._lock:
            return self._stands_at or datetime.now(UTC) + self._offset

    def advance(self, seconds: float) -> None:
        """Move the clock by so many seconds; a negative number moves it back."""
        with self._lock:
            self._offset += timedelta(seconds=seconds)

    def set(self, moment: datetime) -> None:
        """
        Let the clock run on from `moment`.

        Raises:
            ValueError: the moment names no time zone.
        """
        if moment.tzinfo is None:
            raise ValueError(f"a clock needs a moment with its time zone, not {moment.isoformat()}")
        with self._lock:
            self._offset = moment.astimezone(UTC) - datetime.now(UTC)

    @contextmanager
    def standing_at(self, moment: datetime) -> Iterator[None]:
        """Let the clock stand at a moment; afterwards it shows what it would have shown anyway."""
        with self._lock:
            self._stands_at = moment
        try:
            yield
        finally:
            with self._lock:
                self._stands_at = None

    @contextmanager
    def held_at(self, moment: datetime) -> Iterator[None]:
        """Let work of the present task see a time that stands still; all others go on."""
        before = _HELD.set(moment)
        try:
            yield
        finally:
            _HELD.reset(before)
