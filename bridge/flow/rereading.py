"""
Flagged deals are judged again when what they were judged by has changed, though they have not.

A person who adds a rule or a NetSuite item, or who installs a newer bridge, has no reason to touch
the order in Salesforce.
"""

from importlib.metadata import version

from bridge.adapters.store.database import Store
from bridge.ledger.judgement import DealState
from bridge.mappers.judge import UNKNOWN_IN_NETSUITE
from bridge.model.calendar import Clock
from bridge.model.ids import Digest, RulebookVersion, digest


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


def misses_a_code(store: Store) -> bool:
    """Say whether a deal is held because NetSuite does not know, or no longer uses, a code."""
    with store.reading() as view:
        return view.due.is_flagged_by(UNKNOWN_IN_NETSUITE)


def bridge_version() -> Digest:
    """Return what tells one release of the bridge from another: a newer one may know more."""
    return digest(version("revenue-bridge"))
