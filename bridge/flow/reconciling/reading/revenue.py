"""
Keeps NetSuite's revenue up to date: all of it at first, then only what may have changed.

NetSuite says of order lines, elements and plans when they were saved, to the day. What that misses,
such as what was deleted, shows in number and sum of each kind: one that differs is read as a whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bridge.adapters.netsuite.faults import SYSTEM
from bridge.adapters.netsuite.revenue.reading import HeldRows, Revenue, Tally
from bridge.adapters.netsuite.suiteql import PAGE_ROWS
from bridge.adapters.store.database import Store
from bridge.adapters.store.reconciling.rows import PLANNED, Reading
from bridge.adapters.store.reconciling.runs import Part
from bridge.flow.reconciling.reading.progress import Progress
from bridge.model.calendar import Clock

#: NetSuite's day may be another than ours, in any time zone; a save may show late.
_BACK = timedelta(days=2)
#: After that long even what has kept number and sum is read again.
WHOLE_EVERY = timedelta(days=7)
#: Pages that are kept together: each commit makes other writers wait.
_PAGES = 10


@dataclass(frozen=True, slots=True)
class Read:
    """What a reading came to."""

    rows: int
    whole: tuple[str, ...]  #: the kinds that were read as a whole


@dataclass(frozen=True, slots=True)
class RevenueReading:
    """Reads into the store; a reading that was cut off is begun again by the next one."""

    store: Store
    revenue: Revenue
    clock: Clock
    progress: Progress
    besides: tuple[HeldRows[Any], ...] = ()  #: further kinds, read like the others

    def run(self, *, whole: bool = False) -> Read:
        """
        Bring what is kept up to date, or read all of it; raises as any read of NetSuite.

        Reads may be repeated: nothing is written in NetSuite. A page for every 1,000 rows, and one
        count of each kind.
        """
        rows, wholly = 0, []
        kinds: tuple[HeldRows[Any], ...] = (
            self.revenue.order_lines,
            self.revenue.billing,
            self.revenue.elements,
            self.revenue.plans,
            self.revenue.planned,
            *self.besides,
        )
        with self.store.reading() as view:
            known = view.reconciling.revenue.readings()
        for kind in kinds:
            last, began, kept = known.get(kind.name), self.clock(), None
            if last and not whole and not self._is_due(last, began):
                kept = self._changed(kind, last)
                rows += kept.rows
            told = kind.tallies()
            if kept is None or told is None or set(told) != set(kept.tallies):
                rows += self._whole(kind, told)
                wholly.append(kind.name)
            self._note(kind.name, began, whole=kind.name in wholly)
        return Read(rows, tuple(wholly))

    @staticmethod
    def _is_due(last: Reading, now: datetime) -> bool:
        return now - last.whole_at >= WHOLE_EVERY

    def _changed(self, kind: HeldRows[Any], last: Reading) -> "_Kept":
        """Read what may have changed."""
        since = (last.read_at - _BACK).date()
        self.progress.begin(_part(kind, since=since))
        pages = [page for page in self._told(kind.changed(since)) if page]
        with self.store.transaction("revenue_read") as tx:
            if kind.name == PLANNED:
                tx.reconciling.revenue.drop_rows_without_plan()
                tx.reconciling.revenue.drop_rows_of(
                    sorted({one.plan for page in pages for one in page})
                )
            for page in pages:
                tx.reconciling.revenue.put(kind.name, page)
            kept = tx.reconciling.revenue.tallies(kind.name)
        self.progress.end()
        return _Kept(sum(map(len, pages)), kept)

    def _whole(self, kind: HeldRows[Any], told: tuple[Tally, ...] | None) -> int:
        rows, after = 0, 0
        known = None if told is None else sum(one.count for one in told)
        self.progress.begin(_part(kind, known=known))
        for pages, last in _ahead(self._told(kind.all())):
            with self.store.transaction("revenue_read") as tx:
                for number, page in enumerate(pages, start=1):
                    ends = last and number == len(pages)
                    tx.reconciling.revenue.replace(kind.name, page, after, last=ends)
                    after = page[-1].id if page else after
                    rows += len(page)
        self.progress.end()
        return rows

    def _told(self, pages: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        for page in pages:
            self.progress.took(len(page))
            yield page

    def _note(self, kind: str, began: datetime, *, whole: bool) -> None:
        with self.store.transaction("revenue_read") as tx:
            tx.reconciling.revenue.note_read(kind, began, whole=whole)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a reading of changes came to, and what is kept of the kind since."""

    rows: int
    tallies: tuple[Tally, ...]


def _part(kind: HeldRows[Any], since: date | None = None, known: int | None = None) -> Part:
    return Part(system=SYSTEM, kind=kind.name, since=since, known=known, page_rows=PAGE_ROWS)


def _ahead(
    pages: Iterator[tuple[Any, ...]],
) -> Iterator[tuple[list[tuple[Any, ...]], bool]]:
    """Yield pages by tens, and with the last ones that nothing follows."""
    held: list[tuple[Any, ...]] = []
    for page in pages:
        if len(held) == _PAGES:
            yield held, False
            held = []
        held.append(page)
    yield held, True
