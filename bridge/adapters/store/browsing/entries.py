"""The list of ledger entries: the last one comes first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from bridge.adapters.store.browsing.pages import Page, Reach
from bridge.adapters.store.browsing.texts import contains
from bridge.adapters.store.ledger_rows import with_postings
from bridge.adapters.store.tables import EntryRow
from bridge.ledger.entries import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """Which entries are wanted; what is not said is no matter."""

    kind: str | None = None
    deal: str | None = None
    actor: str = ""  #: a part of the name of who did it
    since: datetime | None = None  #: from this moment on
    before: datetime | None = None  #: up to this moment, without it
    says: str = ""  #: a part of what it tells, as JSON


class EntryList:
    """Leafs through the ledger, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(self, wanted: EntryFilter, reach: Reach) -> Page[Entry]:
        """Return a part of the entries that are wanted, with their postings."""
        query = select(EntryRow).where(*_where(wanted))
        keys = reach.keys(int)
        if keys is not None:
            query = query.where(col(EntryRow.seq) < keys[0])
        rows = self._session.exec(query.order_by(col(EntryRow.seq).desc()).limit(reach.limit + 1))
        entries = tuple(with_postings(self._session, rows.all()))
        return reach.page(entries, lambda entry: entry, lambda entry: (entry.seq,))

    def one(self, seq: int) -> Entry | None:
        """Return an entry with its postings; None if the ledger has none of that number."""
        rows = self._session.exec(select(EntryRow).where(EntryRow.seq == seq)).all()
        return next(with_postings(self._session, rows), None)


def _where(wanted: EntryFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.kind:
        found.append(col(EntryRow.kind) == wanted.kind)
    if wanted.deal:
        found.append(col(EntryRow.deal) == wanted.deal)
    if wanted.actor.strip():
        found.append(contains(col(EntryRow.actor), wanted.actor.strip()))
    if wanted.since is not None:
        found.append(col(EntryRow.at) >= wanted.since)
    if wanted.before is not None:
        found.append(col(EntryRow.at) < wanted.before)
    if wanted.says:
        found.append(contains(col(EntryRow.payload), wanted.says))
    return found
