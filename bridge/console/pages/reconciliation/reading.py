"""How far a reading of both systems has come, and how the last one went: it asks for itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.reconciling.runs import Part, Run
from bridge.flow.reconciling import daily
from bridge.flow.reconciling.reading.progress import SYSTEMS, named

#: A page of rows takes seconds; after that long a process that reads is taken for gone.
SILENT = timedelta(minutes=5)


class Stage(StrEnum):
    """How far both systems and the statements of them are."""

    DUE = "due"  #: the daemon has begun, and no row is read
    READING = "reading"
    SILENT = "silent"  #: a reading has not ended, and nothing was heard of it for long
    STATING = "stating"  #: all is read, and the statements are not made yet
    FAILED = "failed"  #: the last reading ended early
    OVER = "over"
    NEVER = "never"  #: nothing was read yet


AT_WORK = frozenset({Stage.DUE, Stage.READING, Stage.STATING})


@dataclass(frozen=True, slots=True)
class Line:
    """How far a kind of row was read, and what people call where and what that is."""

    part: Part
    system: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is read, or what was."""

    stage: Stage
    since: datetime | None  #: when the daemon began with statements that are not made yet
    run: Run | None  #: the one that goes on, or the last one
    filters: str  #: of the page that it stands on
    is_alone: bool = False  #: whether it was asked for by itself

    @property
    def is_at_work(self) -> bool:
        """Whether it is to be looked at again in a moment."""
        return self.stage in AT_WORK

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is read, kind by kind."""
        parts = self.run.parts if self.run else ()
        return tuple(Line(one, SYSTEMS[one.system], named(one.kind)) for one in parts)


@dataclass(frozen=True, slots=True)
class Alone:
    """The card without the page around it."""

    reading: Card


def card(view: Transaction, now: datetime, filters: str) -> Card:
    """Return how reading stands."""
    tick = next(iter(view.turns.ticks(daily.NAME, 1)), None)
    since = tick.fire_at if tick and tick.finished_at is None else None
    run = next(iter(view.reconciling.runs.last(1)), None)
    return Card(stage=_stage(since, run, now), since=since, run=run, filters=filters)


def _stage(since: datetime | None, run: Run | None, now: datetime) -> Stage:
    if run and run.ended_at is None:
        return Stage.SILENT if now - run.told_at >= SILENT else Stage.READING
    if since and (run is None or run.began_at < since):
        return Stage.DUE
    if run is None:
        return Stage.NEVER
    if run.failed:
        return Stage.FAILED
    return Stage.STATING if since else Stage.OVER
