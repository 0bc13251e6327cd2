"""
Which deals are judged again: those that changed, and those of which what they were judged by did.

A person who adds a rule or a NetSuite item, or who installs a newer bridge, has no reason to touch
the order in Salesforce. And not all that was saved there changed: the bridge itself writes the
status of each deal, and polls some minutes twice.
"""

from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import version

from bridge.adapters.store.database import Store
from bridge.adapters.store.notes import Note, Reading
from bridge.ledger.judgement import DealState
from bridge.mappers.judge import UNKNOWN_IN_NETSUITE
from bridge.mappers.read.watch import SAVES
from bridge.mappers.write.status import IDS_FIELD, STATUS_FIELD
from bridge.model.calendar import Clock
from bridge.model.dossier import Dossier
from bridge.model.ids import DealId, Digest, RulebookVersion, digest
from bridge.rules.rulebook import Rulebook, Source

#: When a record was saved, in a form that sorts by time, and by whom: the id of a user.
_SAVED_AT, _SAVED_BY = "LastModifiedDate", "LastModifiedById"
#: What the bridge itself writes into records.
_TOLD = frozenset({STATUS_FIELD, IDS_FIELD})


def note_flagged(store: Store, subject: str, now: Digest | RulebookVersion, clock: Clock) -> None:
    """
    Note every flagged deal if `subject` is not what it was when this was asked last.

    A subject has two cursors: when it changed last, and when each of its versions last came to be
    the one in force. So one that returns counts as a change, too.
    """
    current = f"{subject}:{now[:32]}"
    with store.reading() as view:
        changed_at = view.turns.cursor(subject)
        if changed_at is not None and view.turns.cursor(current) == changed_at:
            return
    with store.transaction("reread") as tx:
        tx.judgements.note(deal.id for deal in tx.deals.all(DealState.FLAGGED))
        at = clock()
        tx.turns.move_cursor(subject, at)
        tx.turns.move_cursor(current, at)


def read(
    noted: Mapping[DealId, Note],
    alone: Mapping[DealId, Dossier],
    rulebook: Rulebook,
    user: str | None,
) -> dict[DealId, Note]:
    """
    Return the notes of those deals whose records are there, with what was read by them.

    `user` is as whom the bridge saves records; None where that is not known.
    """
    return {
        deal: replace(noted[deal], reading=reading(one, rulebook, user))
        for deal, one in alone.items()
    }


def reading(alone: Dossier, rulebook: Rulebook, user: str | None = None) -> Reading:
    """
    Return what tells the records of a deal from those that were read before; `user` as in `read`.

    Its content is all that may be judged, the frame and the rules included. A field that the rules
    read as a fact is content, also where the platform or the bridge fills it.
    """
    read = _facts(rulebook.source(alone.model))
    content: list[object] = [alone.model, alone.frame.address, rulebook.version]
    told, saved = list[object](), list[object]()
    for record in sorted(alone.records, key=lambda one: (one.type, one.id)):
        names = record.fields.keys()
        ours, stamps = (names & _TOLD) - read, (names & SAVES) - read
        rest = names - ours - stamps
        for held, those in ((content, rest), (told, ours), (saved, stamps)):
            held.append([record.type, record.id, {one: record.fields[one] for one in those}])
    return Reading(
        content=digest(content),
        told=digest(told),
        saved=digest(saved),
        is_ours=user is not None and _last_savers(alone) == {user},
    )


def _last_savers(alone: Dossier) -> set[str]:
    """Return who saved the last of the records of a deal; several where they did at one moment."""
    saves = [
        (str(one.fields[_SAVED_AT]), str(one.fields.get(_SAVED_BY)))
        for one in alone.records
        if one.fields.get(_SAVED_AT)
    ]
    last = max((at for at, _ in saves), default=None)
    return {by for at, by in saves if at == last}


def _facts(source: Source) -> frozenset[str]:
    """Return the fields that rules read, of whatever object: as a fact, or for an answer."""
    facts = (one.field for known in source.objects.values() for one in known.facts.values())
    return frozenset((*facts, *(one.named for one in source.answers.values())))


def misses_a_code(store: Store) -> bool:
    """Say whether a deal is held because NetSuite does not know, or no longer uses, a code."""
    with store.reading() as view:
        return view.due.is_flagged_by(UNKNOWN_IN_NETSUITE)


def bridge_version() -> Digest:
    """Return what tells one release of the bridge from another: a newer one may know more."""
    return digest(version("revenue-bridge"))
