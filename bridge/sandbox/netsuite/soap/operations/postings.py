"""Sum what was posted to the accounts, by the dimensions that are asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from bridge.sandbox.netsuite.records.store import Line, Record, Reference, Store, Value
from bridge.sandbox.netsuite.schema.revenue import JOURNAL, JOURNAL_LINES
from bridge.sandbox.netsuite.soap.faults import RecordError
from bridge.sandbox.netsuite.soap.operations.answers import CORE, counts, failed, result
from bridge.sandbox.netsuite.soap.operations.call import Call
from bridge.sandbox.netsuite.soap.records.scalars import truth
from bridge.sandbox.netsuite.soap.records.showing import Show, named, text_of
from bridge.sandbox.netsuite.soap.search.pages import PAGE_SIZE_MAX, page_of
from bridge.sandbox.netsuite.soap.xmlread import Node
from bridge.sandbox.netsuite.soap.xmlwrite import Tag

_NAMES = (
    *("period", "account", "parentItem", "item", "entity", "department", "class", "location"),
    *("subsidiary", "book"),
)
#: Of a posting: dimension -> field of the journal; the account is of its line.
_FIELDS: Mapping[str, str] = {"period": "postingPeriod", "subsidiary": "subsidiary"}
Group = tuple[Value, ...]


async def get_posting_transaction_summary(call: Call) -> Tag:
    """Answer a page of sums of debits less credits, in the currencies they were posted in."""
    asked, index = call.asked, call.page_index()
    try:
        chosen = _chosen(asked.child("fields"))
        sums = _sums(call.desk.account.store, chosen, _filters(asked.child("filters")))
        page = page_of(sums, PAGE_SIZE_MAX, index)
    except RecordError as error:
        return Tag(f"{CORE}:getPostingTransactionSummaryResult", {}, [failed(error)])
    numbers = counts(
        totalRecords=page.total,
        pageSize=page.size,
        totalPages=page.pages,
        pageIndex=page.index,
        operationId=call.desk.pages.new_id(),
    )
    shown = [_shown(call, chosen, group, amount) for group, amount in page.rows]
    listed = [Tag(f"{CORE}:postingTransactionSummaryList", {}, shown)] if shown else []
    return result("getPostingTransactionSummaryResult", *numbers, *listed)


def _chosen(fields: Node | None) -> tuple[str, ...]:
    """Return the dimensions to sum by; none chosen: period and account."""
    given = [] if fields is None else fields.children
    chosen = {child.name for child in given if truth(child.text)}
    return tuple(name for name in _NAMES if name in (chosen or {"period", "account"}))


def _filters(filters: Node | None) -> Mapping[str, frozenset[str]]:
    given = [] if filters is None else filters.children
    return {
        child.name: frozenset(
            one.attributes.get("internalId", "") for one in child.all("recordRef")
        )
        for child in given
        if child.name in _NAMES
    }


def _sums(
    store: Store, chosen: Sequence[str], filters: Mapping[str, frozenset[str]]
) -> list[tuple[Group, Decimal]]:
    sums: dict[Group, Decimal] = defaultdict(Decimal)
    for posting in _postings(store):
        kept = all(_key(posting.get(name)) in ids for name, ids in filters.items())
        if kept:
            amount = posting["amount"]
            group = tuple(posting.get(name) for name in chosen)
            sums[group] += amount if isinstance(amount, Decimal) else Decimal(0)
    return list(sums.items())


def _postings(store: Store) -> Iterator[Line]:
    """Yield each posted line with its dimensions and amount; the account posts journals only."""
    for journal in store.of_family(JOURNAL.family):
        for line in journal.lines[JOURNAL_LINES]:
            yield _posting(journal, line)


def _posting(journal: Record, line: Line) -> Line:
    debit, credit = (line.get(side) or Decimal(0) for side in ("debit", "credit"))
    if not isinstance(debit, Decimal) or not isinstance(credit, Decimal):
        raise TypeError(f"journal {journal.id} posts no numbers")
    dimensions = {name: journal.fields.get(field) for name, field in _FIELDS.items()}
    return {**dimensions, "account": line.get("account"), "amount": debit - credit}


def _key(value: Value) -> str:
    """Return the internal id by which a dimension is shown, and filtered."""
    if isinstance(value, Reference):
        return value.id
    return "" if value is None else str(value)


def _shown(call: Call, chosen: Sequence[str], group: Group, amount: Decimal) -> Tag:
    show: Show = call.show
    pairs = list(zip(chosen, group, strict=True))
    parts = [
        show.reference(f"{CORE}:{name}", value)
        if isinstance(value, Reference)
        else named(f"{CORE}:{name}", str(value))
        for name, value in pairs
        if value is not None
    ]
    parts.append(Tag(f"{CORE}:amount", text=text_of(amount)))
    return Tag(f"{CORE}:postingTransactionSummary", {}, parts)
