"""Whose turn it is: cursors of what was read, ticks that were taken, slots that are leased."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_
from sqlmodel import Session, col, delete, select

from bridge.adapters.store.tables import CursorRow, SlotRow, TickRow

#: As long as somebody may want to see when the bridge was at work.
_TOLD_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Tick:
    """A time at which something was due; `finished_at` is None if it failed, or is at work."""

    fire_at: datetime
    finished_at: datetime | None


class TurnRows:
    """Cursors, ticks and slots, within one transaction; `now` is the database's clock."""

    def __init__(self, session: Session, now: Callable[[], datetime]) -> None:
        self._session = session
        self._now = now

    def cursor(self, source: str) -> datetime | None:
        """Return how far a source was read; None if it never was."""
        row = self._session.get(CursorRow, source)
        return row.upper if row else None

    def move_cursor(self, source: str, upper: datetime) -> None:
        """Note how far a source was read; belongs in the transaction that stores what was read."""
        row = self._session.get(CursorRow, source) or CursorRow(source=source, upper=upper)
        row.upper = upper
        self._session.add(row)

    def take_tick(self, name: str, fire_at: datetime) -> bool:
        """Take a time at which something is due; False if it was taken before."""
        if self._session.get(TickRow, (name, fire_at)) is not None:
            return False
        self._session.add(TickRow(name=name, fire_at=fire_at, finished_at=None))
        return True

    def finish_tick(self, name: str, fire_at: datetime) -> None:
        """Note that what was due then is done; what was due long before that is forgotten."""
        row = self._session.get(TickRow, (name, fire_at))
        if row is None:
            return  # somebody wanted it once more while it was at work
        row.finished_at = self._now()
        self._session.add(row)
        old = delete(TickRow).where(
            col(TickRow.name) == name, col(TickRow.fire_at) < fire_at - _TOLD_FOR
        )
        self._session.connection().execute(old)

    def make_due(self, name: str) -> None:
        """Let the next look at the timetable find something due, whenever it was done last."""
        self._session.connection().execute(delete(TickRow).where(col(TickRow.name) == name))

    def last_tick(self, name: str) -> datetime | None:
        """Return the last time that was taken under a name."""
        query = select(func.max(TickRow.fire_at)).where(TickRow.name == name)
        return self._session.exec(query).one()

    def ticks(self, name: str, limit: int) -> tuple[Tick, ...]:
        """Return the last times that were taken under a name, the latest first: so many at most."""
        query = select(TickRow).where(TickRow.name == name).order_by(col(TickRow.fire_at).desc())
        rows = self._session.exec(query.limit(limit))
        return tuple(Tick(row.fire_at, row.finished_at) for row in rows)

    def last_finished(self, name: str) -> datetime | None:
        """Return when something that was due under a name was last done; None if it never was."""
        query = select(func.max(TickRow.finished_at)).where(TickRow.name == name)
        return self._session.exec(query).one()

    def lease(self, account: str, slots: int, *, holder: str, lease_s: float) -> int | None:
        """
        Take one of the account's slots, counted from 1; None if all are taken.

        A slot whose lease has run out is free, whoever held it.
        """
        now = self._now()
        query = select(SlotRow).where(
            SlotRow.account == account,
            SlotRow.n <= slots,
            or_(col(SlotRow.holder).is_(None), col(SlotRow.until) <= now),
        )
        row = self._session.exec(query.order_by(col(SlotRow.n)).limit(1)).first()
        if row is None:
            row = self._new_slot(account, slots)
        if row is None:
            return None
        row.holder, row.until = holder, now + timedelta(seconds=lease_s)
        self._session.add(row)
        self._session.flush()
        return row.n

    def release(self, account: str, n: int, *, holder: str) -> None:
        """Give a slot back; one that ran out and was taken by another stays theirs."""
        row = self._session.get(SlotRow, (account, n))
        if row is not None and row.holder == holder:
            row.holder, row.until = None, None
            self._session.add(row)

    def free_slot_at(self, account: str) -> datetime | None:
        """Return when the first leased slot runs out; None if none is leased."""
        query = select(func.min(SlotRow.until)).where(
            SlotRow.account == account, col(SlotRow.holder).is_not(None)
        )
        return self._session.exec(query).one()

    def _new_slot(self, account: str, slots: int) -> SlotRow | None:
        known = set(self._session.exec(select(SlotRow.n).where(SlotRow.account == account)))
        unknown = (n for n in range(1, slots + 1) if n not in known)
        n = next(unknown, None)
        return None if n is None else SlotRow(account=account, n=n, holder=None, until=None)
