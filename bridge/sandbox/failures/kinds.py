"""The kinds of faults: which systems know each, and what a rule of its kind has to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

SALESFORCE, NETSUITE = "salesforce", "netsuite"


class Fault(StrEnum):
    """What can happen to a request."""

    CUT_BEFORE_COMMIT = "cut_before_commit"
    CUT_AFTER_COMMIT = "cut_after_commit"
    LATE_COMMIT = "late_commit_s"
    STATUS = "status"
    HANG = "hang_s"
    SLOW = "slow_s"
    DRIP = "drip_s"
    TRUNCATE = "truncate"
    GARBLE = "garble"
    WRONG_LENGTH = "wrong_length"
    EXPIRE_TOKENS = "expire_tokens"
    EXPIRE_CURSORS = "expire_cursors"
    DUPLICATE_PAGE = "duplicate_page"
    DAILY_LIMIT = "daily_limit"
    CONCURRENT_LIMIT = "concurrent_limit"
    FAIL_ROWS = "fail_rows"
    FAIL_JOB = "fail_job"
    RECORD_CHANGED = "record_changed"
    RECORD_LOCKED = "record_locked"
    CLOSED_PERIOD = "closed_period"
    INACTIVE_ITEM = "inactive_item"
    NO_PERMISSION = "no_permission"
    DELETE_RECORD = "delete_record"
    UNDELETE_RECORD = "undelete_record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a rule of a kind has to say, and may say."""

    needs: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()
    only: str | None = None  #: the one system that knows it


_TIMED = frozenset({"seconds"})
_SIDES = frozenset({"when"})
_CUTS = frozenset({"reset"})

KINDS: Mapping[Fault, Kind] = {
    Fault.CUT_BEFORE_COMMIT: Kind(takes=_CUTS),
    Fault.CUT_AFTER_COMMIT: Kind(takes=_CUTS),
    Fault.LATE_COMMIT: Kind(needs=_TIMED, takes=_CUTS),
    Fault.STATUS: Kind(needs=frozenset({"status"}), takes=_SIDES | {"html", "json", "headers"}),
    Fault.HANG: Kind(needs=_TIMED, takes=_SIDES),
    Fault.SLOW: Kind(needs=_TIMED, takes=_SIDES),
    Fault.DRIP: Kind(needs=_TIMED),
    Fault.TRUNCATE: Kind(),
    Fault.GARBLE: Kind(),
    Fault.WRONG_LENGTH: Kind(),
    Fault.EXPIRE_TOKENS: Kind(),
    Fault.EXPIRE_CURSORS: Kind(only=SALESFORCE),
    Fault.DUPLICATE_PAGE: Kind(),
    Fault.DAILY_LIMIT: Kind(takes=frozenset({"headers"})),
    Fault.CONCURRENT_LIMIT: Kind(takes=frozenset({"headers"})),
    Fault.FAIL_ROWS: Kind(),
    Fault.FAIL_JOB: Kind(only=SALESFORCE),
    Fault.RECORD_CHANGED: Kind(only=NETSUITE),
    Fault.RECORD_LOCKED: Kind(),
    Fault.CLOSED_PERIOD: Kind(only=NETSUITE),
    Fault.INACTIVE_ITEM: Kind(only=NETSUITE),
    Fault.NO_PERMISSION: Kind(),
    Fault.DELETE_RECORD: Kind(needs=frozenset({"record"})),
    Fault.UNDELETE_RECORD: Kind(needs=frozenset({"record"}), only=SALESFORCE),
}

#: What any rule may say: whom it strikes, and how often.
CHOOSING = frozenset(
    {"fault", "system", "method", "path", "operation", "type"}
    | {"nth", "every", "probability", "seed", "times"}
)
#: Refusals in the words of the system: the request is turned down, and nothing is done.
REFUSALS = frozenset(
    {Fault.DAILY_LIMIT, Fault.CONCURRENT_LIMIT, Fault.RECORD_CHANGED, Fault.RECORD_LOCKED}
    | {Fault.CLOSED_PERIOD, Fault.INACTIVE_ITEM, Fault.NO_PERMISSION}
)


def known_by(fault: Fault, system: str) -> bool:
    """Tell whether a system knows a fault; others are never struck by it."""
    return KINDS[fault].only in (None, system)
