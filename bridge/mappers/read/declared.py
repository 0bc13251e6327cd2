"""Declared facts: a field's value in the type that the rulebook gives it, or an objection."""

from decimal import Decimal

from bridge.mappers import nearest
from bridge.mappers.read.row import Row
from bridge.mappers.read.values import plain
from bridge.model.deal import FactValue
from bridge.rules.rulebook import FactSource
from bridge.rules.types import Kind, Type

_TRUTHS = {True: True, False: False, "true": True, "false": False}


def fact(row: Row, declared: FactSource) -> FactValue:
    """Return a declared fact; None, with an objection, where the field does not hold one."""
    value = _typed(row, declared.field, declared.type)
    if value is None and not declared.type.blank:
        row.needed(declared.field)
    return value


def fits(number: Decimal, declared: Type) -> bool:
    """Say whether a number has no more digits than its type, before and after the point."""
    whole = number.is_zero() or number.adjusted() < declared.whole_digits
    return whole and not number.scaleb(declared.scale or 0) % 1


def _typed(row: Row, field: str, declared: Type) -> FactValue:
    match declared.kind:
        case Kind.DATE:
            return row.day(field)
        case Kind.BOOLEAN:
            return _boolean(row, field, declared)
        case Kind.INTEGER | Kind.DECIMAL:
            return _number(row, field, declared)
        case Kind.ENUM:
            return _member(row, field, declared)
        case _:
            return row.text(field)


def _boolean(row: Row, field: str, declared: Type) -> bool | None:
    value = row.take(field)
    truth = _TRUTHS.get(value) if isinstance(value, bool | str) else None
    if truth is None and value is not None:
        _object(row, field, declared)
    return truth


def _number(row: Row, field: str, declared: Type) -> FactValue:
    number = row.number(field)
    if number is None:
        return None
    if not fits(number, declared):
        _object(row, field, declared)
        return None
    return int(number) if declared.kind is Kind.INTEGER else plain(number)


def _member(row: Row, field: str, declared: Type) -> str | None:
    value = row.text(field)
    if value is None or value in declared.members:
        return value
    _object(row, field, declared)
    return None


def _object(row: Row, field: str, declared: Type) -> None:
    row.reading.object(
        "NOT_AS_DECLARED",
        f"{field} of {row.record.type} {row.id} is declared as {declared}, and is {row.raw(field)}",
        row.names(field),
        line=row.line,
        nearest=nearest.one_of(field, declared.members) if declared.members else None,
    )
