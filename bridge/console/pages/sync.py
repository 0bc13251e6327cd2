"""Sync: whether the daemon is at work, how far it has read, and what waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bridge.console.visits import Visit, needs
from bridge.flow.watching.passes import Watched, watched
from bridge.people.roles import Permission

router = APIRouter(prefix="/sync")


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
    every_s: int
    now: datetime


@router.get("")
def feed(visit: Annotated[Visit, needs(Permission.SEE)]) -> Response:
    """Show how the feed stands."""
    every_s = visit.console.settings.sync.every_s
    with visit.console.store.reading() as view:
        found = watched(view, every_s)
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
    page = Page(feed=found, runs=runs, every_s=every_s, now=visit.console.clock())
    return visit.shows("sync/page.html", page)
