"""
Notes: which deals are to be read, and whether a reading is still the latest that there is.

Most notes tell only that a record was saved, often by the bridge itself. Where it then reads what
was judged last, there is nothing to judge; what else a note was made for is judged in any case.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from bridge.adapters.store.tables import DealRow, RereadRow
from bridge.model.calendar import Clock
from bridge.model.ids import DealId, Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The records of a deal as they were read: digests of what tells one reading from another."""

    content: Digest  #: what may be judged of them, and the rules by which
    told: Digest  #: what the bridge wrote into them
    saved: Digest  #: when and by whom they were saved
    #: Whether the bridge saved one of them, and nobody any of them later; not kept with the rest.
    is_ours: bool = False

    def tells_nothing_new(self, last: "Reading | None") -> bool:
        """
        Say whether what was judged last is what was read, and nobody else saved it since.

        Who saves a record as it was wants it to be looked at again; what the bridge writes moves
        its stamps, too, and is seen in what is told there and in who saved it last.
        """
        if last is None or self.content != last.content:
            return False
        return self.saved == last.saved or (self.is_ours and self.told != last.told)


@dataclass(frozen=True, slots=True)
class Note:
    """What a reading goes by: the last note of the deal, and how many readings came before it."""

    number: int
    readings: int
    is_asked: bool = True  #: whether it is to be judged whatever its records say
    last: Reading | None = None  #: what was judged last, if it is to be compared with
    reading: Reading | None = None  #: what was read by this note

    @property
    def tells_nothing_new(self) -> bool:
        """Whether what was read needs no judgement."""
        if self.is_asked or self.reading is None:
            return False
        return self.reading.tells_nothing_new(self.last)


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
        waiting = {*self._session.exec(incomplete)}
        deals = sorted({*self._session.exec(pending), *waiting})
        noted = select(RereadRow).where(
            (col(RereadRow.noted) > col(RereadRow.answered)) | col(RereadRow.deal).in_(incomplete)
        )
        known = {row.deal: row for row in self._session.exec(noted)}
        return tuple(
            ToRead(deal=DealId(deal), noted=_note(known.get(deal), waits=deal in waiting))
            for deal in deals
        )

    def answered(self) -> frozenset[DealId]:
        """Return the records of which every note was read, deals or not."""
        query = select(RereadRow.deal).where(col(RereadRow.noted) <= col(RereadRow.answered))
        return frozenset(DealId(one) for one in self._session.exec(query))

    def is_to_read(self, deal: DealId) -> bool:
        """Say whether a deal is among those that are to be read."""
        note, known = self._session.get(RereadRow, deal), self._session.get(DealRow, deal)
        is_noted = note is not None and note.noted > note.answered
        return is_noted or (known is not None and known.waiting_since is not None)

    def add(self, deals: Iterable[DealId]) -> None:
        """Note deals that are to be read and judged."""
        for deal in dict.fromkeys(deals):
            row = self._noted(deal)
            row.asked = row.noted
            self._session.add(row)

    def saved(self, deals: Iterable[DealId]) -> None:
        """Note deals of which a record was saved: to be judged if that changed anything."""
        for deal in dict.fromkeys(deals):
            self._session.add(self._noted(deal))

    def _noted(self, deal: DealId) -> RereadRow:
        row = self._row(deal)
        row.noted += 1
        row.noted_at = self._clock()
        return row

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
        read = note.reading if note else None
        row.content, row.told, row.saved = (
            (read.content, read.told, read.saved) if read else (None, None, None)
        )
        self._session.add(row)

    def _row(self, deal: DealId) -> RereadRow:
        row = self._session.get(RereadRow, deal)
        return row or RereadRow(
            deal=deal,
            noted=0,
            answered=0,
            asked=0,
            readings=0,
            noted_at=self._clock(),
            content=None,
            told=None,
            saved=None,
        )


def _note(row: RereadRow | None, *, waits: bool = False) -> Note:
    """Return the last note of a deal; one that waits for records is judged each time."""
    if row is None:
        return Note(0, 0)
    return Note(row.noted, row.readings, waits or row.asked > row.answered, _reading(row))


def _reading(row: RereadRow) -> Reading | None:
    if row.content is None or row.told is None or row.saved is None:
        return None
    return Reading(content=Digest(row.content), told=Digest(row.told), saved=Digest(row.saved))
