"""Reads whole populations for reports: documents with their deals, exceptions as of a moment."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from bridge.adapters.store.queue.tables import CaseRow
from bridge.adapters.store.tables import DealRow, DocumentRow, EntryRow, PostingRow
from bridge.ledger.accounts import Account
from bridge.ledger.chain import Head
from bridge.model.document import Kind, State
from bridge.model.ids import ContractId, DealId, Digest, ExternalId, RulebookVersion
from bridge.model.money import Currency, Money

#: What no list shows, and what would fill the memory.
_HEAVY: tuple[Any, ...] = (DocumentRow.body, DocumentRow.lines)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many there are of each, whatever became of them."""

    deals: int
    documents: int
    exceptions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDocument:
    """A document as it stands, without its body; superseded ones are among them."""

    external_id: ExternalId
    deal: DealId
    deal_name: str
    account_name: str
    contract: ContractId
    kind: Kind
    state: State
    dated: date
    amount: Money
    internal_id: str | None
    sent_at: datetime | None
    attempt: int
    error_code: str | None
    error_says: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenThen:
    """An exception that was open at a moment."""

    number: int
    deal: DealId
    document: ExternalId | None
    code: str
    currency: Currency
    opened_at: datetime


class ReportRows:
    """Populations of reports, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def sizes(self) -> Sizes:
        """Count all deals, documents and exceptions."""
        counted = (
            self._session.exec(select(func.count()).select_from(table)).one()
            for table in (DealRow, DocumentRow, CaseRow)
        )
        return Sizes(*counted)

    def documents(self) -> tuple[ListedDocument, ...]:
        """Return every document, by its day and name."""
        query = (
            select(DocumentRow, DealRow.name, DealRow.account_name)
            .join(DealRow, col(DealRow.id) == col(DocumentRow.deal))
            .options(*map(defer, _HEAVY))
            .order_by(col(DocumentRow.dated), col(DocumentRow.external_id))
        )
        return tuple(_listed(row, (name, of)) for row, name, of in self._session.exec(query))

    def open_at(self, moment: datetime) -> tuple[OpenThen, ...]:
        """Return the exceptions that were open at a moment, by number."""
        query = select(CaseRow).where(
            CaseRow.opened_at <= moment,
            or_(col(CaseRow.closed_at).is_(None), col(CaseRow.closed_at) > moment),
        )
        return tuple(_open(row) for row in self._session.exec(query.order_by(col(CaseRow.id))))

    def moved_at(self, moment: datetime) -> dict[tuple[DealId, Account, Currency], datetime]:
        """Return when the balance of an account of a deal moved last, up to a moment."""
        keys = (PostingRow.deal, PostingRow.account, PostingRow.currency)
        query = (
            select(*keys, func.max(EntryRow.at))
            .join(EntryRow, col(EntryRow.seq) == col(PostingRow.seq))
            .where(EntryRow.at <= moment)
            .group_by(*keys)
        )
        return {
            (DealId(deal), Account(account), Currency(code)): at
            for deal, account, code, at in self._session.exec(query)
        }

    def rulebooks(self) -> tuple[RulebookVersion, ...]:
        """Return the versions by which the deals were judged last, in their order."""
        query = select(DealRow.rulebook).where(col(DealRow.rulebook).is_not(None)).distinct()
        return tuple(sorted(RulebookVersion(one) for one in self._session.exec(query) if one))

    def head_at(self, moment: datetime) -> Head:
        """Return the last entry of the ledger up to a moment; number 0 before the first."""
        query = select(EntryRow.seq, EntryRow.hash).where(EntryRow.at <= moment)
        row = self._session.exec(query.order_by(col(EntryRow.seq).desc()).limit(1)).first()
        return Head() if row is None else Head(row[0], Digest(row[1]))


def _listed(row: DocumentRow, deal: tuple[str, str]) -> ListedDocument:
    return ListedDocument(
        external_id=ExternalId(row.external_id),
        deal=DealId(row.deal),
        deal_name=deal[0],
        account_name=deal[1],
        contract=ContractId(row.contract),
        kind=Kind(row.kind),
        state=State(row.state),
        dated=row.dated,
        amount=Money(row.minor, Currency(row.currency)),
        internal_id=row.internal_id,
        sent_at=row.sent_at,
        attempt=row.attempt,
        error_code=row.error_code,
        error_says=row.error_says,
    )


def _open(row: CaseRow) -> OpenThen:
    return OpenThen(
        number=row.id or 0,
        deal=DealId(row.deal),
        document=ExternalId(row.document) if row.document else None,
        code=row.code,
        currency=Currency(row.currency),
        opened_at=row.opened_at,
    )
