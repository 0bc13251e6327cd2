"""The clock of a sandbox: it runs on from a chosen moment and can be moved by a test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

#: The time of work that counts as done earlier than it is; of one task alone.
_HELD: ContextVar[datetime | None] = ContextVar("sandbox_clock_held", default=None)


#: What dates, periods and tokens can be reckoned with.
EARLIEST, LATEST = datetime(1970, 1, 2, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
RATE_MAX = 1_000_000


class SimulatedClock:
    """
    Aware UTC time that runs on from `start`; `None` starts at the real time.

    It runs as fast as real time does unless it is given another rate; 0 freezes it. Safe to share
    between the threads of several sandboxes.
    """

    def __init__(self, start: datetime | None = None) -> None:
        self._lock = threading.Lock()
        #: The clock showed `_shown` at the real time `_since`, and has run at `_rate` from there.
        self._since = self._shown = datetime.now(UTC)
        self._rate = 1.0
        self._stands_at: datetime | None = None
        if start is not None:
            self.set(start)

    def now(self) -> datetime:
        """Tell the simulated time, aware, in UTC."""
        held = _HELD.get()
        if held is not None:
            return held
        with self._lock:
            return self._stands_at or self._running()

    @property
    def rate(self) -> float:
        """How many simulated seconds pass in a real one."""
        return self._rate

    def advance(self, seconds: float) -> None:
        """
        Move the clock by so many seconds; a negative number moves it back.

        Raises:
            ValueError: that is further than the clock goes.
        """
        with self._lock:
            try:
                there = self._running() + timedelta(seconds=seconds)
            except OverflowError as error:
                raise ValueError(_beyond(f"{seconds:g} seconds further")) from error
            self._move(there)

    def set(self, moment: datetime) -> None:
        """
        Let the clock run on from `moment`.

        Raises:
            ValueError: the moment names no time zone, or the clock does not go that far.
        """
        if moment.tzinfo is None:
            raise ValueError(f"a clock needs a moment with its time zone, not {moment.isoformat()}")
        try:
            there = moment.astimezone(UTC)
        except OverflowError as error:
            raise ValueError(_beyond(str(moment))) from error
        with self._lock:
            self._move(there)

    def run(self, rate: float) -> None:
        """
        Let so many simulated seconds pass in a real one; 0 freezes the clock.

        Raises:
            ValueError: the rate is below 0, or above what makes sense.
        """
        if not 0 <= rate <= RATE_MAX:
            raise ValueError(f"a clock runs at a rate from 0 to {RATE_MAX}, not {rate:g}")
        with self._lock:
            self._move(self._running())
            self._rate = float(rate)

    def _running(self) -> datetime:
        now = datetime.now(UTC)
        try:
            return min(self._shown + (now - self._since) * self._rate, LATEST)
        except OverflowError:
            return LATEST

    def _move(self, moment: datetime) -> None:
        if not EARLIEST <= moment <= LATEST:
            raise ValueError(_beyond(str(moment)))
        self._shown, self._since = moment, datetime.now(UTC)

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


def _beyond(where: str) -> str:
    return f"the clock goes from {EARLIEST:%Y} to {LATEST:%Y}, not to {where}"
