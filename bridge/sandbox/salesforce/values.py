"""
Values on their way into the org: checked against their field, and brought into one stored form.

Stored are text, Decimal (every number), bool and None; dates as `2026-01-31`, moments as
`wire.moment_text` writes them, ids with 18 characters.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from bridge.sandbox.ids import SHORT_LENGTH, eighteen
from bridge.sandbox.salesforce.errors import ApiError, bad
from bridge.sandbox.salesforce.objects import NUMERIC, Field
from bridge.sandbox.salesforce.wire import moment_text

Value = str | Decimal | bool | None

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(T.*)?", re.DOTALL)
_ID = re.compile(r"[0-9A-Za-z]{15}([0-9A-Za-z]{3})?")
_WHOLE_DIGITS_MAX = 18
_PLACES_MAX = 18


def stored(field: Field, given: object) -> Value:
    """Bring a value into its stored form; raises ApiError naming the field."""
    if given is None or given == "":
        return False if field.type == "boolean" else None
    if field.type in NUMERIC:
        return _number(field, given)
    return _READERS.get(field.type, _text)(field, given)


def is_id(text: str) -> bool:
    """Tell whether a text has the form of an id; the case of a long one's letters is checked."""
    return bool(_ID.fullmatch(text)) and (len(text) == SHORT_LENGTH or eighteen(text) == text)


def parse_date(text: str) -> str | None:
    """Return the stored form of a date text, None when it is none; a time behind it is dropped."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        return date.fromisoformat(match[1]).isoformat()
    except ValueError:
        return None


def parse_moment(text: str) -> str | None:
    """Return the stored form of a date-and-time text with its zone, None when it is none."""
    try:
        moment = datetime.fromisoformat(text)
        return moment_text(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None


def _number(field: Field, given: object) -> Decimal:
    if isinstance(given, bool) or not isinstance(given, str | int | Decimal):
        raise _unreadable(field, given)
    if isinstance(given, str) and not _NUMBER.fullmatch(given):
        raise _unreadable(field, given)
    try:
        number = Decimal(given)
    except InvalidOperation as error:
        raise _unreadable(field, given) from error
    if not number:
        return Decimal(0)
    whole_max = field.precision - field.scale if field.precision else _WHOLE_DIGITS_MAX
    if number.adjusted() >= max(whole_max, 1) or number.adjusted() < -_PLACES_MAX:
        raise bad(
            "NUMBER_OUTSIDE_VALID_RANGE",
            f"{field.name}: value outside of valid range on numeric field: {given}",
            field.name,
        )
    if field.type == "int" and number % 1:
        raise _unreadable(field, given)
    return number


def _text(field: Field, given: object) -> str:
    if not isinstance(given, str):
        raise _unreadable(field, given)
    if field.length and len(given) > field.length:
        raise bad(
            "STRING_TOO_LONG",
            f"{field.name}: data value too large: {given[:80]} (max length={field.length})",
            field.name,
        )
    return given


def _boolean(field: Field, given: object) -> bool:
    if isinstance(given, bool):
        return given
    if given in ("true", "false"):
        return given == "true"
    raise _unreadable(field, given)


def _date(field: Field, given: object) -> str:
    day = parse_date(given) if isinstance(given, str) else None
    if day is None:
        raise _unreadable(field, given)
    return day


def _moment(field: Field, given: object) -> str:
    moment = parse_moment(given) if isinstance(given, str) else None
    if moment is None:
        raise _unreadable(field, given)
    return moment


def _reference(field: Field, given: object) -> str:
    if not isinstance(given, str):
        raise _unreadable(field, given)
    if not is_id(given):
        message = f"{field.name}: id value of incorrect type: {given[:80]}"
        raise bad("MALFORMED_ID", message, field.name)
    return eighteen(given) if len(given) == SHORT_LENGTH else given


def _unreadable(field: Field, given: object) -> ApiError:
    """
    Refuse a value of another type in the words that people quote from the real system.

    The body is not at hand here: line and column are always those of its beginning.
    """
    kind, shown = _token(given)
    return bad(
        "JSON_PARSER_ERROR",
        f"Cannot deserialize instance of {field.type} from {kind} value {shown} or request may be"
        " missing a required field at [line:1, column:2]",
    )


def _token(given: object) -> tuple[str, str]:
    """Return what the reader of JSON calls a value, and how it shows it."""
    match given:
        case dict():
            return "START_OBJECT", "{"
        case list():
            return "START_ARRAY", "["
        case bool():
            return ("VALUE_TRUE", "true") if given else ("VALUE_FALSE", "false")
        case int():
            return "VALUE_NUMBER_INT", str(given)[:80]
        case Decimal():
            return "VALUE_NUMBER_FLOAT", str(given)[:80]
    return "VALUE_STRING", str(given)[:80]


_READERS: Mapping[str, Callable[[Field, object], Value]] = {
    "boolean": _boolean,
    "date": _date,
    "datetime": _moment,
    "reference": _reference,
    "id": _reference,
}
