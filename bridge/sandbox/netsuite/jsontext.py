"""JSON with exact decimals, both ways."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal


class JsonInvalid(ValueError):
    """The text is no JSON; the message says why."""


def read(text: bytes) -> object:
    """
    Read JSON in UTF-8; numbers with a point or an exponent become Decimal.

    Raises:
        JsonInvalid: not UTF-8, not JSON, nested too deep, or holding NaN or Infinity.

    >>> read(b'{"rate": 0.10}')
    {'rate': Decimal('0.10')}
    """
    try:
        parsed: object = json.loads(
            text.decode("utf-8"), parse_float=Decimal, parse_constant=_refuse_constant
        )
        json.dumps(parsed, ensure_ascii=False, default=str).encode("utf-8")
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise JsonInvalid(f"Invalid JSON: {error}") from error
    return parsed


def write(value: object) -> str:
    """
    Write JSON; a Decimal becomes a number with its digits as they are.

    >>> write({"rate": Decimal("0.10"), "lines": (1, None)})
    '{"rate":0.10,"lines":[1,null]}'
    """
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{json.dumps(k)}:{write(v)}" for k, v in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ",".join(write(part) for part in value) + "]"
    return json.dumps(value)


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not a JSON number")
