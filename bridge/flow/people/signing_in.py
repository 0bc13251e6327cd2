"""
Signing in and out: a password against what is kept, a secret for the browser, a row for the server.

The slow part, which checks the password, is done between two transactions, since writers take
turns. An attempt counts from before that, so that many at once cannot outrun the count.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from bridge.adapters.passwords import Passwords
from bridge.adapters.store.database import Store
from bridge.errors import NotPermitted
from bridge.ledger.person import folded
from bridge.people.accounts import NAME_MAX, Account
from bridge.people.passwords import require_fit
from bridge.people.preferences import Preferences
from bridge.people.roles import Reader
from bridge.people.sessions import USUAL, Limits, Remaining, Session, Visit

#: Bytes of chance in what a browser or a program holds: more than can be guessed.
_SECRET_BYTES = 32
#: Of what is typed as a name; no name is as long.
_NAME_READ = 2 * NAME_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """Somebody is signed in; the secret is for the browser alone."""

    session: Session
    secret: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The name or the password is wrong, or the account is disabled: it is not said which."""


@dataclass(frozen=True, slots=True)
class TooOften:
    """There were too many attempts; nobody is heard for a while."""

    wait: timedelta


Answer = Welcome | Unknown | TooOften


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIns:
    """Sessions of the console."""

    store: Store
    passwords: Passwords
    limits: Limits = USUAL

    def sign_in(self, name: str, password: str, visit: Visit, *, held: str | None = None) -> Answer:
        """
        Sign somebody in; what the browser `held` before holds nothing any more.

        Who is not known is answered as slowly as who mistyped.
        """
        name = name[:_NAME_READ]
        with self.store.transaction("sign_in_tried") as tx:
            tx.people.tries.clear(self.limits)
            wait = tx.people.tries.wait(name, visit.address, self.limits)
            if wait is not None:
                return TooOften(wait)
            attempt = tx.people.tries.begin(name, visit.address)
            account = tx.people.accounts.named(name) if folded(name) else None
            kept = tx.people.accounts.password(account.id) if account else None
        if not self.passwords.matches(kept, password) or account is None or kept is None:
            return Unknown()
        anew = self.passwords.kept(password) if self.passwords.is_outdated(kept) else None
        with self.store.transaction("signed_in", actor=account.name) as tx:
            rows = tx.people.accounts
            now = rows.one(account.id)
            if not now.is_enabled or rows.password(account.id) != kept:
                return Unknown()
            tx.people.tries.succeed(name, attempt)
            if anew is not None:
                rows.renew_password(now, anew)
        return self.begin(account, visit, held=held)

    def begin(
        self, account: Account, visit: Visit, *, held: str | None = None, proved: bool = True
    ) -> Answer:
        """
        Begin a session for somebody of whom it is known who it is, with a secret of its own.

        Who was let in without being asked has not `proved` what counts most needs.
        """
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        with self.store.transaction("session_begun", actor=account.name) as tx:
            now = tx.people.accounts.one(account.id)
            if not now.is_enabled:
                return Unknown()
            if held is not None:
                tx.people.sessions.end(held)
            tx.people.sessions.clear(self.limits)
            tx.people.accounts.see(now)
            session = tx.people.sessions.begin(now, secret, visit, proved=proved)
        return Welcome(session=session, secret=secret)

    def session(self, secret: str) -> Session | None:
        """Return the session of whoever holds a secret, and let it go on; None if it is over."""
        with self.store.reading() as view:
            found = view.people.sessions.live(secret, self.limits)
            if found is None or not view.people.sessions.is_to_be_seen(found):
                return found
        with self.store.transaction("session_seen") as tx:
            tx.people.sessions.see(found)
        return found

    def glance(self, secret: str) -> Session | None:
        """Return the session of whoever holds a secret, as `session` does; it ends as before."""
        with self.store.reading() as view:
            return view.people.sessions.live(secret, self.limits)

    def remaining(self, session: Session) -> Remaining:
        """Return how long a session still holds unless there is another request."""
        with self.store.reading() as view:
            return session.remaining(view.people.sessions.now(), self.limits)

    def is_proved(self, session: Session) -> bool:
        """Say whether the password was given a short while ago, as what counts most needs."""
        with self.store.reading() as view:
            return session.is_proved(view.people.sessions.now(), self.limits)

    def prove(self, session: Session, password: str) -> Answer:
        """Hear the password once more before something that counts."""
        name, address = session.account.name, session.visit.address
        with self.store.transaction("proof_tried") as tx:
            wait = tx.people.tries.wait(name, address, self.limits)
            if wait is not None:
                return TooOften(wait)
            attempt = tx.people.tries.begin(name, address)
            kept = tx.people.accounts.password(session.account.id)
        if not self.passwords.matches(kept, password):
            return Unknown()
        with self.store.transaction("proved", actor=name) as tx:
            tx.people.tries.succeed(name, attempt)
            tx.people.sessions.prove(session)
        return Welcome(session=session, secret="")

    def sign_out(self, secret: str) -> None:
        """End the session of whoever holds a secret."""
        with self.store.transaction("signed_out") as tx:
            tx.people.sessions.end(secret)

    def sessions(self, account: Account) -> tuple[Session, ...]:
        """Return where somebody is signed in."""
        with self.store.reading() as view:
            return view.people.sessions.of(account, self.limits)

    def end_others(self, session: Session) -> None:
        """End the other sessions of whoever has this one."""
        with self.store.transaction("others_ended", actor=session.account.name) as tx:
            tx.people.sessions.end_others(session.account, kept=session.id)

    def prefer(self, session: Session, preferences: Preferences) -> None:
        """Keep how whoever has this session likes the console."""
        with self.store.transaction("preferred", actor=session.account.name) as tx:
            tx.people.accounts.prefer(session.account, preferences)

    def change_password(self, session: Session, old: str, new: str) -> Answer:
        """
        Change the own password; every session ends, this one too.

        Raises Misconfigured for one that will not do, NotPermitted for who signs in elsewhere.
        """
        account = session.account
        if not account.has_password:
            raise NotPermitted(
                "the identity provider keeps the password",
                where=account.name,
                act="change it there",
            )
        require_fit(new, account.name)
        answer = self.prove(session, old)
        if isinstance(answer, Welcome):
            kept = self.passwords.kept(new)
            with self.store.transaction("password_changed", actor=account.name) as tx:
                tx.people.accounts.set_password(account, kept, "changed by its owner")
        return answer


def reader_of(session: Session) -> Reader:
    """Return the reader whom a session stands for."""
    account = session.account
    return Reader(name=account.name, roles=account.roles, prefers=account.prefers)
