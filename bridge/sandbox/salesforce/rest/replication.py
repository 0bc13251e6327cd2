"""
What changed and what was deleted in a span of time: getUpdated and getDeleted.

Seconds of the span are cut off; it includes its start, and its end as the
org's setting `replication_end` says. `latestDateCovered`
is where the next span has to begin: never later than now, and earlier by the org's setting
`replication_lag_s`, as in an org where a long transaction is under way.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bridge.sandbox.salesforce.errors import ApiError, bad
from bridge.sandbox.salesforce.rest.call import Answer, Call, World, argument
from bridge.sandbox.salesforce.store import Row
from bridge.sandbox.salesforce.wire import moment_text

REACH = timedelta(days=30)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _Span:
    start: str
    covered: str
    last: bool  #: whether the moment at its end belongs to it

    def holds(self, row: Row) -> bool:
        stamp = str(row["SystemModstamp"])
        return self.start <= stamp < self.covered or (self.last and stamp == self.covered)


def updated(world: World, call: Call) -> Answer:
    """List the ids of records that were created or changed and still are there."""
    schema = world.schema(call.path[1])
    span = _span(world, call)
    rows = world.store.rows(schema.name, deleted=False)
    ids = [row["Id"] for row in rows if span.holds(row)]
    return Answer(200, {"ids": ids, "latestDateCovered": span.covered})


def deleted(world: World, call: Call) -> Answer:
    """List the records that were deleted, with the moment; those from the emptied bin too."""
    schema = world.schema(call.path[1])
    span = _span(world, call)
    earliest = max(moment_text(world.clock.now() - REACH), world.store.log_begins)
    if span.start < world.store.log_begins:
        raise _wrong("startDate is before the earliest date of the delete log, which was purged")
    found = [
        {"id": row["Id"], "deletedDate": row["SystemModstamp"]}
        for row in world.store.tombstones(schema.name)
        if span.holds(row)
    ]
    return Answer(
        200,
        {
            "deletedRecords": found,
            "earliestDateAvailable": earliest,
            "latestDateCovered": span.covered,
        },
    )


def _span(world: World, call: Call) -> _Span:
    """Read the span; raises ApiError INVALID_REPLICATION_DATE."""
    start, end = (_minute(call, name) for name in ("start", "end"))
    now = world.clock.now()
    if end < start + _MINUTE:
        raise _wrong("endDate must be at least one minute greater than startDate")
    if start < now - REACH - _MINUTE:
        raise _wrong("startDate cannot be more than 30 days ago")
    if start > now:
        raise _wrong("startDate cannot be in the future")
    horizon = now - timedelta(seconds=world.org.replication_lag_s)
    covered = min(end, horizon.replace(second=0, microsecond=0))
    last = world.org.replication_end == "inclusive"
    return _Span(moment_text(start), moment_text(max(start, covered)), last)


def _minute(call: Call, name: str) -> datetime:
    given = argument(call, name)
    try:
        moment = datetime.fromisoformat(given)
        moment_text(moment)
    except (ValueError, OverflowError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise _wrong(f"{name} is not a date and time with its zone: {given[:40]}")
    return moment.replace(second=0, microsecond=0)


def _wrong(message: str) -> ApiError:
    return bad("INVALID_REPLICATION_DATE", message)
