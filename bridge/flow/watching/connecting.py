"""Tries the connections, step by step: who answers, as whom, and what it lets us read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bridge.adapters.netsuite.client import NetSuite
from bridge.adapters.salesforce.client import Salesforce
from bridge.errors import BridgeError, Misconfigured
from bridge.flow import frames
from bridge.flow.sync.ends import Ends
from bridge.mappers.roots import ORDER, ROOTS
from bridge.mappers.write import status
from bridge.model.calendar import Clock

#: A clock that goes further wrong spoils signatures, and the window in which changes are read.
_SKEW_MAX_S = 60


class System(StrEnum):
    """The two systems."""

    SALESFORCE = "salesforce"
    NETSUITE = "netsuite"

    @property
    def words(self) -> str:
        """How people call it."""
        return {"salesforce": "Salesforce", "netsuite": "NetSuite"}[self.value]


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was tried, whether it went well, and what came of it."""

    name: str
    went_well: bool
    says: str


def tried(ends: Ends, system: System) -> tuple[Step, ...]:
    """Try a connection; nothing is written there. After a step that fails the others are tried."""
    if system is System.SALESFORCE:
        return tuple(of_salesforce(ends.salesforce, ends.clock))
    return tuple(of_netsuite(ends.netsuite, ends.clock))


def of_salesforce(org: Salesforce, clock: Clock) -> Iterator[Step]:
    """Try an org, step by step, while it is looked on."""
    yield _step("Sign in and ask for the time", lambda: _skew(org.ping, clock))
    yield _step("Read what tells a booking", lambda: _seen(org))
    yield _step("Read the organization", lambda: f"{(one := org.org()).currency}, {one.time_zone}")
    yield _step("Find the fields that it writes", lambda: _written(org))


def of_netsuite(account: NetSuite, clock: Clock) -> Iterator[Step]:
    """Try an account, step by step, while it is looked on."""
    yield _step("Sign in and ask for the time", lambda: _skew(account.ping, clock))
    yield _step("Read the accounting periods", lambda: f"{len(account.periods()):,} periods")
    yield _step("Read the items", lambda: f"{len(account.codes('item')):,} items")
    yield _step("Read the other codes", lambda: _told(account))


def _step(name: str, tries: Callable[[], str]) -> Step:
    try:
        return Step(name, went_well=True, says=tries())
    except BridgeError as error:
        return Step(name, went_well=False, says=str(error))


def _seen(org: Salesforce) -> str:
    frames.check_sight(org)
    return "the fields are there"


def _written(org: Salesforce) -> str:
    """Look for the fields that deals are told their status in; Misconfigured where one is not."""
    known = [one.object for one in ROOTS.values() if org.knows(one.object)]
    wanted = (status.STATUS_FIELD, status.IDS_FIELD)
    missing = [
        f"{name}.{field}"
        for name in known
        for field in wanted
        if field not in org.describe(name).fields
    ]
    needed = [one for one in missing if one.startswith(f"{ORDER.object}.")]
    if needed:
        raise Misconfigured(
            f"the org does not show {', '.join(needed)}", where="salesforce", act=status.NEEDED
        )
    beside = f"; {', '.join(missing)} are not, as opportunities that book would need" * bool(
        missing
    )
    return f"the fields are there{beside}"


def _told(account: NetSuite) -> str:
    """Read what rules name; what the account lacks, or does not show, is none to be compared."""
    untold = sorted({*frames.CODES} - dict(frames.codes(account)).keys())
    if not untold:
        return "all kinds are told"
    return (
        f"not told, so that wrong codes are refused when an order is posted: {', '.join(untold)}; "
        "the account has no such feature, or the role may not see them"
    )


def _skew(ping: Clock, clock: Clock) -> str:
    theirs = ping()
    apart = abs(int((theirs - clock()).total_seconds()))
    if apart > _SKEW_MAX_S:
        raise Misconfigured(
            f"it answered; the clocks are {apart:,} s apart",
            where="this machine",
            act=f"set its clock: more than {_SKEW_MAX_S} s spoil signatures, and what is read",
        )
    return f"it answered; the clocks are {apart:,} s apart"
