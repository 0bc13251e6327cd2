"""JSON as Salesforce writes it: numbers exact and without exponent, dates and moments as text."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

__all__ = ["decoded", "encoded", "moment_text"]


def encoded(value: object) -> str:
    """
    Write a value as JSON; a Decimal keeps every digit, and has at least one decimal.

    Salesforce writes the numbers of its currency, percent and double fields so.

    >>> encoded({"price": Decimal("749.32"), "others": [Decimal("1200.00"), 3, True, None]})
    '{"price":749.32,"others":[1200.0,3,true,null]}'
    """
    match value:
        case Decimal():
            return _number(value)
        case Mapping():
            members = (f"{json.dumps(str(key))}:{encoded(item)}" for key, item in value.items())
            return "{" + ",".join(members) + "}"
        case list() | tuple():
            return "[" + ",".join(encoded(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _number(value: Decimal) -> str:
    text = format(value, "f")
    if "." not in text:
        return text + ".0"
    text = text.rstrip("0")
    return text + "0" if text.endswith(".") else text


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
