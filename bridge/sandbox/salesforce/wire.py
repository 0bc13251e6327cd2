"""JSON as Salesforce writes it: numbers exact and without exponent, dates and moments as text."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

__all__ = ["decoded", "encoded", "moment_text"]


def encoded(value: object) -> str:
    """
    Write a value as JSON; a Decimal keeps every digit, and has at least one decimal.

    Salesforce writes the numbers of its currency, percent and double fields so.

    >>> encoded({"price": Decimal("749.32"), "others": [Decimal("1200.00"), 3, True, None]})
    '{"price":749.32,"others":[1200.0,3,true,null]}'
    """
    writer = _WRITERS.get(type(value))
    if writer is None:
        raise TypeError(f"{type(value).__name__} has no form in JSON")
    return writer(value)


def _object(value: Mapping[str, object]) -> str:
    members = (f"{encode_basestring(name)}:{encoded(item)}" for name, item in value.items())
    return "{" + ",".join(members) + "}"


def _list(value: Sequence[object]) -> str:
    return "[" + ",".join(map(encoded, value)) + "]"


def _number(value: Decimal) -> str:
    text = format(value, "f")
    if "." not in text:
        return text + ".0"
    text = text.rstrip("0")
    return text + "0" if text.endswith(".") else text


# A table by exact type: answers of many wide rows are written a value at a time.
_WRITERS: Mapping[type, Callable[[Any], str]] = {
    str: encode_basestring,
    Decimal: _number,
    bool: lambda value: "true" if value else "false",
    int: str,
    type(None): lambda _: "null",
    dict: _object,
    list: _list,
    tuple: _list,
}


def decoded(text: str) -> object:
    """
    Read JSON with exact decimals; raises ValueError, also for NaN, Infinity and half characters.

    >>> decoded('{"amount": 749.320}')
    {'amount': Decimal('749.320')}
    """
    try:
        value: object = json.loads(text, parse_float=Decimal, parse_constant=_no_constant)
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    except ArithmeticError as error:
        raise ValueError("a number is out of range") from error
    return value


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def moment_text(moment: datetime) -> str:
    """
    Write a moment in UTC as Salesforce does; these texts sort as the moments do.

    Salesforce stamps whole seconds, the milliseconds are always written as 000.

    >>> moment_text(datetime(2026, 5, 17, 9, 30, 5, 700_000, tzinfo=UTC))
    '2026-05-17T09:30:05.000+0000'
    """
    whole = moment.astimezone(UTC) - timedelta(microseconds=moment.microsecond)
    return whole.strftime("%Y-%m-%dT%H:%M:%S.000+0000")
