"""Describe the record service as OpenAPI 3.0: what can be called, and with which bodies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bridge.sandbox.netsuite.platform.schemas import Schemas
from bridge.sandbox.netsuite.records.views import RECORD_PATH
from bridge.sandbox.netsuite.schema.fields import RecordType

Json = dict[str, object]

_SINGULAR = "application/vnd.oracle.resource+json; type=singular"
_COLLECTION = "application/vnd.oracle.resource+json; type=collection"
_ERROR = "application/vnd.oracle.resource+json; type=error"
_LISTED = ("q", "limit", "offset")
_READ = ("expandSubResources", "simpleEnumFormat", "fields")
_WRITTEN = ("replace",)
_KINDS = {"limit": "integer", "offset": "integer"}
_KINDS |= {"expandSubResources": "boolean", "simpleEnumFormat": "boolean"}


def refer(name: str) -> str:
    """Return the reference to a schema inside the document."""
    return f"#/components/schemas/{name}"


def document(chosen: Sequence[RecordType], types: Mapping[str, RecordType], origin: str) -> Json:
    """
    Return the document of the chosen record types.

    Args:
        chosen: what is described.
        types: all record types, to which references may lead.
        origin: scheme, host and port of the server.
    """
    written = Schemas(types, refer)
    schemas = dict(written.shared())
    for record_type in _reached(chosen, types):
        schemas |= dict(written.of(record_type))
    paths: Json = {}
    for record_type in chosen:
        paths |= _paths(record_type)
    return {
        "openapi": "3.0.1",
        "info": {"title": "NetSuite REST Record API", "version": "v1"},
        "servers": [{"url": f"{origin}{RECORD_PATH}"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _reached(chosen: Sequence[RecordType], types: Mapping[str, RecordType]) -> Sequence[RecordType]:
    """Return the chosen types and those that references lead to, so that no reference is open."""
    reached = {record_type.name: record_type for record_type in chosen}
    waiting = list(chosen)
    while waiting:
        families = _families(waiting.pop())
        further = [
            one
            for one in types.values()
            if one.family in families and one.served and one.name not in reached
        ]
        reached |= {one.name: one for one in further}
        waiting += further
    return list(reached.values())


def _families(record_type: RecordType) -> frozenset[str]:
    rows = [record_type.fields, *(one.fields for one in record_type.sublists.values())]
    return frozenset(field.family for row in rows for field in row.values() if field.family)


def _paths(record_type: RecordType) -> Json:
    name = record_type.name
    every: Json = {
        "get": _operation(name, "list", _LISTED, _answer(f"{name}Collection", _COLLECTION))
    }
    one: Json = {"get": _operation(name, "read", ("id", *_READ), _answer(name, _SINGULAR))}
    if record_type.writable:
        every["post"] = _operation(name, "create", _WRITTEN, _NOTHING, name)
        one["patch"] = _operation(name, "update", ("id", *_WRITTEN), _NOTHING, name)
        one["put"] = _operation(name, "upsert", ("id", *_WRITTEN), _NOTHING, name)
        one["delete"] = _operation(name, "delete", ("id",), _NOTHING)
    return {f"/{name}": every, f"/{name}/{{id}}": one}


_NOTHING: Json = {"204": {"description": "Done; no content."}}


def _answer(schema: str, kind: str) -> Json:
    content = {kind: {"schema": {"$ref": refer(schema)}}}
    return {"200": {"description": "What was asked for.", "content": content}}


def _operation(
    name: str, verb: str, parameters: Sequence[str], answers: Json, body: str | None = None
) -> Json:
    refused = {_ERROR: {"schema": {"$ref": refer("nsError")}}}
    operation: Json = {
        "tags": [name],
        "operationId": f"{verb}-{name}",
        "parameters": [_parameter(one) for one in parameters],
        "responses": {**answers, "default": {"description": "Refused.", "content": refused}},
    }
    if body is not None:
        content = {_SINGULAR: {"schema": {"$ref": refer(body)}}}
        operation["requestBody"] = {"content": content}
    return operation


def _parameter(name: str) -> Json:
    inside = {"in": "path", "required": True} if name == "id" else {"in": "query"}
    return {"name": name, **inside, "schema": {"type": _KINDS.get(name, "string")}}
