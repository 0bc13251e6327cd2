"""Date words of the query language, as ranges of days in the org's time zone; parts of dates."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bridge.sandbox.salesforce.soql.language.grammar import DateWord
from bridge.sandbox.salesforce.wire import moment_text

Days = tuple[date, date]  # first day, and the first day after the range

_DAY = timedelta(days=1)


def _from(first: date, days: int) -> Days:
    return first, first + timedelta(days=days)


def _month(day: date, shift: int) -> date:
    """Return the first day of the month so many months away."""
    years, month = divmod(day.year * 12 + day.month - 1 + shift, 12)
    return date(years, month + 1, 1)


def _months(day: date, shift: int) -> Days:
    return _month(day, shift), _month(day, shift + 1)


def _years(day: date, shift: int) -> Days:
    return date(day.year + shift, 1, 1), date(day.year + shift + 1, 1, 1)


def _week(day: date, shift: int) -> Days:
    """Return the week so many weeks away; it begins on Sunday."""
    return _from(day - (day.isoweekday() % 7) * _DAY + 7 * shift * _DAY, 7)


def _quarter(day: date, shift: int) -> date:
    """Return the first day of the quarter so many quarters away."""
    return _month(day, 3 * shift - (day.month - 1) % 3)


def _quarters(day: date, shift: int) -> Days:
    return _quarter(day, shift), _quarter(day, shift + 1)


WORDS: Mapping[str, Callable[[date], Days]] = {
    "YESTERDAY": lambda today: _from(today - _DAY, 1),
    "TODAY": lambda today: _from(today, 1),
    "TOMORROW": lambda today: _from(today + _DAY, 1),
    "LAST_WEEK": lambda today: _week(today, -1),
    "THIS_WEEK": lambda today: _week(today, 0),
    "NEXT_WEEK": lambda today: _week(today, 1),
    "LAST_QUARTER": lambda today: _quarters(today, -1),
    "THIS_QUARTER": lambda today: _quarters(today, 0),
    "NEXT_QUARTER": lambda today: _quarters(today, 1),
    "LAST_90_DAYS": lambda today: (today - 90 * _DAY, today + _DAY),
    "NEXT_90_DAYS": lambda today: (today + _DAY, today + 91 * _DAY),
    "LAST_MONTH": lambda today: _months(today, -1),
    "THIS_MONTH": lambda today: _months(today, 0),
    "NEXT_MONTH": lambda today: _months(today, 1),
    "LAST_YEAR": lambda today: _years(today, -1),
    "THIS_YEAR": lambda today: _years(today, 0),
    "NEXT_YEAR": lambda today: _years(today, 1),
}

WORDS_WITH_COUNT: Mapping[str, Callable[[date, int], Days]] = {
    "LAST_N_DAYS": lambda today, count: (today - count * _DAY, today + _DAY),
    "NEXT_N_DAYS": lambda today, count: (today + _DAY, today + (count + 1) * _DAY),
    "N_DAYS_AGO": lambda today, count: _from(today - count * _DAY, 1),
    "LAST_N_WEEKS": lambda today, count: (_week(today, -count)[0], _week(today, 0)[0]),
    "NEXT_N_WEEKS": lambda today, count: (_week(today, 1)[0], _week(today, count + 1)[0]),
    "LAST_N_MONTHS": lambda today, count: (_month(today, -count), _month(today, 0)),
    "NEXT_N_MONTHS": lambda today, count: (_month(today, 1), _month(today, count + 1)),
    "LAST_N_QUARTERS": lambda today, count: (_quarter(today, -count), _quarter(today, 0)),
    "NEXT_N_QUARTERS": lambda today, count: (_quarter(today, 1), _quarter(today, count + 1)),
    "LAST_N_YEARS": lambda today, count: (_years(today, -count)[0], _years(today, 0)[0]),
    "NEXT_N_YEARS": lambda today, count: (_years(today, 1)[0], _years(today, count)[1]),
}


def days_of(word: DateWord, now: datetime, time_zone: str) -> Days:
    """Return the range that a date word means now; raises OverflowError beyond the calendar."""
    today = now.astimezone(ZoneInfo(time_zone)).date()
    if word.word in WORDS:
        return WORDS[word.word](today)
    return WORDS_WITH_COUNT[word.word](today, word.count)


def start_of(day: date, time_zone: str) -> str:
    """Return the stored form of the moment at which a day begins in the org's time zone."""
    return moment_text(datetime.combine(day, time(), ZoneInfo(time_zone)).astimezone(UTC))


#: Parts of a date that are numbers; the org's fiscal year begins in January.
NUMBERS: Mapping[str, Callable[[date], int]] = {
    "CALENDAR_YEAR": lambda day: day.year,
    "CALENDAR_QUARTER": lambda day: (day.month + 2) // 3,
    "CALENDAR_MONTH": lambda day: day.month,
    "FISCAL_YEAR": lambda day: day.year,
    "FISCAL_QUARTER": lambda day: (day.month + 2) // 3,
    "FISCAL_MONTH": lambda day: day.month,
    "DAY_IN_MONTH": lambda day: day.day,
    "DAY_IN_WEEK": lambda day: day.isoweekday() % 7 + 1,
    "DAY_IN_YEAR": lambda day: day.timetuple().tm_yday,
    "WEEK_IN_MONTH": lambda day: (day.day + 6) // 7,
    "WEEK_IN_YEAR": lambda day: (day.timetuple().tm_yday + 6) // 7,
}
#: Parts that only a moment has; like the others they are those of the moment in UTC.
OF_MOMENTS = ("DAY_ONLY", "HOUR_IN_DAY")
PARTS = frozenset({*NUMBERS, *OF_MOMENTS})


def part_of(function: str, text: str) -> str | Decimal:
    """
    Return a part of a stored date or moment.

    >>> part_of("DAY_IN_WEEK", "2026-11-22"), part_of("DAY_ONLY", "2026-11-22T01:10:00.000+0000")
    (Decimal('1'), '2026-11-22')
    """
    if function == "DAY_ONLY":
        return text[:10]
    if function == "HOUR_IN_DAY":
        return Decimal(text[11:13])
    return Decimal(NUMBERS[function](date.fromisoformat(text[:10])))
