"""The clock of a sandbox: it runs on from a chosen moment and can be moved by a test."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta


class SimulatedClock:
    """
    Aware UTC time that runs on from `start`; `None` starts at the real time.

    Safe to share between the threads of several sandboxes.
    """

    def __init__(self, start: datetime | None = None) -> None:
        self._lock = threading.Lock()
        self._offset = timedelta()
        if start is not None:
            self.set(start)

    def now(self) -> datetime:
        """Tell the simulated time, aware, in UTC."""
        with self._lock:
            return datetime.now(UTC) + self._offset

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
