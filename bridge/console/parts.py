"""What the pages may use: handed in once when the console is built."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import HTTPConnection

from bridge.adapters.store.database import Store
from bridge.flow.rulebook.editions import Edition
from bridge.flow.sync import Ends
from bridge.model.calendar import Clock
from bridge.people.roles import Reader
from bridge.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """The parts of the console; a page asks these, and nothing else."""

    ends: Ends
    settings: Settings
    edition: Callable[[], Edition]  #: the rules in force now
    #: Names and ports under which people reach it; the server that serves it adds its own.
    hosts: frozenset[str] = frozenset()
    guest: Reader | None = None  #: who reads without having signed in: in the demo alone

    @property
    def store(self) -> Store:
        """The books; each request opens its own transaction in them."""
        return self.ends.store

    @property
    def clock(self) -> Clock:
        """The clock of the bridge, in UTC."""
        return self.ends.clock


def console_of(connection: HTTPConnection) -> Console:
    """Return the console that a request came to."""
    console: Console = connection.app.state.console
    return console
