"""Notes: which deals are to be read, and whether a reading is still the latest that there is."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from bridge.adapters.store.tables import DealRow, RereadRow
from bridge.model.calendar import Clock
from bridge.model.ids import DealId


@dataclass(frozen=True, slots=True)
class Note:
    """What a reading goes by: the last note of the deal, and how many readings came before it."""

    number: int
    readings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRead:
    """A deal that is to be read; `noted` goes back with what came of the reading."""

    deal: DealId
    noted: Note


class NoteRows:
    """Notes of deals, within one transaction."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def to_read(self) -> tuple[ToRead, ...]:
        """Return the deals that changed at their origin, and those whose records are incomplete."""
        pending = select(RereadRow.deal).where(col(RereadRow.noted) > col(RereadRow.answered))
        incomplete = select(DealRow.id).where(col(DealRow.waiting_since).is_not(None))
        deals = sorted({*self._session.exec(pending), *self._session.exec(incomplete)})
        known = {row.deal: row for row in self._session.exec(select(RereadRow))}
        return tuple(ToRead(deal=DealId(deal), noted=_note(known.get(deal))) for deal in deals)

    def add(self, deals: Iterable[DealId]) -> None:
        """Note deals that are to be read."""
        for deal in dict.fromkeys(deals):
            row = self._row(deal)
            row.noted += 1
            row.noted_at = self._clock()
            self._session.add(row)

    def is_stale(self, deal: DealId, note: Note | None) -> bool:
        """Say whether another reading was recorded since this one began; never without a note."""
        row = self._session.get(RereadRow, deal)
        return note is not None and _note(row).readings != note.readings

    def answer(self, deal: DealId, note: Note | None = None) -> None:
        """
        Strike out the note that a reading answers, and count the reading.

        A note that was made since stays; so does everything if the reading is stale. Without a
        note the latest is answered.
        """
        if self.is_stale(deal, note):
            return
        row = self._row(deal)
        row.answered = max(row.answered, row.noted if note is None else note.number)
        row.readings += 1
        self._session.add(row)

    def _row(self, deal: DealId) -> RereadRow:
        row = self._session.get(RereadRow, deal)
        return row or RereadRow(deal=deal, noted=0, answered=0, readings=0, noted_at=self._clock())


def _note(row: RereadRow | None) -> Note:
    return Note(row.noted, row.readings) if row else Note(0, 0)
