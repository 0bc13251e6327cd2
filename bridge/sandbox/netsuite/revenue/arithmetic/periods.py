"""Accounting periods, as plans meet them: in order, without quarters, years and adjustments."""

from __future__ import annotations

import calendar as months
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
_MONTHS = 12


class PlanFails(Exception):
    """No plan can be made; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days of service; both `first` and `last` are served."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise PlanFails(f"The end date {self.last} is before the start date {self.first}.")


@dataclass(frozen=True, slots=True)
class Period:
    """One period, from its first to its last day."""

    id: str
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def days_of(self, span: Span) -> int:
        """How many days of the span lie in it."""
        first, last = max(self.first, span.first), min(self.last, span.last)
        return max((last - first).days + 1, 0)


class Calendar:
    """All periods of an account that revenue can be planned in."""

    def __init__(self, periods: Iterable[Period]) -> None:
        self._periods = sorted(periods, key=lambda period: period.first)
        self._firsts = [period.first for period in self._periods]
        self._places = {period.id: place for place, period in enumerate(self._periods)}

    def touched(self, span: Span) -> tuple[Period, ...]:
        """
        Return the periods that hold a day of the span, in order.

        Raises:
            PlanFails: some day of the span has no period.
        """
        begin = max(bisect_right(self._firsts, span.first) - 1, 0)
        end = bisect_right(self._firsts, span.last)
        found = tuple(period for period in self._periods[begin:end] if period.days_of(span))
        if sum(period.days_of(span) for period in found) != (span.last - span.first).days + 1:
            raise PlanFails(f"Not every period from {span.first} to {span.last} is set up.")
        return found

    def all(self) -> tuple[Period, ...]:
        """Return all periods, in order."""
        return tuple(self._periods)

    def named(self, period_id: str) -> Period:
        """
        Return the period with an id.

        Raises:
            LookupError: there is none.
        """
        return self._periods[self._places[period_id]]

    def later(self, period: Period, count: int) -> Period:
        """
        Return the period that comes `count` after another.

        Raises:
            PlanFails: the calendar ends before it.
        """
        place = self._places[period.id] + count
        if place >= len(self._periods):
            raise PlanFails(f"The period {count} after that of {period.first} is not set up.")
        return self._periods[place]


def months_later(day: date, count: int) -> date:
    """
    Return the same day `count` months later, or the last day of a month that is too short.

    >>> months_later(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * _MONTHS + day.month - 1 + count, _MONTHS)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def end_of_months(first: date, count: int) -> date:
    """
    Return the last day of a term in months.

    >>> end_of_months(date(2015, 7, 7), 12)
    datetime.date(2016, 7, 6)
    """
    return months_later(first, count) - _DAY


def end_of_days(first: date, count: int) -> date:
    """
    Return the last day of a term in days; its first day is day one.

    >>> end_of_days(date(2018, 6, 23), 60)
    datetime.date(2018, 8, 21)
    """
    return first + (count - 1) * _DAY
