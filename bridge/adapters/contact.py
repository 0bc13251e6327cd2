"""When a system answered last, and when it could not be reached; kept while the process runs."""

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
    """Hears of every call to one system, from any thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        # Each is one value, so that threads see a whole.
        self.answered_at: datetime | None = None
        self.failed: Failure | None = None

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
