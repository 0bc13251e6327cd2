"""How the queue stood at earlier moments: exceptions that were open, and what the ledger held."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import case, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from bridge.adapters.store.ledger_rows import halves, summed
from bridge.adapters.store.queue.tables import CaseRow
from bridge.adapters.store.tables import EntryRow, PostingRow
from bridge.ledger.accounts import Family
from bridge.model.money import Currency, Money, total

#: How the accounts of what is in suspense begin.
_SUSPENSE = f"{Family.SUSPENSE}:"


class ExceptionTrend:
    """Looks back at the queue, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def counts(self, moments: Sequence[datetime]) -> tuple[Counter[Currency], ...]:
        """Count by currency what was not resolved at each of the moments."""
        return tuple(self._count(one) for one in moments)

    def _count(self, at: datetime) -> Counter[Currency]:
        code, closed = col(CaseRow.currency), col(CaseRow.closed_at)
        query = columns(code, func.count()).where(
            col(CaseRow.opened_at) <= at, or_(closed.is_(None), closed > at)
        )
        rows = self._session.connection().execute(query.group_by(code)).all()
        return Counter({Currency(name): int(count) for name, count in rows})

    def suspense(
        self, moments: Sequence[datetime], today: Mapping[Currency, Money]
    ) -> dict[Currency, tuple[Money, ...]]:
        """
        Return what was in suspense at each of the moments, which are in order, by currency.

        It is what is there `today`, without what was posted since: only the last postings of a
        long ledger are read. Entries stand in the order of time.
        """
        since = [self._first_after(one) for one in moments]
        moved = self._moved([one for one in since if one is not None])
        return {
            currency: tuple(
                now - _sum(moved, currency, seq) if seq is not None else now for seq in since
            )
            for currency, now in today.items()
        }

    def _first_after(self, at: datetime) -> int | None:
        query = select(EntryRow.seq).where(EntryRow.at > at)
        return self._session.exec(query.order_by(col(EntryRow.at), col(EntryRow.seq))).first()

    def _moved(self, since: Sequence[int]) -> dict[tuple[int, Currency], Money]:
        """Add up postings from each of these entries on to the next of them."""
        if not since:
            return {}
        seq, code = col(PostingRow.seq), col(PostingRow.currency)
        begins = case(*((seq >= one, one) for one in sorted(set(since), reverse=True)))
        query = columns(begins, code, *halves(col(PostingRow.minor))).where(
            seq >= min(since), col(PostingRow.account).startswith(_SUSPENSE, autoescape=True)
        )
        rows = self._session.connection().execute(query.group_by(begins, code)).all()
        return {
            (int(first), Currency(name)): summed(high, low, Currency(name))
            for first, name, high, low in rows
        }


def _sum(moved: Mapping[tuple[int, Currency], Money], currency: Currency, since: int) -> Money:
    later = (one for (first, of), one in moved.items() if of == currency and first >= since)
    return total(later, currency)
