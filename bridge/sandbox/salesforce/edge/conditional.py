"""
Requests that are to be answered only if something changed, or did not.

Dates count for descriptions, and for rows of Account, which alone have an ETag besides; the other
objects take no notice, and neither does a deletion.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

from bridge.sandbox.salesforce.errors import ApiError
from bridge.sandbox.salesforce.objects import ObjectSchema
from bridge.sandbox.salesforce.rest.call import Answer
from bridge.sandbox.salesforce.store import Row

TAGGED = "Account"  # the one object whose rows have an ETag
_READS = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class State:
    """What a condition is about."""

    modified: datetime
    tag: str | None = None

    def headers(self) -> Mapping[str, str]:
        """Return what an answer says of the state."""
        said = {"Last-Modified": format_datetime(self.modified.astimezone(UTC), usegmt=True)}
        return said if self.tag is None else {"ETag": self.tag, **said}


def state_of(schema: ObjectSchema, row: Row) -> State | None:
    """Return the state of a row, None where conditions do not count for its object."""
    if schema.name != TAGGED:
        return None
    stamp = str(row["SystemModstamp"])
    # The text, not the moment alone: two changes in one second are two states.
    written = repr(sorted((name, str(row.get(name))) for name in schema.fields))
    tag = hashlib.sha256(written.encode()).hexdigest()[:28]
    return State(datetime.fromisoformat(stamp), f'"{tag}"')


def unless_unchanged(
    method: str, headers: Mapping[str, str], state: State, answer: Answer
) -> Answer:
    """Return the answer with what it says of the state, 304 without it; raises ApiError 412."""
    check(method, headers, state)
    if _unchanged(method, headers, state):
        return Answer(304, headers=state.headers())
    return replace(answer, headers={**answer.headers, **state.headers()})


def check(method: str, headers: Mapping[str, str], state: State) -> None:
    """Raise ApiError 412 where the state is not the one that the caller counts on."""
    wanted = headers.get("If-Match")
    since = _date(headers.get("If-Unmodified-Since"))
    other = wanted is not None and not _names(wanted, state)
    changed = since is not None and _whole(state.modified) > since
    # A write under If-None-Match is for the one who wants to create.
    taken = method not in _READS and _names(headers.get("If-None-Match", ""), state)
    if other or changed or taken:
        message = "The request was not executed because a precondition was not met."
        raise ApiError(412, "PRECONDITION_FAILED", message)


def _unchanged(method: str, headers: Mapping[str, str], state: State) -> bool:
    if method not in _READS:
        return False
    known = headers.get("If-None-Match")
    if known is not None and state.tag is not None:
        return _names(known, state)
    since = _date(headers.get("If-Modified-Since"))
    return since is not None and _whole(state.modified) <= since


def _names(given: str, state: State) -> bool:
    """Tell whether a list of tags names the state; compressed answers have tags of their own."""
    tags = {tag.strip().removeprefix("W/").replace('-gzip"', '"') for tag in given.split(",")}
    return state.tag is not None and bool(tags & {"*", state.tag})


def _date(text: str | None) -> datetime | None:
    """Read a date of HTTP; one that cannot be read counts as not given."""
    try:
        read = parsedate_to_datetime(text or "")
    except (ValueError, OverflowError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _whole(moment: datetime) -> datetime:
    return moment - timedelta(microseconds=moment.microsecond)
