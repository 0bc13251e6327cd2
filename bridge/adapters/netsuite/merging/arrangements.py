"""
How the revenue of orders and returns stands: their elements, arrangements, lines and postings.

Sources: the columns are those of public queries; an element names its record as it is shown, so
that the two are joined by BUILTIN.DF. How NetSuite words the kind of a merge, and by which letter
it calls an arrangement that is not approved, is published nowhere.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from bridge.adapters.netsuite import suiteql
from bridge.adapters.netsuite.faults import SYSTEM, UNKNOWN_COLUMN
from bridge.adapters.netsuite.session import Session
from bridge.adapters.netsuite.suiteql import Row, periods
from bridge.errors import Refused, Unavailable

__all__ = ["Arrangement", "Element", "Sight", "SourceLine", "periods", "seen"]

#: "Pending Approval".
_NOT_APPROVED = "A"
_PROSPECTIVE = "PROSPECTIVE"
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A revenue element of a record."""

    id: str
    source: str  #: the external id of its record
    arrangement: str  #: internal id
    merged_from: str | None  #: internal id of the arrangement in which it stood before a merge
    #: Of its last merge, of which it was part or by which it was cut off; None without one.
    prospective: bool | None
    stale: bool  #: whether its plans do not say yet what it says
    sales: Decimal  #: as its line has it, without a sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """A revenue arrangement, with the ids of all its elements."""

    id: str
    dated: date
    approved: bool
    elements: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A line of an order or return, and what its element says of it."""

    source: str  #: the external id of its record
    key: int
    amount: Decimal  #: without a sign
    base: Decimal  #: the same in the currency of the company
    closed: bool
    returns: bool  #: whether it gives back; such lines do not lead to their elements
    sales: Decimal | None  #: of its element, without a sign; None while it has none


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """All that a merge of some records rests on."""

    elements: tuple[Element, ...]
    arrangements: tuple[Arrangement, ...]  #: in which these elements stand
    lines: tuple[SourceLine, ...]
    posted: tuple[date, ...]  #: first days of the periods in which revenue was posted since then

    @property
    def current(self) -> tuple[Element, ...]:
        """
        The elements that a merge may move: those that none has cut off.

        A prospective merge leaves in each arrangement what is recognised, and moves the rest. What
        an earlier merge had moved there is cut off, too, once another one has taken the rest away.
        """
        left = {one.merged_from for one in self.elements}
        return tuple(
            one
            for one in self.elements
            if one.prospective is None or (one.merged_from and one.arrangement not in left)
        )


def seen(session: Session, sources: Sequence[str], since: date, book: int) -> Sight:
    """
    Return how the revenue of records stands, given by external ids, and what is posted since.

    A record that is not there, or has no element yet, has none. Where elements name accounting
    books, those of one `book` (its internal id) are told: another one has elements of the same sale
    in arrangements of its own.

    Raises:
        Refused: NetSuite does not take the query, or the role may not see all that is asked for.
        Unavailable, Throttled, Misconfigured: as for any read.
    """
    elements = _elements(session, sources, book)
    if not elements:
        return Sight(elements=(), arrangements=(), lines=(), posted=())
    held = sorted({one.arrangement for one in elements}, key=int)
    members = tuple(_asked(session, _MEMBERS, held, _member))
    ids = [one.id for one in elements]
    posted = _asked(session, _POSTED, ids, _began, last=since.isoformat())
    shown = [*_asked(session, _ARRANGEMENTS, held, _arrangement_row)]
    if {number for number, *_ in shown} != set(held):
        says = "it shows elements of arrangements that it does not show to the role"
        raise Refused(SYSTEM, "revenue arrangements", "INSUFFICIENT_PERMISSION", says)
    return Sight(
        elements=elements,
        arrangements=tuple(_arrangement(row, members) for row in shown),
        lines=tuple(_asked(session, _LINES, sources, _line)),
        posted=tuple(sorted(set(posted))),
    )


_ELEMENTS = (
    "SELECT t.externalid AS thesource, e.id AS theelement, e.revenuearrangement AS arrangement, "
    "e.lastmergedfromarrangement AS mergedfrom, e.lastmergetype AS how, e.salesamount AS sales, "
    "e.requiresrevenueplanupdate AS stale FROM transaction t "
    "JOIN revenueelement e ON e.source = BUILTIN.DF(t.id) "
    "WHERE t.externalid IN ({places})%s ORDER BY e.id"
)
_OF_BOOK = " AND (e.accountingbook = %d OR e.accountingbook IS NULL)"
_MEMBERS = (
    "SELECT e.id AS theelement, e.revenuearrangement AS arrangement FROM revenueelement e "
    "WHERE e.revenuearrangement IN ({places}) ORDER BY e.id"
)
_ARRANGEMENTS = (
    "SELECT t.id AS arrangement, TO_CHAR(t.trandate, 'YYYY-MM-DD') AS dated, t.status AS state "
    "FROM transaction t WHERE t.type = 'RevArrng' AND t.id IN ({places}) ORDER BY t.id"
)
_LINES = (
    "SELECT t.externalid AS thesource, t.type AS kind, l.id AS thekey, l.foreignamount AS amount, "
    "l.netamount AS base, l.isclosed, e.salesamount AS sales FROM transaction t "
    "JOIN transactionline l ON l.transaction = t.id "
    "LEFT JOIN revenueelement e ON e.id = l.revenueelement "
    "WHERE t.externalid IN ({places}) AND t.type IN ('SalesOrd', 'RtnAuth') "
    "AND l.mainline = 'F' AND l.taxline = 'F' "
    "AND l.itemtype NOT IN ('Description', 'Discount', 'Markup', 'Payment', 'Subtotal') "
    "ORDER BY t.id, l.id"
)
_POSTED = (
    "SELECT r.id, TO_CHAR(a.startdate, 'YYYY-MM-DD') AS began FROM revenueplan p "
    "JOIN revenueplanplannedrevenue r ON r.revenueplan = p.id "
    "JOIN accountingperiod a ON a.id = r.postingperiod "
    "WHERE p.createdfrom IN ({places}) AND r.isrecognized = 'T' "
    "AND a.startdate >= TO_DATE(?, 'YYYY-MM-DD') ORDER BY r.id"
)


def _elements(session: Session, sources: Sequence[str], book: int) -> tuple[Element, ...]:
    """Return the elements of one book; all of them where the account knows no books."""
    try:
        return tuple(_asked(session, _ELEMENTS % (_OF_BOOK % book), sources, _element))
    except Refused as error:
        if error.code != UNKNOWN_COLUMN:
            raise
        return tuple(_asked(session, _ELEMENTS % "", sources, _element))


def _asked(
    session: Session,
    query: str,
    ids: Sequence[str],
    read: Callable[[Row], _Read],
    *,
    last: str | None = None,
) -> Iterator[_Read]:
    """Ask with a place for each id, and one more for `last`; read every row."""
    written = query.format(places=", ".join("?" * len(ids)))
    for row in suiteql.ask(session, written, [*ids, *([last] if last else [])]):
        try:
            yield read(row)
        except (KeyError, TypeError, ValueError, InvalidOperation) as error:
            says = "a row about revenue arrangements has no id, amount or day where it must"
            raise Unavailable(SYSTEM, "revenue arrangements", "UNREADABLE", says) from error


def _element(row: Row) -> Element:
    how = row.get("how")
    return Element(
        id=_id(row["theelement"]),
        source=row["thesource"] or "",
        arrangement=_id(row["arrangement"]),
        merged_from=row.get("mergedfrom") or None,
        prospective=how.upper().startswith(_PROSPECTIVE) if how else None,
        stale=row.get("stale") == "T",
        sales=abs(Decimal(row.get("sales") or 0)),
    )


def _member(row: Row) -> tuple[str, str]:
    return _id(row["arrangement"]), _id(row["theelement"])


def _arrangement_row(row: Row) -> tuple[str, date, bool]:
    letter = (row.get("state") or "").rpartition(":")[2]
    return _id(row["arrangement"]), date.fromisoformat(row["dated"] or ""), letter != _NOT_APPROVED


def _arrangement(row: tuple[str, date, bool], members: Sequence[tuple[str, str]]) -> Arrangement:
    number, dated, approved = row
    own = frozenset(element for holder, element in members if holder == number)
    return Arrangement(id=number, dated=dated, approved=approved, elements=own)


def _line(row: Row) -> SourceLine:
    sales = row.get("sales")
    return SourceLine(
        source=row["thesource"] or "",
        key=int(row["thekey"] or ""),
        amount=abs(Decimal(row.get("amount") or 0)),
        base=abs(Decimal(row.get("base") or 0)),
        closed=row.get("isclosed") == "T",
        returns=row["kind"] == "RtnAuth",
        sales=None if sales is None else abs(Decimal(sales)),
    )


def _began(row: Row) -> date:
    return date.fromisoformat(row["began"] or "")


def _id(written: str | None) -> str:
    """Return an internal id; ValueError if it is none."""
    if not written or not written.isdecimal():
        raise ValueError("no internal id")
    return written
