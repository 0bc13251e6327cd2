"""What takes long is done for few requests at a time, so that the others find a free thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from bridge.errors import Unavailable


class Turns:
    """Lets so many requests at once do something; whoever comes besides is told to come again."""

    def __init__(self, at_once: int, what: str) -> None:
        self._free = BoundedSemaphore(at_once)
        self._what = what

    @contextmanager
    def take(self) -> Iterator[None]:
        """Take a turn; Unavailable, at once, if all are taken."""
        if not self._free.acquire(blocking=False):
            says = "others asked for the same just now, and still wait for the answer"
            raise Unavailable("console", self._what, "ASKED_ALREADY", says)
        try:
            yield
        finally:
            self._free.release()
