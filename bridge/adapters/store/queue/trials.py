"""Dossiers on which other rules are tried, page by page: those of exceptions, and all others."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from bridge.adapters.store.queue.tables import CaseRow
from bridge.adapters.store.tables import DealRow
from bridge.ledger.judgement import DealState
from bridge.model.ids import DealId, Digest
from bridge.model.money import Currency, Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A deal that is held by an open exception."""

    number: int
    deal: DealId
    name: str
    amount: Money  #: what of it is in suspense
    dossier: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Free:
    """A deal that nothing holds."""

    deal: DealId
    name: str
    amount: Money
    dossier: Digest


class TrialRows:
    """Deals by the dossiers that they were judged by last, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def held(self, after: int, limit: int) -> tuple[Held, ...]:
        """Return flagged deals whose exceptions have numbers above one, by number."""
        query = (
            select(CaseRow, DealRow)
            .join(DealRow, col(DealRow.id) == col(CaseRow.deal))
            .where(
                col(CaseRow.closed_at).is_(None),
                col(CaseRow.document).is_(None),
                col(DealRow.dossier).is_not(None),
                col(CaseRow.id) > after,
            )
            .order_by(col(CaseRow.id))
            .limit(limit)
        )
        return tuple(
            Held(
                number=case.id or 0,
                deal=DealId(deal.id),
                name=deal.name,
                amount=Money(case.minor, Currency(case.currency)),
                dossier=Digest(deal.dossier or ""),
            )
            for case, deal in self._session.exec(query)
        )

    def free(self, after: DealId, limit: int) -> tuple[Free, ...]:
        """Return deals that are translated or left out, with ids above one, by id."""
        query = (
            select(DealRow)
            .where(
                col(DealRow.state).in_([DealState.TRANSLATED, DealState.EXCLUDED]),
                col(DealRow.dossier).is_not(None),
                DealRow.id > after,
            )
            .order_by(col(DealRow.id))
            .limit(limit)
        )
        return tuple(
            Free(
                deal=DealId(row.id),
                name=row.name,
                amount=Money(row.minor, Currency(row.currency)),
                dossier=Digest(row.dossier or ""),
            )
            for row in self._session.exec(query)
        )
