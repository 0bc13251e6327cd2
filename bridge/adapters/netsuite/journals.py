"""Journals as NetSuite holds them: what a person posted, to be compared with what was proposed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bridge.adapters.netsuite import suiteql
from bridge.adapters.netsuite.faults import SYSTEM
from bridge.adapters.netsuite.session import Call, Session
from bridge.errors import Unavailable
from bridge.model.ids import canonical

_PATH = "/services/rest/record/v1/journalEntry"
_CURRENCY = "SELECT id, symbol FROM currency WHERE id = ? ORDER BY id"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedJournal:
    """A journal entry, in its own currency."""

    internal_id: str
    dated: date
    currency: str  #: ISO 4217
    #: What each of its accounts is debited and credited with, in the order of the lines.
    accounts: tuple[tuple[Decimal, Decimal], ...]

    @property
    def debit(self) -> Decimal:
        """The sum of what is debited."""
        return sum((debit for debit, _ in self.accounts), Decimal(0))

    @property
    def credit(self) -> Decimal:
        """The sum of what is credited."""
        return sum((credit for _, credit in self.accounts), Decimal(0))


def journal(session: Session, internal_id: str) -> PostedJournal | None:
    """
    Return a journal entry by its internal id; None only if NetSuite says that there is none.

    Raises as any read; Unavailable also where not all lines or no currency are told.
    """
    if not internal_id.isdigit():
        raise ValueError(f"no internal id: {internal_id!r}")
    operation = f"find journalEntry {internal_id}"
    told = session.read(
        Call(
            operation=operation,
            method="GET",
            path=f"{_PATH}/{internal_id}",
            query={"expandSubResources": "true"},
            may_be_absent=True,
        )
    )
    if told is None:
        return None
    try:
        return _posted(told, _currency(session, told["currency"]["id"]))
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        says = "the journal that was found is not in NetSuite's form, or not told as a whole"
        raise Unavailable(SYSTEM, operation, "UNREADABLE", says) from error


def _posted(told: Mapping[str, Any], currency: str) -> PostedJournal:
    if told["line"].get("hasMore", False):
        raise ValueError("not all lines were told")
    accounts: dict[bytes, tuple[Decimal, Decimal]] = {}
    for line in told["line"]["items"]:
        account = canonical(line["account"])  # a reference, which names one account in one way
        debit, credit = accounts.get(account, (Decimal(0), Decimal(0)))
        more, less = (Decimal(line.get(side) or 0) for side in ("debit", "credit"))
        accounts[account] = (debit + more, credit + less)
    return PostedJournal(
        internal_id=str(int(told["id"])),
        dated=date.fromisoformat(told["tranDate"]),
        currency=currency,
        accounts=tuple(accounts.values()),
    )


def _currency(session: Session, number: str) -> str:
    (row,) = suiteql.ask(session, _CURRENCY, [number])
    symbol = row["symbol"]
    if not symbol:
        raise ValueError(f"currency {number} has no symbol")
    return symbol
