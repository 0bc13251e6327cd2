"""
What the ledger says of merges: who approved one, or let it stand as it was made, and which task of
NetSuite carries it out.

An approval is of one body: it holds for its digest, and for no other. A task belongs to one attempt
to send.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bridge.ledger.entries import Draft, Entry, EntryKind
from bridge.model.ids import DealId, Digest, ExternalId


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Who approved a merge, why, when, and from which day on it was to hold."""

    by: str
    reason: str
    at: datetime
    on: date


def approved(deal: DealId, document: ExternalId, body: Digest, on: date, reason: str) -> Draft:
    """Note that a person approved a merge with this body, which is effective on that day."""
    told = {"digest": body, "on": on.isoformat(), "reason": reason}
    refs = {"document": document}
    return Draft(kind=EntryKind.MERGE_APPROVED, deal=deal, refs=refs, payload=told)


def accepted(deal: DealId, document: ExternalId, body: Digest, differs: str, reason: str) -> Draft:
    """Note that a person let a merge stand that differs from what this body asks for."""
    told = {"digest": body, "differs": differs, "reason": reason}
    refs = {"document": document}
    return Draft(kind=EntryKind.MERGE_ACCEPTED, deal=deal, refs=refs, payload=told)


def submitted(
    deal: DealId, document: ExternalId, attempt: int, task: str, arrangements: Sequence[str]
) -> Draft:
    """Note the task of an attempt, and the arrangements that it merges, if we named them."""
    told = {"attempt": attempt, "task": task, "arrangements": list(arrangements)}
    refs = {"document": document}
    return Draft(kind=EntryKind.MERGE_SUBMITTED, deal=deal, refs=refs, payload=told)


def approval_of(entries: Iterable[Entry], document: ExternalId, body: Digest) -> Approval | None:
    """Return the first approval of a document with this body; None if nobody approved it."""
    for entry in _about(entries, EntryKind.MERGE_APPROVED, document):
        if entry.payload["digest"] == body:
            return Approval(
                by=entry.actor,
                reason=str(entry.payload["reason"]),
                at=entry.at,
                on=date.fromisoformat(str(entry.payload["on"])),
            )
    return None


def task_of(entries: Iterable[Entry], document: ExternalId, attempt: int) -> str | None:
    """Return the task of an attempt; None while none is known."""
    for entry in _about(entries, EntryKind.MERGE_SUBMITTED, document):
        if entry.payload["attempt"] == attempt:
            return str(entry.payload["task"])
    return None


def _about(entries: Iterable[Entry], kind: EntryKind, document: ExternalId) -> list[Entry]:
    return [one for one in entries if one.kind == kind and one.refs.get("document") == document]
