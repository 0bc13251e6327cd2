"""
Tokens that were looked up a moment ago, and whom they stand for: a program asks many times.

What this process writes is heeded at once, so that a token it revokes opens nothing any more; what
another process writes into the same database, after a second.
"""

import hashlib
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bridge.people.roles import Reader

_HOLDS = timedelta(seconds=1)
#: More programs than this at once are looked up again.
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class _Held:
    reader: Reader
    at: datetime
    written: int


@dataclass(slots=True)
class Remembered:
    """Readers by the digest of their token; for any number of threads."""

    _held: dict[bytes, _Held] = field(default_factory=dict)
    _turning: threading.Lock = field(default_factory=threading.Lock)

    def find(self, text: str, now: datetime, written: int) -> Reader | None:
        """
        Return whom a token stands for; None if it is to be looked up.

        `written` is how often the store was written, as the store says before it is looked up.
        """
        held = self._held.get(_digest(text))
        if held is None or held.written != written:
            return None
        return held.reader if timedelta() <= now - held.at < _HOLDS else None

    def keep(self, text: str, reader: Reader, now: datetime, written: int) -> None:
        """Remember whom a token stands for, as of a moment before it was looked up."""
        with self._turning:
            if len(self._held) >= _MOST:
                self._held.clear()
            self._held[_digest(text)] = _Held(reader, now, written)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
