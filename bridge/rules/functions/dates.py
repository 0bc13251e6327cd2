"""Functions of dates."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from bridge.model.calendar import add_months, add_months_sticky, days_in
from bridge.rules.functions import signature
from bridge.rules.functions.signature import Function, plain, whole
from bridge.rules.language.exactness import OutOfReach
from bridge.rules.types import DATE, integer

#: Months between the first and the last day of the calendar.
_MONTHS = integer(6)
_DAYS = integer(7)
_MONTHS_OF_YEAR = 12
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OUTSIDE = "the day would lie outside the years 1 to 9999"


def later(day: date, span: timedelta) -> date:
    """Return the day that a span leads to; OutOfReach if the calendar has no such day."""
    try:
        return day + span
    except OverflowError as error:
        raise OutOfReach(_OUTSIDE) from error


def moved(day: date, days: int | Decimal) -> date:
    """Return the day so many days later; OutOfReach if the calendar has no such day."""
    try:
        return day + timedelta(int(days))
    except OverflowError as error:
        raise OutOfReach(_OUTSIDE) from error


def moved_back(day: date, days: int | Decimal) -> date:
    """Return the day so many days earlier; OutOfReach if the calendar has no such day."""
    return moved(day, -days)


def days_between(end: date, start: date) -> int:
    """Return how many days `end` lies after `start`."""
    return (end - start).days


#: How the quick code moves by whole months: it raises ValueError outside of the calendar.
BY_MONTHS: Mapping[str, Callable[[date, int], date]] = {
    "ADDMONTHS": add_months_sticky,
    "EDATE": add_months,
}


def _by_months(move: Callable[[date, int], date]) -> Callable[[date, int | Decimal], date]:
    def moved_by_months(day: date, count: int | Decimal) -> date:
        try:
            return move(day, int(count))
        except (ValueError, OverflowError) as error:
            raise OutOfReach(_OUTSIDE) from error

    return moved_by_months


def _months_between(start: date, end: date) -> int:
    """Return the largest n for which EDATE(start, n) is not after `end`; negative if reversed."""
    months = (end.year - start.year) * _MONTHS_OF_YEAR + end.month - start.month
    is_cut_short = end.day < start.day and end.day < days_in(end.year, end.month)
    return months - 1 if is_cut_short else months


def _date(year: int | Decimal, month: int | Decimal, day: int | Decimal) -> date:
    parts = int(year), int(month), int(day)
    try:
        return date(*parts)
    except (ValueError, OverflowError) as error:
        raise OutOfReach(f"there is no day {'-'.join(map(str, parts))}") from error


def _year(day: date) -> int:
    return day.year


def _month(day: date) -> int:
    return day.month


def _day(day: date) -> int:
    return day.day


def _weekday(day: date) -> int:
    """Return 1 for a Sunday to 7 for a Saturday, as Salesforce counts."""
    return day.isoweekday() % 7 + 1


def _date_value(text: str) -> date:
    if not _ISO_DAY.fullmatch(text):
        raise OutOfReach("a text is no day such as 2026-01-31")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise OutOfReach(f"there is no day {text}") from error


_OF_DATE = signature.date

DATES: tuple[Function, ...] = (
    Function(
        form="ADDMONTHS(date, months)",
        least=2,
        most=2,
        typing=plain(DATE, _OF_DATE, whole),
        run=_by_months(BY_MONTHS["ADDMONTHS"]),
    ),
    Function(
        form="EDATE(date, months)",
        least=2,
        most=2,
        typing=plain(DATE, _OF_DATE, whole),
        run=_by_months(BY_MONTHS["EDATE"]),
    ),
    Function(
        form="MONTHS_BETWEEN(start, end)",
        least=2,
        most=2,
        typing=plain(_MONTHS, _OF_DATE, _OF_DATE),
        run=_months_between,
    ),
    Function(
        form="DAYS(end, start)",
        least=2,
        most=2,
        typing=plain(_DAYS, _OF_DATE, _OF_DATE),
        run=days_between,
    ),
    Function(
        form="DATE(year, month, day)",
        least=3,
        most=3,
        typing=plain(DATE, whole, whole, whole),
        run=_date,
    ),
    Function(
        form="DATEVALUE(text)",
        least=1,
        most=1,
        typing=plain(DATE, signature.text),
        run=_date_value,
    ),
    Function(form="YEAR(date)", least=1, most=1, typing=plain(integer(4), _OF_DATE), run=_year),
    Function(form="MONTH(date)", least=1, most=1, typing=plain(integer(2), _OF_DATE), run=_month),
    Function(form="DAY(date)", least=1, most=1, typing=plain(integer(2), _OF_DATE), run=_day),
    Function(
        form="WEEKDAY(date)", least=1, most=1, typing=plain(integer(1), _OF_DATE), run=_weekday
    ),
)
