"""Passwords behind the door of argon2: what is kept of one tells nobody what it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from threading import BoundedSemaphore

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from bridge.people.passwords import LENGTH_MAX, prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a guess costs: the second choice of RFC 9106 §4, for servers with other work to do."""

    rounds: int = 3
    memory_kib: int = 65_536
    lanes: int = 4


#: Passwords that are checked at the same moment: more would fill the memory, not save time.
_AT_ONCE = 2


class Passwords:
    """Makes and checks what is kept of passwords; from several threads, too."""

    def __init__(self, cost: Cost | None = None) -> None:
        asked = cost or Cost()
        self._hasher = PasswordHasher(
            time_cost=asked.rounds,
            memory_cost=asked.memory_kib,
            parallelism=asked.lanes,
            type=Type.ID,
        )
        self._turns = BoundedSemaphore(_AT_ONCE)

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash("nobody signs in with this")

    def kept(self, password: str) -> str:
        """Return what is kept of a password; another text each time."""
        with self._turn():
            return self._hasher.hash(prepared(password))

    def matches(self, kept: str | None, password: str) -> bool:
        """
        Say whether a password is the one of which something is kept.

        Where nothing is kept the answer is no, after as much work: how long it takes does not tell
        which names there are.
        """
        typed = prepared(password[: LENGTH_MAX + 1]).encode(errors="surrogatepass")
        with self._turn():
            try:
                self._hasher.verify(self._nobody if kept is None else kept, typed)
            except (VerificationError, InvalidHashError):
                return False
        return kept is not None and len(password) <= LENGTH_MAX

    def is_outdated(self, kept: str) -> bool:
        """Say whether what is kept was made at another cost, and should be made again."""
        return self._hasher.check_needs_rehash(kept)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self._turns:
            yield
