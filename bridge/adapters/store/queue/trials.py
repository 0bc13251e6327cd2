"""Dossiers on which other rules are tried, page by page: those of exceptions, and all others."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from bridge.adapters.store.queue.lives import lived
from bridge.adapters.store.queue.tables import CaseRow, LifeRow
from bridge.adapters.store.tables import DealRow, DocumentRow
from bridge.ledger.judgement import DealState
from bridge.model.document import State
from bridge.model.ids import DealId, Digest
from bridge.model.money import Currency, Money
from bridge.queue.decision import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A deal that is held by an open exception."""

    number: int
    deal: DealId
    name: str
    amount: Money  #: what of it is in suspense
    dossier: Digest
    #: What two people decided about the deal, whatever rules say; None: nothing that stands.
    decided: Outcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Free:
    """A deal that nothing holds."""

    deal: DealId
    name: str
    amount: Money
    dossier: Digest
    decided: Outcome | None  #: as of what is held
    is_posted: bool  #: NetSuite has a document of it, or may have


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
        page = self._session.exec(query).all()
        decided = self.decided(deal.id for _, deal in page)
        return tuple(
            Held(
                number=case.id or 0,
                deal=DealId(deal.id),
                name=deal.name,
                amount=Money(case.minor, Currency(case.currency)),
                dossier=Digest(deal.dossier or ""),
                decided=decided.get(deal.id),
            )
            for case, deal in page
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
        page = self._session.exec(query).all()
        names = [row.id for row in page]
        decided, posted = self.decided(names), self._posted(names)
        return tuple(
            Free(
                deal=DealId(row.id),
                name=row.name,
                amount=Money(row.minor, Currency(row.currency)),
                dossier=Digest(row.dossier or ""),
                decided=decided.get(row.id),
                is_posted=row.id in posted,
            )
            for row in page
        )

    def decided(self, deals: Iterable[str]) -> dict[str, Outcome]:
        """Return what two people decided of deals; what an override gives is in their dossiers."""
        query = (
            select(CaseRow.deal, LifeRow)
            .join(CaseRow, col(CaseRow.id) == col(LifeRow.exception))
            .where(col(LifeRow.decision).is_not(None), col(CaseRow.deal).in_(tuple(deals)))
        )
        stands = ((deal, lived(row).life.decision) for deal, row in self._session.exec(query))
        outcomes = ((deal, one.proposal.outcome) for deal, one in stands if one is not None)
        return {deal: outcome for deal, outcome in outcomes if outcome is not Outcome.OVERRIDE}

    def _posted(self, deals: Iterable[str]) -> frozenset[str]:
        query = select(DocumentRow.deal).where(
            col(DocumentRow.deal).in_(tuple(deals)),
            col(DocumentRow.state).in_([State.SENDING, State.ACKNOWLEDGED]),
        )
        return frozenset(self._session.exec(query))
