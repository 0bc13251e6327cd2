"""What the origin of a deal should say about it, and what it was told last."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from bridge.adapters.store.ledger_rows import LedgerRows
from bridge.adapters.store.queue.tables import CaseRow, LifeRow
from bridge.adapters.store.tables import DealRow, DocumentRow, WriteBackRow
from bridge.ledger import moves
from bridge.ledger.entries import Entry, EntryKind
from bridge.model.document import PROPOSED, State
from bridge.model.ids import DealId, Digest, canonical, digest
from bridge.queue import story


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteBack:
    """
    Absolute values for one deal, safe to send again.

    `desired` holds `state`, `codes` (of the open exceptions) and `documents`, each with `kind`,
    `external_id`, `state` (PREPARED as long as it is on its way) and `internal_id`. Where sales was
    asked something, `tasks` holds for each time the `number` of the exception, the `text`, `again`
    (the number of the ledger entry, if it was not the first time), and whether it is `open`: the
    exception is, and it was neither taken back nor refused.
    """

    deal: DealId
    model: str
    desired: dict[str, Any]
    digest: Digest
    has_new_status: bool  #: whether the record says something else yet; tasks are not meant

    @property
    def status(self) -> Digest:
        """What the record itself is told, apart from tasks."""
        return digest({name: held for name, held in self.desired.items() if name != "tasks"})


#: States that come and go while a document is on its way.
_ON_ITS_WAY = frozenset({State.PREPARED, State.BLOCKED, State.SENDING})


class WriteBackRows:
    """Write-backs, within one transaction."""

    def __init__(self, session: Session, ledger: LedgerRows) -> None:
        self._session = session
        self._ledger = ledger

    def refresh(self, deal: DealId) -> None:
        """Write down what the origin of a deal should say now."""
        desired = self._desired(self._session.get_one(DealRow, deal))
        row = self._session.get(WriteBackRow, deal) or WriteBackRow(
            deal=deal, desired="", desired_digest="", done_digest=None
        )
        row.desired, row.desired_digest = canonical(desired).decode(), digest(desired)
        self._session.add(row)
        self._session.flush()

    def due(self) -> tuple[WriteBack, ...]:
        """Return what the origins were not told yet, by deal."""
        query = select(WriteBackRow, DealRow.model).join(
            DealRow, col(DealRow.id) == col(WriteBackRow.deal)
        )
        differs = col(WriteBackRow.desired_digest).is_distinct_from(col(WriteBackRow.done_digest))
        rows = self._session.exec(query.where(differs).order_by(WriteBackRow.deal))
        return tuple(_due(row, model) for row, model in rows)

    def status_told(self, one: WriteBack) -> None:
        """Note that the record of a deal says how it stands, whatever becomes of its tasks."""
        row = self._session.get_one(WriteBackRow, one.deal)
        row.told_status = one.status
        self._session.add(row)

    def done(self, deal: DealId, told: Digest) -> None:
        """Note that the origin of a deal was told; what changed meanwhile stays due."""
        row = self._session.get_one(WriteBackRow, deal)
        if row.done_digest != told:
            row.done_digest = told
            self._session.add(row)
            self._ledger.append(moves.written_back(deal, told))

    def _desired(self, deal: DealRow) -> dict[str, object]:
        codes = select(CaseRow.code).where(
            CaseRow.deal == deal.id, col(CaseRow.closed_at).is_(None)
        )
        documents = select(DocumentRow).where(
            DocumentRow.deal == deal.id,
            DocumentRow.state != State.SUPERSEDED,
            col(DocumentRow.kind).not_in(PROPOSED),
        )
        return {
            "state": deal.state,
            "codes": sorted(set(self._session.exec(codes))),
            "documents": [
                {
                    "kind": row.kind,
                    "external_id": row.external_id,
                    "state": State.PREPARED if row.state in _ON_ITS_WAY else row.state,
                    "internal_id": row.internal_id,
                }
                for row in self._session.exec(documents.order_by(col(DocumentRow.ordinal)))
            ],
            **self._tasks(deal),
        }

    def _tasks(self, deal: DealRow) -> dict[str, object]:
        """Return what sales was asked about each exception of a deal, open as long as that is."""
        touched = (
            select(CaseRow)
            .join(LifeRow, col(LifeRow.exception) == col(CaseRow.id))
            .where(CaseRow.deal == deal.id)
            .order_by(col(CaseRow.id))
        )
        cases = self._session.exec(touched).all()
        if not cases:
            return {}
        entries = tuple(self._ledger.entries(deal=DealId(deal.id), kinds=[EntryKind.TRIAGED]))
        tasks = [task for case in cases for task in _tasks(case, entries)]
        return {"tasks": tasks} if tasks else {}


def _tasks(case: CaseRow, entries: Sequence[Entry]) -> Iterator[dict[str, object]]:
    number = case.id or 0
    for one in story.sent(story.read(entries, number)):
        is_open = case.closed_at is None and one.stands
        again = {} if one.again is None else {"again": one.again}
        yield {"number": number, "text": one.text, "open": is_open, **again}


def _due(row: WriteBackRow, model: str) -> WriteBack:
    one = WriteBack(
        deal=DealId(row.deal),
        model=model,
        desired=json.loads(row.desired, parse_float=Decimal),
        digest=Digest(row.desired_digest),
        has_new_status=True,
    )
    return replace(one, has_new_status=one.status != row.told_status)
