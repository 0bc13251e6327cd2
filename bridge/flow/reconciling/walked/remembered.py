"""
Keeps what was made again of statements, as long as nothing changes that it rests on.

To make it costs as much as the statement did. So it is made once for all who ask, and anew only
when the books, NetSuite's rows or the statement are others.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore, Lock
from typing import Generic, TypeVar

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.reconciling.context import Context
from bridge.adapters.store.reconciling.rows import Reading
from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.errors import Misconfigured, Unavailable
from bridge.ledger.chain import Head
from bridge.model.ids import RulebookVersion

Made = TypeVar("Made")
#: Who may wait until somebody's is made; they hold a thread each.
_WAITING_MAX = 4


@dataclass(frozen=True, slots=True)
class Seen:
    """What it rests on; where that is the same, so is what comes of it."""

    statement: int
    part: str  #: of the statement; empty for all of it
    rulebook: RulebookVersion
    head: Head
    readings: Mapping[str, Reading]
    context: Context


def seen(view: Transaction, kept: KeptStatement, part: str = "") -> Seen:
    """Return it; Misconfigured where NetSuite was never read, or the statement names no rules."""
    context = view.reconciling.context.last()
    if context is None:
        raise Misconfigured(
            "NetSuite's revenue was never read", where="reconciliation", act="reconcile once"
        )
    named = kept.content.get("rulebook")
    if named is None:
        raise Misconfigured(
            "the statement does not name its rules",
            where=f"statement {kept.id}",
            act="reconcile, and look at the new one",
        )
    readings = view.reconciling.revenue.readings()
    version = RulebookVersion(named)
    return Seen(kept.id, part, version, view.ledger.head(), readings, context)


class Remembered(Generic[Made]):
    """The last ones that were made; threads may share them."""

    def __init__(self, room: int, size: Callable[[Made], int]) -> None:
        self._room_for, self._size = room, size
        self._kept: list[tuple[Seen, Made]] = []
        self._turn = Lock()
        self._room = BoundedSemaphore(_WAITING_MAX)

    def of(self, wanted: Seen, make: Callable[[], Made]) -> Made:
        """Return what rests on the same, or make it; Unavailable where too many wait for it."""
        found = self._found(wanted)
        if found is not None:
            return found
        with self._taken():
            found = self._found(wanted) or make()
            self._keep(wanted, found)
        return found

    def _found(self, wanted: Seen) -> Made | None:
        return next((made for of, made in tuple(self._kept) if of == wanted), None)

    def _keep(self, wanted: Seen, made: Made) -> None:
        """Keep it as the last one, without those that it replaces or has no room for."""
        room = self._room_for - self._size(made)
        kept = [(wanted, made)]
        for of, other in self._kept:
            room -= self._size(other)
            if room >= 0 and (of.statement, of.part) != (wanted.statement, wanted.part):
                kept.append((of, other))
        self._kept = kept

    @contextmanager
    def _taken(self) -> Iterator[None]:
        if not self._room.acquire(blocking=False):
            says = "others asked for the same just now, and still wait for the answer"
            raise Unavailable("reconciliation", "walk lines again", "ASKED_ALREADY", says)
        try:
            with self._turn:
                yield
        finally:
            self._room.release()
