"""Answers that depend on what was asked and on the rules alone, kept for whoever asks the same."""

import hashlib
import threading
from collections import OrderedDict

#: Answers that are kept; each has some thousand bytes.
_KEPT_MAX = 500


class Answers:
    """The newest answers by what they depend on; for any number of threads."""

    def __init__(self, most: int = _KEPT_MAX) -> None:
        self._most = most
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
        """Keep an answer, and let go of the one that was asked for longest ago."""
        with self._turning:
            self._held[key] = answer
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)


def key(*parts: str) -> str:
    """
    Return the key of an answer: the SHA-256 of all that it depends on, part by part.

    >>> key("a", "bc") == key("ab", "c")
    False
    """
    running = hashlib.sha256()
    for part in parts:
        content = part.encode()
        running.update(f"{len(content)}:".encode() + content)
    return running.hexdigest()
