"""Search records, and go on with a search; answers are whole records, or columns."""

from __future__ import annotations

from collections.abc import Sequence

from bridge.sandbox.faults import Fault
from bridge.sandbox.netsuite.records.store import Record, Reference
from bridge.sandbox.netsuite.soap.faults import RecordError, no_such_type
from bridge.sandbox.netsuite.soap.operations.answers import CORE, counts, failed, result
from bridge.sandbox.netsuite.soap.operations.call import Call
from bridge.sandbox.netsuite.soap.records.showing import Show
from bridge.sandbox.netsuite.soap.search import columns, criteria
from bridge.sandbox.netsuite.soap.search.fields import Search
from bridge.sandbox.netsuite.soap.search.found import Found
from bridge.sandbox.netsuite.soap.search.pages import page_of
from bridge.sandbox.netsuite.soap.versions import urn
from bridge.sandbox.netsuite.soap.xmlread import Node
from bridge.sandbox.netsuite.soap.xmlwrite import Tag
from bridge.sandbox.strikes import fault_of


async def search(call: Call) -> Tag:
    """Answer the first page of a search."""
    node = call.required("searchRecord")
    space, name = node.type or (urn("platformCore", call.version), "SearchRecord")
    known = call.desk.searches.of_type(space, name, call.version)
    if known is None:
        raise no_such_type(space[:200], name[:80], "searchRecord")
    search_id = call.desk.pages.new_id()
    try:
        found = _found(call, node, name, known)
        answer = _answer(call, found, search_id, 1)
    except RecordError as error:
        return _refused(error)
    call.desk.pages.keep(search_id, found)
    return answer


async def search_more_with_id(call: Call) -> Tag:
    """Answer another page of a search."""
    search_id, index = call.required("searchId").text.strip(), call.page_index()
    if fault_of(call.request) is Fault.DUPLICATE_PAGE:
        index -= 1
    try:
        return _answer(call, call.desk.pages.get(search_id), search_id, index)
    except RecordError as error:
        return _refused(error)


def _found(call: Call, node: Node, name: str, known: Search) -> Found:
    """
    Search.

    Raises:
        SoapFault, RecordError: a criterion or column is wrong.
    """
    advanced = name.endswith("Advanced")
    if advanced and (
        node.attributes.get("savedSearchId") or node.attributes.get("savedSearchScriptId")
    ):
        raise RecordError("INVALID_SEARCH_CRITERIA", "This account has no saved searches.")
    inner = node.child("criteria") if advanced else node
    basic = inner if name.endswith("Basic") else inner and inner.child("basic")
    _refuse_joins(inner, name)
    wanted = criteria.read(basic, known, call.desk.account)
    types = {entity.type.name for entity in known.entities}
    matching = [
        Reference(family, record.id)
        for family in known.families
        for record in call.desk.account.store.of_family(family)
        if record.type.name in types and all(one.met_by(record) for one in wanted)
    ]
    chosen = node.child("columns") if advanced else None
    shown = columns.read(chosen, known) if chosen and call.preferences.columns else None
    return Found(search=known, records=matching, columns=shown, preferences=call.preferences)


def _refuse_joins(inner: Node | None, name: str) -> None:
    if inner is None or name.endswith("Basic"):
        return
    for child in inner.children:
        if child.name != "basic":
            raise RecordError(
                "INVALID_SEARCH_CRITERIA", f"This account cannot search by {child.name[:60]}."
            )


def _answer(call: Call, found: Found, search_id: str, index: int) -> Tag:
    page = page_of(found.records, found.preferences.size, index)
    store = call.desk.account.store
    records = [
        record
        for reference in page.rows
        if (record := store.get(reference.family, reference.id)) is not None
    ]
    numbers = counts(
        totalRecords=page.total,
        pageSize=page.size,
        totalPages=page.pages,
        pageIndex=page.index,
        searchId=search_id,
    )
    return result("searchResult", *numbers, _rows(call, found, records))


def _rows(call: Call, found: Found, records: Sequence[Record]) -> Tag:
    store = call.desk.account.store
    if found.columns is not None:
        rows = [columns.row(record, found.search, found.columns, store) for record in records]
        return Tag(f"{CORE}:searchRowList", {}, rows)
    show = Show(store=store, lines=not found.preferences.body_fields_only)
    by_type = {entity.type.name: entity for entity in found.search.entities}
    shown = [show.record(f"{CORE}:record", record, by_type[record.type.name]) for record in records]
    return Tag(f"{CORE}:recordList", {}, shown)


def _refused(error: RecordError) -> Tag:
    return Tag(f"{CORE}:searchResult", {}, [failed(error)])
