"""
A second meaning of the language: each tree is worked out step by step in exact fractions.

It shares the syntax tree with the compiler and nothing else: no types, no functions, no decimals.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import getitem
from typing import Any

from bridge.rules.expression import (
    Binary,
    Call,
    Literal,
    Negative,
    Node,
    Not,
    Operator,
    Path,
    Within,
)

Facts = Mapping[str, Any]
A_DAY = timedelta(days=1)


class NoValue(Exception):
    """The calendar has no such day."""


def rational(node: Node, facts: Facts) -> Any:
    """Return the value of a tree, numbers as fractions."""
    match node:
        case Literal(value=value):
            return number_or(value)
        case Path(names):
            return number_or(reduce(getitem, names, facts))
        case _:
            return compound(node, facts)


def compound(node: Node, facts: Facts) -> Any:
    match node:
        case Negative(operand):
            return -rational(operand, facts)
        case Not(operand):
            return not rational(operand, facts)
        case Binary(operator, left, right):
            return binary(operator, left, right, facts)
        case Within(subject, options):
            return rational(subject, facts) in [rational(option, facts) for option in options]
        case Call(name, arguments):
            return FORMS[name](arguments, facts) if name in FORMS else applied(node, facts)
    raise AssertionError(node)


def number_or(value: Any) -> Any:
    is_number = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    return Fraction(value) if is_number else value


def is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value)


def binary(operator: Operator, left: Node, right: Node, facts: Facts) -> Any:
    one = rational(left, facts)
    if operator is Operator.AND:
        return one and rational(right, facts)
    if operator is Operator.OR:
        return one or rational(right, facts)
    other = rational(right, facts)
    if isinstance(one, date) and operator in (Operator.ADD, Operator.SUBTRACT):
        return dated(operator, one, other)
    if operator in (Operator.EQUAL, Operator.UNEQUAL):
        same = is_blank(one) and is_blank(other) if None in (one, other) else one == other
        return same is (operator is Operator.EQUAL)
    return OPERATORS[operator](one, other)


def dated(operator: Operator, one: date, other: Any) -> Any:
    if isinstance(other, date):
        return Fraction((one - other).days)
    days = other if operator is Operator.ADD else -other
    try:
        return one + int(days) * A_DAY
    except OverflowError as error:
        raise NoValue from error


OPERATORS: Mapping[Operator, Callable[[Any, Any], Any]] = {
    Operator.ADD: lambda one, other: one + other,
    Operator.SUBTRACT: lambda one, other: one - other,
    Operator.MULTIPLY: lambda one, other: one * other,
    Operator.DIVIDE: lambda one, other: one / other,
    Operator.JOIN: lambda one, other: one + other,
    Operator.LESS: lambda one, other: one < other,
    Operator.LESS_OR_EQUAL: lambda one, other: one <= other,
    Operator.GREATER: lambda one, other: one > other,
    Operator.GREATER_OR_EQUAL: lambda one, other: one >= other,
}


def chosen(arguments: tuple[Node, ...], facts: Facts) -> Any:
    test, then, otherwise = arguments
    return rational(then if rational(test, facts) else otherwise, facts)


def case(arguments: tuple[Node, ...], facts: Facts) -> Any:
    subject, *pairs, last = arguments
    for value, result in zip(pairs[::2], pairs[1::2], strict=True):
        if binary(Operator.EQUAL, subject, value, facts):
            return rational(result, facts)
    return rational(last, facts)


def blank_value(arguments: tuple[Node, ...], facts: Facts) -> Any:
    found = rational(arguments[0], facts)
    return rational(arguments[1], facts) if is_blank(found) else found


def each(arguments: tuple[Node, ...], facts: Facts) -> list[Any]:
    return [rational(arguments[1], element) for element in rational(arguments[0], facts)]


def counted(arguments: tuple[Node, ...], facts: Facts) -> Fraction:
    if len(arguments) == 1:
        return Fraction(len(rational(arguments[0], facts)))
    return Fraction(each(arguments, facts).count(True))


def extreme(values: list[Any], at: int) -> Any:
    return sorted(values)[at] if values else None


FORMS: Mapping[str, Callable[[tuple[Node, ...], Facts], Any]] = {
    "IF": chosen,
    "MONEY": lambda arguments, facts: rational(arguments[0], facts),
    "CASE": case,
    "BLANKVALUE": blank_value,
    "ISBLANK": lambda arguments, facts: is_blank(rational(arguments[0], facts)),
    "SUM": lambda arguments, facts: sum(each(arguments, facts), Fraction()),
    "COUNT": counted,
    "LOWEST": lambda arguments, facts: extreme(each(arguments, facts), 0),
    "HIGHEST": lambda arguments, facts: extreme(each(arguments, facts), -1),
    "ANY": lambda arguments, facts: True in each(arguments, facts),
    "ALL": lambda arguments, facts: False not in each(arguments, facts),
}


def applied(node: Call, facts: Facts) -> Any:
    return FUNCTIONS[node.name](*(rational(argument, facts) for argument in node.arguments))


def rounded(value: Fraction, places: Fraction, *, even: bool = False) -> Fraction:
    shifted = abs(value) * 10**places
    below = shifted.__floor__()
    rest = shifted - below
    up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and (not even or below % 2 == 1))
    return Fraction(below + up, 10 ** int(places)) * (-1 if value < 0 else 1)


def cut(value: Fraction) -> Fraction:
    return Fraction(value.__ceil__() if value < 0 else value.__floor__())


def grown(value: Fraction) -> Fraction:
    return Fraction(value.__floor__() if value < 0 else value.__ceil__())


def edate(day: date, months: Fraction) -> date:
    """Walk to the month, then back from the same day until the month has it."""
    month = day.month - 1 + int(months)
    for number in range(day.day, 27, -1):
        try:
            return date(day.year + month // 12, month % 12 + 1, number)
        except (ValueError, OverflowError):
            pass
    try:
        return date(day.year + month // 12, month % 12 + 1, day.day)
    except (ValueError, OverflowError) as error:
        raise NoValue from error


def add_months(day: date, months: Fraction) -> date:
    """Go over the first of the next month, as the engine of Salesforce does."""
    if day.month == (day + A_DAY).month:
        return edate(day, months)
    return edate(day + A_DAY, months) - A_DAY


def months_between(start: date, end: date) -> Fraction:
    months = (end.year - start.year) * 12 - 13
    while is_reached(start, months + 1, end):
        months += 1
    return Fraction(months)


def is_reached(start: date, months: int, end: date) -> bool:
    """Say whether that many months lead to the end or before it."""
    try:
        return edate(start, Fraction(months)) <= end
    except NoValue:
        return months < 0  # before the first year that there is


def dated_from(year: Fraction, month: Fraction, day: Fraction) -> date:
    try:
        return date(int(year), int(month), int(day))
    except (ValueError, OverflowError) as error:
        raise NoValue from error


def texted(value: Any) -> str:
    """Write a fraction by long division; it has a last digit, or the checker is wrong."""
    if not isinstance(value, Fraction):
        return str(value)
    whole, rest = divmod(abs(value.numerator), value.denominator)
    digits = ""
    while rest:
        digit, rest = divmod(rest * 10, value.denominator)
        digits += str(digit)
    return ("-" if value < 0 else "") + str(whole) + ("." + digits if digits else "")


def taken(text: str, start: int, count: int) -> str:
    return "".join(one for at, one in enumerate(text, 1) if start <= at < start + max(count, 0))


def found_at(part: str, text: str, start: Fraction = Fraction(1)) -> Fraction:
    for at in range(max(int(start), 1), len(text) + 1):
        if part and taken(text, at, len(part)) == part:
            return Fraction(at)
    return Fraction(0)


def filled(text: str, length: int, padding: str) -> str:
    """Repeat the padding one character at a time; an empty text is not filled."""
    if length > 131_072 and text:
        raise NoValue
    lacking = max(length - len(text), 0) if text and padding else 0
    return "".join(padding[at % len(padding)] for at in range(lacking))


def day_of(text: str) -> date:
    parts = text.split("-")
    if [len(part) for part in parts] != [4, 2, 2] or not all(map(str.isdecimal, parts)):
        raise NoValue
    return dated_from(*(Fraction(int(part)) for part in parts))


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "ROUND": rounded,
    "ROUND_EVEN": lambda value, places: rounded(value, places, even=True),
    "TRUNC": lambda value, places: cut(value * 10**places) / 10**places,
    "MFLOOR": lambda value: Fraction(value.__floor__()),
    "MCEILING": lambda value: Fraction(value.__ceil__()),
    "ISPICKVAL": lambda value, wanted: value == wanted,
    "INCLUDES": lambda value, wanted: f";{wanted};" in f";{value or ''};",
    "FIND": found_at,
    "LPAD": lambda text, length, padding=" ": (
        filled(text, int(length), padding) + taken(text, 1, int(length))
    ),
    "RPAD": lambda text, length, padding=" ": (
        taken(text, 1, int(length)) + filled(text, int(length), padding)
    ),
    "DATEVALUE": day_of,
    "WEEKDAY": lambda day: Fraction((day.toordinal()) % 7 + 1),
    "ABS": lambda value: value if value > 0 else -value,
    "MIN": lambda *values: min(values),
    "MAX": lambda *values: max(values),
    "FLOOR": cut,
    "CEILING": grown,
    "MOD": lambda value, divisor: value - divisor * cut(value / divisor),
    "TEXT": texted,
    "UPPER": lambda text: text.upper(),
    "LOWER": lambda text: text.lower(),
    "TRIM": lambda text: text.lstrip(" ").rstrip(" "),
    "LEFT": lambda text, count: taken(text, 1, int(count)),
    "RIGHT": lambda text, count: taken(text[::-1], 1, int(count))[::-1],
    "MID": lambda text, start, count: taken(text, max(int(start), 1), int(count)),
    "LEN": lambda text: Fraction(len(text)),
    "CONTAINS": lambda text, part: text.find(part) >= 0,
    "BEGINS": lambda text, part: taken(text, 1, len(part)) == part,
    "SUBSTITUTE": lambda text, old, new: new.join(text.split(old)) if old else text,
    "ADDMONTHS": add_months,
    "EDATE": edate,
    "MONTHS_BETWEEN": months_between,
    "DAYS": lambda end, start: Fraction(end.toordinal() - start.toordinal()),
    "DATE": dated_from,
    "YEAR": lambda day: Fraction(int(day.isoformat()[:4])),
    "MONTH": lambda day: Fraction(int(day.isoformat()[5:7])),
    "DAY": lambda day: Fraction(int(day.isoformat()[8:])),
}
