"""How many exceptions there were at earlier moments, and what they held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from bridge.adapters.store.ledger_rows import halves, summed
from bridge.adapters.store.queue.tables import CaseRow
from bridge.model.money import Currency, Money


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
        """Return what was not resolved at each of the moments, an exception of it included."""
        return tuple(self._level(one) for one in moments)

    def _level(self, at: datetime) -> Level:
        code, closed = col(CaseRow.currency), col(CaseRow.closed_at)
        query = columns(code, func.count(), *halves(col(CaseRow.minor))).where(
            col(CaseRow.opened_at) <= at, or_(closed.is_(None), closed > at)
        )
        rows = self._session.connection().execute(query.group_by(code)).all()
        found = [(Currency(name), int(count), high, low) for name, count, high, low in rows]
        return Level(
            at=at,
            counts={currency: count for currency, count, _, _ in found},
            amounts={currency: summed(high, low, currency) for currency, _, high, low in found},
        )
