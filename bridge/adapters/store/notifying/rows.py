"""Deliveries: gathered, sealed, sent, tried again, and kept for the log."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from sqlmodel import Session, col, select

from bridge.adapters.store.notifying.tables import DeliveryRow, MarkRow
from bridge.adapters.store.queue.tables import CaseRow
from bridge.model.calendar import Clock
from bridge.model.ids import canonical, digest
from bridge.notices.notice import Event, Notice
from bridge.notices.timing import GIVEN_UP_AFTER, next_try

#: For how long whoever sends has it to himself.
_LEASE = timedelta(minutes=5)


class Delivered(StrEnum):
    """How a delivery stands."""

    GATHERING = "gathering"  #: a digest that grows until it is due
    DUE = "due"
    SENT = "sent"
    GIVEN_UP = "given_up"  #: nobody took it for a day, or a test now; a person may send it again


#: What is still to be sent.
_OPEN = (Delivered.GATHERING, Delivered.DUE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Something for a channel; the id is the same at every try."""

    id: str
    channel: str
    state: Delivered
    notices: tuple[Notice, ...]
    made_at: datetime  #: of a digest: when it was sealed
    due_at: datetime
    attempts: int
    sent_at: datetime | None
    error: str | None


class DeliveryRows:
    """The outbox, within one transaction."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def mark(self, source: str) -> int | None:
        """Return how far a source was looked at; None if it never was."""
        row = self._session.get(MarkRow, source)
        return row.upto if row else None

    def move_mark(self, source: str, upto: int) -> None:
        """Note how far; belongs in the transaction that adds what was found."""
        self._session.merge(MarkRow(source=source, upto=upto))

    def cases_after(self, number: int) -> list[int]:
        """Return the numbers of the exceptions that were opened after one."""
        query = select(CaseRow.id).where(col(CaseRow.id) > number).order_by(col(CaseRow.id))
        return [one for one in self._session.exec(query) if one is not None]

    def last_case(self) -> int:
        """Return the number of the last exception; 0 before the first."""
        query = select(CaseRow.id).order_by(col(CaseRow.id).desc()).limit(1)
        return self._session.exec(query).first() or 0

    def add(self, channel: str, one: Notice) -> str:
        """Let a notice be sent by itself, at once; one that was added before is not added again."""
        number = _number(channel, one.key)
        if self._session.get(DeliveryRow, number) is None:
            now = self._clock()
            self._session.add(_row(number, channel, Delivered.DUE, [one], (now, now)))
            self._session.flush()
        return number

    def gather(self, channel: str, found: Sequence[Notice], due_at: datetime) -> None:
        """
        Put notices into the digest of a channel that is gathered, or begin one.

        The digest is read and written once for all of them: by evening it may be long.
        """
        if not found:
            return
        query = select(DeliveryRow).where(
            DeliveryRow.channel == channel, DeliveryRow.state == Delivered.GATHERING
        )
        row = self._session.exec(query).first()
        if row is None:
            number = _number(channel, found[0].key)
            row = _row(number, channel, Delivered.GATHERING, found, (self._clock(), due_at))
        else:
            forms = (one.form() for one in found)
            row.notices = canonical([*_read(row.notices), *forms]).decode()
        self._session.add(row)
        self._session.flush()

    def due(self, each: int) -> dict[str, list[str]]:
        """Return the ids of what is due by channel, what has been due longest first, so many."""
        is_due = (col(DeliveryRow.state).in_(_OPEN), DeliveryRow.due_at <= self._clock())
        channels = select(DeliveryRow.channel).where(*is_due).distinct()
        ids = select(DeliveryRow.id).where(*is_due).order_by(col(DeliveryRow.due_at)).limit(each)
        return {
            channel: list(self._session.exec(ids.where(DeliveryRow.channel == channel)))
            for channel in sorted(self._session.exec(channels))
        }

    def claim(self, number: str) -> Delivery | None:
        """
        Take a delivery for a few minutes, if it is due; what is not settled by then is due again.

        A digest that is taken grows no more, and counts as made now.
        """
        row, now = self._session.get(DeliveryRow, number), self._clock()
        if row is None or row.state not in _OPEN or row.due_at > now:
            return None
        if row.state == Delivered.GATHERING:
            row.made_at = now
        row.state = Delivered.DUE
        row.attempts += 1
        row.due_at = now + _LEASE
        self._session.add(row)
        self._session.flush()
        return _delivery(row)

    def sent(self, number: str) -> None:
        """Note that a channel took it."""
        row = self._session.get_one(DeliveryRow, number)
        row.state, row.sent_at, row.error = Delivered.SENT, self._clock(), None
        self._session.add(row)

    def failed(self, number: str, says: str) -> None:
        """
        Note that a try failed; what was given up meanwhile stays so, after a day all is.

        A test is given up at once: tomorrow nobody would know why it comes.
        """
        row = self._session.get_one(DeliveryRow, number)
        if row.state != Delivered.DUE:
            return  # somebody gave it up while it was on its way, and said why
        now = self._clock()
        row.error, row.due_at = says, next_try(row.attempts, now)
        is_over = now - row.made_at > GIVEN_UP_AFTER or _is_test(row)
        row.state = Delivered.GIVEN_UP if is_over else Delivered.DUE
        self._session.add(row)

    def again(self, number: str) -> Delivery | None:
        """Let it be sent once more, under its id; None if there is none, or it is gathered."""
        row = self._session.get(DeliveryRow, number)
        if row is None or row.state == Delivered.GATHERING:
            return None
        row.state, row.due_at = Delivered.DUE, self._clock()
        self._session.add(row)
        self._session.flush()
        return _delivery(row)

    def give_up(self, number: str, says: str) -> bool:
        """Let nobody try any more, and keep why; False where it is not to be sent anyway."""
        row = self._session.get(DeliveryRow, number)
        if row is None or row.state != Delivered.DUE:
            return False
        row.state, row.error = Delivered.GIVEN_UP, says
        self._session.add(row)
        return True

    def one(self, number: str) -> Delivery | None:
        """Return a delivery by its id; None if there is none."""
        row = self._session.get(DeliveryRow, number)
        return _delivery(row) if row else None

    def last(self, count: int, state: Delivered | None = None) -> tuple[Delivery, ...]:
        """Return the deliveries that were made last, the latest first."""
        query = select(DeliveryRow)
        if state is not None:
            query = query.where(DeliveryRow.state == state)
        ordered = query.order_by(col(DeliveryRow.made_at).desc(), col(DeliveryRow.id)).limit(count)
        return tuple(map(_delivery, self._session.exec(ordered)))


def _number(channel: str, key: str) -> str:
    """Return the id of a delivery: a function of channel and notice, so that it is made once."""
    return f"msg_{digest([channel, key])[:32]}"


def _row(
    number: str,
    channel: str,
    state: Delivered,
    notices: Sequence[Notice],
    times: tuple[datetime, datetime],
) -> DeliveryRow:
    return DeliveryRow(
        id=number,
        channel=channel,
        state=state,
        notices=canonical([one.form() for one in notices]).decode(),
        made_at=times[0],
        due_at=times[1],
        attempts=0,
        sent_at=None,
        error=None,
    )


def _read(content: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(content, parse_float=Decimal)
    return found


def _is_test(row: DeliveryRow) -> bool:
    return all(one.event is Event.TEST for one in _delivery(row).notices)


def _delivery(row: DeliveryRow) -> Delivery:
    return Delivery(
        id=row.id,
        channel=row.channel,
        state=Delivered(row.state),
        notices=tuple(map(Notice.parse, _read(row.notices))),
        made_at=row.made_at,
        due_at=row.due_at,
        attempts=row.attempts,
        sent_at=row.sent_at,
        error=row.error,
    )
