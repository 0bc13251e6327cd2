"""Create, update and delete records; in a list each record has a status of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bridge.sandbox.faults import Fault
from bridge.sandbox.journal import Change
from bridge.sandbox.netsuite.errors import LOCKED, Refusal
from bridge.sandbox.netsuite.lifecycle import rules
from bridge.sandbox.netsuite.records.bodies import Options, Validation
from bridge.sandbox.netsuite.records.store import Record
from bridge.sandbox.netsuite.records.writing import write
from bridge.sandbox.netsuite.soap.faults import RecordError
from bridge.sandbox.netsuite.soap.operations.answers import base_ref, failed, succeeded
from bridge.sandbox.netsuite.soap.operations.call import Call
from bridge.sandbox.netsuite.soap.records import reading
from bridge.sandbox.netsuite.soap.records.entities import Entity
from bridge.sandbox.netsuite.soap.records.reading import Written
from bridge.sandbox.netsuite.soap.records.refusals import missing, record_error
from bridge.sandbox.netsuite.soap.xmlread import Node
from bridge.sandbox.netsuite.soap.xmlwrite import Tag
from bridge.sandbox.strikes import fault_of

Finder = Callable[[Call, Entity, Written], Record | None]
#: Record types that nothing but NetSuite's own pages can change.
_UNWRITABLE = "accountingPeriod"


def _existing_for_add(_call: Call, _entity: Entity, _written: Written) -> None:
    """Add makes a new record; that its external id is free is checked by the write."""


def _existing_for_update(call: Call, entity: Entity, written: Written) -> Record:
    record = call.lookup(entity, written.internal_id, written.external_id)
    if record is None:
        raise missing()
    return record


def _existing_for_upsert(call: Call, entity: Entity, written: Written) -> Record | None:
    if not written.external_id:
        raise RecordError("MISSING_REQD_FLD", "The external ID is required for upsert.")
    return call.lookup(entity, None, written.external_id)


def _locked_error() -> RecordError:
    return RecordError("RCRD_LOCKED_BY_WF", LOCKED)


def _locked(_call: Call, _entity: Entity, _written: Written) -> None:
    """
    Find no way to a record.

    Raises:
        RecordError: always; every second record of a list meets it under the fault `fail_rows`.
    """
    raise _locked_error()


async def add(call: Call) -> Tag:
    """Create a record."""
    return await _one(call, _existing_for_add)


async def add_list(call: Call) -> Tag:
    """Create several records."""
    return await _several(call, _existing_for_add)


async def update(call: Call) -> Tag:
    """Update the given fields of a record."""
    return await _one(call, _existing_for_update)


async def update_list(call: Call) -> Tag:
    """Update several records."""
    return await _several(call, _existing_for_update)


async def upsert(call: Call) -> Tag:
    """Create or update the record with an external id."""
    return await _one(call, _existing_for_upsert)


async def upsert_list(call: Call) -> Tag:
    """Create or update several records by their external ids."""
    return await _several(call, _existing_for_upsert)


async def delete(call: Call) -> Tag:
    """Delete a record that no other refers to."""
    return _deleted(call, call.required("baseRef"))


async def delete_list(call: Call) -> Tag:
    """Delete several records."""
    rows_fail = fault_of(call.request) is Fault.FAIL_ROWS
    answers = [
        _not_deleted() if rows_fail and number % 2 else _deleted(call, ref)
        for number, ref in enumerate(call.asked.all("baseRef"))
    ]
    return Tag("writeResponseList", {}, [succeeded(), *answers])


async def _one(call: Call, existing: Finder) -> Tag:
    return await _work(call, call.required("record"), existing)()


async def _several(call: Call, existing: Finder) -> Tag:
    # All are read before the first is written: an element that no schema knows stops them all.
    rows_fail = fault_of(call.request) is Fault.FAIL_ROWS
    works = [
        _work(call, node, _locked if rows_fail and number % 2 else existing)
        for number, node in enumerate(call.asked.all("record"))
    ]
    answers = [await work() for work in works]
    return Tag("writeResponseList", {}, [succeeded(), *answers])


def _work(call: Call, node: Node, existing: Finder) -> Callable[[], Awaitable[Tag]]:
    """Read a record, and return what is left to do."""
    entity = call.entity(node)
    given: Written | RecordError
    try:
        given = reading.record(node, entity, call.version)
    except RecordError as error:
        given = error

    async def work() -> Tag:
        takes_s = call.desk.account.settings.write_takes_s
        if takes_s:
            await asyncio.sleep(takes_s)
        try:
            if isinstance(given, RecordError):
                raise given
            record = _written(call, entity, given, existing)
        except RecordError as error:
            return Tag("writeResponse", {}, [failed(error), *_asked_for(node, entity)])
        return Tag("writeResponse", {}, [succeeded(), base_ref("baseRef", record, entity)])

    return work


def _written(call: Call, entity: Entity, given: Written, existing: Finder) -> Record:
    if not entity.type.writable or not entity.type.served:
        raise _unwritable(entity)
    found = existing(call, entity, given)
    body = dict(given.body)
    if given.external_id:
        body["externalId"] = given.external_id
    options = Options(names=Validation.ERROR, replace=given.replaced, source="webServices")
    try:
        done = write(call.desk.account, entity.type, body, found, options)
    except Refusal as refusal:
        raise record_error(refusal) from refusal
    call.note(done.record, done.change)
    return done.record


def _unwritable(entity: Entity) -> RecordError:
    if entity.layout.record == _UNWRITABLE:
        return RecordError("CANT_UPDATE_ACCTNG_PRDS", "Accounting periods cannot be updated.")
    return RecordError(
        "INSUFFICIENT_PERMISSION", f"You do not have permissions to set {entity.layout.record}."
    )


def _asked_for(node: Node, entity: Entity) -> list[Tag]:
    """Return the reference to the record that was sent, if it had an id."""
    given = node.attributes
    keys = {name: given[name] for name in ("internalId", "externalId") if name in given}
    if not keys:
        return []
    named = keys | {"type": entity.layout.record, "xsi:type": "platformCore:RecordRef"}
    return [Tag("baseRef", named)]


def _not_deleted() -> Tag:
    return Tag("writeResponse", {}, [failed(_locked_error())])


def _deleted(call: Call, ref: Node) -> Tag:
    try:
        entity, record = call.find(ref)
        if not entity.type.writable or not entity.type.served:
            raise _unwritable(entity)
        rules.delete(record, call.desk.account)
    except RecordError as error:
        return Tag("writeResponse", {}, [failed(error)])
    except Refusal as refusal:
        return Tag("writeResponse", {}, [failed(record_error(refusal))])
    call.note(record, Change.DELETED)
    return Tag("writeResponse", {}, [succeeded(), base_ref("baseRef", record, entity)])
