"""The day of a moment of use."""

from datetime import date

from bridge.mappers.read.row import Row

#: How the first and the last moment of a day are written that is meant as a day.
_WHOLE_DAYS = ("T00:00:00", "T23:59:59")
_UTC = ("Z", "+0000", "+00:00")


def day(row: Row, field: str) -> date | None:
    """
    Return the day of a date and time; None, with an objection, where there is none.

    The first and the last second of a day in UTC stand for that day, as Salesforce writes the
    ends of a term; any other moment belongs to the day that it is in the time zone of the org.
    """
    text = row.needed(field)
    utc, local = row.moment_days(field) if text else (None, None)
    meant = any(mark in text for mark in _WHOLE_DAYS) and text.endswith(_UTC)
    return utc if meant else local
