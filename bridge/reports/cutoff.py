"""The moment up to which a report counts: the end of a day, in UTC as the ledger dates entries."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self

from bridge.errors import Misconfigured
from bridge.model.calendar import Term, add_months

_MONTH = re.compile(r"(\d{4})-(\d\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cutoff:
    """A moment, and the day whose end it is; None: it is the present."""

    moment: datetime
    day: date | None = None

    @classmethod
    def of(cls, day: date | None, now: datetime) -> Self:
        """Return the end of a day, or the present; Misconfigured for a day that is not over."""
        if day is None:
            return cls(now)
        if day >= now.date():
            raise Misconfigured(
                f"{day} is not over: in UTC it is {now:%Y-%m-%d %H:%M}",
                where="--as-of",
                act="name an earlier day, or leave it out for the present",
            )
        return cls(last_moment(day), day)

    def __str__(self) -> str:
        """Say up to when."""
        if self.day is not None:
            return f"the end of {self.day} (UTC)"
        return f"{self.moment:%Y-%m-%d %H:%M:%S} UTC"


def last_moment(day: date) -> datetime:
    """Return the last moment of a day in UTC, to the microsecond in which the ledger counts."""
    return datetime.combine(day, time.max, UTC)


def month_of(text: str) -> Term:
    """
    Return a month that is written as 2026-09; Misconfigured for what is none.

    >>> month_of("2026-02").last.isoformat()
    '2026-02-28'
    """
    found = _MONTH.fullmatch(text)
    try:
        first = date(int(found[1]), int(found[2]), 1) if found else None
        if first is not None:
            return Term(first, add_months(first, 1))
    except ValueError:
        pass
    raise Misconfigured(f"{text[:20]!r} is no month", where="--period", act="write it as 2026-09")


def moments_of(month: Term) -> tuple[datetime, datetime]:
    """Return the first moment of a month in UTC, and its last one."""
    return datetime.combine(month.start, time.min, UTC), last_moment(month.end - timedelta(days=1))
