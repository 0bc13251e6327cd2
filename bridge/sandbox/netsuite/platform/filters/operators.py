"""What each operator says of a value, by the kind of the field; names and texts without case."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from bridge.sandbox.netsuite.platform.filters.grammar import FilterInvalid
from bridge.sandbox.netsuite.records.store import Reference, Value
from bridge.sandbox.netsuite.schema.fields import Kind

Span = tuple[datetime, datetime]  #: from the first moment, to the first one behind it

_TEXT_OPERATORS = frozenset({"CONTAIN", "IS", "START_WITH", "END_WITH"})
_BOOLEAN_OPERATORS = frozenset({"IS"})
_REFERENCE_OPERATORS = frozenset({"ANY_OF", "EQUAL", "IS"})
_NUMBER_OPERATORS = frozenset(
    {
        *("ANY_OF", "BETWEEN", "WITHIN", "EQUAL"),
        *("GREATER", "GREATER_OR_EQUAL", "LESS", "LESS_OR_EQUAL"),
    }
)
_TIME_OPERATORS = frozenset({"AFTER", "BEFORE", "ON", "ON_OR_AFTER", "ON_OR_BEFORE"})

#: What may be asked of a field of each kind, besides whether it is empty.
ALLOWED: Mapping[Kind, frozenset[str]] = {
    Kind.TEXT: _TEXT_OPERATORS | {"ANY_OF"},
    Kind.ENUM: _REFERENCE_OPERATORS,
    Kind.BOOLEAN: _BOOLEAN_OPERATORS,
    Kind.REFERENCE: _REFERENCE_OPERATORS,
    Kind.INTEGER: _NUMBER_OPERATORS,
    Kind.NUMBER: _NUMBER_OPERATORS,
    Kind.AMOUNT: _NUMBER_OPERATORS,
    Kind.DATE: _TIME_OPERATORS,
    Kind.DATETIME: _TIME_OPERATORS,
}
_DATES = {
    "M/D/YYYY": ("%m/%d/%Y", re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}")),
    "YYYY-MM-DD": ("%Y-%m-%d", re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")),
}
_TIME = re.compile(r"(.*?)[ T]+([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)(?: ?([AaPp][Mm]))?")
_TRUE, _FALSE = frozenset({"true", "t"}), frozenset({"false", "f"})


def holds(kind: Kind, value: Value, operator: str, wanted: tuple[object, ...]) -> bool:
    """Tell whether a value that is there is what an operator asks for; `wanted` is of its kind."""
    if kind is Kind.TEXT:
        return _TEXTS[operator](str(value).lower(), tuple(str(one).lower() for one in wanted))
    if kind in {Kind.DATE, Kind.DATETIME}:
        return _TIMES[operator](_span(value), wanted)
    if isinstance(value, Reference):
        return value.id in wanted
    if kind in {Kind.ENUM, Kind.BOOLEAN}:
        return value in wanted
    return _NUMBERS[operator](value, wanted)


def parsed(kind: Kind, written: str, date_format: str) -> object:
    """
    Read a value as fields of a kind hold it.

    Raises:
        FilterInvalid: it is no such value.
    """
    if kind is Kind.BOOLEAN:
        return _boolean(written)
    if kind in {Kind.DATE, Kind.DATETIME}:
        return _moment(written, date_format)
    if kind in {Kind.INTEGER, Kind.NUMBER, Kind.AMOUNT}:
        return _number(written)
    return written


def _boolean(written: str) -> bool:
    if written.lower() not in _TRUE | _FALSE:
        raise FilterInvalid(f"Invalid boolean value '{written[:40]}'.")
    return written.lower() in _TRUE


def _number(written: str) -> Decimal:
    try:
        number = Decimal(written)
    except InvalidOperation as error:
        raise FilterInvalid(f"Invalid number '{written[:40]}'.") from error
    if not number.is_finite():
        raise FilterInvalid(f"Invalid number '{written[:40]}'.")
    return number


def _moment(written: str, date_format: str) -> Span:
    """Return the span that is meant: a day, or with a time behind it a minute or a second."""
    timed = _TIME.fullmatch(written)
    try:
        start = _day(timed[1] if timed else written, date_format)
        if timed is None:
            return start, start + timedelta(days=1)
        at = _time(timed[2], timed[3])
        start = datetime.combine(start.date(), at, UTC)
        length = timedelta(seconds=1) if timed[2].count(":") > 1 else timedelta(minutes=1)
        return start, start + length
    except (ValueError, OverflowError) as error:
        # A widespread client takes this message for the sign to try another form of dates.
        raise FilterInvalid(f'Unparseable date: "{written[:40]}"') from error


def _day(written: str, date_format: str) -> datetime:
    pattern, form = _DATES[date_format]
    if not form.fullmatch(written):
        raise ValueError(written)
    return datetime.strptime(written, pattern).replace(tzinfo=UTC)


def _time(written: str, half: str | None) -> time:
    hour, minute, second = (int(part) for part in f"{written}:0".split(":")[:3])
    if half is not None:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - the hours of a clock
            raise ValueError(written)
        hour = hour % 12 + (12 if half.lower() == "pm" else 0)
    return time(hour, minute, second)


def _span(value: Value) -> Span:
    if isinstance(value, datetime):
        return value, value + timedelta(seconds=1)
    if isinstance(value, date):
        start = datetime.combine(value, time(), UTC)
        return start, start + timedelta(days=1)
    raise TypeError(f"{value!r} is no moment")


_TEXTS: Mapping[str, Callable[[str, tuple[str, ...]], bool]] = {
    "IS": lambda value, wanted: value == wanted[0],
    "ANY_OF": lambda value, wanted: value in wanted,
    "CONTAIN": lambda value, wanted: wanted[0] in value,
    "START_WITH": lambda value, wanted: value.startswith(wanted[0]),
    "END_WITH": lambda value, wanted: value.endswith(wanted[0]),
}
_NUMBERS: Mapping[str, Callable[..., bool]] = {
    "EQUAL": lambda value, wanted: value == wanted[0],
    "ANY_OF": lambda value, wanted: value in wanted,
    "BETWEEN": lambda value, wanted: wanted[0] <= value <= wanted[1],
    "WITHIN": lambda value, wanted: wanted[0] <= value <= wanted[1],
    "GREATER": lambda value, wanted: value > wanted[0],
    "GREATER_OR_EQUAL": lambda value, wanted: value >= wanted[0],
    "LESS": lambda value, wanted: value < wanted[0],
    "LESS_OR_EQUAL": lambda value, wanted: value <= wanted[0],
}
#: Both are spans; a moment is after a day when it is later than its midnight, as in SQL.
_TIMES: Mapping[str, Callable[..., bool]] = {
    "ON": lambda value, wanted: wanted[0][0] <= value[0] < wanted[0][1],
    "AFTER": lambda value, wanted: value[0] > wanted[0][0],
    "BEFORE": lambda value, wanted: value[0] < wanted[0][0],
    "ON_OR_AFTER": lambda value, wanted: value[0] >= wanted[0][0],
    "ON_OR_BEFORE": lambda value, wanted: value[0] < wanted[0][1],
}
