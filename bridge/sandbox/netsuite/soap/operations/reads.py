"""Read records by their references, or all of a type that is listed whole."""

from __future__ import annotations

from collections.abc import Iterator

from bridge.sandbox.journal import Change
from bridge.sandbox.netsuite.records.store import Record
from bridge.sandbox.netsuite.soap.faults import RecordError
from bridge.sandbox.netsuite.soap.layout.searches import LISTED_WHOLE
from bridge.sandbox.netsuite.soap.operations.answers import CORE, counts, failed, result, succeeded
from bridge.sandbox.netsuite.soap.operations.call import Call
from bridge.sandbox.netsuite.soap.xmlread import Node
from bridge.sandbox.netsuite.soap.xmlwrite import Tag


async def get(call: Call) -> Tag:
    """Answer one record."""
    return _read(call, call.required("baseRef"))


async def get_list(call: Call) -> Tag:
    """Answer several records, each with a status of its own."""
    answers = [_read(call, ref) for ref in call.asked.all("baseRef")]
    return Tag("readResponseList", {}, [succeeded(), *answers])


async def get_all(call: Call) -> Tag:
    """Answer all records of a type that cannot be searched."""
    wanted = call.required("record").attributes.get("recordType", "")
    entity = call.desk.entities.of_record(wanted) if wanted in LISTED_WHOLE else None
    if entity is None:
        return _no_records("getAllResult", wanted)
    records = [
        call.show.record(f"{CORE}:record", record, entity)
        for record in _of_type(call, entity.type.family, entity.type.name)
    ]
    listed = Tag(f"{CORE}:recordList", {}, records)
    return result("getAllResult", *counts(totalRecords=len(records)), listed)


def _read(call: Call, ref: Node) -> Tag:
    try:
        entity, record = call.find(ref)
    except RecordError as error:
        return Tag("readResponse", {}, [failed(error)])
    call.note(record, Change.READ)
    return Tag("readResponse", {}, [succeeded(), call.show.record("record", record, entity)])


def _of_type(call: Call, family: str, name: str) -> Iterator[Record]:
    records = call.desk.account.store.of_family(family)
    return (record for record in records if record.type.name == name)


def _no_records(name: str, wanted: str) -> Tag:
    error = RecordError("INVALID_RCRD_TYPE", f"Invalid record type {wanted[:80]}.")
    return Tag(f"{CORE}:{name}", {}, [failed(error)])
