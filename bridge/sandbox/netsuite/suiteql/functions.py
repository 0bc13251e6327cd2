"""The functions that a query may call on single values, and those on groups."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal

from bridge.sandbox.netsuite.suiteql.cells import Cell, number, ordered, text
from bridge.sandbox.netsuite.suiteql.syntax import QueryInvalid

#: Parts of a date format, longest first, with their strftime and strptime form.
_PARTS = {"YYYY": "%Y", "HH24": "%H", "MM": "%m", "DD": "%d", "MI": "%M", "SS": "%S"}
_PART = re.compile("|".join(_PARTS), re.IGNORECASE)
_PLACES_MAX = 20


def _to_char(arguments: Sequence[Cell]) -> Cell:
    cell, shape = arguments[0], arguments[1] if len(arguments) > 1 else None
    if not isinstance(cell, date) or shape is None:
        return text(cell)
    return cell.strftime(_python_format(shape))


def _to_date(arguments: Sequence[Cell]) -> Cell:
    written = text(arguments[0])
    shape = arguments[1] if len(arguments) > 1 else "MM/DD/YYYY"
    if written is None:
        return None
    try:
        moment = datetime.strptime(written, _python_format(shape)).replace(tzinfo=UTC)
    except ValueError as error:
        raise QueryInvalid(f"Invalid date '{written[:40]}' for TO_DATE.") from error
    midnight = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    return moment.date() if midnight else moment


def _python_format(shape: Cell) -> str:
    literal = str(shape).replace("%", "%%")
    return _PART.sub(lambda part: _PARTS[part[0].upper()], literal)


def _decode(arguments: Sequence[Cell]) -> Cell:
    subject, *rest = arguments
    for wanted, result in zip(rest[::2], rest[1::2], strict=False):
        if ordered(subject, wanted) == 0 or (subject is None and wanted is None):
            return result
    return rest[-1] if len(rest) % 2 else None


def _round(arguments: Sequence[Cell]) -> Cell:
    value = number(arguments[0])
    places = number(arguments[1]) if len(arguments) > 1 else Decimal(0)
    if value is None or places is None:
        return None
    if abs(places) > _PLACES_MAX:
        raise QueryInvalid("Invalid number of places for ROUND.")
    return value.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)


def _substr(arguments: Sequence[Cell]) -> Cell:
    whole, first = text(arguments[0]), number(arguments[1])
    length = number(arguments[2]) if len(arguments) > 2 else Decimal(_LENGTH_MAX)  # noqa: PLR2004 - the third is optional
    if whole is None or first is None or length is None:
        return None
    start = max(int(first) - 1, 0) if first >= 0 else max(len(whole) + int(first), 0)
    return whole[start : start + max(int(length), 0)] or None


_LENGTH_MAX = 4000


def _text_function(change: Callable[[str], Cell]) -> Callable[[Sequence[Cell]], Cell]:
    def applied(arguments: Sequence[Cell]) -> Cell:
        written = text(arguments[0])
        return None if written is None else change(written)

    return applied


def _absolute(arguments: Sequence[Cell]) -> Cell:
    value = number(arguments[0])
    return None if value is None else abs(value)


def _first_filled(arguments: Sequence[Cell]) -> Cell:
    return next((cell for cell in arguments if cell is not None), None)


def _concatenated(arguments: Sequence[Cell]) -> Cell:
    return "".join(text(cell) or "" for cell in arguments)


def _truncated(arguments: Sequence[Cell]) -> Cell:
    cell = arguments[0]
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    value = number(cell)
    return None if value is None else Decimal(int(value))


#: name -> (fewest arguments, most arguments, what it does)
FUNCTIONS: Mapping[str, tuple[int, int, Callable[[Sequence[Cell]], Cell]]] = {
    "to_char": (1, 2, _to_char),
    "to_date": (1, 2, _to_date),
    "to_number": (1, 1, lambda arguments: number(arguments[0])),
    "nvl": (2, 2, _first_filled),
    "coalesce": (1, 50, _first_filled),
    "decode": (3, 100, _decode),
    "round": (1, 2, _round),
    "abs": (1, 1, _absolute),
    "trunc": (1, 1, _truncated),
    "substr": (2, 3, _substr),
    "concat": (2, 2, _concatenated),
    "upper": (1, 1, _text_function(str.upper)),
    "lower": (1, 1, _text_function(str.lower)),
    "trim": (1, 1, _text_function(str.strip)),
    "length": (1, 1, _text_function(lambda written: Decimal(len(written)))),
}


def _sum(cells: Sequence[Cell]) -> Cell:
    return sum((number(cell) or Decimal(0) for cell in cells), Decimal(0)) if cells else None


def _average(cells: Sequence[Cell]) -> Cell:
    total = number(_sum(cells))
    return None if total is None else total / len(cells)


def _extreme(cells: Sequence[Cell], sign: int) -> Cell:
    best: Cell = None
    for cell in cells:
        if best is None or ordered(cell, best) == sign:
            best = cell
    return best


#: They get the cells of a group that are not null.
AGGREGATES: Mapping[str, Callable[[Sequence[Cell]], Cell]] = {
    "count": lambda cells: Decimal(len(cells)),
    "sum": _sum,
    "avg": _average,
    "min": lambda cells: _extreme(cells, -1),
    "max": lambda cells: _extreme(cells, 1),
}
