"""Read the JSON value of one field, or refuse it with its path."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from bridge.sandbox.netsuite.errors import Refusal, invalid_content, invalid_value, user_error
from bridge.sandbox.netsuite.records.references import resolve, resolve_all
from bridge.sandbox.netsuite.records.store import Store, Value
from bridge.sandbox.netsuite.schema.fields import Field, Kind

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGITS_MAX = 15  # before the point, and after it
_INTEGER_MAX = 2**31 - 1


def parse(field: Field, raw: object, path: str, store: Store) -> Value:
    """
    Return the value that `raw` stands for; null empties a field.

    Raises:
        Refusal: `raw` is not of the field's kind, or leads to no record; the path is in it.
    """
    if raw is None:
        return None
    if field.kind is Kind.REFERENCE:
        return resolve(field, raw, path, store)
    if field.kind is Kind.REFERENCES:
        return resolve_all(field, raw, path, store)
    return _READERS[field.kind](field, raw, path)


def _text(field: Field, raw: object, path: str) -> str:
    if not isinstance(raw, str):
        raise _wrong_kind(field, path)
    if len(raw) > field.limit:
        raise user_error(
            f"The field {field.name} contained more than the maximum number ( {field.limit} ) "
            "of characters allowed.",
            path,
        )
    return raw


def _boolean(field: Field, raw: object, path: str) -> bool:
    if not isinstance(raw, bool):
        raise _wrong_kind(field, path)
    return raw


def _integer(field: Field, raw: object, path: str) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise _wrong_kind(field, path)
    if abs(raw) > _INTEGER_MAX:
        raise invalid_value(raw, field.name, path)
    return raw


def _number(field: Field, raw: object, path: str) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        raise _wrong_kind(field, path)
    number = Decimal(raw)
    exponent = number.as_tuple().exponent
    if (
        number.adjusted() >= _DIGITS_MAX
        or not isinstance(exponent, int)
        or not -_DIGITS_MAX <= exponent <= _DIGITS_MAX
    ):
        raise invalid_value(f"{raw:.6e}", field.name, path)
    return number


def _date(field: Field, raw: object, path: str) -> date:
    if not isinstance(raw, str) or not _DAY.fullmatch(raw):
        raise _wrong_kind(field, path)
    try:
        return date.fromisoformat(raw)
    except ValueError as error:
        raise invalid_value(raw, field.name, path) from error


def _datetime(field: Field, raw: object, path: str) -> datetime:
    if not isinstance(raw, str):
        raise _wrong_kind(field, path)
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError as error:
        raise invalid_value(raw[:40], field.name, path) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _enum(field: Field, raw: object, path: str) -> str:
    """An enum is `{"id": "B"}`; the plain id is taken, too."""
    chosen = raw.get("id") if isinstance(raw, Mapping) else raw
    if not isinstance(chosen, str):
        raise _wrong_kind(field, path)
    if chosen not in field.choices:
        raise invalid_value(chosen[:40], field.name, path)
    return chosen


_READERS: Mapping[Kind, Callable[[Field, object, str], Value]] = {
    Kind.TEXT: _text,
    Kind.BOOLEAN: _boolean,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.AMOUNT: _number,
    Kind.DATE: _date,
    Kind.DATETIME: _datetime,
    Kind.ENUM: _enum,
}


def _wrong_kind(field: Field, path: str) -> Refusal:
    return invalid_content(
        f"Invalid value for the resource or sub-resource field '{field.name}'. "
        f"Provide a valid value of type {field.kind}.",
        path,
    )
