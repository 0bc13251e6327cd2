"""Writes down what a pass found out about a deal, all of it in the transaction that it is in."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, delete, select

from bridge.adapters.store.cases import resolved_by
from bridge.adapters.store.documents import Books, amount_of
from bridge.adapters.store.notes import Note
from bridge.adapters.store.posted.written import document_row, keep_merged, schedule_row
from bridge.adapters.store.tables import DealRow, DocumentRow, ScheduleRow
from bridge.ledger.accounts import Family, parse
from bridge.ledger.judgement import (
    DealFacts,
    DealState,
    Excluded,
    Flagged,
    Judgement,
    Past,
    PastDocument,
    Prepared,
    Translated,
    Waiting,
    is_incomplete,
    outcome_of,
)
from bridge.ledger.settled import is_posted_as_it_is
from bridge.ledger.transition import UNSENT, Decision, Held, Stale, Transition, decide
from bridge.model.calendar import Clock
from bridge.model.document import Kind, State
from bridge.model.ids import DealId, Digest, ExternalId
from bridge.model.schedule import Schedule

Row = TypeVar("Row", DealRow, DocumentRow)
#: Deals with documents that were not sent yet, or are on their way.
_UNSETTLED = col(DealRow.id).in_(
    select(DocumentRow.deal).where(col(DocumentRow.state).in_([*UNSENT, State.SENDING]))
)
#: Deals that are flagged, and those with documents that were not sent yet.
_MAY_BE_JUDGED = or_(
    col(DealRow.state) == DealState.FLAGGED,
    col(DealRow.id).in_(select(DocumentRow.deal).where(col(DocumentRow.state).in_(UNSENT))),
)


class JudgementRows:
    """Judgements of deals, within one transaction."""

    def __init__(self, session: Session, clock: Clock, books: Books) -> None:
        self._session = session
        self._clock = clock
        self._books = books

    def record(self, judged: Judgement, *, noted: Note | None = None) -> Decision:
        """
        Write down a judgement and return what was decided.

        Unchanged: nothing is written. Kept: only that its records are incomplete. Held: a document
        is on its way, the deal stays noted for another reading. Transition: deal, documents,
        schedules, exceptions and ledger are written. `noted` is what the reading goes by; a later
        note stays. Stale: another reading was recorded since, nothing is written.
        """
        deal = judged.deal.id
        if self._books.notes.is_stale(deal, noted):
            return Stale()
        row = self._session.get(DealRow, deal)
        decision = decide(self._past(row) if row else None, judged)
        match decision:
            case Held():
                self.note([deal])
            case Transition():
                self.answer(deal, noted)
                self._write(judged, decision, row)
            case _:
                self._rest_on(judged)
                self.answer(deal, noted)
        self._keep_patience(judged)
        return decision

    def stays(self, judged: Judgement) -> bool:
        """Say whether NetSuite has this very deal, so that a judgement of it changes nothing."""
        row = self._session.get(DealRow, judged.deal.id)
        return row is not None and is_posted_as_it_is(self._past(row), judged)

    def note(self, deals: Iterable[DealId]) -> None:
        """Note deals that changed at their origin and are to be read."""
        self._books.notes.add(deals)

    def answer(self, deal: DealId, noted: Note | None = None) -> None:
        """Strike out the note of a deal that was read; one that was made since stays."""
        self._books.notes.answer(deal, noted)

    def _rest_on(self, judged: Judgement) -> None:
        """Let what is still to be sent, and is judged as before, rest on the later reading."""
        unsent = select(DocumentRow.external_id).where(
            DocumentRow.deal == judged.deal.id, col(DocumentRow.state).in_(UNSENT)
        )
        rests = isinstance(judged, Translated) and judged.basis.dossier
        if rests and self._session.exec(unsent).first() is not None:
            row = self._session.get_one(DealRow, judged.deal.id)
            row.dossier = judged.basis.dossier
            self._session.add(row)

    def _keep_patience(self, judged: Judgement) -> None:
        """Note since when the records of a deal are incomplete; forget it when they are there."""
        row = self._session.get_one(DealRow, judged.deal.id)
        if not is_incomplete(judged):
            row.waiting_since = None
        elif row.waiting_since is None:
            row.waiting_since = self._clock()
        self._session.add(row)

    def _past(self, row: DealRow) -> Past:
        deal = DealId(row.id)
        held = self._books.ledger.balances(deal=deal)
        families = {key: parse(key[0]) for key in held}
        documents = select(DocumentRow).where(DocumentRow.deal == deal)
        return Past(
            outcome=Digest(row.outcome),
            state=DealState(row.state),
            booked=tuple(
                -money for key, money in held.items() if families[key][0] is Family.BOOKED
            ),
            excluded=tuple(
                (families[key][1] or "", money)
                for key, money in held.items()
                if families[key][0] is Family.EXCLUDED and money
            ),
            documents=tuple(
                past_document(one)
                for one in self._session.exec(documents.order_by(col(DocumentRow.ordinal)))
            ),
            cases=self._books.cases.open_of(deal),
        )

    def _write(self, judged: Judgement, change: Transition, row: DealRow | None) -> None:
        deal = judged.deal
        now = self._clock()
        by = resolved_by(row, judged)
        was = row.state if row else change.state
        new = _deal_row(judged, change, row, now)
        self._put(new, row)
        self._session.flush()
        for name in change.withdrawn:
            document = self._session.get_one(DocumentRow, name)
            document.state = State.SUPERSEDED
            self._session.add(document)
        if isinstance(change.result, Translated):
            self._write_documents(deal, change.result, change.prepared)
        self._books.ledger.append(*change.drafts)
        self._books.cases.keep_open(deal.id, change.cases, by)
        self._books.write_backs.refresh(deal.id)
        if deal.packaged or judged.basis.dossier:
            # One that is gone, or that nobody could read, stays what it was of a package.
            self.note(self._books.packages.keep(deal.id, deal.packaged))
        if (was == DealState.EXCLUDED) is not (change.state == DealState.EXCLUDED):
            self.note(self._books.packages.others(deal.id))
        if change.prepared or change.withdrawn:
            # Their judgement rests on documents that changed; what was acknowledged stands.
            self.note(self._behind(new, _MAY_BE_JUDGED))
        if row is None and self._behind(new, _UNSETTLED):
            # It saw what they have not sent yet, for it had no place in the contract before them.
            self.note([deal.id])

    def _behind(self, deal: DealRow, those: ColumnElement[bool]) -> list[DealId]:
        """Return those deals that come later in the contract of a deal."""
        others = select(DealRow).where(
            DealRow.contract == deal.contract, DealRow.id != deal.id, those
        )
        place = _place(deal)
        return [DealId(one.id) for one in self._session.exec(others) if _place(one) > place]

    def _put(self, new: Row, old: Row | None) -> Row:
        """Add a row, or give the one that is there its values."""
        if old is not None:
            return self._session.merge(new)
        self._session.add(new)
        return new

    def _write_documents(
        self, deal: DealFacts, judged: Translated, prepared: tuple[Prepared, ...]
    ) -> None:
        fresh = {one.document.external_id: one for one in prepared}
        written: list[ExternalId] = []
        asked = (one.document.merging for one in prepared)
        anew = any(merging is not None and merging.prospective for merging in asked)
        for ordinal, one in enumerate(judged.documents, start=1):
            name = one.document.external_id
            row = self._session.get(DocumentRow, name)
            if name in fresh:
                row = self._put(document_row(one, row), row)
                keep_merged(self._session, one)
            # One that was posted with another body stays as it was, its schedules too.
            if row is not None and row.digest == one.digest:
                row.contract, row.ordinal = deal.contract, ordinal
                # One beside its correction is of the deal it was made of, until that is settled.
                row.made_of = row.made_of if one.held and fresh else deal.digest
                self._session.add(row)
                # Predicted for its month; said again when months were closed it is otherwise,
                # which a merge of what is left from now on reckons with.
                if row.state != State.ACKNOWLEDGED or (anew and row.kind != Kind.MERGE_REQUEST):
                    written.append(name)
        self._session.flush()
        self._write_schedules(written, judged.schedules)

    def _write_schedules(self, names: list[ExternalId], schedules: Iterable[Schedule]) -> None:
        stale = delete(ScheduleRow).where(col(ScheduleRow.external_id).in_(names))
        self._session.connection().execute(stale)
        self._session.add_all(
            schedule_row(schedule) for schedule in schedules if schedule.external_id in names
        )
        self._session.flush()


def _place(row: DealRow) -> tuple[int, str, str]:
    """Return where a deal stands in its contract; one without a day stands before the others."""
    return row.place, row.booked_on.isoformat() if row.booked_on else "", row.id


def past_document(row: DocumentRow) -> PastDocument:
    """Return a row as the value that decisions are made on."""
    return PastDocument(
        external_id=ExternalId(row.external_id),
        state=State(row.state),
        digest=Digest(row.digest),
        made_of=Digest(row.made_of),
        amount=amount_of(row),
        body=row.body,
    )


def _says(judged: Judgement) -> str:
    match judged:
        case Waiting(says=says) | Excluded(says=says):
            return says
        case Flagged(flags=flags):
            return flags[0].says
        case Translated():
            return ""


def _deal_row(judged: Judgement, change: Transition, old: DealRow | None, now: datetime) -> DealRow:
    deal = judged.deal
    return DealRow(
        id=deal.id,
        name=deal.name,
        contract=deal.contract,
        kind=deal.kind,
        account_name=deal.account_name,
        currency=deal.booked.currency.code,
        minor=deal.booked.minor,
        booked_on=deal.booked_on,
        place=deal.place,
        model=deal.model,
        state=change.state,
        says=_says(change.result),
        digest=deal.digest,
        outcome=outcome_of(judged),
        dossier=judged.basis.dossier,
        rulebook=judged.basis.rulebook,
        first_seen_at=old.first_seen_at if old else now,
        waiting_since=old.waiting_since if old else None,
        updated_at=now,
    )
