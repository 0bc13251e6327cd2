"""
What NetSuite has posted of the revenue of orders: line by line, by the period of the posting.

Sources: the columns are those of public queries; a line of an order leads to its element, and that
to its plans. A line names one element, and an element is of one accounting book: books are not
added up. What a merge cut off does not lead back: such orders are not to be asked for here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from bridge.adapters.netsuite import suiteql
from bridge.adapters.netsuite.faults import SYSTEM
from bridge.adapters.netsuite.session import Session
from bridge.errors import Unavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedRevenue:
    """A posted part of the revenue of an order line."""

    order: str  #: external id
    key: int  #: of the line, as in the record service
    began: date  #: first day of the period in which it is posted
    amount: Decimal  #: signed as the plan has it
    currency: str  #: ISO code, of the plan


_POSTED = (
    "SELECT r.id, t.externalid AS theorder, l.id AS thekey, r.amount, c.symbol AS money, "
    "TO_CHAR(a.startdate, 'YYYY-MM-DD') AS began FROM transaction t "
    "JOIN transactionline l ON l.transaction = t.id "
    "JOIN revenueplan p ON p.createdfrom = l.revenueelement "
    "JOIN currency c ON c.id = p.revenueplancurrency "
    "JOIN revenueplanplannedrevenue r ON r.revenueplan = p.id "
    "JOIN accountingperiod a ON a.id = r.postingperiod "
    "WHERE t.externalid IN ({places}) AND t.type = 'SalesOrd' AND p.revenueplantype = 'ACTUAL' "
    "AND r.isrecognized = 'T' ORDER BY r.id"
)


def posted(session: Session, orders: Sequence[str]) -> tuple[PostedRevenue, ...]:
    """
    Return all posted revenue of orders, by external id; nothing for one that is not there.

    Raises:
        Refused: NetSuite does not take the query, or the role may not ask.
        Unavailable, Throttled, Misconfigured: as for any read.
    """
    if not orders:
        return ()
    query = _POSTED.format(places=", ".join("?" * len(orders)))
    try:
        return tuple(_read(row) for row in suiteql.ask(session, query, orders))
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        says = "a row about posted revenue has no order, key, amount or day"
        raise Unavailable(SYSTEM, "posted revenue", "UNREADABLE", says) from error


def _read(row: suiteql.Row) -> PostedRevenue:
    return PostedRevenue(
        order=row["theorder"] or "",
        key=int(row["thekey"] or ""),
        began=date.fromisoformat(row["began"] or ""),
        amount=Decimal(row["amount"] or ""),
        currency=row["money"] or "",
    )
