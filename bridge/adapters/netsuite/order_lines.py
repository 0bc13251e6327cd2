"""What NetSuite did with the lines of orders: what is invoiced, and whether they are approved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from bridge.adapters.netsuite import suiteql
from bridge.adapters.netsuite.faults import SYSTEM
from bridge.adapters.netsuite.session import Session
from bridge.errors import Unavailable

#: Orders of one question: a contract has a handful, and parameters are limited.
_ORDERS_MAX = 100
#: "Pending Approval"; NetSuite plans no revenue before an order is approved.
_PENDING_APPROVAL = "A"


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldLine:
    """A line of a sales order as NetSuite holds it."""

    order: str  #: external id
    key: int  #: as in the record service
    invoiced: Decimal  #: of the quantity, not negative
    approved: bool  #: of the order: its revenue may be planned already


def sold(session: Session, orders: Sequence[str]) -> tuple[SoldLine, ...]:
    """
    Return all item lines of orders, given by external ids; an order that is not there has none.

    Sources: the columns are those of public queries; `transactionline.id` is the key of the record
    service. Some accounts show sold quantities with a sign, so that it is not counted on.

    Raises:
        Refused: NetSuite does not take the query, or the role may not ask.
        Unavailable, Throttled, Misconfigured: as for any read.
    """
    return tuple(
        line
        for start in range(0, len(orders), _ORDERS_MAX)
        for line in _lines(session, orders[start : start + _ORDERS_MAX])
    )


def _lines(session: Session, orders: Sequence[str]) -> Iterator[SoldLine]:
    for row in suiteql.ask(session, _query(len(orders)), orders):
        try:
            yield _line(row)
        except (KeyError, TypeError, ValueError, InvalidOperation) as error:
            says = "a line of an order has no key, or no number for what is invoiced"
            raise Unavailable(SYSTEM, "order lines", "UNREADABLE", says) from error


def _query(orders: int) -> str:
    places = ", ".join("?" * orders)
    return (
        "SELECT t.externalid AS theorder, t.status AS state, l.id AS thekey, l.quantitybilled "  # noqa: S608 - our words, values go as parameters
        "FROM transaction t JOIN transactionline l ON l.transaction = t.id "
        f"WHERE t.externalid IN ({places}) AND t.type = 'SalesOrd' "
        "AND l.mainline = 'F' AND l.taxline = 'F' ORDER BY t.id, l.id"
    )


def _line(row: suiteql.Row) -> SoldLine:
    state = (row["state"] or "").rpartition(":")[2]
    return SoldLine(
        order=row["theorder"] or "",
        key=int(row["thekey"] or ""),
        invoiced=abs(Decimal(row.get("quantitybilled") or 0)),
        approved=state != _PENDING_APPROVAL,
    )
