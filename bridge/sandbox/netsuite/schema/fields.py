"""What a record type is made of: fields with their kinds, sublists with their keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """How a field is written in JSON and what it may hold."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"  #: any decimal number
    AMOUNT = "amount"  #: money: no more decimals than the currency has
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    ENUM = "enum"
    REFERENCE = "reference"
    REFERENCES = "references"  #: several: `{"items": [reference, ...]}`


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One property of a record or of a line."""

    name: str
    kind: Kind
    family: str = ""  #: of a reference: the family of record types it leads to
    limit: int = 300  #: of a text: the most characters
    choices: Mapping[str, str] = field(default_factory=dict)  #: of an enum: id -> label
    label: str = ""  #: as people see it, in "You must enter a value for ..."
    required: bool = False
    read_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sublist:
    """
    Lines below a record.

    A keyed sublist updates the line whose key is given; lines of the others are only appended.
    """

    name: str
    fields: Mapping[str, Field]  #: lower-case name -> field
    key: str | None = None  #: name of the key that the system assigns
    required: bool = False  #: at least one line


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordType:
    """One record type of the REST service."""

    name: str
    family: str  #: record types of a family share ids, external ids and references
    fields: Mapping[str, Field]  #: lower-case name -> field
    sublists: Mapping[str, Sublist] = field(default_factory=dict)  #: by lower-case name
    title: str = "name"  #: the field that names a record in references
    label: str = ""  #: of a transaction: the kind, which references show before its number
    writable: bool = True
    served: bool = True  #: by the REST service; what is not can be queried, and seeded


def by_name(fields: Iterable[Field]) -> dict[str, Field]:
    """Index fields by their lower-case names: property names are matched without case."""
    return {part.name.lower(): part for part in fields}


def several(kind: Kind, names: str) -> tuple[Field, ...]:
    """Declare plain fields of one kind; `names` has blanks between them."""
    return tuple(Field(name=name, kind=kind) for name in names.split())


def read_only(kind: Kind, names: str) -> tuple[Field, ...]:
    """Declare fields that the system fills; in a body they are ignored."""
    return tuple(Field(name=name, kind=kind, read_only=True) for name in names.split())


def references(pairs: Mapping[str, str]) -> tuple[Field, ...]:
    """Declare references: name -> family."""
    return tuple(
        Field(name=name, kind=Kind.REFERENCE, family=family) for name, family in pairs.items()
    )
