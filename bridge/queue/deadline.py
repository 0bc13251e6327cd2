"""Until when somebody should have answered, counted in working days."""

from datetime import date, timedelta

#: Saturday and Sunday; holidays differ by country, and nobody is late for one more day.
_WEEKEND = frozenset({5, 6})


def due_on(since: date, working_days: int) -> date:
    """
    Return the last day on which an answer is in time.

    >>> due_on(date(2026, 3, 6), 2).isoformat()  # a Friday
    '2026-03-10'
    """
    day = since
    for _ in range(working_days):
        day += timedelta(days=1)
        while day.weekday() in _WEEKEND:
            day += timedelta(days=1)
    return day


def last_overdue(today: date, working_days: int) -> date:
    """
    Return the last day since which something is overdue today.

    >>> last_overdue(date(2026, 3, 11), 2).isoformat()  # a Wednesday: of Friday, until Tuesday
    '2026-03-08'
    """
    day = today
    while due_on(day, working_days) >= today:
        day -= timedelta(days=1)
    return day
