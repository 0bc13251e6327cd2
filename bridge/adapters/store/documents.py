"""Documents on their way: claimed by compare-and-swap, settled together with the ledger."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby

from sqlalchemy import and_, or_, update
from sqlmodel import Session, col, select

from bridge.adapters.store.cases import CaseRows
from bridge.adapters.store.ledger_rows import LedgerRows
from bridge.adapters.store.notes import NoteRows
from bridge.adapters.store.packages.rows import PackageRows
from bridge.adapters.store.posted.rows import complete
from bridge.adapters.store.tables import DealRow, DocumentRow
from bridge.adapters.store.write_backs import WriteBackRows
from bridge.ledger import moves
from bridge.ledger.judgement import OpenCase
from bridge.model.document import PROPOSED, DocumentLine, Kind, State
from bridge.model.document_notation import parse_line
from bridge.model.flags import Flag
from bridge.model.ids import ContractId, DealId, Digest, ExternalId
from bridge.model.money import Currency, Money
from bridge.queue.life import ResolvedBy

#: States of a document that nobody needs to send or look up any more.
_SETTLED = (State.ACKNOWLEDGED, State.SUPERSEDED, State.REFUSED)

#: The code of a document under whose id NetSuite holds what we never sent.
FOREIGN_BODY = "FOREIGN_BODY"
#: The code of a change of an order, or a return from it, that somebody edited by hand.
ORDER_EDITED = "ORDER_EDITED"
#: What is to be sent, looked up, or looked at again.
AT_WORK = or_(
    col(DocumentRow.state).not_in(_SETTLED),
    and_(col(DocumentRow.state) == State.REFUSED, col(DocumentRow.error_code) == ORDER_EDITED),
)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a step was decided on; it is taken only if the document still stands so."""

    external_id: ExternalId
    state: State
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a document stands, without its body."""

    claim: Claim
    deal: DealId
    contract: ContractId
    kind: Kind
    record: ExternalId  #: under which NetSuite holds it
    digest: Digest
    amount: Money
    quiet_until: datetime | None
    look_first: bool
    target: ExternalId | None = None  #: the order that it changes or gives back from
    error_code: str | None = None  #: why it was refused
    error_says: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A document that is ours to send until `quiet_until`."""

    claim: Claim
    kind: Kind
    record: ExternalId  #: under which NetSuite holds it
    body: bytes
    digest: Digest
    quiet_until: datetime
    #: The internal id of the order from which a return is made; None for what stands alone.
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What is written with every change: the ledger, the exceptions, write-backs and notes."""

    ledger: LedgerRows
    cases: CaseRows
    write_backs: WriteBackRows
    notes: NoteRows
    packages: PackageRows


class DocumentRows:
    """Documents, within one transaction; `now` is the database's clock."""

    def __init__(self, session: Session, now: Callable[[], datetime], books: Books) -> None:
        self._session = session
        self._now = now
        self._books = books

    def lanes(self) -> tuple[tuple[Standing, ...], ...]:
        """
        Return every contract that has a document to send or look up, or one to look at again.

        A lane holds all documents of its contract that count, in contract order.
        """
        sent = col(DocumentRow.kind).not_in(PROPOSED)
        unsettled = select(DocumentRow.contract).where(sent, AT_WORK)
        query = (
            select(DocumentRow)
            .join(DealRow, col(DealRow.id) == col(DocumentRow.deal))
            .where(
                col(DocumentRow.contract).in_(unsettled),
                DocumentRow.state != State.SUPERSEDED,
                sent,
            )
            .order_by(
                col(DocumentRow.contract),
                col(DealRow.place),
                col(DealRow.booked_on),
                col(DealRow.id),
                col(DocumentRow.ordinal),
            )
        )
        standing = (_standing(row) for row in self._session.exec(query))
        return tuple(tuple(lane) for _, lane in groupby(standing, lambda one: one.contract))

    def of_kind(self, kind: Kind, deal: DealId | None = None) -> tuple[Standing, ...]:
        """Return all documents of a kind that count, or those of a deal, by contract and name."""
        those = [DocumentRow.kind == kind, DocumentRow.state != State.SUPERSEDED]
        those += [DocumentRow.deal == deal] if deal else []
        query = select(DocumentRow).where(*those)
        ordered = query.order_by(col(DocumentRow.contract), col(DocumentRow.external_id))
        return tuple(_standing(row) for row in self._session.exec(ordered))

    def body(self, external_id: ExternalId) -> bytes:
        """Return the bytes that are sent for a document."""
        return self._row(external_id).body

    def lines(self, external_id: ExternalId) -> tuple[DocumentLine, ...]:
        """Return the lines of a document, in their order."""
        row = self._row(external_id)
        written = json.loads(row.lines, parse_float=Decimal)
        return tuple(parse_line(line, Currency(row.currency)) for line in written)

    def acknowledged_under(self, record: ExternalId) -> frozenset[Digest]:
        """Return the digests of all documents that NetSuite acknowledged for one record."""
        query = select(DocumentRow.digest).where(
            DocumentRow.record == record, DocumentRow.state == State.ACKNOWLEDGED
        )
        return frozenset(Digest(found) for found in self._session.exec(query))

    def mark(self, claim: Claim, *, sender: str, quiet_s: float) -> Marked | None:
        """
        Take a document for sending: SENDING, one attempt more, quiet until then.

        None if it does not stand as claimed any more, or if its contract has one in the air.
        """
        row = self._session.get(DocumentRow, claim.external_id, populate_existing=True)
        if row is None or self._another_in_the_air(row):
            return None
        now = self._now()
        sent = Claim(claim.external_id, State.SENDING, claim.attempt + 1)
        until = now + timedelta(seconds=quiet_s)
        changes = {"sender": sender, "sent_at": now, "quiet_until": until}
        if not self._swap(claim, sent, changes):
            return None
        return Marked(
            claim=sent,
            kind=Kind(row.kind),
            record=ExternalId(row.record),
            body=row.body,
            digest=Digest(row.digest),
            quiet_until=until,
            source=self._source(row),
        )

    def acknowledge(self, claim: Claim, *, internal_id: str, how: str) -> bool:
        """Settle a document that NetSuite holds; `how` says how that is known."""
        settled = Claim(claim.external_id, State.ACKNOWLEDGED, claim.attempt)
        changes = {
            "internal_id": internal_id,
            "settled_how": how,
            "look_first": False,
            "error_code": None,
            "error_says": None,
        }
        if not self._swap(claim, settled, changes):
            return False
        row = self._row(claim.external_id)
        known = {"digest": row.digest, "internal_id": internal_id, "how": how}
        deal, name = DealId(row.deal), claim.external_id
        (entry,) = self._books.ledger.append(moves.acknowledged(deal, name, amount_of(row), known))
        row.settled_seq = entry.seq
        self._session.add(row)
        complete(self._session, row)
        self._books.write_backs.refresh(deal)
        self._books.notes.add(self._books.packages.settled_by(row))
        return True

    def refuse(self, claim: Claim, flag: Flag) -> bool:
        """Settle a document that was turned down: an exception with its whole amount."""
        refused = Claim(claim.external_id, State.REFUSED, claim.attempt)
        foreign = flag.code == FOREIGN_BODY
        changes: dict[str, object] = {"error_code": flag.code, "error_says": flag.says}
        if foreign:
            changes["look_first"] = True
        if not self._swap(claim, refused, changes):
            return False
        row = self._row(claim.external_id)
        deal, amount = DealId(row.deal), amount_of(row)
        self._books.ledger.append(moves.refused(deal, claim.external_id, amount, flag))
        case = OpenCase(code=flag.code, amount=amount, flags=(flag,), document=claim.external_id)
        self._books.cases.keep_open(deal, (*self._books.cases.open_of(deal), case))
        self._books.write_backs.refresh(deal)
        return True

    def put_back(self, claim: Claim, *, wait_s: float) -> bool:
        """Return a document that surely was not done to PREPARED; it is not sent before then."""
        again = Claim(claim.external_id, State.PREPARED, claim.attempt)
        until = self._now() + timedelta(seconds=wait_s)
        return self._swap(claim, again, {"quiet_until": until})

    def block(self, claim: Claim) -> bool:
        """Note that a document waits for what comes before it in its contract."""
        return self._swap(claim, Claim(claim.external_id, State.BLOCKED, claim.attempt), {})

    def reopen(self, external_id: ExternalId) -> bool:
        """Let a refused document be sent again with the body that it has; False if it is not."""
        row = self._session.get(DocumentRow, external_id)
        if row is None or row.state != State.REFUSED:
            return False
        deal = DealId(row.deal)
        cases = self._books.cases.open_of(deal)
        code = next(case.code for case in cases if case.document == external_id)
        claim = Claim(external_id, State.REFUSED, row.attempt)
        changes = {"quiet_until": None, "look_first": True, "error_code": None, "error_says": None}
        self._swap(claim, Claim(external_id, State.PREPARED, row.attempt), changes)
        self._books.ledger.append(moves.reopened(deal, external_id, amount_of(row), code, {}))
        others = (case for case in cases if case.document != external_id)
        self._books.cases.keep_open(deal, others, ResolvedBy.RETRY)
        self._books.write_backs.refresh(deal)
        return True

    def _source(self, row: DocumentRow) -> str | None:
        of_return = row.kind == Kind.RETURN_AUTHORIZATION and row.target is not None
        order = self._session.get(DocumentRow, row.target) if of_return else None
        return order.internal_id if order else None

    def _another_in_the_air(self, row: DocumentRow) -> bool:
        query = select(DocumentRow.external_id).where(
            DocumentRow.contract == row.contract,
            DocumentRow.state == State.SENDING,
            DocumentRow.external_id != row.external_id,
        )
        return self._session.exec(query).first() is not None

    def _swap(self, old: Claim, new: Claim, changes: Mapping[str, object]) -> bool:
        """Compare state and attempt, and change them with the rest in the same statement."""
        self._session.flush()
        statement = (
            update(DocumentRow)
            .where(
                col(DocumentRow.external_id) == old.external_id,
                col(DocumentRow.state) == old.state,
                col(DocumentRow.attempt) == old.attempt,
            )
            .values(state=new.state, attempt=new.attempt, **changes)
            .execution_options(synchronize_session=False)
        )
        swapped = self._session.connection().execute(statement).rowcount == 1
        self._session.expire_all()
        return swapped

    def _row(self, external_id: ExternalId) -> DocumentRow:
        return self._session.get_one(DocumentRow, external_id)


def amount_of(row: DocumentRow) -> Money:
    """Return the amount of a document, signed as in the deal."""
    return Money(row.minor, Currency(row.currency))


def _standing(row: DocumentRow) -> Standing:
    return Standing(
        claim=Claim(ExternalId(row.external_id), State(row.state), row.attempt),
        deal=DealId(row.deal),
        contract=ContractId(row.contract),
        kind=Kind(row.kind),
        record=ExternalId(row.record),
        digest=Digest(row.digest),
        amount=amount_of(row),
        quiet_until=row.quiet_until,
        look_first=row.look_first,
        target=ExternalId(row.target) if row.target else None,
        error_code=row.error_code,
        error_says=row.error_says,
    )
