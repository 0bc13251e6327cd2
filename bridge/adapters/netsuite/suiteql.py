"""Questions to NetSuite in SuiteQL: pages, rows as text, accounting periods, external ids."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from bridge.adapters.netsuite.faults import SYSTEM
from bridge.adapters.netsuite.session import Call, Session
from bridge.errors import Misconfigured, Refused, Unavailable
from bridge.model.calendar import Period, Term, add_months
from bridge.model.ids import canonical

Row = Mapping[str, str | None]

PATH = "/services/rest/query/v1/suiteql"
PAGE_ROWS = 1000
#: NetSuite ends a paged answer here without the Connect licence.
ROWS_MAX = 100_000

#: Months that revenue can be planned in: no year, quarter or adjustment period.
PERIODS = (
    "SELECT id, periodname, TO_CHAR(startdate, 'YYYY-MM-DD') AS firstday, "
    "TO_CHAR(enddate, 'YYYY-MM-DD') AS lastday, closed, alllocked FROM accountingperiod "
    "WHERE isyear = 'F' AND isquarter = 'F' AND isadjust = 'F' AND isinactive = 'F' ORDER BY id"
)
CODES: Mapping[str, str] = {
    kind: (
        f"SELECT id, externalid FROM {kind} WHERE externalid IS NOT NULL "  # noqa: S608 - our words
        "AND isinactive = 'F' AND id > ? ORDER BY id"
    )
    for kind in (
        *("customer", "item", "subsidiary", "term", "billingschedule"),
        *("classification", "department", "location"),
    )
}

ITEM_RULES = (
    "SELECT id, externalid, BUILTIN.DF(revenuerecognitionrule) AS rule FROM item "
    "WHERE externalid IS NOT NULL AND isinactive = 'F' AND id > ? ORDER BY id"
)


def ask(session: Session, query: str, params: Sequence[str | int]) -> Iterator[Row]:
    """
    Return the rows, read page by page of 1,000. Keys are lower case; a null column may be left out.

    The query must have an order, or its pages may repeat a row and leave out another. Numbers are
    given as the text in which NetSuite wrote them.

    Raises:
        Refused: NetSuite does not take the query, or it has more than 100,000 rows.
        Unavailable, Throttled, Misconfigured: as for any read.
    """
    if "order by" not in query.lower():
        raise ValueError(f"a paged query needs ORDER BY: {query}")
    return _pages(session, query, params)


def _pages(session: Session, query: str, params: Sequence[str | int]) -> Iterator[Row]:
    for offset in range(0, ROWS_MAX, PAGE_ROWS):
        page = _page(session, query, params, offset)
        yield from page.rows
        if not page.more:
            return
    says = f"it has more than {ROWS_MAX} rows, NetSuite gives no more; ask by ranges of the key"
    raise Refused(SYSTEM, "SuiteQL", "TOO_MANY_ROWS", says)


def external_ids(session: Session, kind: str) -> frozenset[str]:
    """
    Return the external ids of all active records of a kind, by the name of its table in CODES.

    Pages follow the key and not the offset, so that no cap and no concurrent change hides one.
    """
    return frozenset(
        code for row in _keyed(session, CODES[kind]) if (code := row.get("externalid"))
    )


def item_rules(session: Session) -> dict[str, str | None]:
    """
    Return the name of the revenue recognition rule of each active item, by its external id.

    No page of Oracle's confirms that the item's field can be asked for; where it cannot, or the
    feature is off, NetSuite refuses the question.
    """
    rows = _keyed(session, ITEM_RULES)
    return {code: row.get("rule") or None for row in rows if (code := row.get("externalid"))}


def _keyed(session: Session, query: str) -> Iterator[Row]:
    """Yield the rows of a query that takes the last key and is ordered by it."""
    for rows in keyed_pages(session, query, ()):
        yield from rows


def keyed_pages(
    session: Session, query: str, params: Sequence[str | int]
) -> Iterator[tuple[Row, ...]]:
    """
    Yield the pages of a query whose last parameter is the last key, and which is ordered by it.

    The key is the column `id`, a number. Raises as `ask`; no cap on all rows ends it.
    """
    last, more = 0, True
    while more:
        page = _page(session, query, (*params, last), 0)
        yield page.rows
        last, more = _beyond(last, page), page.more


def _beyond(last: int, page: "_Page") -> int:
    """Return the last key of a page; it must have grown, or the pages would never end."""
    try:
        keys = [int(row["id"] or 0) for row in page.rows]
    except (KeyError, ValueError) as error:
        raise _unreadable("SuiteQL", "a row has no number for a key") from error
    if page.more and max(keys) <= last:
        raise _unreadable("SuiteQL", "a page repeats the keys of the page before")
    return max(keys, default=last)


def periods(session: Session) -> tuple[Period, ...]:
    """
    Return the posting months in order; `closed` if they are closed or locked for all.

    A period that is a calendar month is called by it ("2026-01"), any other by its own name.
    """
    return tuple(periods_by_id(session).values())


def periods_by_id(session: Session) -> dict[str, Period]:
    """Return the same by their internal ids, in order."""
    rows = list(ask(session, PERIODS, ()))
    try:
        named = {str(int(row["id"] or "")): _period(row) for row in rows}
    except (KeyError, TypeError, ValueError) as error:
        says = "an accounting period has no id, no name, or no dates that make a range"
        raise _unreadable("accounting periods", says) from error
    held = dict(sorted(named.items(), key=lambda pair: pair[1].term))
    found = tuple(held.values())
    for one, following in pairwise(found):
        if one.term.overlap(following.term):
            raise Misconfigured(
                f"the accounting periods {one.name} and {following.name} overlap",
                where="NetSuite, Setup > Accounting > Manage Accounting Periods",
                act="leave one of them, or make the other inactive or an adjustment period",
            )
    return held


def _period(row: Row) -> Period:
    first, last = (date.fromisoformat(row[key] or "") for key in ("firstday", "lastday"))
    term = Term.inclusive(first, last)
    is_month = first.day == 1 and term.end == add_months(first, 1)
    name = f"{first:%Y-%m}" if is_month else row["periodname"] or ""
    if not name:
        raise ValueError("a period without a name")
    closed = "T" in (row.get("closed"), row.get("alllocked"))
    return Period(name=name, term=term, closed=closed)


def answered_at(session: Session) -> str:
    """Return the Date header of an answer that the bridge needs anyway; raises as any read."""
    return session.date(_call(PERIODS, (), 0))


@dataclass(frozen=True, slots=True)
class _Page:
    rows: tuple[Row, ...]
    more: bool


def _page(session: Session, query: str, params: Sequence[str | int], offset: int) -> _Page:
    told = session.read(_call(query, params, offset))
    items, more = told.get("items"), told.get("hasMore")
    if not isinstance(items, list) or not isinstance(more, bool) or (more and not items):
        raise _unreadable("SuiteQL", "an answer to a query holds no page of rows")
    return _Page(tuple(_row(item) for item in items), more)


def _call(query: str, params: Sequence[str | int], offset: int) -> Call:
    return Call(
        operation="SuiteQL",
        method="POST",
        path=PATH,
        query={"limit": str(PAGE_ROWS), "offset": str(offset)},
        # Without it NetSuite answers 400: it is told that the result need not be kept.
        headers={"Content-Type": "application/json", "Prefer": "transient"},
        body=canonical({"q": query, "params": list(params)}),
    )


def _row(item: Mapping[str, object]) -> Row:
    return {key.lower(): _text(value) for key, value in item.items() if key != "links"}


def _text(value: object) -> str | None:
    match value:
        case None | str():
            return value
        case bool():
            return "T" if value else "F"
        case Decimal():
            return f"{value:f}"
        case _:
            return str(value)


def _unreadable(operation: str, says: str) -> Unavailable:
    return Unavailable(SYSTEM, operation, "UNREADABLE", says)
