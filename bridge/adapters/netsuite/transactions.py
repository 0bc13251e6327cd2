"""Transactions that people made in NetSuite, to be compared with the deals that they stand for."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from bridge.adapters.netsuite import suiteql
from bridge.adapters.netsuite.faults import SYSTEM
from bridge.adapters.netsuite.session import Session
from bridge.errors import Unavailable

#: By the type in queries: what the record service calls it, and whether it sells or gives back.
_TYPES: Mapping[str, tuple[str, int]] = {
    "SalesOrd": ("salesOrder", 1),
    "CustInvc": ("invoice", 1),
    "CashSale": ("cashSale", 1),
    "RtnAuth": ("returnAuthorization", -1),
    "CustCred": ("creditMemo", -1),
    "CashRfnd": ("cashRefund", -1),
}
#: States in which nothing is to be invoiced or given back any more, and perhaps nothing ever was:
#: cancelled and closed.
_ENDED: Mapping[str, frozenset[str]] = {
    "salesOrder": frozenset("CH"),
    "returnAuthorization": frozenset("CH"),
}
_QUERY = (
    "SELECT t.id, t.type AS kind, t.voided AS isvoid, t.status AS state, c.symbol AS currency, "
    "e.externalid AS customer, e.companyname, l.id AS line, l.foreignamount AS amount, "
    "l.quantitybilled AS billed "
    "FROM transaction t JOIN transactionline l ON l.transaction = t.id "
    "JOIN currency c ON c.id = t.currency JOIN customer e ON e.id = t.entity "
    "WHERE t.id = ? AND l.mainline = 'F' AND l.taxline = 'F' ORDER BY t.id, l.id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """A transaction with a customer, before tax."""

    kind: str  #: as the record service names it
    internal_id: str
    customer: str | None  #: external id
    company: str  #: the customer's name
    currency: str  #: ISO 4217
    amount: Decimal  #: of its lines; negative for what is given back
    is_live: bool  #: neither void, nor cancelled or closed
    is_undone: bool = False  #: whether it was ended before anything of it was invoiced


def transaction(session: Session, internal_id: str) -> Transaction | None:
    """
    Return a transaction by its internal id; None if there is none with a customer and lines.

    Sources differ on the sign that queries give the lines of each type, so it is told by the type:
    NetSuite has no transaction of these with a negative total. Raises as any read.
    """
    if not internal_id.isdigit():
        raise ValueError(f"no internal id: {internal_id!r}")
    rows = tuple(suiteql.ask(session, _QUERY, [internal_id]))
    try:
        return _transaction(rows) if rows and rows[0]["kind"] in _TYPES else None
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        says = "a line of the transaction has no amount, or its currency no symbol"
        operation = f"find transaction {internal_id}"
        raise Unavailable(SYSTEM, operation, "UNREADABLE", says) from error


def _transaction(rows: tuple[suiteql.Row, ...]) -> Transaction:
    first = rows[0]
    kind, sign = _TYPES[first["kind"] or ""]
    currency = first["currency"]
    if not currency:
        raise ValueError("no currency")
    amount = sum((Decimal(row.get("amount") or 0) for row in rows), Decimal(0))
    has_ended = _has_ended(kind, first)
    return Transaction(
        kind=kind,
        internal_id=first["id"] or "",
        customer=first.get("customer"),
        company=first.get("companyname") or "",
        currency=currency,
        amount=abs(amount) * sign,
        is_live=first.get("isvoid") != "T" and not has_ended,
        is_undone=has_ended and not any(Decimal(row.get("billed") or 0) for row in rows),
    )


def _has_ended(kind: str, row: suiteql.Row) -> bool:
    state = (row.get("state") or "").rpartition(":")[2]
    return state in _ENDED.get(kind, frozenset())
