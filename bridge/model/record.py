"""Rows of the two systems as they were received, and what the systems say of their fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

#: A field's value as JSON carries it; numbers are exact.
Scalar = str | Decimal | int | bool | None


@dataclass(frozen=True, slots=True)
class Record:
    """One row, as received: its type, its 18-character id, its fields."""

    type: str
    id: str
    fields: Mapping[str, Scalar]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDescription:
    """What the org says of a field: its type name and the value it has when nobody fills it."""

    name: str
    type: str
    custom: bool
    default: Scalar = None


@dataclass(frozen=True, slots=True)
class ObjectDescription:
    """What the org says of a type of record: every field that the integration user may see."""

    name: str
    fields: Mapping[str, FieldDescription]
