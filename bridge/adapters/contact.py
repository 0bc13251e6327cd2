"""When a system answered last, and when it could not be reached; kept while the process runs."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from bridge.errors import BridgeError, Refused
from bridge.model.calendar import Clock


@dataclass(frozen=True, slots=True)
class Failure:
    """A call that came to nothing: when, and why in our words."""

    at: datetime
    says: str


class Contact:
    """Hears of every call to one system, from any thread and from all clients that share it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._counting = threading.Lock()
        self._calls = 0
        # Each is one value, so that threads see a whole.
        self.answered_at: datetime | None = None
        self.failed: Failure | None = None

    @property
    def calls(self) -> int:
        """How many HTTP requests were made so far."""
        return self._calls

    def count(self) -> None:
        """Count an HTTP request that is about to be made."""
        with self._counting:
            self._calls += 1

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Note how a call ends; one that is refused was answered, too."""
        try:
            yield
        except Refused:
            self.answered_at = self._clock()
            raise
        except BridgeError as error:
            self.failed = Failure(self._clock(), str(error))
            raise
        self.answered_at = self._clock()
