"""The date words of the query language, as ranges of days in the org's time zone."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bridge.sandbox.salesforce.soql.grammar import DateWord
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


WORDS: Mapping[str, Callable[[date], Days]] = {
    "YESTERDAY": lambda today: _from(today - _DAY, 1),
    "TODAY": lambda today: _from(today, 1),
    "TOMORROW": lambda today: _from(today + _DAY, 1),
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
