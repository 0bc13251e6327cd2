"""The values of a query's rows: how they compare, and how they are shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal

from bridge.sandbox.netsuite.suiteql.syntax import QueryInvalid
from bridge.sandbox.queries.wildcards import ANY, ONE, Wildcards, wildcards

Cell = str | Decimal | date | datetime | bool | None
_NUMBER = re.compile(r"[-+]?[0-9]{1,40}(\.[0-9]{1,40})?", re.ASCII)
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def number(cell: Cell) -> Decimal | None:
    """
    Return the cell as a number.

    Raises:
        QueryInvalid: it is none.
    """
    if cell is None or isinstance(cell, Decimal):
        return cell
    written = str(cell).strip()
    if not _NUMBER.fullmatch(written):
        raise QueryInvalid(f"Invalid number '{written[:40]}'.")
    return Decimal(written)


def text(cell: Cell) -> str | None:
    """Return the cell as it is shown: dates as the user writes them, numbers without zeros."""
    match cell:
        case None:
            return None
        case bool():
            return "T" if cell else "F"
        case Decimal():
            return _plain(cell)
        case date():
            return f"{cell.month}/{cell.day}/{cell.year}"
    return cell


def ordered(left: Cell, right: Cell) -> int | None:
    """
    Compare two cells: -1, 0 or 1; None if one of them is null.

    Raises:
        QueryInvalid: they cannot be compared.
    """
    if left is None or right is None:
        return None
    if isinstance(left, date) or isinstance(right, date):
        return _sign(_moment(left), _moment(right))
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        return _sign(number(left), number(right))
    return _sign(str(text(left)), str(text(right)))


def same_key(cell: Cell) -> str | None:
    """Return a text that is the same for cells that are equal, to find rows by."""
    if isinstance(cell, str) and _NUMBER.fullmatch(cell):
        return _plain(Decimal(cell))
    return text(cell)


def like_pattern(pattern: str, escape: str | None) -> Wildcards:
    """
    Return the pattern of LIKE, in which `%` is any text and `_` any character unless escaped.

    Raises:
        QueryInvalid: the escape is no character, or stands where nothing needs it.
    """
    if escape is not None and len(escape) != 1:
        raise QueryInvalid("ESCAPE takes one character.")
    shapes: Mapping[str, object] = {"%": ANY, "_": ONE}
    found: list[object] = []
    characters = iter(pattern)
    for character in characters:
        if character != escape:
            found.append(shapes.get(character, character))
            continue
        escaped = next(characters, "")
        if escaped not in {*shapes, escape}:
            raise QueryInvalid("ESCAPE stands before a character that needs none.")
        found.append(escaped)
    return wildcards(found)


def _plain(value: Decimal) -> str:
    whole = format(value, "f")
    if "." in whole:
        whole = whole.rstrip("0").rstrip(".")
    return "0" if whole == "-0" else whole


def _moment(cell: Cell) -> datetime:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time(), UTC)
    match = _DAY.fullmatch(str(cell))
    try:
        if match:
            return datetime(int(match[3]), int(match[1]), int(match[2]), tzinfo=UTC)
    except ValueError as error:
        raise QueryInvalid(f"Invalid date '{str(cell)[:40]}'.") from error
    raise QueryInvalid(f"Invalid date '{str(cell)[:40]}'. Use TO_DATE.")


def _sign(left: object, right: object) -> int:
    if left == right:
        return 0
    return -1 if left < right else 1  # type: ignore[operator]  # both are of one ordered type
