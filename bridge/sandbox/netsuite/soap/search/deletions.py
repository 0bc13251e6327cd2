"""What was deleted from the account, and when: the log that getDeleted reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.netsuite.records.store import Record
from bridge.sandbox.netsuite.soap.search.criteria import Words


@dataclass(frozen=True, slots=True)
class Deletion:
    """One record that is no more."""

    at: datetime
    record: Record

    @property
    def word(self) -> Words:
        """Return the type of the record, as the filter of getDeleted names it."""
        return Words(self.record.type.name, frozenset({self.record.type.name}))


class Deletions:
    """The deleted records, in the order in which they went."""

    def __init__(self, clock: SimulatedClock) -> None:
        self._clock = clock
        self._log: list[Deletion] = []

    def note(self, record: Record) -> None:
        """Write down that a record is deleted now."""
        self._log.append(Deletion(self._clock.now().replace(microsecond=0), record))

    def __iter__(self) -> Iterator[Deletion]:
        return iter(list(self._log))
