"""What NetSuite told beside its rows, as one JSON text: periods, subsidiaries, postings."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from bridge.adapters.netsuite.revenue.held import AccountMove, Books, JournalPart, LedgerAccount
from bridge.adapters.netsuite.revenue.reading import Postings
from bridge.adapters.store.reconciling.tables import HeldRecordRow
from bridge.model.calendar import Period, Term
from bridge.model.ids import canonical
from bridge.model.money import Currency, Money

_KIND, _ONLY = "context", 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What holds for a whole account, as it was told last."""

    periods: Mapping[str, Period]  #: months for posting by internal id, in order
    books: Mapping[str, Books]  #: subsidiaries by internal id
    postings: Postings
    #: Units of each currency for one of Salesforce's corporate currency; empty where it has one.
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    book: int | None = None  #: the accounting book that was read; None where elements name none
    #: By internal id; empty where NetSuite shows none to the role of the bridge.
    accounts: Mapping[str, LedgerAccount] = field(default_factory=dict)

    def shown(self, account: str) -> str:
        """Return number and name of an account, or else its internal id."""
        known = self.accounts.get(account)
        return known.shown if known else account


class ContextRow:
    """Keeps the context, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, context: Context) -> None:
        """Keep it instead of what was told before."""
        content = canonical(_written(context)).decode()
        row = HeldRecordRow(kind=_KIND, id=_ONLY, currency="", minor=0, content=content)
        self._session.merge(row)
        self._session.flush()

    def last(self) -> Context | None:
        """Return what was told last; None if NetSuite was never asked."""
        row = self._session.get(HeldRecordRow, (_KIND, _ONLY))
        return None if row is None else _read(json.loads(row.content, parse_float=Decimal))


def _written(context: Context) -> dict[str, Any]:
    postings = context.postings
    return {
        "periods": [
            [number, one.name, one.term.start, one.term.end, one.closed]
            for number, one in context.periods.items()
        ],
        "books": [[one.id, one.code, one.currency.code] for one in context.books.values()],
        "journals": [
            [
                *(one.journal, one.number, one.dated, one.period, one.memo, one.account),
                *(one.subsidiary, one.amount.minor, one.amount.currency.code),
            ]
            for one in postings.journals
        ],
        "moves": [
            [
                *(one.account, one.period, one.kind, one.subsidiary),
                *(one.amount.minor, one.amount.currency.code),
            ]
            for one in postings.moves
        ],
        "book": context.book,
        "accounts": [
            [one.id, one.code, one.number, one.shown] for one in context.accounts.values()
        ],
        "rates": {code: str(rate) for code, rate in context.rates.items()},
        "deferral": sorted(postings.deferral),
        "recognition": sorted(postings.recognition),
    }


def _read(told: Mapping[str, Any]) -> Context:
    return Context(
        periods={
            number: Period(
                name=name,
                term=Term(date.fromisoformat(start), date.fromisoformat(end)),
                closed=closed,
            )
            for number, name, start, end, closed in told["periods"]
        },
        books={
            number: Books(id=number, code=code, currency=Currency(money))
            for number, code, money in told["books"]
        },
        postings=Postings(
            journals=tuple(map(_journal, told["journals"])),
            moves=tuple(map(_move, told["moves"])),
            deferral=frozenset(told["deferral"]),
            recognition=frozenset(told["recognition"]),
        ),
        # What was kept before rates were read has none.
        rates={code: Decimal(rate) for code, rate in told.get("rates", {}).items()},
        book=told.get("book"),
        # Nor has it accounts before they were read.
        accounts={
            number: LedgerAccount(id=number, code=code, number=known_as, shown=shown)
            for number, code, known_as, shown in told.get("accounts", ())
        },
    )


def _journal(one: list[Any]) -> JournalPart:
    journal, number, dated, period, memo, account, subsidiary, minor, code = one
    return JournalPart(
        journal=journal,
        number=number,
        dated=date.fromisoformat(dated),
        period=period,
        memo=memo,
        account=account,
        subsidiary=subsidiary,
        amount=Money(minor, Currency(code)),
    )


def _move(one: list[Any]) -> AccountMove:
    account, period, kind, subsidiary, minor, code = one
    amount = Money(minor, Currency(code))
    return AccountMove(
        account=account, period=period, kind=kind, subsidiary=subsidiary, amount=amount
    )
