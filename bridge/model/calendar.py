"""
Days of service, accounting periods and month arithmetic.

A `Term` is half open: the day `end` is the first one not served. Vendors' inclusive end dates
become terms in the mappers and nowhere else.
"""

from bisect import bisect_left, bisect_right
from calendar import isleap
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Self

#: The present as an aware UTC datetime; handed in, so that tests own the time.
Clock = Callable[[], datetime]
#: Waits that many seconds; handed in for the same reason.
Sleep = Callable[[float], None]

_A_DAY = timedelta(days=1)
#: The last day that every month has; only behind it does the length of a month matter.
_IN_EVERY_MONTH = 28
_FEBRUARY = 2
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """Days of service, half open: the day `end` is the first one not served."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(f"a term must hold a day: {self.start}..{self.end}")

    @classmethod
    def inclusive(cls, first: date, last: date) -> Self:
        """Return the term from the first to the last day served; ValueError if last < first."""
        return cls(first, last + _A_DAY)

    def __str__(self) -> str:
        """Return both days of service that bound it, as people read them."""
        return f"{self.start} to {self.last}"

    @property
    def last(self) -> date:
        """The last day served."""
        return self.end - _A_DAY

    @property
    def days(self) -> int:
        """How many days are served."""
        return (self.end - self.start).days

    def overlap(self, other: "Term") -> int:
        """Return how many days two terms share."""
        return max(0, (min(self.end, other.end) - max(self.start, other.start)).days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """An accounting period; `name` is what the ledger and reports call it, such as "2026-01"."""

    name: str
    term: Term
    closed: bool = False


def months(first: date, last: date) -> tuple[Period, ...]:
    """Return the calendar months from that of `first` to that of `last`, as open periods."""
    return _months(first.replace(day=1), last.replace(day=1))


@lru_cache(maxsize=1024)
def _months(start: date, last: date) -> tuple[Period, ...]:
    """Return the months between two first days, once for all deals that last as long."""
    periods = []
    while start <= last:
        end = add_months(start, 1)
        periods.append(Period(name=start.isoformat()[:7], term=Term(start, end)))
        start = end
    return tuple(periods)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """Periods none of which begins before the one ahead of it is over, ready to be found."""

    periods: tuple[Period, ...]
    starts: tuple[date, ...]  #: the first day of each
    ends: tuple[date, ...]
    days: tuple[int, ...]  #: of all those ahead of each, and at last of all
    places: Mapping[str, int]  #: by name
    closed: frozenset[str]  #: their names

    def held(self, term: Term) -> tuple[Period, ...]:
        """Return the periods that hold days of a term, in order."""
        first, behind = self._span(term)
        return self.periods[first:behind]

    def covered(self, term: Term) -> int:
        """Return how many days of a term lie in periods."""
        first, behind = self._span(term)
        if first >= behind:
            return 0
        early = max(0, (term.start - self.starts[first]).days)
        late = max(0, (self.ends[behind - 1] - term.end).days)
        return self.days[behind] - self.days[first] - early - late

    def _span(self, term: Term) -> tuple[int, int]:
        return bisect_right(self.ends, term.start), bisect_left(self.starts, term.end)


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """Periods known again by being the same ones: to compare hundreds would take too long."""

    periods: tuple[Period, ...]

    def __hash__(self) -> int:
        return id(self.periods)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.periods is other.periods


def ordered(periods: Sequence[Period]) -> Ordered | None:
    """Return periods ready to be found; None of such as overlap, or are in another order."""
    # Only a tuple stays as it is.
    return _ordered(_Same(periods)) if isinstance(periods, tuple) else None


@lru_cache(maxsize=256)
def _ordered(same: _Same) -> Ordered | None:
    """Prepare the periods of a company once for all deals of a frame."""
    periods = same.periods
    places = {period.name: place for place, period in enumerate(periods)}
    follow = all(one.term.end <= other.term.start for one, other in pairwise(periods))
    if not follow or len(places) < len(periods):
        return None
    return Ordered(
        periods=periods,
        starts=tuple(period.term.start for period in periods),
        ends=tuple(period.term.end for period in periods),
        days=(0, *accumulate(period.term.days for period in periods)),
        places=places,
        closed=frozenset(period.name for period in periods if period.closed),
    )


def touched(term: Term, periods: Sequence[Period]) -> tuple[Period, ...]:
    """
    Return the periods that hold days of the term, in order.

    Raises ValueError if a day of the term lies in no period or in two.
    """
    known = ordered(periods)
    found = known.held(term) if known else _held(term, periods)
    covered = known.covered(term) if known else sum(one.term.overlap(term) for one in found)
    if covered != term.days:
        served = f"{term.days} days from {term.start} to {term.last}"
        raise ValueError(f"accounting periods cover {covered} of the {served}")
    return found


def those_of(day: date, periods: Sequence[Period]) -> Sequence[Period]:
    """Return the periods that hold a day; of a calendar without mistakes that is one."""
    known = ordered(periods)
    if known:
        return known.held(Term(day, day + _A_DAY))
    return [one for one in periods if one.term.start <= day < one.term.end]


def closed_of(periods: Sequence[Period]) -> frozenset[str]:
    """Return the names of the periods that are closed."""
    known = ordered(periods)
    return known.closed if known else frozenset(one.name for one in periods if one.closed)


def in_order(names: Collection[str], periods: Sequence[Period]) -> list[str]:
    """Return of some names those of periods, in the order of these."""
    known = ordered(periods)
    if known is None:
        return [period.name for period in periods if period.name in names]
    return sorted(known.places.keys() & names, key=known.places.__getitem__)


def _held(term: Term, periods: Sequence[Period]) -> tuple[Period, ...]:
    held = [one for one in periods if one.term.start < term.end and term.start < one.term.end]
    return tuple(sorted(held, key=lambda period: period.term))


def days_in(year: int, month: int) -> int:
    """
    Return how many days a month has, of a year of the Gregorian calendar.

    >>> days_in(2028, 2), days_in(2100, 2), days_in(2000, 2), days_in(2026, 12)
    (29, 28, 29, 31)
    """
    return 29 if month == _FEBRUARY and isleap(year) else _DAYS[month - 1]


def add_months(day: date, count: int) -> date:
    """
    Move by whole months; a day that the month does not have becomes its last day (Excel's EDATE).

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    months = day.year * 12 + day.month - 1 + count
    year, month, number = months // 12, months % 12 + 1, day.day
    if number > _IN_EVERY_MONTH:
        number = min(number, days_in(year, month))
    return date(year, month, number)


def add_months_sticky(day: date, count: int) -> date:
    """
    Move by whole months; the last day of a month stays the last day (Salesforce's ADDMONTHS).

    >>> add_months_sticky(date(2026, 2, 28), 1)
    datetime.date(2026, 3, 31)
    """
    moved = add_months(day, count)
    if day.day >= _IN_EVERY_MONTH and day.day == days_in(day.year, day.month):
        return moved.replace(day=days_in(moved.year, moved.month))
    return moved


def term_of_months(start: date, count: int) -> Term:
    """
    Return the term of so many months from `start`; 12 from 7 July end on 6 July.

    Source: NetSuite's "Rev Rec Term in Months".
    """
    return Term(start, add_months(start, count))


def term_of_days(start: date, count: int) -> Term:
    """
    Return the term of so many days; `start` is day 1 (60 from 23 June end on 21 August).

    Source: NetSuite's "Rev Rec Term in Days".
    """
    return Term(start, start + count * _A_DAY)


def term_of_periods(
    dated: date, first: date | None, last: date | None, count: int, periods: Sequence[Period]
) -> Term:
    """
    Return the term of so many accounting periods; dates that the line states win over the count.

    Without a first day it begins with the period in which the transaction is dated; without a last
    day it ends with the count-th period touched. Source: NetSuite's "Recognition Period". Raises
    ValueError if there are too few periods.
    """
    ahead = sorted(
        (period for period in periods if period.term.end > (first or dated)),
        key=lambda period: period.term,
    )
    if len(ahead) < count or not ahead or ahead[0].term.start > (first or dated):
        raise ValueError(f"there are no {count} accounting periods from {first or dated} on")
    start = first or ahead[0].term.start
    return Term.inclusive(start, last) if last else Term(start, ahead[count - 1].term.end)


def whole_months(term: Term) -> int | None:
    """
    Return how many whole months a term lasts, None where days are left over.

    >>> whole_months(Term.inclusive(date(2026, 1, 1), date(2028, 12, 31)))
    36
    """
    count = (term.end.year - term.start.year) * 12 + term.end.month - term.start.month
    return count if count > 0 and add_months(term.start, count) == term.end else None


def years(term: Term) -> Fraction:
    """
    Return how many years a term lasts: whole months of twelve, days left over of 365.

    >>> years(Term.inclusive(date(2026, 5, 17), date(2026, 12, 31))) == (
    ...     Fraction(7, 12) + Fraction(15, 365)
    ... )
    True
    """
    months_begun = (term.end.year - term.start.year) * 12 + term.end.month - term.start.month
    count = months_begun - (add_months(term.start, months_begun) > term.end)
    left = (term.end - add_months(term.start, count)).days
    return Fraction(count, 12) + Fraction(left, 365)
