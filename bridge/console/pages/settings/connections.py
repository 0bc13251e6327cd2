"""The connections to both systems: how they are reached, how they fare, and a try of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bridge.adapters.contact import Failure
from bridge.console.pages.settings.places import TABS, Tab
from bridge.console.parts import Console
from bridge.console.visits import Visit, needs
from bridge.flow.watching import connecting
from bridge.flow.watching.connecting import Step, System
from bridge.people.roles import Permission

router = APIRouter(prefix="/settings/connections")


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A system as it is reached; no secret is among this."""

    system: System
    address: str
    signs_in: str  #: how, in words
    answered_at: datetime | None  #: None: nothing was asked since the bridge was started
    failed: Failure | None  #: the last time, since then
    calls: int  #: since then
    limits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Both connections, and what came of a try."""

    connections: tuple[Connection, ...]
    tried: System | None = None
    steps: tuple[Step, ...] = ()
    tabs: tuple[Tab, ...] = TABS


@router.get("")
def show(visit: Annotated[Visit, needs(Permission.SEE)]) -> Response:
    """Show both connections; nothing is asked of them."""
    page = Page(connections=tuple(connections(visit.console)))
    return visit.shows("settings/connections.html", page)


@router.post("/{system}/test")
def test(visit: Annotated[Visit, needs(Permission.RUN)], system: System) -> Response:
    """Try a connection, and show what came of each step; nothing is written there."""
    with visit.console.asking.take():
        steps = connecting.tried(visit.console.ends, system)
    page = Page(connections=tuple(connections(visit.console)), tried=system, steps=steps)
    return visit.shows("settings/connections.html", page)


def connections(console: Console) -> Iterator[Connection]:
    """Yield both connections as they are set up, and as they fared since the bridge was started."""
    ends, settings = console.ends, console.settings
    org, account = settings.salesforce, settings.netsuite
    quota = ends.salesforce.quota
    used = f"{quota.used:,} of {quota.allowed:,} calls of the day" if quota else "not told yet"
    yield Connection(
        system=System.SALESFORCE,
        address=org.url,
        signs_in="client credentials" if org.client_secret else "a signed assertion (JWT bearer)",
        answered_at=ends.salesforce.contact.answered_at,
        failed=ends.salesforce.contact.failed,
        calls=ends.salesforce.contact.calls,
        limits=f"{used}; {org.quota_reserve:.0%} are left to people",
    )
    yield Connection(
        system=System.NETSUITE,
        address=account.address,
        signs_in="OAuth 2.0 with a certificate" if account.oauth2 else "token-based authentication",
        answered_at=ends.netsuite.contact.answered_at,
        failed=ends.netsuite.contact.failed,
        calls=ends.netsuite.calls,
        limits=f"{account.concurrency:,} writes at once of what the account allows",
    )
