"""The pieces that answers are made of: statuses, references, counts."""

from __future__ import annotations

from collections.abc import Sequence

from bridge.sandbox.netsuite.records.store import Record
from bridge.sandbox.netsuite.soap.faults import RecordError
from bridge.sandbox.netsuite.soap.records.entities import Entity
from bridge.sandbox.netsuite.soap.xmlwrite import Tag

CORE = "platformCore"


def succeeded() -> Tag:
    """Write that all went well."""
    return Tag(f"{CORE}:status", {"isSuccess": "true"})


def failed(error: RecordError) -> Tag:
    """Write what went wrong."""
    details = [Tag(f"{CORE}:code", text=error.code), Tag(f"{CORE}:message", text=error.says)]
    detail = Tag(f"{CORE}:statusDetail", {"type": "ERROR"}, details)
    return Tag(f"{CORE}:status", {"isSuccess": "false"}, [detail])


def result(name: str, *parts: Tag) -> Tag:
    """Write a result of the schema `core` that went well."""
    return Tag(f"{CORE}:{name}", {}, [succeeded(), *parts])


def base_ref(name: str, record: Record, entity: Entity) -> Tag:
    """Write a reference to a record with both its ids."""
    keys = {"internalId": record.id}
    if entity.layout.external and record.external_id is not None:
        keys["externalId"] = record.external_id
    return Tag(name, {**keys, "type": entity.layout.record, "xsi:type": f"{CORE}:RecordRef"})


def counts(**numbers: object) -> Sequence[Tag]:
    """Write numbers of a result, in the order given; None is left out."""
    return [
        Tag(f"{CORE}:{name}", text=str(number))
        for name, number in numbers.items()
        if number is not None
    ]
