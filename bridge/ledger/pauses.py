"""
Pauses: which parts of a pass rest because a person said so, as the ledger tells it.

They stand in the ledger and nowhere else. Nothing is lost by a pause: what was not read is read
later, what was not sent waits, and amounts stay where they are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bridge.ledger.entries import Draft, Entry, EntryKind
from bridge.model.ids import DealId

#: What entries of the ledger that are about parts of a pass name in place of a deal.
STREAMS = DealId("streams")


class Stream(StrEnum):
    """A part of a pass that a person may let rest."""

    READING = "reading"  #: what changed in Salesforce is read, and deals are judged
    POSTING = "posting"  #: documents are sent to NetSuite
    WRITING_BACK = "writing-back"  #: Salesforce is told what became of its deals

    @property
    def words(self) -> str:
        """How people read it."""
        return self.value.replace("-", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A stream that rests: who let it rest, since when, and why."""

    stream: Stream
    by: str
    at: datetime
    reason: str

    def __str__(self) -> str:
        """Say it in a sentence."""
        since = f"{self.at:%Y-%m-%d %H:%M} UTC"
        return f"{self.stream.words} is paused by {self.by} since {since}: {self.reason}"


def paused(stream: Stream, reason: str) -> Draft:
    """Note that a person lets a stream rest."""
    return _entry(EntryKind.STREAM_PAUSED, stream, reason)


def resumed(stream: Stream, reason: str) -> Draft:
    """Note that a person lets a stream go on."""
    return _entry(EntryKind.STREAM_RESUMED, stream, reason)


def standing(entries: Iterable[Entry]) -> Mapping[Stream, Pause]:
    """Return the pauses that stand after entries, which come in their order."""
    found: dict[Stream, Pause] = {}
    for one in entries:
        stream = Stream(one.refs["stream"])
        if one.kind == EntryKind.STREAM_PAUSED:
            reason = str(one.payload["reason"])
            found[stream] = Pause(stream=stream, by=one.actor, at=one.at, reason=reason)
        else:
            found.pop(stream, None)
    return found


def _entry(kind: EntryKind, stream: Stream, reason: str) -> Draft:
    refs = {"stream": stream.value}
    return Draft(kind=kind, deal=STREAMS, refs=refs, payload={"reason": reason})
