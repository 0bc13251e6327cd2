"""Fit a filter to a record type, and tell which records it lets through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bridge.sandbox.netsuite.platform.filters.grammar import (
    OPERATORS,
    Condition,
    Every,
    Filter,
    FilterInvalid,
    Some,
    read,
)
from bridge.sandbox.netsuite.platform.filters.operators import ALLOWED, holds, parsed
from bridge.sandbox.netsuite.records.store import Record, Value
from bridge.sandbox.netsuite.schema.fields import Kind, RecordType

Passes = Callable[[Record], bool]


@dataclass(frozen=True, slots=True)
class _Column:
    kind: Kind
    of: Callable[[Record], Value]


def compiled(text: str, record_type: RecordType, date_format: str) -> Passes:
    """
    Return what a filter says of a record of a type.

    Args:
        text: the filter as written.
        record_type: whose fields it names.
        date_format: how it writes dates, `M/D/YYYY` or `YYYY-MM-DD`.

    Raises:
        FilterInvalid: it cannot be read, or a field, operator or value does not fit.
    """
    return _fitted(read(text), record_type, date_format)


def _fitted(written: Filter, record_type: RecordType, date_format: str) -> Passes:
    match written:
        case Condition():
            return _condition(written, _column(written.field, record_type), date_format)
        case Every(parts):
            every = [_fitted(part, record_type, date_format) for part in parts]
            return lambda record: all(passes(record) for passes in every)
        case Some(parts):
            some = [_fitted(part, record_type, date_format) for part in parts]
            return lambda record: any(passes(record) for passes in some)


def _column(name: str, record_type: RecordType) -> _Column:
    """Find a body field; lines and the lists of references cannot be filtered by."""
    wanted = name.lower()
    if wanted == "id":
        return _Column(Kind.NUMBER, lambda record: _number(record.id))
    if wanted == "externalid":
        return _Column(Kind.TEXT, lambda record: record.external_id)
    field = record_type.fields.get(wanted)
    if field is None or field.kind not in ALLOWED:
        raise FilterInvalid(f"Record '{record_type.name}' has no field '{name[:80]}' to filter by.")
    return _Column(field.kind, lambda record: record.fields.get(field.name))


def _number(internal_id: str) -> Value:
    return int(internal_id)


def _condition(written: Condition, column: _Column, date_format: str) -> Passes:
    operator, turned = OPERATORS[written.operator]
    if operator == "EMPTY":
        return lambda record: (column.of(record) in {None, ""}) is not turned
    if operator not in ALLOWED[column.kind]:
        raise FilterInvalid(
            f"Operator {written.operator} is not supported for field '{written.field[:80]}'."
        )
    wanted = tuple(parsed(column.kind, value, date_format) for value in written.values)

    def passes(record: Record) -> bool:
        value = column.of(record)
        if value is None:
            return turned  # what is not there is not what was asked for
        return holds(column.kind, value, operator, wanted) is not turned

    return passes
