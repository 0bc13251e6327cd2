"""What stands around every page: the sidebar with its counts, and the person who reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request

from bridge.adapters.store.browsing.exception_filter import ExceptionFilter
from bridge.console.navigation import PLACES, Place, place_of
from bridge.console.parts import Console
from bridge.flow.watching import pausing
from bridge.ledger.pauses import Pause
from bridge.people.preferences import USUAL, Preferences
from bridge.people.roles import Reader
from bridge.queue.life import CaseState


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """The frame of a page."""

    reader: Reader | None = None  #: None before anybody has signed in
    places: tuple[Place, ...] = ()
    here: Place | None = None
    counts: Mapping[str, int] = field(default_factory=dict)  #: by the path of a place
    entry: int = 0  #: the last of the ledger when the page was made
    pauses: tuple[Pause, ...] = ()  #: what rests meanwhile, so that figures may be old

    @property
    def roles(self) -> str:
        """The roles of the reader, in words."""
        return ", ".join(sorted(role.words for role in self.reader.roles)) if self.reader else ""

    @property
    def theme(self) -> str:
        """Light, dark, or as the machine has it."""
        return self._prefers.theme.value

    @property
    def density(self) -> str:
        """How much stands on a screen."""
        return self._prefers.density.value

    @property
    def single_keys(self) -> bool:
        """Whether a letter alone is a command."""
        return self._prefers.single_keys

    @property
    def _prefers(self) -> Preferences:
        return self.reader.prefers if self.reader else USUAL


def shell_of(request: Request, console: Console, reader: Reader) -> Shell:
    """Return the frame for one reader."""
    with console.store.reading() as view:
        counts = view.lists.exceptions.counts(ExceptionFilter())
        entry = view.ledger.head().seq
        pauses = pausing.standing(view)
    return Shell(
        reader=reader,
        places=tuple(one for one in PLACES if reader.may(one.needs)),
        here=place_of(request.url.path),
        counts={"/exceptions": counts[CaseState.OPEN]},
        entry=entry,
        pauses=tuple(pauses.values()),
    )


#: Around a page that is shown to nobody in particular.
BARE = Shell()
