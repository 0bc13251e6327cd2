"""What a field's value says: exact numbers, days, and whether somebody filled it."""

import re
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bridge.model.record import Scalar

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,4})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY_CHARS = 10
#: A Salesforce number has at most 18 digits; more of them is no figure of a deal. Within these
#: bounds decimal arithmetic is exact.
_WHOLE_DIGITS_MAX = 18
_DECIMALS_MAX = 18
_DIGITS_MAX = 28
#: What the books hold of one line; far above any deal, far below 64 bits of minor units.
AMOUNT_BOUND = Decimal(10) ** 14
#: What is longer is no number and no day of a deal: whoever sends it again and again is not to fill
#: the memory with it.
_REMEMBERED_CHARS_MAX = 64
_REMEMBERED = 4096
#: Salesforce keeps days of these years.
_YEARS = range(1700, 4001)


def is_day(text: str) -> bool:
    """Say whether a text has the form of a day, YYYY-MM-DD."""
    return _DAY.fullmatch(text) is not None


def stated_day(text: str) -> date | None:
    """Return the day of a text in the form YYYY-MM-DD; None if it has another, or is no day."""
    return _written_day(text) if len(text) == _DAY_CHARS else None


@lru_cache(_REMEMBERED)  # the days of an org's deals are few, and each is stated many times
def _written_day(text: str) -> date | None:
    return _day(text, "UTC") if is_day(text) else None


def day_of(text: str, time_zone: str = "UTC") -> date | None:
    """
    Return the day of an ISO date, or of a date and time in a time zone; None if it is neither.

    A time zone that nobody knows is read as UTC.
    """
    is_short = len(text) + len(time_zone) <= _REMEMBERED_CHARS_MAX
    return (_known_day if is_short else _day)(text, time_zone)


def _day(text: str, time_zone: str) -> date | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.year not in _YEARS:
        return None
    return (moment.astimezone(_zone(time_zone)) if moment.tzinfo else moment).date()


_known_day = lru_cache(_REMEMBERED)(_day)


def starts_a_day(text: str, time_zone: str = "UTC") -> bool:
    """
    Say whether a date and time is midnight in a time zone: then it was written there as a day.

    >>> starts_a_day("2026-01-01T08:00:00+0000", "America/Los_Angeles")
    True
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return False
    there = moment.astimezone(_zone(time_zone)) if moment.tzinfo else moment
    return there.time() == time.min


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def exact(value: Scalar) -> Decimal | None:
    """Return the exact number that a value holds, None if it holds none that a deal may have."""
    if isinstance(value, bool) or value is None:
        return None
    if type(value) is str:
        is_short = len(value) <= _REMEMBERED_CHARS_MAX
        return (_known_figure if is_short else _written_figure)(value)
    return _figure(Decimal(value))


def _written_figure(text: str) -> Decimal | None:
    return _figure(Decimal(text)) if _NUMBER.fullmatch(text) else None


_known_figure = lru_cache(_REMEMBERED)(_written_figure)  # one stands in several records of a deal


def _figure(number: Decimal) -> Decimal | None:
    if number.is_zero():
        return Decimal(0)
    return number if _is_a_figure(number) else None


def _is_a_figure(number: Decimal) -> bool:
    """Say whether a number is finite and has no more digits than exact arithmetic can carry."""
    if not number.is_finite():
        return False
    text = str(number)
    if len(text) <= _WHOLE_DIGITS_MAX and "E" not in text:
        return True  # nearly every number, so it is known without its digits
    _, digits, exponent = number.as_tuple()
    return (
        isinstance(exponent, int)
        and number.adjusted() < _WHOLE_DIGITS_MAX
        and exponent >= -_DECIMALS_MAX
        and len(digits) <= _DIGITS_MAX
    )


def plain(number: Decimal) -> Decimal:
    """Return one spelling for one number, so that 100 and 100.00 make the same deal."""
    return number.normalize()


def filled(value: Scalar, default: Scalar, *, is_text: bool) -> bool:
    """
    Say whether somebody filled a field: null, blank, 0, false and the default are unfilled.

    A field that is known to hold text is filled by "0", too: there it is a word and no amount.
    """
    if isinstance(value, Decimal) and not value.is_finite():
        return True
    if value in (None, "", False) or value == default:
        return False
    if is_text and isinstance(value, str):
        return True
    number = exact(value)
    return number is None or number != 0
