"""The functions that a query may call on single values, and those on groups."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

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


def _started(arguments: Sequence[Cell]) -> Cell:
    """TRUNC of a date goes back to the begin of its month, quarter or year."""
    day = _truncated(arguments)
    if not isinstance(day, date):
        return day
    unit = str(arguments[1]).upper() if len(arguments) > 1 else "DD"
    if unit not in _UNITS:
        raise QueryInvalid(f"Invalid unit '{unit[:40]}' for TRUNC.")
    months = _UNITS[unit]
    return day if not months else date(day.year, (day.month - 1) // months * months + 1, 1)


#: Months in the unit of TRUNC; 0: a day.
_UNITS = {"DD": 0, "DDD": 0, "MM": 1, "MON": 1, "MONTH": 1, "Q": 3, "YYYY": 12, "YEAR": 12}


def _day(cell: Cell) -> date | None:
    if cell is None or isinstance(cell, date):
        return cell
    raise QueryInvalid("A date was expected. Use TO_DATE.")


def _months_added(arguments: Sequence[Cell]) -> Cell:
    """The last day of a month stays a last day, as in Oracle."""
    day, months = _day(arguments[0]), number(arguments[1])
    if day is None or months is None:
        return None
    number_of_month = day.year * 12 + day.month - 1 + int(months)
    year, month = divmod(number_of_month, 12)
    last = monthrange(year, month + 1)[1]
    was_last = day.day == monthrange(day.year, day.month)[1]
    return day.replace(year=year, month=month + 1, day=last if was_last else min(day.day, last))


def _last_day(arguments: Sequence[Cell]) -> Cell:
    day = _day(arguments[0])
    return None if day is None else day.replace(day=monthrange(day.year, day.month)[1])


def _months_between(arguments: Sequence[Cell]) -> Cell:
    """Days of a month count as thirty-firsts, unless both days are alike or both are the last."""
    later, earlier = _day(arguments[0]), _day(arguments[1])
    if later is None or earlier is None:
        return None
    months = Decimal((later.year - earlier.year) * 12 + later.month - earlier.month)
    both_last = all(one.day == monthrange(one.year, one.month)[1] for one in (later, earlier))
    days = 0 if both_last else later.day - earlier.day
    return months + Decimal(days) / 31


def _replaced(arguments: Sequence[Cell]) -> Cell:
    whole, old = text(arguments[0]), text(arguments[1])
    new = (text(arguments[2]) if len(arguments) > 2 else None) or ""  # noqa: PLR2004 - the third is optional
    if whole is None or not old:
        return whole
    if len(whole) * max(len(new), 1) > _CHARACTERS_MAX:
        raise QueryInvalid("The text is too long.")
    return whole.replace(old, new) or None


_CHARACTERS_MAX = 1_000_000


def _place(arguments: Sequence[Cell]) -> Cell:
    whole, part = text(arguments[0]), text(arguments[1])
    return None if whole is None or part is None else Decimal(whole.find(part) + 1)


def _rest(arguments: Sequence[Cell]) -> Cell:
    value, divisor = number(arguments[0]), number(arguments[1])
    if value is None or divisor is None:
        return None
    return value % divisor if divisor else value


def _number_function(change: Callable[[Decimal], Decimal]) -> Callable[[Sequence[Cell]], Cell]:
    def applied(arguments: Sequence[Cell]) -> Cell:
        value = number(arguments[0])
        return None if value is None else change(value)

    return applied


def _most(arguments: Sequence[Cell], sign: int) -> Cell:
    """GREATEST and LEAST are null as soon as one of their values is."""
    return None if None in arguments else _extreme(arguments, sign)


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
    "trunc": (1, 2, _started),
    "add_months": (2, 2, _months_added),
    "last_day": (1, 1, _last_day),
    "months_between": (2, 2, _months_between),
    "nvl2": (3, 3, lambda given: given[2] if given[0] is None else given[1]),
    "nullif": (2, 2, lambda given: None if ordered(*given) == 0 else given[0]),
    "greatest": (1, 50, lambda given: _most(given, 1)),
    "least": (1, 50, lambda given: _most(given, -1)),
    "floor": (1, 1, _number_function(lambda value: value.to_integral_value(ROUND_FLOOR))),
    "ceil": (1, 1, _number_function(lambda value: value.to_integral_value(ROUND_CEILING))),
    "sign": (1, 1, _number_function(lambda value: Decimal((value > 0) - (value < 0)))),
    "mod": (2, 2, _rest),
    "replace": (2, 3, _replaced),
    "instr": (2, 2, _place),
    "ltrim": (1, 1, _text_function(str.lstrip)),
    "rtrim": (1, 1, _text_function(str.rstrip)),
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
