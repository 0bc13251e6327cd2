"""The record types of an account as the port sees them: elements bound to fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bridge.sandbox.netsuite.schema.fields import Field, RecordType
from bridge.sandbox.netsuite.schema.fields import Kind as FieldKind
from bridge.sandbox.netsuite.soap.layout.records import ENUMERATIONS, LAYOUTS, Layout, Lines
from bridge.sandbox.netsuite.soap.versions import urn


class Kind(StrEnum):
    """How a field is written as an element."""

    STRING = "string"
    LONG = "long"
    DOUBLE = "double"
    BOOLEAN = "boolean"
    DAY = "day"  #: a date, as the first moment of the day
    MOMENT = "moment"
    REF = "ref"
    ENUM = "enum"  #: a value of an enumeration of the schema
    CHOICE = "choice"  #: an enum of the account, as a reference to its value
    LABEL = "label"  #: an enum of the account, as people see it
    NAMED = "named"  #: a text of the account, as a reference with this name
    LIST = "list"  #: several references
    CURRENCIES = "currencies"  #: several currencies, each in a line of its own
    COUNTRY = "country"
    PRECISION = "precision"


#: What a kind is in the schema.
SCHEMA_TYPES: Mapping[Kind, str] = {
    Kind.STRING: "string",
    Kind.LONG: "long",
    Kind.DOUBLE: "double",
    Kind.BOOLEAN: "boolean",
    Kind.DAY: "dateTime",
    Kind.MOMENT: "dateTime",
    Kind.REF: "platformCore:RecordRef",
    Kind.ENUM: "string",
    Kind.CHOICE: "platformCore:RecordRef",
    Kind.LABEL: "string",
    Kind.NAMED: "platformCore:RecordRef",
    Kind.LIST: "platformCore:RecordRefList",
    Kind.CURRENCIES: "CustomerCurrencyList",
    Kind.COUNTRY: "string",
    Kind.PRECISION: "string",
}
_KINDS: Mapping[FieldKind, Kind] = {
    FieldKind.TEXT: Kind.STRING,
    FieldKind.INTEGER: Kind.LONG,
    FieldKind.NUMBER: Kind.DOUBLE,
    FieldKind.AMOUNT: Kind.DOUBLE,
    FieldKind.BOOLEAN: Kind.BOOLEAN,
    FieldKind.DATE: Kind.DAY,
    FieldKind.DATETIME: Kind.MOMENT,
    FieldKind.ENUM: Kind.ENUM,
    FieldKind.REFERENCE: Kind.REF,
    FieldKind.REFERENCES: Kind.LIST,
}
#: What the names of custom fields begin with.
_CUSTOM = ("custbody", "custcol", "custentity", "custitem", "custrecord")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """An element and the field that it stands for."""

    name: str
    field: Field
    shown: Field  #: the field that answers show, mostly the same
    kind: Kind

    @property
    def choices(self) -> Mapping[str, str]:
        """Return the values of an enumeration: id of the account -> value of the schema."""
        labels = self.shown.choices.items()
        return {key: ENUMERATIONS.get(label) or enumeration(label) for key, label in labels}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What a record, or a line, is made of."""

    home: str  #: prefix of its namespace
    bound: tuple[Bound, ...]
    custom: Mapping[str, Field]  #: script id -> field


@dataclass(frozen=True, slots=True, kw_only=True)
class Sublist:
    """A sublist of the port, and how its lines are made."""

    lines: Lines
    rows: Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One record type of the account, as the port serves it."""

    layout: Layout
    type: RecordType
    rows: Rows
    sublists: tuple[Sublist, ...] = field(default_factory=tuple)


class Entities:
    """All record types that both the account and the port know."""

    def __init__(self, types: Mapping[str, RecordType]) -> None:
        self._by_record = {
            layout.record: _entity(layout, types[layout.record])
            for layout in LAYOUTS
            if layout.record in types
        }
        self._by_type = {
            (entity.layout.home, entity.layout.type): entity for entity in self._by_record.values()
        }

    def __iter__(self) -> Iterator[Entity]:
        return iter(self._by_record.values())

    def of_record(self, name: str) -> Entity | None:
        """Find a record type by the name that references and the account use."""
        return self._by_record.get(name)

    def of_type(self, space: str, name: str, version: str) -> Entity | None:
        """Find a record type by the name of its type in the schemas of a version."""
        found = (
            entity
            for (home, known), entity in self._by_type.items()
            if known == name and urn(home, version) == space
        )
        return next(found, None)


def _entity(layout: Layout, record_type: RecordType) -> Entity:
    sublists = tuple(
        Sublist(
            lines=lines,
            rows=_rows(layout, lines.elements, record_type.sublists[lines.field.lower()].fields),
        )
        for lines in layout.lines
        if lines.field.lower() in record_type.sublists
    )
    rows = _rows(layout, layout.elements, record_type.fields)
    return Entity(layout=layout, type=record_type, rows=rows, sublists=sublists)


def _rows(layout: Layout, elements: str, fields: Mapping[str, Field]) -> Rows:
    bound = (bind(written, fields) for written in elements.split())
    custom = {
        known.name: known for known in fields.values() if known.name.lower().startswith(_CUSTOM)
    }
    return Rows(
        home=layout.home,
        bound=tuple(one for one in bound if one is not None),
        custom=custom if layout.custom else {},
    )


def bind(written: str, fields: Mapping[str, Field]) -> Bound | None:
    """Bind an element of a layout to its field; None if the account has no such field."""
    rest, _, kind = written.partition("!")
    name, _, source = rest.partition("=")
    given, _, shown = (source or name).partition("/")
    known, seen = fields.get(given.lower()), fields.get((shown or given).lower())
    if known is None or seen is None:
        return None
    return Bound(
        name=name, field=known, shown=seen, kind=Kind(kind) if kind else _KINDS[known.kind]
    )


def enumeration(label: str) -> str:
    """
    Return the value of an enumeration that a label stands for.

    >>> enumeration("Pending Approval")
    '_pendingApproval'
    """
    words = "".join(sign if sign.isalnum() else " " for sign in label).split()
    return "_" + "".join([*(word.lower() for word in words[:1]), *map(str.capitalize, words[1:])])
