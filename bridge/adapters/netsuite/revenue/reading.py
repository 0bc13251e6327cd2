"""
Reads how NetSuite holds revenue: whole kinds of rows page by page, or only what may have changed.

Costs a page for every 1,000 rows and no more.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Generic, TypeVar

from bridge.adapters.netsuite import suiteql
from bridge.adapters.netsuite.faults import UNKNOWN_COLUMN
from bridge.adapters.netsuite.revenue import parsing, sources
from bridge.adapters.netsuite.revenue.held import (
    AccountMove,
    BillingLine,
    Books,
    CurrencyRate,
    Element,
    JournalPart,
    LedgerAccount,
    OrderLine,
    Plan,
    PlannedRow,
)
from bridge.adapters.netsuite.revenue.sources import Source
from bridge.adapters.netsuite.session import Session
from bridge.adapters.netsuite.suiteql import Row
from bridge.errors import Misconfigured, Refused
from bridge.model.calendar import Period

_Held = TypeVar("_Held")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows of a currency NetSuite holds, and what they add up to."""

    currency: str
    count: int
    added: Decimal
    filled: int  #: how many have what only some have: of the rows of plans, a journal


@dataclass(frozen=True, slots=True)
class HeldRows(Generic[_Held]):
    """One kind of row; every method raises as any read, and Unavailable for an odd row."""

    session: Session
    source: Source
    parse: Callable[[Row], _Held]

    @property
    def name(self) -> str:
        """What the kind is called."""
        return self.source.name

    def all(self) -> Iterator[tuple[_Held, ...]]:
        """Yield all rows, page by page, in the order of their keys."""
        return self._pages(self.source.page(), ())

    def changed(self, since: date) -> Iterator[tuple[_Held, ...]]:
        """Yield the rows that say that they, or what they belong to, changed since a day."""
        return self._pages(self.source.page(since=True), (since.isoformat(),))

    def tallies(self) -> tuple[Tally, ...] | None:
        """Count and add up all rows by currency; None where an answer cannot be read."""
        rows = list(suiteql.ask(self.session, self.source.tally, ()))
        try:
            return tuple(
                Tally(
                    currency=row["money"] or "",
                    count=int(row["counted"] or 0),
                    added=Decimal(row["added"] or 0),
                    filled=int(row["filled"] or 0),
                )
                for row in rows
            )
        except (KeyError, ValueError, InvalidOperation):
            return None  # an account that adds up oddly is read as a whole

    def _pages(self, query: str, params: Sequence[str | int]) -> Iterator[tuple[_Held, ...]]:
        for page in suiteql.keyed_pages(self.session, query, params):
            yield tuple(parsing.read(self.source.name, row, self.parse) for row in page)


@dataclass(frozen=True, slots=True)
class Postings:
    """What is posted on accounts of revenue."""

    journals: tuple[JournalPart, ...]
    moves: tuple[AccountMove, ...]
    deferral: frozenset[str]  #: the accounts on which elements and rules defer
    recognition: frozenset[str]  #: and those on which they recognise


@dataclass(frozen=True, slots=True, kw_only=True)
class Besides:
    """Accounts whose postings are read though no element names them, by internal id."""

    assets: frozenset[str] = frozenset()
    deferral: frozenset[str] = frozenset()
    recognition: frozenset[str] = frozenset()


_NONE_BESIDES = Besides()


class Revenue:
    """The revenue of an account; where it `has_books`, that of one of its accounting books."""

    def __init__(self, session: Session, book: int, *, has_books: bool = False) -> None:
        self._session, self._has_books = session, has_books
        self._book = book
        #: The accounting book that is read, by internal id; None where the account names none.
        self.only = book if has_books else None
        self.order_lines: HeldRows[OrderLine] = self._of(sources.ORDER_LINES, parsing.order_line)
        self.billing: HeldRows[BillingLine] = self._of(sources.BILLING, parsing.billing_line)
        self.elements: HeldRows[Element] = self._of(sources.ELEMENTS, parsing.element)
        self.plans: HeldRows[Plan] = self._of(sources.PLANS, parsing.plan)
        self.planned: HeldRows[PlannedRow] = self._of(sources.PLANNED_ROWS, parsing.planned_row)
        #: Of no accounting book; read only where something is told in another currency.
        self.rates: HeldRows[CurrencyRate] = self._of(sources.CURRENCY_RATES, parsing.currency_rate)

    def of_book(self, *, had_books: bool = False) -> "Revenue":
        """
        Return the revenue of one accounting book, where the account says of which book it is.

        Books say the same sale once each: together they would say it twice. An account whose
        elements are of one book may post in others. Raises as any read; also Refused if it
        `had_books` when it was read last, or for any reason but that NetSuite knows no books, and
        Misconfigured where there are others than the one that is asked for.
        """
        try:
            rows = list(suiteql.ask(self._session, sources.HELD_BOOKS, ()))
        except Refused as error:
            if had_books or error.code != UNKNOWN_COLUMN:
                raise
            return self  # the account has one book, and no column for it
        books = [text for row in rows if (text := row.get("book"))]
        if books and str(self._book) not in books:
            raise Misconfigured(
                f"NetSuite has revenue of the accounting books {', '.join(books)} alone",
                where="netsuite.accounting_book",
                act="name the internal id of one of them",
            )
        # Elements that name no book are of the one that the account has.
        return Revenue(self._session, self._book, has_books=bool(books) or not rows)

    def periods(self) -> dict[str, Period]:
        """Return the accounting periods that are months, by internal id, in order."""
        return suiteql.periods_by_id(self._session)

    def books(self) -> dict[str, Books]:
        """Return the subsidiaries by internal id."""
        rows = suiteql.ask(self._session, sources.BOOKS, ())
        found = (parsing.read("subsidiary", row, parsing.books) for row in rows)
        return {one.id: one for one in found}

    def accounts(self) -> dict[str, LedgerAccount]:
        """Return all accounts by internal id; Refused where the role may not see them."""
        rows = suiteql.ask(self._session, sources.LEDGER_ACCOUNTS, ())
        found = (parsing.read("account", row, parsing.ledger_account) for row in rows)
        return {one.id: one for one in found}

    def postings(self, besides: Besides = _NONE_BESIDES) -> Postings:
        """
        Return what journals book on the accounts of elements, and by how much these moved.

        So it does of the accounts `besides`: those of contract assets, and those that rules name.

        Raises Refused where the role may not see postings, or there are more than 100,000.
        """
        is_ours = sources.in_book("e.accountingbook", self._book)
        where = f" WHERE {is_ours}" if self._has_books else ""
        rows = list(suiteql.ask(self._session, sources.ACCOUNTS.format(where=where), ()))
        deferral = {text for row in rows if (text := row.get("deferral"))} | besides.deferral
        recognition = {text for row in rows if (text := row.get("recognition"))}
        recognition |= besides.recognition
        accounts = sorted(deferral | recognition | besides.assets)
        return Postings(
            journals=tuple(self._posted("journal", sources.JOURNALS, accounts, parsing.journal)),
            moves=tuple(self._posted("balance", sources.MOVES, accounts, parsing.move)),
            deferral=frozenset(deferral),
            recognition=frozenset(recognition),
        )

    def _of(self, source: Source, parse: Callable[[Row], Any]) -> HeldRows[Any]:
        asked = source.of_book(self._book) if self._has_books else source
        return HeldRows(self._session, asked, parse)

    def _posted(
        self, what: str, query: str, accounts: Sequence[str], parse: Callable[[Row], _Held]
    ) -> Iterator[_Held]:
        if not accounts:
            return
        book = f" AND a.accountingbook = {self._book}" if self._has_books else ""
        written = query.format(places=", ".join("?" * len(accounts)), book=book)
        for row in suiteql.ask(self._session, written, accounts):
            yield parsing.read(what, row, parse)
