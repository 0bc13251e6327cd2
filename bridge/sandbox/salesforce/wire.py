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
    return _WRITERS[type(value)](value)


def _object(value: Mapping[str, object]) -> str:
    members = [
        f"{encode_basestring(name)}:{_WRITERS[type(item)](item)}" for name, item in value.items()
    ]
    return "{" + ",".join(members) + "}"


def _list(value: Sequence[object]) -> str:
    return "[" + ",".join([_WRITERS[type(item)](item) for item in value]) + "]"


def _number(value: Decimal) -> str:
    text = format(value, "f")
    if "." not in text:
        return text + ".0"
    text = text.rstrip("0")
    return text + "0" if text.endswith(".") else text


class _Writers(dict[type, Callable[[Any], str]]):
    """By exact type: answers of many wide rows are written a value at a time."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        raise TypeError(f"{kind.__name__} has no form in JSON")


_WRITERS = _Writers(
    {
        str: encode_basestring,
        Decimal: _number,
        bool: {True: "true", False: "false"}.__getitem__,
        int: str,
        type(None): {None: "null"}.__getitem__,
        dict: _object,
        list: _list,
        tuple: _list,
    }
)


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
