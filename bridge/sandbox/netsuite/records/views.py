"""How records are shown in answers: links, references with their names, sublists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bridge.sandbox.netsuite.records.store import Line, Record, Reference, Store, Value
from bridge.sandbox.netsuite.schema.fields import Field, Kind, RecordType

RECORD_PATH = "/services/rest/record/v1"
Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How an answer is to look."""

    origin: str  #: scheme, host and port of the server
    store: Store
    types: Mapping[str, RecordType]
    expand: bool = False  #: with the lines of sublists
    only: frozenset[str] | None = None  #: lower-case names of fields; None: all
    plain_enums: bool = False

    def href(self, record: Record, *rest: str) -> str:
        """Return the address of a record, or of a part of it."""
        return "/".join([f"{self.origin}{RECORD_PATH}", record.type.name, record.id, *rest])

    def singular(self, record: Record) -> Json:
        """Show one record: its links, then its fields by their names, as NetSuite does."""
        body: Json = {"id": record.id}
        if record.external_id is not None and self._shows("externalId"):
            body["externalId"] = record.external_id
        body |= self.row(record.fields, record.type.fields)
        for sublist in record.type.sublists.values():
            if self._shows(sublist.name):
                body[sublist.name] = self.sublist(record, sublist.name, expand=self.expand)
        return {"links": _self(self.href(record)), **_by_name(body)}

    def sublist(self, record: Record, name: str, *, expand: bool) -> Json:
        """Show a sublist: a link, or with `expand` all its lines."""
        body: Json = {"links": _self(self.href(record, name))}
        if not expand:
            return body
        lines = [self.line(record, name, line) for line in record.lines[name]]
        return body | listing(lines, total=len(lines), offset=0)

    def line(self, record: Record, name: str, line: Line) -> Json:
        """Show one line."""
        sublist = record.type.sublists[name.lower()]
        key = line.get(sublist.key) if sublist.key else None
        links = _self(self.href(record, name, str(key))) if key is not None else []
        everything = View(
            origin=self.origin, store=self.store, types=self.types, plain_enums=self.plain_enums
        )
        return {"links": links, **_by_name(everything.row(line, sublist.fields))}

    def row(self, row: Line, fields: Mapping[str, Field]) -> Json:
        """Show the fields that hold something."""
        return {
            name: self._value(value, fields[name.lower()])
            for name, value in row.items()
            if value is not None and self._shows(name)
        }

    def _shows(self, name: str) -> bool:
        return self.only is None or name.lower() in self.only

    def _value(self, value: Value, field: Field) -> object:
        match value:
            case Reference():
                return self._reference(value)
            case tuple():
                return listing([self._reference(one) for one in value], total=len(value), offset=0)
            case datetime():
                return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            case date():
                return value.isoformat()
        if field.kind is Kind.ENUM and not self.plain_enums:
            return {"id": value, "refName": field.choices.get(str(value), str(value))}
        return value

    def _reference(self, reference: Reference) -> Json:
        record = self.store.get(reference.family, reference.id)
        if record is None:
            return {"links": [], "id": reference.id}
        links = _self(self.href(record))
        return {"links": links, "id": record.id, "refName": record.shown_name()}


def listing(items: Sequence[object], *, total: int, offset: int) -> Json:
    """Show a list with its counts, in the order of the vendor's samples."""
    return {
        "count": len(items),
        "hasMore": offset + len(items) < total,
        "items": list(items),
        "offset": offset,
        "totalResults": total,
    }


def _by_name(body: Json) -> Json:
    return dict(sorted(body.items()))


def _self(href: str) -> list[Json]:
    return [{"rel": "self", "href": href}]
