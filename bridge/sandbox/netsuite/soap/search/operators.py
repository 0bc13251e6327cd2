"""The operators of searches: what each makes of a value of a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

Text = Callable[[str, str], bool]
Number = Callable[[Decimal, Decimal, Decimal], bool]
Day = Callable[[date, date, date], bool]

_EMPTY, _NOT_EMPTY = "empty", "notEmpty"


def _keywords(value: str, wanted: str) -> bool:
    return all(word in value for word in wanted.split())


_TEXTS: Mapping[str, Text] = {
    "is": lambda value, wanted: value == wanted,
    "isNot": lambda value, wanted: value != wanted,
    "contains": lambda value, wanted: wanted in value,
    "doesNotContain": lambda value, wanted: wanted not in value,
    "startsWith": lambda value, wanted: value.startswith(wanted),
    "doesNotStartWith": lambda value, wanted: not value.startswith(wanted),
    "hasKeywords": _keywords,
}
_NUMBERS: Mapping[str, Number] = {
    "equalTo": lambda value, first, _: value == first,
    "greaterThan": lambda value, first, _: value > first,
    "greaterThanOrEqualTo": lambda value, first, _: value >= first,
    "lessThan": lambda value, first, _: value < first,
    "lessThanOrEqualTo": lambda value, first, _: value <= first,
    "between": lambda value, first, second: first <= value <= second,
}
_DAYS: Mapping[str, Day] = {
    "on": lambda value, first, last: first <= value <= last,
    "within": lambda value, first, last: first <= value <= last,
    "after": lambda value, _, last: value > last,
    "before": lambda value, first, __: value < first,
    "onOrAfter": lambda value, first, _: value >= first,
    "onOrBefore": lambda value, _, last: value <= last,
}
T = TypeVar("T")


def text(operator: str, value: str | None, wanted: str) -> bool:
    """
    Tell whether a text is as wanted; case does not matter.

    >>> text("startsWith", "Acme", "AC"), text("empty", None, ""), text("isNot", None, "x")
    (True, True, True)
    """
    if operator in {_EMPTY, _NOT_EMPTY}:
        return (not value) is (operator == _EMPTY)
    return _TEXTS[operator]((value or "").lower(), wanted.lower())


def number(operator: str, value: Decimal | None, first: Decimal, second: Decimal) -> bool:
    """
    Tell whether a number is as wanted.

    >>> number("notLessThan", Decimal(3), Decimal(2), Decimal(0))
    True
    """
    return _compared(operator, _NUMBERS, value, (first, second))


def moment(operator: str, value: datetime | None, first: datetime, last: datetime) -> bool:
    """Tell whether a moment lies as wanted to a span of moments."""
    return _compared(operator, _DAYS, value, (first, last))


def day(operator: str, value: date | None, first: date, last: date) -> bool:
    """
    Tell whether a day lies as wanted to a span of days.

    >>> day("onOrAfter", date(2026, 1, 2), date(2026, 1, 2), date(2026, 1, 2))
    True
    """
    return _compared(operator, _DAYS, value, (first, last))


def _compared(
    operator: str,
    known: Mapping[str, Callable[..., bool]],
    value: T | None,
    span: tuple[T, T],
) -> bool:
    """Ask a known operator; `notX` is the opposite of `x`, and nothing meets either."""
    if operator in {_EMPTY, _NOT_EMPTY}:
        return (value is None) is (operator == _EMPTY)
    if value is None:
        return False
    if operator in known:
        return known[operator](value, *span)
    positive = operator.removeprefix("not")
    return not known[positive[0].lower() + positive[1:]](value, *span)
