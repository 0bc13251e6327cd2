"""The connections to both systems, and a try of each."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter

from bridge.console.api.forms import Form
from bridge.console.pages.settings.connections import Connection, connections
from bridge.console.visits import Visit, needs
from bridge.flow.watching import connecting
from bridge.flow.watching.connecting import System
from bridge.people.roles import Permission

router = APIRouter(prefix="/connections", tags=["connections"])


class FailureForm(Form):
    """A call that came to nothing."""

    at: datetime
    says: str


class ConnectionForm(Form):
    """A system as it is reached, and how it fared since the bridge was started; no secrets."""

    system: System
    address: str
    signs_in: str
    answered_at: datetime | None
    failed: FailureForm | None
    calls: int
    limits: str

    @classmethod
    def of(cls, one: Connection) -> Self:
        """Return a connection."""
        return cls(
            system=one.system,
            address=one.address,
            signs_in=one.signs_in,
            answered_at=one.answered_at,
            failed=FailureForm(at=one.failed.at, says=one.failed.says) if one.failed else None,
            calls=one.calls,
            limits=one.limits,
        )


class ConnectionForms(Form):
    """Both connections."""

    connections: tuple[ConnectionForm, ...]


class StepForm(Form):
    """Something that was tried, and what came of it."""

    name: str
    went_well: bool
    says: str


class TryForm(Form):
    """A connection that was tried, step by step."""

    system: System
    steps: tuple[StepForm, ...]


@router.get("")
def list_connections(visit: Annotated[Visit, needs(Permission.SEE)]) -> ConnectionForms:
    """List both connections; nothing is asked of them."""
    held = connections(visit.console)
    return ConnectionForms(connections=tuple(map(ConnectionForm.of, held)))


@router.post("/{system}/test")
def test_connection(visit: Annotated[Visit, needs(Permission.RUN)], system: System) -> TryForm:
    """Try a connection; nothing is written there."""
    with visit.console.asking.take():
        steps = connecting.tried(visit.console.ends, system)
    told = (StepForm(name=one.name, went_well=one.went_well, says=one.says) for one in steps)
    return TryForm(system=system, steps=tuple(told))
