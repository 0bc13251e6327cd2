"""Records of a seed as values, and the few sums that all of them need."""

import calendar
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

Scalar = str | int | bool | None
#: One record of a seed: its type, its key, and its fields.
Record = dict[str, Scalar]

_A_YEAR_IN_MONTHS = 12
_CENT = Decimal("0.01")
_CENT_EXPONENT = -2
_FOUR_DIGITS = Decimal("0.0001")
_T = TypeVar("_T")


def cents(amount: Decimal) -> Decimal:
    """
    Return an amount in whole cents, half a cent up.

    >>> cents(Decimal("609.585"))
    Decimal('609.59')
    """
    return amount.quantize(_CENT, ROUND_HALF_UP)


def multiplier(months: int) -> Decimal:
    """Return the part of a yearly price that so many months are charged, with four decimals."""
    return (Decimal(months) / _A_YEAR_IN_MONTHS).quantize(_FOUR_DIGITS, ROUND_HALF_UP)


def for_months(yearly: Decimal, months: int) -> Decimal:
    """Return what a yearly price comes to for so many months, in whole cents."""
    return cents(yearly * months / _A_YEAR_IN_MONTHS)


def last_day(first: date, months: int) -> date:
    """
    Return the last day of so many months from a day on.

    >>> last_day(date(2026, 7, 15), 12).isoformat()
    '2027-07-14'
    """
    return later(first, months) - timedelta(days=1)


def later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, _A_YEAR_IN_MONTHS)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def written(amount: Decimal) -> str:
    """
    Write an amount as a seed holds it: with two decimals at least.

    >>> written(Decimal(44000)), written(Decimal("0.6244"))
    ('44000.00', '0.6244')
    """
    exponent = amount.as_tuple().exponent
    fine = isinstance(exponent, int) and exponent < _CENT_EXPONENT
    return format(amount if fine else cents(amount), "f")


def turn(choices: Sequence[_T], number: int) -> _T:
    """Return the choice whose turn it is: the choices come round again and again."""
    return choices[number % len(choices)]


def but(records: Iterable[Record], kind: str, **changed: Scalar) -> Iterator[Record]:
    """Yield the records, with other values in these fields of those of one type."""
    for record in records:
        yield record | changed if record["type"] == kind else record


def without(records: Iterable[Record], *kinds: str) -> Iterator[Record]:
    """Yield the records but for those of some types."""
    return (record for record in records if record["type"] not in kinds)
