"""Writes down what a pass found out about a deal, all of it in the transaction that it is in."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session, col, delete, select

from bridge.adapters.store.documents import Books, amount_of
from bridge.adapters.store.tables import DealRow, DocumentRow, RereadRow, ScheduleRow
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
    outcome_of,
)
from bridge.ledger.transition import Decision, Held, Transition, Unchanged, decide
from bridge.model.calendar import Clock
from bridge.model.document import DocumentLine, State
from bridge.model.ids import DealId, Digest, ExternalId, canonical
from bridge.model.money import Money
from bridge.model.schedule import Schedule

Row = TypeVar("Row", DealRow, DocumentRow)


class JudgementRows:
    """Judgements of deals, within one transaction."""

    def __init__(self, session: Session, clock: Clock, books: Books) -> None:
        self._session = session
        self._clock = clock
        self._books = books

    def record(self, judged: Judgement, *, noted: int | None = None) -> Decision:
        """
        Write down a judgement and return what was decided.

        Unchanged: nothing is written. Held: a document is on its way, the deal stays noted for
        another reading. Transition: deal, documents, schedules, exceptions and ledger are written.
        `noted` is the number of the note that the reading answers; a later note stays.
        """
        deal = judged.deal.id
        row = self._session.get(DealRow, deal)
        decision = decide(self._past(row) if row else None, judged)
        match decision:
            case Held():
                self._note(deal)
            case Unchanged():
                self.answer(deal, noted)
            case Transition():
                self._write(judged, decision, row)
                self.answer(deal, noted)
        return decision

    def note(self, deals: Iterable[DealId]) -> None:
        """Note deals that changed at their origin and are to be read."""
        for deal in dict.fromkeys(deals):
            self._note(deal)

    def answer(self, deal: DealId, noted: int | None = None) -> None:
        """Strike out the note of a deal that was read; one that was made since stays."""
        row = self._session.get(RereadRow, deal)
        if row is not None and (noted is None or row.noted <= noted):
            self._session.delete(row)

    def _note(self, deal: DealId) -> None:
        row = self._session.get(RereadRow, deal)
        row = row or RereadRow(deal=deal, noted=0, noted_at=self._clock())
        row.noted += 1
        row.noted_at = self._clock()
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
        first_seen_at = row.first_seen_at if row else now
        new = _deal_row(judged, change, first_seen_at=first_seen_at, now=now)
        self._put(new, row)
        self._session.flush()
        for name in change.withdrawn:
            document = self._session.get_one(DocumentRow, name)
            document.state = State.SUPERSEDED
            self._session.add(document)
        if isinstance(judged, Translated) and change.state is DealState.TRANSLATED:
            self._write_documents(deal, judged, change.prepared)
        self._books.ledger.append(*change.drafts)
        self._books.cases.keep_open(deal.id, change.cases)
        self._books.write_backs.refresh(deal.id)

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
        for ordinal, one in enumerate(judged.documents, start=1):
            name = one.document.external_id
            row = self._session.get(DocumentRow, name)
            if name in fresh:
                row = self._put(_document_row(one, row), row)
            if row is not None:
                row.contract, row.ordinal = deal.contract, ordinal
                self._session.add(row)
        self._session.flush()
        names = [one.document.external_id for one in judged.documents]
        self._write_schedules(names, judged.schedules)

    def _write_schedules(self, names: list[ExternalId], schedules: Iterable[Schedule]) -> None:
        stale = delete(ScheduleRow).where(col(ScheduleRow.external_id).in_(names))
        self._session.connection().execute(stale)
        self._session.add_all(_schedule_row(schedule) for schedule in schedules)
        self._session.flush()


def past_document(row: DocumentRow) -> PastDocument:
    """Return a row as the value that decisions are made on."""
    return PastDocument(
        external_id=ExternalId(row.external_id),
        state=State(row.state),
        digest=Digest(row.digest),
        amount=amount_of(row),
    )


def _says(judged: Judgement) -> str:
    match judged:
        case Waiting(says=says) | Excluded(says=says):
            return says
        case Flagged(flags=flags):
            return flags[0].says
        case Translated():
            return ""


def _deal_row(
    judged: Judgement, change: Transition, *, first_seen_at: datetime, now: datetime
) -> DealRow:
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
        says=_says(judged),
        digest=deal.digest,
        outcome=outcome_of(judged),
        dossier=judged.basis.dossier,
        rulebook=judged.basis.rulebook,
        first_seen_at=first_seen_at,
        updated_at=now,
    )


def _document_row(one: Prepared, old: DocumentRow | None) -> DocumentRow:
    """Return a document that is to be sent, with the attempts that were made under its id."""
    document = one.document
    return DocumentRow(
        external_id=document.external_id,
        deal=document.deal,
        contract=document.contract,
        ordinal=0,
        kind=document.kind,
        dated=document.dated,
        currency=document.currency.code,
        minor=document.amount.minor,
        body=one.body,
        digest=one.digest,
        lines=canonical([_line(line) for line in document.lines]).decode(),
        state=State.PREPARED,
        attempt=old.attempt if old else 0,
        # Even a first send asks: these books may be younger than what NetSuite holds.
        look_first=True,
        sender=None,
        sent_at=None,
        quiet_until=None,
        internal_id=None,
        settled_how=None,
        error_code=None,
        error_says=None,
    )


def _line(line: DocumentLine) -> dict[str, object]:
    return {
        "key": line.key,
        "source": line.source,
        "item": line.item,
        "quantity": line.quantity,
        "amount": line.amount.text(),
        "service": [line.service.start, line.service.last] if line.service else None,
        "method": line.method,
        "treatment": line.treatment,
        "rule": line.rule,
        "fields": line.fields,
    }


def _schedule_row(schedule: Schedule) -> ScheduleRow:
    periods: dict[str, Money] = {}
    for planned in schedule.planned:
        held = periods.get(planned.period)
        periods[planned.period] = planned.amount if held is None else held + planned.amount
    return ScheduleRow(
        external_id=schedule.external_id,
        line=schedule.line,
        method=schedule.method,
        currency=schedule.total.currency.code,
        minor=schedule.total.minor,
        periods=canonical({name: money.minor for name, money in periods.items()}).decode(),
    )
