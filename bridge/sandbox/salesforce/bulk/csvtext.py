"""Rows as the CSV of a query job: every cell in quotes, an empty one for null."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

DELIMITERS: Mapping[str, str] = {
    "COMMA": ",",
    "TAB": "\t",
    "PIPE": "|",
    "SEMICOLON": ";",
    "CARET": "^",
    "BACKQUOTE": "`",
}
LINE_ENDINGS: Mapping[str, str] = {"LF": "\n", "CRLF": "\r\n"}
#: From here on, and below the other, a binary double is written with an exponent.
_LARGE = Decimal(10_000_000)
_SMALL = Decimal("0.001")


def written(rows: Sequence[Sequence[object]], delimiter: str, line_ending: str) -> str:
    """Write rows, the header among them; each line has its ending."""
    lines = (delimiter.join(_quoted(_cell(value)) for value in row) for row in rows)
    return "".join(line + line_ending for line in lines)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return number(value)
    return str(value)


def number(value: Decimal) -> str:
    """
    Write a number as the job does, which may be with an exponent.

    >>> [number(Decimal(text)) for text in ("10000000", "22479.60", "-0.0001", "7", "12345678.9")]
    ['1.0E7', '22479.6', '-1.0E-4', '7.0', '1.23456789E7']
    """
    if not value or _SMALL <= abs(value) < _LARGE:
        return _decimals(value)
    exponent = value.adjusted()
    return f"{_decimals(value.scaleb(-exponent))}E{exponent}"


def moment(text: str) -> str:
    """
    Write a stored moment as the job does, with another zone mark than the REST API.

    >>> moment("2026-05-17T09:30:05.000+0000")
    '2026-05-17T09:30:05.000Z'
    """
    return text.removesuffix("+0000") + "Z"


def _decimals(value: Decimal) -> str:
    text = format(value, "f")
    whole, _, places = text.partition(".")
    return f"{whole}.{places.rstrip('0') or '0'}"
