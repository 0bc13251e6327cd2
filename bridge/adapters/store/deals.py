"""Deals as people and passes look at them: lists, one with all that belongs to it, counts."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from bridge.adapters.store.cases import open_case
from bridge.adapters.store.documents import AT_WORK, Books, amount_of
from bridge.adapters.store.judgements import past_document
from bridge.adapters.store.notes import NoteRows
from bridge.adapters.store.queue.tables import CaseRow
from bridge.adapters.store.tables import DealRow, DocumentRow, ScheduleRow
from bridge.ledger.audit import DealBooks
from bridge.ledger.balance import Position, positions
from bridge.ledger.entries import Entry
from bridge.ledger.judgement import DealState, OpenCase
from bridge.model.document import PROPOSED, Kind, State
from bridge.model.ids import ContractId, DealId, Digest, ExternalId, RulebookVersion
from bridge.model.money import Currency, Money


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDeal:
    """A deal as it was judged last."""

    id: DealId
    name: str
    contract: ContractId
    kind: str
    account_name: str
    booked: Money
    booked_on: date | None
    model: str
    state: DealState
    says: str  #: why it waits, is flagged or left out; empty where it is translated
    digest: Digest
    dossier: Digest | None
    rulebook: RulebookVersion | None
    first_seen_at: datetime
    waiting_since: datetime | None  #: since when its records are incomplete; None while complete
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDocument:
    """A document as it stands, with the lines and schedules as they are shown."""

    external_id: ExternalId
    kind: Kind
    state: State
    dated: date
    amount: Money
    digest: Digest
    body: bytes
    attempt: int
    quiet_until: datetime | None
    internal_id: str | None
    settled_how: str | None
    error_code: str | None
    error_says: str | None
    lines: tuple[dict[str, Any], ...]
    #: line, method, total, and the amount of each period, as exact text
    schedules: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Journal:
    """A proposed journal, and the deal whose credits it draws."""

    document: KnownDocument
    deal: KnownDeal


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeDeal:
    """A deal with everything that the books hold of it."""

    deal: KnownDeal
    documents: tuple[KnownDocument, ...]
    cases: tuple[OpenCase, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The state of the books: counts, and the position of each currency by ISO code."""

    deals: int
    waiting: int
    translated: int
    flagged: int
    excluded: int
    documents: int  #: that the bridge sends, without superseded ones
    posted: int
    refused: int
    unknown: int  #: sent, and not answered
    currencies: dict[str, Position]


#: Deals by contract, in the order in which a contract came about.
_CONTRACT_ORDER = (DealRow.contract, DealRow.place, DealRow.booked_on, DealRow.id)
#: States of a deal that is to become documents, and has not.
_OPEN = frozenset({DealState.WAITING, DealState.FLAGGED})


class DealRows:
    """Reads deals, within one transaction."""

    def __init__(self, session: Session, books: Books) -> None:
        self._session = session
        self._books = books

    @property
    def notes(self) -> NoteRows:
        """Which deals are to be read."""
        return self._books.notes

    def all(self, state: DealState | None = None) -> tuple[KnownDeal, ...]:
        """Return the deals, by contract and in contract order."""
        query = select(DealRow)
        if state is not None:
            query = query.where(DealRow.state == state)
        ordered = query.order_by(*map(col, _CONTRACT_ORDER))
        return tuple(known(row) for row in self._session.exec(ordered))

    def one(self, deal: DealId) -> KnownDeal | None:
        """Return a deal as it was judged last; None if the books do not know it."""
        row = self._session.get(DealRow, deal)
        return known(row) if row else None

    def judged_last_at(self) -> datetime | None:
        """Return when a deal was judged last, of those whose records are kept; None for none."""
        judged = select(func.max(DealRow.updated_at)).where(col(DealRow.dossier).is_not(None))
        return self._session.exec(judged).one()

    def whole(self, deal: DealId) -> WholeDeal | None:
        """Return a deal with documents, open exceptions and entries; None if it is not known."""
        if (found := self.one(deal)) is None:
            return None
        documents = select(DocumentRow).where(DocumentRow.deal == deal)
        ordered = self._session.exec(documents.order_by(col(DocumentRow.ordinal)))
        return WholeDeal(
            deal=found,
            documents=tuple(map(self._document, ordered)),
            cases=self._books.cases.open_of(deal),
            entries=tuple(self._books.ledger.entries(deal=deal)),
        )

    def journals(self) -> tuple[Journal, ...]:
        """Return the proposed journals that count, by their day and name."""
        query = (
            select(DocumentRow, DealRow)
            .join(DealRow, col(DealRow.id) == col(DocumentRow.deal))
            .where(col(DocumentRow.kind).in_(PROPOSED), DocumentRow.state != State.SUPERSEDED)
            .order_by(col(DocumentRow.dated), col(DocumentRow.external_id))
        )
        found = self._session.exec(query)
        return tuple(Journal(document=self._document(row), deal=known(deal)) for row, deal in found)

    def orders_of(self, contracts: Iterable[ContractId]) -> tuple[ExternalId, ...]:
        """Return the sales orders of contracts, by name."""
        query = select(DocumentRow.external_id).where(
            col(DocumentRow.contract).in_(contracts), DocumentRow.kind == Kind.SALES_ORDER
        )
        return tuple(ExternalId(name) for name in sorted(self._session.exec(query)))

    def parked(self) -> dict[DealId, DealId]:
        """
        Return the deals whose documents are not to be sent now, and for which deal they wait.

        It is one before them in their contract that has no document, because it waits for records
        or for a person; or it is the deal itself, while its records are incomplete again. Only
        contracts with something to send count.
        """
        unsettled = select(DocumentRow.contract).where(
            AT_WORK, col(DocumentRow.kind).not_in(PROPOSED)
        )
        standing = select(DocumentRow.deal).where(
            col(DocumentRow.contract).in_(unsettled), DocumentRow.state != State.SUPERSEDED
        )
        represented = set(self._session.exec(standing))
        query = select(DealRow).where(col(DealRow.contract).in_(unsettled))
        first: dict[str, DealId] = {}
        found: dict[DealId, DealId] = {}
        for row in self._session.exec(query.order_by(*map(col, _CONTRACT_ORDER))):
            if row.contract in first:
                found[DealId(row.id)] = first[row.contract]
            elif row.waiting_since is not None and row.id in represented:
                found[DealId(row.id)] = DealId(row.id)
            elif row.state in _OPEN and row.id not in represented:
                first[row.contract] = DealId(row.id)
        return found

    def summary(self) -> Summary:
        """Count deals and documents by state, and add up the ledger."""
        deals = self._counts(DealRow.state)
        documents = self._counts(DocumentRow.state, col(DocumentRow.kind).not_in(PROPOSED))
        documents.pop(State.SUPERSEDED, None)
        return Summary(
            deals=sum(deals.values()),
            waiting=deals[DealState.WAITING],
            translated=deals[DealState.TRANSLATED],
            flagged=deals[DealState.FLAGGED],
            excluded=deals[DealState.EXCLUDED],
            documents=sum(documents.values()),
            posted=documents[State.ACKNOWLEDGED],
            refused=documents[State.REFUSED],
            unknown=documents[State.SENDING],
            currencies=positions(self._books.ledger.balances()),
        )

    def books(self) -> tuple[DealBooks, ...]:
        """Return all that an audit compares, deal by deal."""
        held = self._books.ledger.balances_by_deal()
        documents: dict[str, list[DocumentRow]] = {}
        for row in self._session.exec(select(DocumentRow)):
            documents.setdefault(row.deal, []).append(row)
        cases: dict[str, list[CaseRow]] = {}
        for case in self._session.exec(select(CaseRow).where(col(CaseRow.closed_at).is_(None))):
            cases.setdefault(case.deal, []).append(case)
        return tuple(
            DealBooks(
                id=deal.id,
                state=deal.state,
                booked=deal.booked,
                documents=tuple(past_document(row) for row in documents.get(deal.id, [])),
                cases=tuple(open_case(row) for row in cases.get(deal.id, [])),
                held=held.get(deal.id, {}),
            )
            for deal in self.all()
        )

    def _counts(self, state: Any, *those: ColumnElement[bool]) -> Counter[str]:
        query = select(state, func.count()).where(*those).group_by(state)
        return Counter({name: int(count) for name, count in self._session.exec(query)})

    def _document(self, row: DocumentRow) -> KnownDocument:
        schedules = select(ScheduleRow).where(ScheduleRow.external_id == row.external_id)
        return KnownDocument(
            external_id=ExternalId(row.external_id),
            kind=Kind(row.kind),
            state=State(row.state),
            dated=row.dated,
            amount=amount_of(row),
            digest=Digest(row.digest),
            body=row.body,
            attempt=row.attempt,
            quiet_until=row.quiet_until,
            internal_id=row.internal_id,
            settled_how=row.settled_how,
            error_code=row.error_code,
            error_says=row.error_says,
            lines=tuple(json.loads(row.lines, parse_float=Decimal)),
            schedules=tuple(
                _schedule(one)
                for one in self._session.exec(schedules.order_by(col(ScheduleRow.line)))
            ),
        )


def known(row: DealRow) -> KnownDeal:
    """Return a row as the deal that it tells of."""
    return KnownDeal(
        id=DealId(row.id),
        name=row.name,
        contract=ContractId(row.contract),
        kind=row.kind,
        account_name=row.account_name,
        booked=Money(row.minor, Currency(row.currency)),
        booked_on=row.booked_on,
        model=row.model,
        state=DealState(row.state),
        says=row.says,
        digest=Digest(row.digest),
        dossier=Digest(row.dossier) if row.dossier else None,
        rulebook=RulebookVersion(row.rulebook) if row.rulebook else None,
        first_seen_at=row.first_seen_at,
        waiting_since=row.waiting_since,
        updated_at=row.updated_at,
    )


def _schedule(row: ScheduleRow) -> dict[str, Any]:
    currency = Currency(row.currency)
    return {
        "line": row.line,
        "method": row.method,
        "total": Money(row.minor, currency).text(),
        "periods": {
            name: Money(minor, currency).text()
            for name, minor in json.loads(row.periods, parse_float=Decimal).items()
        },
    }
