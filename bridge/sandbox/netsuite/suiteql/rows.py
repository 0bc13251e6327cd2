"""The rows of a table, as queries see the records they are made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from bridge.sandbox.netsuite.records.store import Record, Reference, Value
from bridge.sandbox.netsuite.schema.fields import Kind
from bridge.sandbox.netsuite.suiteql.cells import Cell

_ITEM_TYPES = {"discountItem": "Discount", "kitItem": "Kit"}

Row = Mapping[str, Cell]
Display = Callable[[Cell], str | None]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns, in an order if they have one; `displays` are what BUILTIN.DF shows."""

    columns: frozenset[str] | tuple[str, ...]
    rows: tuple[Row, ...]
    displays: Mapping[str, Display] = field(default_factory=dict)


def cell_of(value: Value) -> Cell:
    """Return a stored value as a query sees it: ids as numbers, booleans as T or F."""
    match value:
        case Reference():
            return Decimal(value.id)
        case bool():
            return "T" if value else "F"
        case int():
            return Decimal(value)
        case datetime():
            return value.astimezone(UTC)
        case tuple():
            return ", ".join(one.id for one in value)
    return value


def record_row(record: Record) -> dict[str, Cell]:
    """Return the row of a record, under its fields' names and a few more."""
    row = {name.lower(): cell_of(value) for name, value in record.fields.items()}
    row["id"] = Decimal(record.id)
    row["fullname"] = record.shown_name()
    if record.type.family == "item":
        row["itemtype"] = _ITEM_TYPES.get(record.type.name, "Service")
    if record.type.family != "accountingPeriod":
        row["externalid"] = record.external_id
    flags = (name for name, part in record.type.fields.items() if part.kind is Kind.BOOLEAN)
    row.update((flag, "F") for flag in flags if row.get(flag) is None)
    return row
