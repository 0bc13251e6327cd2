"""How readings of both systems went, kept so that every process sees how far one has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from bridge.adapters.store.reconciling.tables import ReadingRunRow

#: Readings that are remembered; who wants more has the log.
_REMEMBERED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """How far one kind of row was read: all of it, or what changed of it since a day."""

    system: str
    kind: str  #: such as "planned_row"
    since: date | None = None  #: asked was for what was saved from then on; None: for all of it
    rows: int = 0
    pages: int = 0  #: answers that held them
    known: int | None = None  #: rows that there are to be read; None where nobody has counted
    page_rows: int | None = None  #: rows of a full page; None where the system decides
    ended: bool = False

    @property
    def pages_known(self) -> int | None:
        """How many pages the known rows demand: one at least; None where it cannot be said."""
        if self.known is None or self.page_rows is None:
            return None
        return max(1, -(-self.known // self.page_rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A reading of both systems; `ended_at` is None while it goes on, or if it was killed."""

    number: int
    began_at: datetime
    told_at: datetime  #: when it was heard of last
    ended_at: datetime | None
    failed: str | None  #: what ended it before all was read
    parts: tuple[Part, ...]  #: in the order in which they were begun

    @property
    def rows(self) -> int:
        """All rows of all parts."""
        return sum(one.rows for one in self.parts)

    @property
    def pages(self) -> int:
        """All pages of all parts."""
        return sum(one.pages for one in self.parts)

    @property
    def is_whole(self) -> bool:
        """Whether all of every kind was read, and not only what changed of some."""
        return all(one.since is None for one in self.parts)


_PARTS = msgspec.json.Decoder(tuple[Part, ...])


class ReadingRuns:
    """Keeps them, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def begin(self, at: datetime) -> int:
        """Note that a reading begins; return its number. Those of long ago are forgotten."""
        last = self._session.exec(select(func.max(ReadingRunRow.id))).one()
        number = (last or 0) + 1
        self._session.add(ReadingRunRow(id=number, began_at=at, told_at=at, content="[]"))
        old = delete(ReadingRunRow).where(col(ReadingRunRow.id) <= number - _REMEMBERED)
        self._session.connection().execute(old)
        return number

    def tell(self, number: int, at: datetime, parts: Sequence[Part]) -> None:
        """Note how far a reading is; one that was forgotten meanwhile stays so."""
        row = self._session.get(ReadingRunRow, number)
        if row is not None:
            row.told_at, row.content = at, msgspec.json.encode(parts).decode()
            self._session.add(row)

    def end(self, number: int, at: datetime, failed: str | None) -> None:
        """Note that a reading has ended, and what ended it early if anything did."""
        row = self._session.get(ReadingRunRow, number)
        if row is not None:
            row.told_at = row.ended_at = at
            row.failed = failed
            self._session.add(row)

    def last(self, count: int) -> tuple[Run, ...]:
        """Return the last readings, the latest first: so many at most."""
        query = select(ReadingRunRow).order_by(col(ReadingRunRow.id).desc()).limit(count)
        return tuple(_run(row) for row in self._session.exec(query))


def _run(row: ReadingRunRow) -> Run:
    return Run(
        number=row.id,
        began_at=row.began_at,
        told_at=row.told_at,
        ended_at=row.ended_at,
        failed=row.failed,
        parts=_PARTS.decode(row.content),
    )
