"""
Tells how far a reading of both systems has come: to whoever hears it, and to the store.

What the store has of it is seen by every process: a page shows what the daemon reads elsewhere.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from bridge.adapters.store.database import Store
from bridge.adapters.store.reconciling.runs import Part
from bridge.errors import BridgeError
from bridge.model.calendar import Clock
from bridge.telemetry import log

#: Hears of a part whenever a page of it was read.
Heard = Callable[[Part], None]

#: Pages come faster than anybody looks, and each word to the store is a commit.
_TOLD_EVERY = timedelta(seconds=1)
_CUT_OFF = "it was cut off"
#: What people call where rows are read.
SYSTEMS = {"netsuite": "NetSuite", "salesforce": "Salesforce", "books": "the books"}


def unheard(_part: Part) -> None:
    """Show nothing."""


def words(part: Part) -> str:
    """
    Say how far a part is.

    >>> words(
    ...     Part(
    ...         system="netsuite",
    ...         kind="planned_row",
    ...         rows=12000,
    ...         pages=12,
    ...         known=3100000,
    ...         page_rows=1000,
    ...     )
    ... )
    'NetSuite, planned rows: 12,000 of 3,100,000, 12 of 3,100 pages'
    >>> from datetime import date
    >>> words(Part(system="netsuite", kind="plan", since=date(2026, 2, 27), rows=7, pages=1))
    'NetSuite, plans saved since 2026-02-27: 7, 1 page'
    """
    what = f"{SYSTEMS[part.system]}, {named(part.kind)}"
    saved = f" saved since {part.since}" if part.since else ""
    return f"{what}{saved}: {_of(part.rows, part.known)}, {_pages(part)}"


def named(kind: str) -> str:
    """
    Return what people call rows of a kind.

    >>> named("planned_row"), named("opportunity")
    ('planned rows', 'opportunities')
    """
    noun = kind.replace("_", " ")
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def _of(count: int, known: int | None) -> str:
    return f"{count:,}" if known is None else f"{count:,} of {known:,}"


def _pages(part: Part) -> str:
    alone = part.pages_known is None and part.pages == 1
    return f"{_of(part.pages, part.pages_known)} {'page' if alone else 'pages'}"


class Progress:
    """One reading, part by part; `reading` begins and ends it."""

    def __init__(self, store: Store, clock: Clock, heard: Heard = unheard) -> None:
        self._store, self._clock, self._heard = store, clock, heard
        self._parts: list[Part] = []
        self._told_at = clock()
        with store.transaction("reading_run") as tx:
            self._number = tx.reconciling.runs.begin(self._told_at)

    def begin(self, part: Part) -> None:
        """Begin with a kind of row."""
        self._parts.append(part)
        self._tell()

    def took(self, rows: int, known: int | None = None) -> None:
        """Count a page of the kind that is read, and what it says of how many there are."""
        now = self._parts[-1]
        counted = now.known if known is None else known
        self._parts[-1] = replace(now, rows=now.rows + rows, pages=now.pages + 1, known=counted)
        self._heard(self._parts[-1])
        if self._clock() - self._told_at >= _TOLD_EVERY:
            self._tell()

    def end(self) -> None:
        """End with the kind that is read."""
        self._parts[-1] = part = replace(self._parts[-1], ended=True)
        self._tell()
        log().info(
            "reconciling.read",
            system=part.system,
            kind=part.kind,
            since=part.since,
            rows=part.rows,
            pages=part.pages,
        )

    def over(self, failed: str | None) -> None:
        """End the reading, and say what ended it early if anything did."""
        with self._store.transaction("reading_run") as tx:
            tx.reconciling.runs.end(self._number, self._clock(), failed)

    def _tell(self) -> None:
        self._told_at = self._clock()
        with self._store.transaction("reading_run") as tx:
            tx.reconciling.runs.tell(self._number, self._told_at, self._parts)


@contextmanager
def reading(store: Store, clock: Clock, heard: Heard = unheard) -> Iterator[Progress]:
    """Keep how a reading goes, from here to its end; what goes wrong in it is raised as it was."""
    progress = Progress(store, clock, heard)
    failed: str | None = _CUT_OFF
    try:
        yield progress
        failed = None
    except BridgeError as error:
        failed = str(error)
        raise
    finally:
        progress.over(failed)
