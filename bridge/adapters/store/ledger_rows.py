"""The rows of the ledger, and the one place that appends to them."""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import SQLColumnExpression, func, insert, or_, update
from sqlalchemy import select as columns
from sqlalchemy.sql.functions import Function
from sqlmodel import Session, SQLModel, col, select

from bridge.adapters.store.tables import EntryRow, HeadRow, PostingRow
from bridge.ledger import chain
from bridge.ledger.accounts import Account, Family
from bridge.ledger.balance import Balances
from bridge.ledger.entries import Draft, Entry, Posting
from bridge.model.calendar import Clock
from bridge.model.ids import DealId, Digest, canonical
from bridge.model.money import Currency, Money

#: Entries of one round trip, so that a long ledger is read in constant memory.
_PAGE = 1000

#: Amounts are added in two halves: SQLite adds in 64 bits, which the sum of large ones exceeds.
_HALF = 10**9


class LedgerRows:
    """Appends to the ledger and reads it, within one transaction."""

    def __init__(self, session: Session, clock: Clock, actor: str) -> None:
        self._session = session
        self._clock = clock
        self._actor = actor

    @property
    def actor(self) -> str:
        """In whose name entries are appended."""
        return self._actor

    def append(self, *drafts: Draft) -> tuple[Entry, ...]:
        """
        Write entries behind the head, in order, and move the head.

        The transaction holds the head's lock from its beginning, so no other writer comes between.
        """
        head = self.head()
        entries = []
        for draft in drafts:
            entries.append(chain.append(head, draft, actor=self._actor, at=self._clock()))
            head = chain.Head(entries[-1].seq, entries[-1].hash)
        self._insert(EntryRow, [_entry_row(entry) for entry in entries])
        self._insert(PostingRow, [row for entry in entries for row in _posting_rows(entry)])
        self._session.connection().execute(update(HeadRow).values(seq=head.seq, hash=head.hash))
        return tuple(entries)

    def _insert(self, table: type[SQLModel], rows: list[dict[str, object]]) -> None:
        if rows:
            self._session.connection().execute(insert(table), rows)

    def head(self) -> chain.Head:
        """Return the last entry as the head knows it."""
        seq, last = self._session.exec(select(HeadRow.seq, HeadRow.hash)).one()
        return chain.Head(seq, Digest(last))

    def entries(
        self,
        *,
        deal: DealId | None = None,
        as_of: datetime | None = None,
        kinds: Collection[str] = (),
        after: int = -1,
    ) -> Iterator[Entry]:
        """
        Yield the entries in order: of all deals or of one, up to and including a time.

        With `kinds` only those of these kinds, with `after` only those behind that number.
        """
        last = after
        while True:
            query = select(EntryRow).where(EntryRow.seq > last)
            if deal is not None:
                query = query.where(EntryRow.deal == deal)
            if as_of is not None:
                query = query.where(EntryRow.at <= as_of)
            if kinds:
                query = query.where(col(EntryRow.kind).in_(sorted(kinds)))
            page = self._session.exec(query.order_by(col(EntryRow.seq)).limit(_PAGE)).all()
            yield from with_postings(self._session, page)
            if len(page) < _PAGE:
                return
            last = page[-1].seq

    def payloads_with(self, text: str, *, after: int = -1) -> Iterator[str]:
        """Yield the payloads that hold a text, as JSON, of the entries behind a number."""
        query = select(EntryRow.payload).where(
            EntryRow.seq > after, col(EntryRow.payload).contains(text, autoescape=True)
        )
        yield from self._session.exec(query.order_by(col(EntryRow.seq)))

    def balances(self, *, deal: DealId | None = None, as_of: datetime | None = None) -> Balances:
        """Add the postings by account and currency; of all deals or of one, up to a time."""
        keys = (PostingRow.account, PostingRow.currency)
        query = select(*keys, *halves(col(PostingRow.minor))).group_by(*keys)
        if deal is not None:
            query = query.where(PostingRow.deal == deal)
        if as_of is not None:
            query = query.join(EntryRow, col(EntryRow.seq) == col(PostingRow.seq))
            query = query.where(EntryRow.at <= as_of)
        return {
            (Account(account), Currency(code)): summed(high, low, Currency(code))
            for account, code, high, low in self._session.exec(query)
        }

    def balances_by_deal(
        self, *, as_of: datetime | None = None, of: Family | None = None
    ) -> dict[DealId, Balances]:
        """
        Add the postings by deal, account and currency, up to and including a time.

        With `of` only those on the accounts of that family.
        """
        keys = (col(PostingRow.deal), col(PostingRow.account), col(PostingRow.currency))
        query = columns(*keys, *halves(col(PostingRow.minor))).group_by(*keys)
        if as_of is not None:
            query = query.join(EntryRow, col(EntryRow.seq) == col(PostingRow.seq))
            query = query.where(col(EntryRow.at) <= as_of)
        if of is not None:
            named = col(PostingRow.account)
            query = query.where(or_(named == of.value, named.startswith(f"{of.value}:")))
        found: dict[DealId, dict[tuple[Account, Currency], Money]] = {}
        for deal, account, code, high, low in self._session.connection().execute(query):
            key = (Account(account), Currency(code))
            found.setdefault(DealId(deal), {})[key] = summed(high, low, Currency(code))
        return dict(found)


def with_postings(session: Session, rows: Sequence[EntryRow]) -> Iterator[Entry]:
    """Yield rows as entries with their postings, in the order in which they come."""
    legs: dict[int, list[Posting]] = {row.seq: [] for row in rows}
    query = select(PostingRow).where(col(PostingRow.seq).in_(list(legs)))
    for leg in session.exec(query.order_by(col(PostingRow.seq), col(PostingRow.n))):
        money = Money(leg.minor, Currency(leg.currency))
        legs[leg.seq].append(Posting(Account(leg.account), money, leg.period))
    for row in rows:
        yield _entry(row, tuple(legs[row.seq]))


def halves(amounts: SQLColumnExpression[int]) -> tuple[Function[int], Function[int]]:
    """Return what adds amounts up in the two parts that `summed` puts together."""
    return func.sum(amounts // _HALF), func.sum(amounts % _HALF)


def summed(high: int | Decimal, low: int | Decimal, currency: Currency) -> Money:
    """Put together what `halves` added up."""
    return Money(int(high) * _HALF + int(low), currency)


def _entry_row(entry: Entry) -> dict[str, object]:
    return {
        "seq": entry.seq,
        "kind": entry.kind,
        "actor": entry.actor,
        "at": entry.at,
        "deal": entry.deal,
        "refs": canonical(entry.refs).decode(),
        "payload": canonical(entry.payload).decode(),
        "previous": entry.previous,
        "hash": entry.hash,
    }


def _posting_rows(entry: Entry) -> list[dict[str, object]]:
    return [
        {
            "seq": entry.seq,
            "n": n,
            "deal": entry.deal,
            "account": leg.account,
            "currency": leg.money.currency.code,
            "minor": leg.money.minor,
            "period": leg.period,
        }
        for n, leg in enumerate(entry.postings, start=1)
    ]


def _entry(row: EntryRow, postings: tuple[Posting, ...]) -> Entry:
    return Entry(
        seq=row.seq,
        kind=row.kind,
        actor=row.actor,
        at=row.at,
        deal=DealId(row.deal),
        refs=json.loads(row.refs, parse_float=Decimal),
        postings=postings,
        payload=json.loads(row.payload, parse_float=Decimal),
        previous=Digest(row.previous),
        hash=Digest(row.hash),
    )
