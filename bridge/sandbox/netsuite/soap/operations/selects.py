"""Tell which values a field of a record may have."""

from __future__ import annotations

from collections.abc import Iterator

from bridge.sandbox.netsuite.records.store import Record
from bridge.sandbox.netsuite.soap.faults import RecordError
from bridge.sandbox.netsuite.soap.operations.answers import CORE, counts, failed, result
from bridge.sandbox.netsuite.soap.operations.call import Call
from bridge.sandbox.netsuite.soap.records.entities import Bound, Rows
from bridge.sandbox.netsuite.soap.search import operators
from bridge.sandbox.netsuite.soap.search.pages import PAGE_SIZE_MAX, page_of
from bridge.sandbox.netsuite.soap.xmlread import Node
from bridge.sandbox.netsuite.soap.xmlwrite import Tag

Choice = tuple[str, str]  # internal id and name


async def get_select_value(call: Call) -> Tag:
    """Answer a page of the values that a reference field may have."""
    asked, index = call.required("fieldDescription"), call.page_index()
    try:
        choices = [one for one in _choices(call, asked) if _is_wanted(asked, one)]
        page = page_of(choices, PAGE_SIZE_MAX, index)
    except RecordError as error:
        return Tag(f"{CORE}:getSelectValueResult", {}, [failed(error)])
    refs = [
        Tag(
            f"{CORE}:baseRef",
            {"internalId": key, "xsi:type": f"{CORE}:RecordRef"},
            [Tag(f"{CORE}:name", text=name)],
        )
        for key, name in page.rows
    ]
    numbers = counts(totalRecords=page.total, totalPages=page.pages)
    return result("getSelectValueResult", *numbers, Tag(f"{CORE}:baseRefList", {}, refs))


def _choices(call: Call, asked: Node) -> Iterator[Choice]:
    """
    Return what a field may lead to: active records, or the values of an enumeration.

    Raises:
        RecordError: no such record type, sublist or field.
    """
    bound = _field(call, asked)
    if bound.field.choices:
        return iter(bound.field.choices.items())
    records = call.desk.account.store.of_family(bound.field.family)
    return ((record.id, record.shown_name()) for record in records if _is_active(record))


def _field(call: Call, asked: Node) -> Bound:
    wanted = asked.value("recordType") or ""
    entity = call.desk.entities.of_record(wanted)
    if entity is None:
        raise RecordError("INVALID_RCRD_TYPE", f"Invalid record type {wanted[:80]}.")
    rows = {one.lines.list: one.rows for one in entity.sublists}
    sublist, name = asked.value("sublist"), asked.value("field") or ""
    chosen: Rows | None = rows.get(sublist) if sublist else entity.rows
    for bound in chosen.bound if chosen else ():
        if bound.name == name and (bound.field.family or bound.field.choices):
            return bound
    raise RecordError("INVALID_FLD_VALUE", f"Invalid select field {name[:80]}.")


def _is_active(record: Record) -> bool:
    return record.fields.get("isInactive") is not True


def _is_wanted(asked: Node, choice: Choice) -> bool:
    given = asked.child("filter")
    if given is None:
        return True
    operator = given.attributes.get("operator", "")
    if operator not in {"contains", "is", "startsWith"}:
        raise RecordError("INVALID_SEARCH_OPERATOR", f"Invalid operator '{operator[:40]}'.")
    return operators.text(operator, choice[1], given.value("filterValue") or "")
