"""How many exceptions there were at earlier moments, and what they held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from bridge.adapters.store.ledger_rows import halves, summed
from bridge.adapters.store.queue.tables import CaseRow
from bridge.adapters.store.tables import EntryRow, PostingRow
from bridge.ledger.accounts import Family
from bridge.model.money import Currency, Money

#: How the accounts of open exceptions begin.
_SUSPENSE = f"{Family.SUSPENSE}:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What was not resolved at a moment, by currency."""

    at: datetime
    counts: dict[Currency, int]
    amounts: dict[Currency, Money]  #: signed sums


class ExceptionTrend:
    """Looks back at the queue, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def levels(self, moments: Sequence[datetime]) -> tuple[Level, ...]:
        """
        Return what was not resolved at each of the moments, an exception of it included.

        Amounts are what the ledger held in suspense then: a deal that changed since has not
        changed its past.
        """
        held = self._held(moments)
        return tuple(
            Level(at=at, counts=self._counts(at), amounts=amounts)
            for at, amounts in zip(moments, held, strict=True)
        )

    def _counts(self, at: datetime) -> dict[Currency, int]:
        code, closed = col(CaseRow.currency), col(CaseRow.closed_at)
        query = columns(code, func.count()).where(
            col(CaseRow.opened_at) <= at, or_(closed.is_(None), closed > at)
        )
        rows = self._session.connection().execute(query.group_by(code))
        return {Currency(name): int(count) for name, count in rows}

    def _held(self, moments: Sequence[datetime]) -> list[dict[Currency, Money]]:
        """Add up the suspense at each moment; one reading of its postings tells of all."""
        code, at = col(PostingRow.currency), col(EntryRow.at)
        until = (case((at <= one, col(PostingRow.minor)), else_=0) for one in moments)
        sums = (half for amounts in until for half in halves(amounts))
        query = (
            columns(code, *sums)
            .join(EntryRow, col(EntryRow.seq) == col(PostingRow.seq))
            .where(col(PostingRow.account).startswith(_SUSPENSE, autoescape=True))
            .group_by(code)
        )
        found: list[dict[Currency, Money]] = [{} for _ in moments]
        for name, *halved in self._session.connection().execute(query):
            currency = Currency(name)
            for level, high, low in zip(found, halved[::2], halved[1::2], strict=True):
                amount = summed(high, low, currency)
                if amount:
                    level[currency] = amount
        return found
