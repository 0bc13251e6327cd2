"""Reads what NetSuite acknowledged of a deal, and which documents of other deals rest on it."""

import json
from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal

from sqlmodel import Session, col, or_, select

from bridge.adapters.store.posted.tables import MergedRow
from bridge.adapters.store.tables import DocumentRow, EntryRow, ScheduleRow
from bridge.model import document_notation
from bridge.model.document import PROPOSED, Kind, State
from bridge.model.dossier import EarlierDocument, Posted, PostedDocument
from bridge.model.ids import DealId, Digest, ExternalId
from bridge.model.money import Currency, Money
from bridge.model.schedule import Method, PlannedRevenue, Schedule

#: States in which a document of another deal may be in NetSuite.
_SENT = (State.ACKNOWLEDGED, State.SENDING)
#: What waits for a person, or for other contracts: a deal's own documents are whole without it.
_BESIDE = frozenset((*PROPOSED, Kind.MERGE_REQUEST))


class PostedRows:
    """What NetSuite holds of deals, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, deal: DealId) -> Posted | None:
        """Return what NetSuite acknowledged of a deal; None if nothing."""
        documents = select(DocumentRow).where(
            DocumentRow.deal == deal, DocumentRow.state != State.SUPERSEDED
        )
        standing = list(self._session.exec(documents))
        rows = sorted(
            (row for row in standing if row.settled_seq is not None),
            key=lambda row: (row.settled_seq or 0, row.external_id),
        )
        if not rows:
            return None
        unsent = [row for row in standing if row not in rows and row.kind not in _BESIDE]
        return Posted(
            documents=tuple(
                self._posted(row, None if row.kind == Kind.SALES_ORDER else rank)
                for rank, row in enumerate(rows, start=1)
            ),
            complete=not unsent,
            touched_by=tuple(self._touching(rows[0], {row.external_id for row in rows})),
        )

    def _posted(self, row: DocumentRow, rank: int | None) -> PostedDocument:
        return PostedDocument(
            document=kept(self._session, row, rank),
            currency=Currency(row.currency),
            body=row.body.decode(),
            digest=Digest(row.digest),
            made_of=Digest(row.made_of),
        )

    def acknowledged_on(self, posted: Posted) -> date:
        """Return the day on which NetSuite acknowledged the first document of a deal."""
        name = posted.documents[0].document.external_id
        row = self._session.get_one(DocumentRow, name)
        return self._session.get_one(EntryRow, row.settled_seq).at.date()

    def _touching(self, first: DocumentRow, own: Collection[str]) -> Iterator[ExternalId]:
        """Yield what other deals did to documents of this one, by name; merges join contracts."""
        merging = select(MergedRow.document).where(col(MergedRow.source).in_(own))
        others = select(DocumentRow.external_id).where(
            or_(
                (col(DocumentRow.contract) == first.contract) & col(DocumentRow.target).in_(own),
                col(DocumentRow.external_id).in_(merging),
            ),
            DocumentRow.deal != first.deal,
            col(DocumentRow.state).in_(_SENT),
        )
        yield from map(ExternalId, sorted(self._session.exec(others)))


def complete(session: Session, last: DocumentRow) -> None:
    """
    Let all documents of a deal represent what `last` was made of, if that completes them.

    Until then those that stay beside their correction are of the deal as it was before.
    """
    standing = select(DocumentRow).where(
        DocumentRow.deal == last.deal, DocumentRow.state != State.SUPERSEDED
    )
    rows = [row for row in session.exec(standing) if row.kind not in PROPOSED]
    if all(row.state == State.ACKNOWLEDGED for row in rows):
        for row in rows:
            row.made_of = last.made_of
            session.add(row)


def kept(session: Session, row: DocumentRow, rank: int | None) -> EarlierDocument:
    """Return a document as later judgements know it; nothing of it is said to be invoiced."""
    currency = Currency(row.currency)
    schedules = select(ScheduleRow).where(ScheduleRow.external_id == row.external_id)
    return EarlierDocument(
        deal=DealId(row.deal),
        kind=Kind(row.kind),
        external_id=ExternalId(row.external_id),
        dated=row.dated,
        target=ExternalId(row.target) if row.target else None,
        lines=tuple(
            document_notation.parse_line(line, currency)
            for line in json.loads(row.lines, parse_float=Decimal)
        ),
        schedules=tuple(
            _predicted(one) for one in session.exec(schedules.order_by(col(ScheduleRow.line)))
        ),
        acknowledged=rank,
    )


def _predicted(row: ScheduleRow) -> Schedule:
    currency = Currency(row.currency)
    return Schedule(
        external_id=ExternalId(row.external_id),
        line=row.line,
        method=Method(row.method),
        total=Money(row.minor, currency),
        planned=tuple(
            PlannedRevenue(name, Money(minor, currency))
            for name, minor in json.loads(row.periods, parse_float=Decimal).items()
        ),
    )
