"""When a digest is sent, when something is tried again, and when nobody tries any more."""

from datetime import datetime, time, timedelta

#: The first pause after a try that failed; each later one is twice as long.
_FIRST_PAUSE = timedelta(seconds=30)
_PAUSE_MAX = timedelta(hours=6)
#: What nobody took for so long, nobody waits for; it stays in the log, to be sent by hand.
GIVEN_UP_AFTER = timedelta(hours=24)
#: Tries until the longest pause is reached.
_DOUBLINGS_MAX = 10


def next_try(attempts: int, now: datetime) -> datetime:
    """
    Return when to try again after so many tries.

    >>> from datetime import UTC
    >>> next_try(2, datetime(2026, 9, 1, 12, 0, tzinfo=UTC)).isoformat()
    '2026-09-01T12:01:00+00:00'
    """
    doublings: int = 2 ** min(max(attempts - 1, 0), _DOUBLINGS_MAX)
    return now + min(_FIRST_PAUSE * doublings, _PAUSE_MAX)


def next_digest(at: time, now: datetime) -> datetime:
    """
    Return the next moment of a time of day, in UTC.

    >>> from datetime import UTC
    >>> next_digest(time(7, 0), datetime(2026, 9, 1, 7, 0, tzinfo=UTC)).isoformat()
    '2026-09-02T07:00:00+00:00'
    """
    today = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)
