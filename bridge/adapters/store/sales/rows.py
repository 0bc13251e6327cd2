"""
Which orders were made of which opportunities: kept when it is seen, and never forgotten.

Whoever blanks or moves the link of an order makes no second sale of it.
"""

from collections.abc import Iterable

from sqlmodel import Session, col, or_, select

from bridge.adapters.store.sales.tables import MadeOfRow
from bridge.model.ids import DealId


class SaleRows:
    """The links between orders and opportunities, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, links: Iterable[tuple[str, str]]) -> None:
        """Keep that orders were made of opportunities: pairs of their ids, each once."""
        for order, opportunity in dict.fromkeys(links):
            if self._session.get(MadeOfRow, (order, opportunity)) is None:
                self._session.add(MadeOfRow(order=order, opportunity=opportunity))

    def beside(self, deal: DealId) -> tuple[DealId, ...]:
        """Return the opportunities of an order, or the orders of an opportunity, by id."""
        query = select(MadeOfRow).where(
            or_(col(MadeOfRow.order) == deal, col(MadeOfRow.opportunity) == deal)
        )
        found = {
            one.order if one.opportunity == deal else one.opportunity: None
            for one in self._session.exec(query)
        }
        return tuple(map(DealId, sorted(found)))
