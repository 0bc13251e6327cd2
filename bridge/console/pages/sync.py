"""Sync: whether the daemon is at work, how far it has read, what waits, and what rests."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bridge.console.forms import Form
from bridge.console.saying import Said
from bridge.console.visits import Visit, needs
from bridge.flow.watching import pausing, rereading
from bridge.flow.watching.passes import Watched, watched
from bridge.ledger.pauses import Pause, Stream
from bridge.model.ids import DealId
from bridge.people.roles import Permission

PATH = "/sync"
router = APIRouter(prefix=PATH)
Running = Annotated[Visit, needs(Permission.RUN)]
#: What each stream does, in words.
DOES = {
    Stream.READING: "reads what changed in Salesforce, and judges deals",
    Stream.POSTING: "sends documents to NetSuite",
    Stream.WRITING_BACK: "tells Salesforce what became of its deals",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A pass: when it was due, and how long it took."""

    due: datetime
    took_s: int | None  #: None if it did not end
    is_last: bool

    @property
    def sign(self) -> str:
        """Which chip tells of it."""
        return "ok" if self.took_s is not None else "waiting" if self.is_last else "bad"

    @property
    def says(self) -> str:
        """What became of it, in words."""
        if self.took_s is not None:
            return "finished"
        return "at work, or hindered" if self.is_last else "hindered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The feed as it stands."""

    feed: Watched
    runs: tuple[Run, ...]
    streams: tuple[tuple[Stream, str, Pause | None], ...]  #: what it does, and who let it rest
    every_s: int
    now: datetime


@router.get("")
def feed(visit: Annotated[Visit, needs(Permission.SEE)]) -> Response:
    """Show how the feed stands."""
    every_s = visit.console.settings.sync.every_s
    with visit.console.store.reading() as view:
        found = watched(view, every_s)
        rests = pausing.standing(view)
    runs = tuple(
        Run(
            due=tick.fire_at,
            took_s=(tick.finished_at - tick.fire_at) // timedelta(seconds=1)
            if tick.finished_at
            else None,
            is_last=place == 0,
        )
        for place, tick in enumerate(found.passes)
    )
    page = Page(
        feed=found,
        runs=runs,
        streams=tuple((one, does, rests.get(one)) for one, does in DOES.items()),
        every_s=every_s,
        now=visit.console.clock(),
    )
    return visit.shows("sync/page.html", page)


@router.post("/streams/{stream}/pause")
def pause(visit: Running, stream: Stream, sent: Form) -> Response:
    """Let a stream rest until somebody resumes it."""
    pausing.pause(visit.console.store, stream, visit.reader.name, sent["reason"])
    return visit.goes_to(PATH, Said(f"{stream.words.capitalize()} is paused."))


@router.post("/streams/{stream}/resume")
def resume(visit: Running, stream: Stream, sent: Form) -> Response:
    """Let a stream go on with the next pass."""
    pausing.resume(visit.console.store, stream, visit.reader.name, sent["reason"])
    return visit.goes_to(PATH, Said(f"{stream.words.capitalize()} goes on with the next pass."))


@router.post("/read-again")
def read_again(visit: Running, sent: Form) -> Response:
    """Let the next pass read and judge a deal, however it stands."""
    deal = DealId(sent["deal"].strip())
    found = rereading.read_again(visit.console.store, deal, visit.reader.name, sent["reason"])
    return visit.goes_to(PATH, Said(f"Order {found.name} is read in the next pass."))
