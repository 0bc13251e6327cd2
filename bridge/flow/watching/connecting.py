"""Tries the connections, step by step: who answers, as whom, and what it lets us read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bridge.adapters.netsuite.client import NetSuite
from bridge.adapters.salesforce.client import Salesforce
from bridge.errors import BridgeError
from bridge.flow import frames
from bridge.flow.sync import Ends
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
        return tuple(_salesforce(ends.salesforce, ends.clock))
    return tuple(_netsuite(ends.netsuite, ends.clock))


def _salesforce(org: Salesforce, clock: Clock) -> Iterator[Step]:
    yield _step("Sign in and ask for the time", lambda: _skew(org.ping, clock))
    yield _step("Read what tells a booking", lambda: _seen(org))
    yield _step("Read the organization", lambda: f"{(one := org.org()).currency}, {one.time_zone}")


def _netsuite(account: NetSuite, clock: Clock) -> Iterator[Step]:
    yield _step("Sign in and ask for the time", lambda: _skew(account.ping, clock))
    yield _step("Read the accounting periods", lambda: f"{len(account.periods()):,} periods")
    yield _step("Read the items", lambda: f"{len(account.codes('item')):,} items")


def _step(name: str, tries: Callable[[], str]) -> Step:
    try:
        return Step(name, went_well=True, says=tries())
    except BridgeError as error:
        return Step(name, went_well=False, says=str(error))


def _seen(org: Salesforce) -> str:
    frames.check_sight(org)
    return "the fields are there"


def _skew(ping: Clock, clock: Clock) -> str:
    theirs = ping()
    apart = abs(int((theirs - clock()).total_seconds()))
    told = f"it answered; the clocks are {apart:,} s apart"
    return told if apart <= _SKEW_MAX_S else f"{told}: set the clock of this machine"
