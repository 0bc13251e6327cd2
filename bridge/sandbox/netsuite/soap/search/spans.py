"""Spans of days that a search names."""

from __future__ import annotations

import calendar
from datetime import date, timedelta


def span(name: str, today: date) -> tuple[date, date]:
    """
    Return the first and the last day of a named span.

    >>> span("lastMonth", date(2026, 3, 15))
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))

    Raises:
        KeyError: no such name.
    """
    last_of_last = today.replace(day=1) - timedelta(days=1)
    spans = {
        "today": (today, today),
        "yesterday": (today - timedelta(days=1),) * 2,
        "tomorrow": (today + timedelta(days=1),) * 2,
        "thisMonth": (today.replace(day=1), _month_end(today)),
        "lastMonth": (last_of_last.replace(day=1), last_of_last),
        "thisYear": (today.replace(month=1, day=1), today.replace(month=12, day=31)),
    }
    first, last = spans[name]
    return first, last


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
