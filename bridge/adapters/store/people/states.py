"""Sign-ins that are under way at the identity provider; each comes back once, or never."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete

from bridge.adapters.store.people.sessions import digest
from bridge.adapters.store.people.tables import SignInStateRow
from bridge.model.calendar import Clock

#: How long a person may take there: a second factor is fetched from another room.
WITHIN = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Underway:
    """What is remembered of a sign-in until it comes back."""

    nonce: str
    verifier: str
    goes_to: str  #: where in the console the person was going
    begun_at: datetime
    proves: bool = False  #: whether somebody who is signed in proves who it is


class StateRows:
    """Sign-ins that are under way, within one transaction."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def now(self) -> datetime:
        """Return the time by which sign-ins begin."""
        return self._clock()

    def begin(self, state: str, underway: Underway) -> None:
        """Remember a sign-in by its state; what was never ended is forgotten."""
        oldest = self._clock() - WITHIN
        gone = delete(SignInStateRow).where(col(SignInStateRow.begun_at) <= oldest)
        self._session.connection().execute(gone)
        row = SignInStateRow(
            digest=digest(state),
            nonce=underway.nonce,
            verifier=underway.verifier,
            goes_to=underway.goes_to,
            proves=underway.proves,
            begun_at=underway.begun_at,
        )
        self._session.add(row)
        self._session.flush()

    def end(self, state: str) -> Underway | None:
        """Take a sign-in by its state; None the second time, and after too long."""
        row = self._session.get(SignInStateRow, digest(state))
        if row is None:
            return None
        self._session.delete(row)
        self._session.flush()
        if self._clock() - row.begun_at >= WITHIN:
            return None
        return Underway(
            nonce=row.nonce,
            verifier=row.verifier,
            goes_to=row.goes_to,
            begun_at=row.begun_at,
            proves=row.proves,
        )
