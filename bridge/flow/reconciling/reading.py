"""
Keeps NetSuite's revenue up to date: all of it at first, then only what may have changed.

NetSuite says of order lines, elements and plans when they were saved, to the day. What that misses,
such as what was deleted, shows in number and sum of each kind: one that differs is read as a whole.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bridge.adapters.netsuite.revenue.reading import HeldRows, Revenue
from bridge.adapters.store.database import Store
from bridge.adapters.store.reconciling.rows import PLANNED, Reading
from bridge.model.calendar import Clock

#: NetSuite's day may be another than ours, in any time zone; a save may show late.
_BACK = timedelta(days=2)
#: After that long even what has kept number and sum is read again.
WHOLE_EVERY = timedelta(days=7)
#: Pages that are kept together: each commit makes other writers wait.
_PAGES = 10

#: Hears of a kind of row, and how many of it were read so far.
Heard = Callable[[str, int], None]


def unheard(_kind: str, _rows: int) -> None:
    """Show nothing."""


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
    heard: Heard = unheard

    def run(self, *, whole: bool = False) -> Read:
        """
        Bring what is kept up to date, or read all of it; raises as any read of NetSuite.

        Reads may be repeated: nothing is written in NetSuite.
        """
        rows, wholly = 0, []
        kinds: tuple[HeldRows[Any], ...] = (
            self.revenue.order_lines,
            self.revenue.billing,
            self.revenue.elements,
            self.revenue.plans,
            self.revenue.planned,
        )
        with self.store.reading() as view:
            known = view.reconciling.revenue.readings()
        for kind in kinds:
            last = None if whole else known.get(kind.name)
            began = self.clock()
            read = self._changed(kind, last) if last and not self._is_due(last, began) else None
            if read is None:
                read = self._whole(kind)
                wholly.append(kind.name)
            self._note(kind.name, began, whole=kind.name in wholly)
            rows += read
        return Read(rows, tuple(wholly))

    @staticmethod
    def _is_due(last: Reading, now: datetime) -> bool:
        return now - last.whole_at >= WHOLE_EVERY

    def _changed(self, kind: HeldRows[Any], last: Reading) -> int | None:
        """Read what may have changed; None where what is kept is not what NetSuite holds."""
        since = (last.read_at - _BACK).date()
        pages = [page for page in kind.changed(since) if page]
        with self.store.transaction("revenue_read") as tx:
            if kind.name == PLANNED:
                tx.reconciling.revenue.drop_rows_without_plan()
                tx.reconciling.revenue.drop_rows_of(
                    sorted({one.plan for page in pages for one in page})
                )
            for page in pages:
                tx.reconciling.revenue.put(kind.name, page)
            kept = tx.reconciling.revenue.tallies(kind.name)
        told = kind.tallies()
        rows = sum(map(len, pages))
        self.heard(kind.name, rows)
        return rows if told is not None and set(told) == set(kept) else None

    def _whole(self, kind: HeldRows[Any]) -> int:
        rows, after = 0, 0
        for pages, last in _ahead(kind.all()):
            with self.store.transaction("revenue_read") as tx:
                for number, page in enumerate(pages, start=1):
                    ends = last and number == len(pages)
                    tx.reconciling.revenue.replace(kind.name, page, after, last=ends)
                    after = page[-1].id if page else after
                    rows += len(page)
            self.heard(kind.name, rows)
        return rows

    def _note(self, kind: str, began: datetime, *, whole: bool) -> None:
        with self.store.transaction("revenue_read") as tx:
            tx.reconciling.revenue.note_read(kind, began, whole=whole)


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
