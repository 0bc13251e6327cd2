"""Answers that depend on what was asked and on the rules alone, kept for whoever asks the same."""

import hashlib
import threading
from collections import OrderedDict

#: Of all answers that are kept; one has some thousand bytes, and a megabyte where it is of a
#: hundred deals.
_KEPT_MAX_BYTES = 32 * 1024 * 1024


class Answers:
    """The newest answers by what they depend on; for any number of threads."""

    def __init__(self, bytes_max: int = _KEPT_MAX_BYTES) -> None:
        self._bytes_max = bytes_max
        self._bytes = 0
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._turning = threading.Lock()

    def find(self, key: str) -> bytes | None:
        """Return the answer of a key; None where it is not kept."""
        with self._turning:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def keep(self, key: str, answer: bytes) -> None:
        """Keep an answer, and let go of those that were asked for longest ago."""
        with self._turning:
            self._bytes += len(answer) - len(self._held.pop(key, b""))
            self._held[key] = answer
            while self._bytes > self._bytes_max:
                self._bytes -= len(self._held.popitem(last=False)[1])


def key(*parts: bytes) -> str:
    """
    Return the key of an answer: the SHA-256 of all that it depends on, part by part.

    >>> key(b"a", b"bc") == key(b"ab", b"c")
    False
    """
    running = hashlib.sha256()
    for part in parts:
        running.update(b"%d:" % len(part))
        running.update(part)
    return running.hexdigest()
