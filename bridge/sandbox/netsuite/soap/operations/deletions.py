"""Tell what was deleted, of which types and when."""

from __future__ import annotations

from collections.abc import Callable

from bridge.sandbox.netsuite.soap.faults import RecordError
from bridge.sandbox.netsuite.soap.operations.answers import (
    CORE,
    base_ref,
    counts,
    failed,
    result,
)
from bridge.sandbox.netsuite.soap.operations.call import Call
from bridge.sandbox.netsuite.soap.records.showing import text_of
from bridge.sandbox.netsuite.soap.search.criteria import Seen, date_test, enum_test
from bridge.sandbox.netsuite.soap.search.deletions import Deletion
from bridge.sandbox.netsuite.soap.search.pages import PAGE_SIZE_MAX, page_of
from bridge.sandbox.netsuite.soap.xmlread import Node
from bridge.sandbox.netsuite.soap.xmlwrite import Tag


async def get_deleted(call: Call) -> Tag:
    """Answer a page of the records that were deleted, the oldest first."""
    wanted, index = call.required("getDeletedFilter"), call.page_index()
    try:
        kept = _kept(call, wanted)
        deleted = [one for one in call.desk.deletions if kept(one)]
        page = page_of(deleted, PAGE_SIZE_MAX, index)
    except RecordError as error:
        return Tag(f"{CORE}:getDeletedResult", {}, [failed(error)])
    numbers = counts(
        totalRecords=page.total, pageSize=page.size, totalPages=page.pages, pageIndex=page.index
    )
    listed = Tag(f"{CORE}:deletedRecordList", {}, [_shown(call, one) for one in page.rows])
    return result("getDeletedResult", *numbers, listed)


def _kept(call: Call, wanted: Node) -> Callable[[Deletion], bool]:
    """Return what tells whether a deletion is asked for; only the port's types ever are."""
    by_date, by_type = wanted.child("deletedDate"), wanted.child("type")
    at = _all if by_date is None else date_test(by_date, call.desk.account)
    of_type = _all if by_type is None else enum_test(by_type)

    def kept(deletion: Deletion) -> bool:
        entity = call.desk.entities.of_record(deletion.record.type.name)
        return entity is not None and at(deletion.at) and of_type(deletion.word)

    return kept


def _all(_value: Seen) -> bool:
    return True


def _shown(call: Call, deletion: Deletion) -> Tag:
    entity = call.desk.entities.of_record(deletion.record.type.name)
    if entity is None:
        raise LookupError(f"{deletion.record.type.name} is no type of the port")
    at = Tag(f"{CORE}:deletedDate", text=text_of(deletion.at))
    record = base_ref(f"{CORE}:record", deletion.record, entity)
    name = Tag(f"{CORE}:name", text=deletion.record.shown_name())
    return Tag(f"{CORE}:deletedRecord", {}, [at, Tag(record.name, record.attributes, [name])])
