"""Sessions, and what is counted before one begins; times are those of the store's clock."""

import hashlib
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, func
from sqlmodel import Session as Database
from sqlmodel import col, delete, select

from bridge.adapters.store.people.accounts import AccountRows
from bridge.adapters.store.people.tables import SignInTryRow, WebSessionRow
from bridge.ledger.person import folded
from bridge.model.calendar import Clock
from bridge.people.accounts import Account, AccountId
from bridge.people.sessions import Limits, Session, Visit

#: Every request would be a write; so exact nobody needs to be.
_SEEN_EVERY = timedelta(minutes=1)
#: What browsers call themselves is long, and its end says little.
_AGENT_MAX = 200
_ADDRESS_MAX = 64
#: When somebody proved who he is whom nobody asked yet.
_NEVER = datetime.fromtimestamp(0, UTC)


def digest(secret: str) -> str:
    """Return what is kept of a secret that chance made: it needs no slow hash."""
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


class SessionRows:
    """Who is signed in, within one transaction."""

    def __init__(self, session: Database, clock: Clock, accounts: AccountRows) -> None:
        self._session = session
        self._clock = clock
        self._accounts = accounts

    def now(self) -> datetime:
        """Return the time by which sessions begin and end."""
        return self._clock()

    def begin(self, account: Account, secret: str, visit: Visit, *, proved: bool = True) -> Session:
        """Begin a session for whoever holds a secret; a provider may have asked nobody anything."""
        now = self._clock()
        row = WebSessionRow(
            digest=digest(secret),
            account=account.id,
            begun_at=now,
            seen_at=now,
            proved_at=now if proved else _NEVER,
            address=visit.address[:_ADDRESS_MAX],
            agent=visit.agent[:_AGENT_MAX],
        )
        self._session.add(row)
        self._session.flush()
        return self._one(row, account)

    def live(self, secret: str, limits: Limits) -> Session | None:
        """Return the session of whoever holds a secret; None if there is none, or it is over."""
        row = self._held(secret)
        if row is None:
            return None
        found = self._one(row, self._accounts.one(AccountId(row.account)))
        return found if found.is_live(self._clock(), limits) else None

    def is_to_be_seen(self, session: Session) -> bool:
        """Say whether a request is to be written down, so that the session goes on."""
        return self._clock() - session.seen_at >= _SEEN_EVERY

    def see(self, session: Session) -> None:
        """Keep that there was a request."""
        row = self._session.get(WebSessionRow, session.id)
        if row is not None:
            row.seen_at = self._clock()
            self._session.flush()

    def prove(self, session: Session) -> None:
        """Keep that the password was given once more."""
        self._session.get_one(WebSessionRow, session.id).proved_at = self._clock()
        self._session.flush()

    def of(self, account: Account, limits: Limits) -> tuple[Session, ...]:
        """Return where somebody is signed in, the last request first."""
        query = select(WebSessionRow).where(WebSessionRow.account == account.id)
        rows = self._session.exec(query.order_by(col(WebSessionRow.seen_at).desc()))
        found = (self._one(row, account) for row in rows)
        return tuple(one for one in found if one.is_live(self._clock(), limits))

    def end(self, secret: str) -> None:
        """End the session of whoever holds a secret, if there is one."""
        row = self._held(secret)
        if row is not None:
            self._session.delete(row)
            self._session.flush()

    def end_others(self, account: Account, kept: int | None = None) -> None:
        """End all sessions of somebody but for one, if one is to be kept."""
        gone = delete(WebSessionRow).where(col(WebSessionRow.account) == account.id)
        if kept is not None:
            gone = gone.where(col(WebSessionRow.id) != kept)
        self._session.connection().execute(gone)

    def clear(self, limits: Limits) -> None:
        """Forget what is over: sessions that nobody can go on with."""
        oldest = self._clock() - limits.absolute
        gone = delete(WebSessionRow).where(col(WebSessionRow.begun_at) <= oldest)
        self._session.connection().execute(gone)

    def _held(self, secret: str) -> WebSessionRow | None:
        query = select(WebSessionRow).where(WebSessionRow.digest == digest(secret))
        return self._session.exec(query).first()

    def _one(self, row: WebSessionRow, account: Account) -> Session:
        return Session(
            id=row.id or 0,
            account=account,
            begun_at=row.begun_at,
            seen_at=row.seen_at,
            proved_at=row.proved_at,
            visit=Visit(address=row.address, agent=row.agent),
        )


class TryRows:
    """Attempts to sign in that count, within one transaction."""

    def __init__(self, session: Database, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def wait(self, name: str, address: str, limits: Limits) -> timedelta | None:
        """Return how long this name, or this address, is not heard any more; None if it is."""
        waits = (
            self._wait(col(SignInTryRow.key) == _key(name), limits.tries_of_name, limits),
            self._wait(
                col(SignInTryRow.address) == address[:_ADDRESS_MAX], limits.tries_of_address, limits
            ),
        )
        return max((one for one in waits if one is not None), default=None)

    def begin(self, name: str, address: str) -> int:
        """Count an attempt, before it is known what comes of it; return its number."""
        row = SignInTryRow(key=_key(name), address=address[:_ADDRESS_MAX], at=self._clock())
        self._session.add(row)
        self._session.flush()
        return row.id or 0

    def succeed(self, name: str, number: int) -> None:
        """Forget the attempts of a name, and the one that succeeded."""
        own = (col(SignInTryRow.key) == _key(name)) | (col(SignInTryRow.id) == number)
        self._session.connection().execute(delete(SignInTryRow).where(own))

    def clear(self, limits: Limits) -> None:
        """Forget what does not count any more."""
        oldest = self._clock() - limits.window
        gone = delete(SignInTryRow).where(col(SignInTryRow.at) <= oldest)
        self._session.connection().execute(gone)

    def _wait(self, whose: ColumnElement[bool], most: int, limits: Limits) -> timedelta | None:
        now = self._clock()
        begins = now - limits.window
        query = (
            select(func.count(), func.min(SignInTryRow.at))
            .where(whose)
            .where(SignInTryRow.at > begins)
        )
        count, oldest = self._session.exec(query).one()
        return oldest + limits.window - now if count >= most else None


def _key(name: str) -> str:
    return digest(folded(name))
