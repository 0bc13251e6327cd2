"""
Describe record types as JSON schemas, by the names that the metadata catalogue gives them.

`customer` is a record, `customerCollection` a list of them, `salesOrder-itemCollection` a sublist
and `salesOrder-itemElement` one of its lines; `nsLink`, `nsResource`, `nsResourceCollection` and
`nsError` are shared. The names are those that clients of the catalogue rely on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from bridge.sandbox.netsuite.platform.filters.operators import ALLOWED
from bridge.sandbox.netsuite.schema.fields import Field, Kind, RecordType, Sublist

Schema = dict[str, object]
Refer = Callable[[str], str]  #: name of a schema -> the address by which others refer to it

_SIMPLE: Mapping[Kind, Schema] = {
    Kind.TEXT: {"type": "string"},
    Kind.INTEGER: {"type": "integer", "format": "int64"},
    Kind.NUMBER: {"type": "number", "format": "double"},
    Kind.AMOUNT: {"type": "number", "format": "double"},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.DATETIME: {"type": "string", "format": "date-time"},
}
_TEXT: Schema = {"type": "string"}
_COUNTS: Mapping[str, Schema] = {
    "count": {"title": "Count", "type": "integer", "format": "int64", "readOnly": True},
    "hasMore": {"title": "Has More Results", "type": "boolean", "readOnly": True},
    "offset": {"title": "Query Offset", "type": "integer", "format": "int64", "readOnly": True},
    "totalResults": {
        "title": "Total Results",
        "type": "integer",
        "format": "int64",
        "readOnly": True,
    },
}
_ERROR_DETAIL = (
    *("detail", "o:errorCode", "o:errorHeader"),
    *("o:errorPath", "o:errorQueryParam", "o:errorUrl"),
)


class Schemas:
    """The schemas of an account's record types, written with references of one form."""

    def __init__(self, types: Mapping[str, RecordType], refer: Refer) -> None:
        self._types = types
        self._refer = refer

    def of(self, record_type: RecordType) -> Iterator[tuple[str, Schema]]:
        """Yield the schemas that a record type is described by, the record first."""
        name = record_type.name
        yield name, self._record(record_type)
        yield f"{name}Collection", self._collection(name)
        for sublist in record_type.sublists.values():
            element = f"{name}-{sublist.name}Element"
            yield f"{name}-{sublist.name}Collection", self._collection(element)
            yield element, self._line(sublist)

    def shared(self) -> Iterator[tuple[str, Schema]]:
        """Yield the schemas that belong to no record type."""
        link = {"rel": {"title": "Relationship", **_TEXT}, "href": {"title": "Link", **_TEXT}}
        yield "nsLink", {"type": "object", "properties": link}
        yield "nsResource", {"type": "object", "properties": self._identity()}
        yield "nsResourceCollection", self._collection("nsResource")
        details = {name: dict(_TEXT) for name in _ERROR_DETAIL}
        yield (
            "nsError",
            {
                "type": "object",
                "properties": {
                    "type": dict(_TEXT),
                    "title": dict(_TEXT),
                    "status": {"type": "integer", "format": "int32"},
                    "o:errorDetails": {
                        "type": "array",
                        "items": {"type": "object", "properties": details},
                    },
                },
            },
        )

    def _record(self, record_type: RecordType) -> Schema:
        fields = {field.name: self._field(field) for field in record_type.fields.values()}
        lists = {
            one.name: self._ref(f"{record_type.name}-{one.name}Collection")
            for one in record_type.sublists.values()
        }
        kinds = {field.name: field.kind for field in record_type.fields.values()}
        filterable = [name for name, kind in kinds.items() if kind in ALLOWED]
        return {
            "type": "object",
            "properties": {**self._identity(), **fields, **lists},
            "x-ns-filterable": ["id", "externalId", *filterable],
        }

    def _line(self, sublist: Sublist) -> Schema:
        fields = {field.name: self._field(field) for field in sublist.fields.values()}
        return {"type": "object", "properties": {"links": self._links(), **fields}}

    def _collection(self, of: str) -> Schema:
        items = {"title": "Resource Items", "type": "array", "items": self._ref(of)}
        properties = {"links": self._links(), **_COUNTS, "items": items}
        return {"type": "object", "properties": properties}

    def _field(self, field: Field) -> Schema:
        marks: Schema = {"nullable": True} if not field.required else {}
        if field.read_only:
            marks["readOnly"] = True
        if field.name.startswith("cust"):
            marks["x-ns-custom-field"] = True
        title = {"title": field.label or field.name}
        if field.kind is Kind.REFERENCE:
            return self._ref(self._leads_to(field.family))
        if field.kind is Kind.REFERENCES:
            return self._ref("nsResourceCollection")
        if field.kind is Kind.ENUM:
            return {**title, **_enum(field), **marks}
        return {**title, **_SIMPLE[field.kind], **marks}

    def _leads_to(self, family: str) -> str:
        """Name what a reference leads to; several record types have only their shape in common."""
        members = [one for one in self._types.values() if one.family == family and one.served]
        return members[0].name if len(members) == 1 else "nsResource"

    def _identity(self) -> Schema:
        return {
            "links": self._links(),
            "id": {"title": "Internal ID", **_TEXT, "nullable": True},
            "externalId": {"title": "External ID", **_TEXT, "nullable": True},
            "refName": {"title": "Reference Name", **_TEXT, "nullable": True},
        }

    def _links(self) -> Schema:
        items = self._ref("nsLink")
        return {"title": "Links", "type": "array", "readOnly": True, "items": items}

    def _ref(self, name: str) -> Schema:
        return {"$ref": self._refer(name)}


def _enum(field: Field) -> Schema:
    choices = {"title": "Internal identifier", **_TEXT, "enum": list(field.choices)}
    names = {"title": "Reference Name", **_TEXT}
    return {"type": "object", "properties": {"id": choices, "refName": names}}
