"""All that is kept for reconciliation, within one transaction."""

from dataclasses import dataclass
from typing import Self

from sqlmodel import Session

from bridge.adapters.store.reconciling.books import BookRows
from bridge.adapters.store.reconciling.context import ContextRow
from bridge.adapters.store.reconciling.rows import HeldRevenue
from bridge.adapters.store.reconciling.runs import ReadingRuns
from bridge.adapters.store.reconciling.sold import SoldRows
from bridge.adapters.store.reconciling.statements import StatementRows
from bridge.model.calendar import Clock


@dataclass(frozen=True, slots=True)
class ReconcilingRows:
    """What NetSuite told last, the documents of the books, and statements."""

    revenue: HeldRevenue
    context: ContextRow
    books: BookRows
    sold: SoldRows
    statements: StatementRows
    runs: ReadingRuns

    @classmethod
    def of(cls, session: Session, clock: Clock) -> Self:
        """Open them in a transaction."""
        return cls(
            HeldRevenue(session),
            ContextRow(session),
            BookRows(session),
            SoldRows(session),
            StatementRows(session, clock),
            ReadingRuns(session),
        )
