"""The books as a reconciliation reads them: every document that counts, with lines and plan."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec
from sqlmodel import Session, col, select

from bridge.adapters.store.tables import DealRow, DocumentRow, EntryRow, ScheduleRow
from bridge.mappers.write.sales_order import sold_to
from bridge.model.document import DocumentLine, Kind, State
from bridge.model.document_notation import parse_line
from bridge.model.ids import ContractId, DealId, Digest, ExternalId
from bridge.model.money import Currency
from bridge.model.schedule import Predicted

_BATCH = 1_000
_JSON = msgspec.json.Decoder(float_hook=Decimal)
_COLUMNS: Sequence[Any] = (
    *(DocumentRow.external_id, DocumentRow.deal, DocumentRow.contract, DocumentRow.kind),
    *(DocumentRow.state, DocumentRow.record, DocumentRow.internal_id, DocumentRow.error_code),
    *(DocumentRow.dated, DocumentRow.currency, DocumentRow.body, DocumentRow.lines),
    DocumentRow.target,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedDocument:
    """A document with its lines, and what is predicted of each by period."""

    external_id: ExternalId
    deal: DealId
    contract: ContractId
    kind: Kind
    state: State
    record: ExternalId  #: under which NetSuite holds it
    target: ExternalId | None  #: the order that it changes or returns from
    internal_id: str | None
    error_code: str | None
    dated: date
    subsidiary: str | None  #: external id; None for kinds that name none
    lines: tuple[DocumentLine, ...]
    predicted: Mapping[int, Predicted]  #: by line


class OrderOf(NamedTuple):
    """A record that NetSuite has, and the deal that it was made for."""

    record: ExternalId
    deal: DealId


class JournalAccounts(NamedTuple):
    """Accounts of proposed journals, by the external ids by which rules name them."""

    deferral: frozenset[str]
    recognition: frozenset[str]


class Acknowledged(NamedTuple):
    """A document that NetSuite acknowledged, by when and under which record."""

    external_id: ExternalId
    kind: Kind
    record: ExternalId
    digest: Digest  #: of its body, which the record carries until the next one
    at: datetime


class BookRows:
    """Reads the documents of all deals, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def documents(self) -> Iterator[BookedDocument]:
        """Yield the documents that count, in the order of their contracts and deals."""
        predicted = self._predicted()
        query = (
            select(*map(col, _COLUMNS))
            .join(DealRow, col(DealRow.id) == col(DocumentRow.deal))
            .where(col(DocumentRow.state) != State.SUPERSEDED)
            .order_by(
                *map(col, (DocumentRow.contract, DealRow.place, DealRow.booked_on, DealRow.id)),
                col(DocumentRow.settled_seq),
                col(DocumentRow.external_id),
            )
        )
        for row in self._session.connection().execute(query).yield_per(_BATCH):
            yield _document(row, predicted.get(row.external_id, {}))

    def orders(self) -> tuple[OrderOf, ...]:
        """Return the orders and returns that NetSuite has acknowledged, with their deals."""
        query = select(DocumentRow.external_id, DocumentRow.deal).where(
            col(DocumentRow.kind).in_((Kind.SALES_ORDER, Kind.RETURN_AUTHORIZATION)),
            DocumentRow.state == State.ACKNOWLEDGED,
        )
        found = self._session.exec(query)
        return tuple(OrderOf(ExternalId(name), DealId(deal)) for name, deal in found)

    def journal_accounts(self) -> JournalAccounts:
        """Return the accounts that the proposed journals name, as far as they count."""
        query = select(DocumentRow.currency, DocumentRow.lines).where(
            DocumentRow.kind == Kind.PROPOSED_JOURNAL, DocumentRow.state != State.SUPERSEDED
        )
        lines = [
            parse_line(line, Currency(currency))
            for currency, lines in self._session.connection().execute(query)
            for line in _JSON.decode(lines)
        ]
        return JournalAccounts(
            *(frozenset(str(line.fields[side]) for line in lines) for side in ("debit", "credit"))
        )

    def acknowledged_since(self, moment: datetime) -> tuple[Acknowledged, ...]:
        """Return what counts and was acknowledged after a moment, oldest first."""
        one = DocumentRow
        columns: Sequence[Any] = (one.external_id, one.kind, one.record, one.digest, EntryRow.at)
        query = (
            select(*map(col, columns))
            .join(EntryRow, col(EntryRow.seq) == col(one.settled_seq))
            .where(col(EntryRow.at) > moment, col(one.state) == State.ACKNOWLEDGED)
            .order_by(col(one.settled_seq))
        )
        return tuple(
            Acknowledged(ExternalId(name), Kind(kind), ExternalId(record), Digest(body), at)
            for name, kind, record, body, at in self._session.connection().execute(query)
        )

    def _predicted(self) -> dict[str, dict[int, Predicted]]:
        found: dict[str, dict[int, Predicted]] = {}
        one = ScheduleRow
        columns = (one.external_id, one.line, one.currency, one.periods)
        rows = self._session.connection().execute(select(*map(col, columns)))
        for part in rows.yield_per(_BATCH).partitions():
            # All at once, so that a million rows have one text for each period among them.
            texts = ",".join(row.periods for row in part)
            for row, minors in zip(part, _JSON.decode(f"[{texts}]"), strict=True):
                predicted = Predicted(minors, Currency(row.currency))
                found.setdefault(row.external_id, {})[row.line] = predicted
        return found


def _document(row: Any, predicted: Mapping[int, Predicted]) -> BookedDocument:
    currency = Currency(row.currency)
    return BookedDocument(
        external_id=ExternalId(row.external_id),
        deal=DealId(row.deal),
        contract=ContractId(row.contract),
        kind=Kind(row.kind),
        state=State(row.state),
        record=ExternalId(row.record),
        target=ExternalId(row.target) if row.target else None,
        internal_id=row.internal_id,
        error_code=row.error_code,
        dated=row.dated,
        subsidiary=sold_to(row.body)[1],
        lines=tuple(parse_line(line, currency) for line in _JSON.decode(row.lines)),
        predicted=predicted,
    )
