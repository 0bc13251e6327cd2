"""Accounts and the roles of people: each change is an entry of the ledger, and a row for lists."""

import json
from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal

from sqlmodel import Session, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from bridge.adapters.store.ledger_rows import LedgerRows
from bridge.adapters.store.people.tables import AccountRow, RoleGrantRow, WebSessionRow
from bridge.errors import Misconfigured
from bridge.ledger.chain import Finding
from bridge.ledger.person import MACHINE, folded
from bridge.model.calendar import Clock
from bridge.model.ids import canonical
from bridge.people import register
from bridge.people.accounts import Account, AccountId, Grant, Identity, Origin
from bridge.people.granting import lacking, not_here, without_account
from bridge.people.preferences import USUAL, Preferences
from bridge.people.register import Change, Register
from bridge.people.roles import Permission, Role

#: Rows of earlier versions took their own time, a moment before the one of their entry.
_MADE_BEFORE = timedelta(minutes=1)


class AccountRows:
    """
    Who may sign in, within one transaction.

    Whoever loses or gets a role or another password, or is disabled, is signed out everywhere:
    what a session was begun with holds as long as it does.
    """

    def __init__(self, session: Session, clock: Clock, ledger: LedgerRows, actor: str) -> None:
        self._session = session
        self._clock = clock
        self._ledger = ledger
        self._actor = actor

    def any(self) -> bool:
        """Say whether there is an account at all; until then nobody needs one."""
        return self._session.exec(select(AccountRow.id).limit(1)).first() is not None

    def any_administrator(self) -> bool:
        """Say whether there is somebody who may give roles to others."""
        return any(one.may(Permission.ADMINISTER) for one in self.all())

    def permit(self, permission: Permission) -> str:
        """
        Return the name of the person in whose name the transaction is, if that person may do this.

        As long as there is no account nobody needs one: a bridge without a console is worked by
        whoever has its settings and its store. From the first account on every act is in the name
        of somebody who may; the bridge itself does what nobody asked it to. Raises NotPermitted.
        """
        if self._actor == MACHINE or not self.any():
            return self._actor
        account = self.named(self._actor)
        if account is None or not account.is_enabled:
            raise without_account(self._actor, permission)
        if not account.may(permission):
            raise lacking(account, permission)
        return account.name

    def all(self) -> tuple[Account, ...]:
        """Return everybody, by name."""
        rows = self._session.exec(select(AccountRow).order_by(col(AccountRow.key))).all()
        return tuple(self._accounts(rows))

    def names(self) -> tuple[str, ...]:
        """Return the names of those who may sign in."""
        query = select(AccountRow.name).where(col(AccountRow.disabled_at).is_(None))
        return tuple(self._session.exec(query.order_by(col(AccountRow.key))).all())

    def named(self, name: str) -> Account | None:
        """Return who has a name, however it is spelt; None if nobody has."""
        return self._only(select(AccountRow).where(AccountRow.key == folded(name)))

    def chosen(self, name: str) -> str:
        """
        Return how the ledger spells the name of somebody who is given something to do.

        As long as there is no account anybody may be named. Misconfigured for who cannot sign in;
        it names those whose names are alike, as whoever may give work sees them all.
        """
        if not self.any():
            return name
        account = self.named(name)
        if account is None or not account.is_enabled:
            raise not_here(name, self.names())
        return account.name

    def may_be_given(self, name: str) -> bool:
        """Say whether somebody may be given something to do; `chosen` says it by refusing."""
        account = self.named(name)
        return not self.any() if account is None else account.is_enabled

    def one(self, number: AccountId) -> Account:
        """Return the account of a number that is known."""
        (found,) = self._accounts([self._row(number)])
        return found

    def identified(self, identity: Identity) -> Account | None:
        """Return who is somebody for an identity provider; None if nobody here is."""
        query = select(AccountRow).where(AccountRow.issuer == identity.issuer)
        return self._only(query.where(AccountRow.subject == identity.subject))

    def password(self, number: AccountId) -> str | None:
        """Return what is kept of a password; None for who signs in elsewhere."""
        return self._row(number).password

    def make(
        self, name: str, reason: str, *, email: str | None = None, identity: Identity | None = None
    ) -> Account:
        """Make an account without password and roles; Misconfigured if the name is taken."""
        taken = self.named(name)
        if taken is not None:
            raise Misconfigured(
                f"{taken.name} has an account here",
                where=f"account {name}",
                act="give people names that differ in letters or digits",
            )
        entry = self._ledger.append(register.made(name, reason))[0]
        row = AccountRow(
            name=name,
            key=folded(name),
            email=email,
            password=None,
            issuer=identity.issuer if identity else None,
            subject=identity.subject if identity else None,
            made_at=entry.at,
            disabled_at=None,
            seen_at=None,
            prefers=canonical(USUAL.form()).decode(),
        )
        self._session.add(row)
        self._session.flush()
        return self.one(AccountId(row.id or 0))

    def set_password(self, account: Account, kept: str, reason: str) -> None:
        """Keep what argon2 made of another password."""
        self._row(account.id).password = kept
        self._changed(account, Change.PASSWORD, reason)

    def renew_password(self, account: Account, kept: str) -> None:
        """Keep what argon2 makes of the same password at the present cost."""
        self._row(account.id).password = kept
        self._session.flush()

    def disable(self, account: Account, reason: str) -> None:
        """Let somebody sign in no more."""
        self._row(account.id).disabled_at = self._clock()
        self._changed(account, Change.DISABLED, reason)

    def enable(self, account: Account, reason: str) -> None:
        """Let somebody sign in again."""
        self._row(account.id).disabled_at = None
        self._changed(account, Change.ENABLED, reason)

    def grant(self, account: Account, role: Role, reason: str, origin: Origin) -> None:
        """Give somebody a role."""
        at = self._ledger.append(register.granted(account.name, role, origin, reason))[0].at
        row = RoleGrantRow(
            account=account.id, role=role, by=self._actor, at=at, reason=reason, origin=origin
        )
        self._session.add(row)
        self._sign_out(account)

    def revoke(self, account: Account, role: Role, reason: str) -> None:
        """Take a role from somebody."""
        self._ledger.append(register.revoked(account.name, role, reason))
        self._session.delete(self._session.get_one(RoleGrantRow, (account.id, role.value)))
        self._sign_out(account)

    def prefer(self, account: Account, preferences: Preferences) -> None:
        """Keep how somebody likes the console."""
        self._row(account.id).prefers = canonical(preferences.form()).decode()
        self._session.flush()

    def see(self, account: Account) -> None:
        """Keep that somebody signed in."""
        self._row(account.id).seen_at = self._clock()
        self._session.flush()

    def register(self) -> Register:
        """Return what the ledger tells of people."""
        return register.read(self._ledger.entries(deal=register.PEOPLE))

    def findings(self) -> Iterator[Finding]:
        """Yield whose account is not as the ledger tells it: nobody gives himself a role there."""
        told = self.register().holders
        kept = {one.name: one for one in self.all()}
        for name in sorted({*told, *kept}):
            holder, account = told.get(name), kept.get(name)
            if holder is None or account is None or not _is_told(account, holder):
                yield Finding("BOOKS", f"the account {name} is not as the ledger tells it")

    def _changed(self, account: Account, change: Change, reason: str) -> None:
        self._ledger.append(register.changed(account.name, change, reason))
        self._sign_out(account)

    def _sign_out(self, account: Account) -> None:
        gone = delete(WebSessionRow).where(col(WebSessionRow.account) == account.id)
        self._session.connection().execute(gone)
        self._session.flush()

    def _row(self, number: AccountId) -> AccountRow:
        return self._session.get_one(AccountRow, number)

    def _only(self, query: SelectOfScalar[AccountRow]) -> Account | None:
        rows = self._session.exec(query).all()
        return next(self._accounts(rows), None)

    def _accounts(self, rows: Iterable[AccountRow]) -> Iterator[Account]:
        held = list(rows)
        grants: dict[int, list[Grant]] = {row.id or 0: [] for row in held}
        query = select(RoleGrantRow).where(col(RoleGrantRow.account).in_(grants))
        for row in self._session.exec(query.order_by(col(RoleGrantRow.role))):
            grants[row.account].append(_grant(row))
        return (_account(row, tuple(grants[row.id or 0])) for row in held)


def _is_told(account: Account, holder: register.Holder) -> bool:
    since = holder.made_at - account.made_at
    return timedelta(0) <= since <= _MADE_BEFORE and (
        (holder.is_enabled, dict(holder.grants))
        == (account.is_enabled, {grant.role: grant for grant in account.grants})
    )


def _grant(row: RoleGrantRow) -> Grant:
    return Grant(
        role=Role(row.role), by=row.by, at=row.at, reason=row.reason, origin=Origin(row.origin)
    )


def _account(row: AccountRow, grants: tuple[Grant, ...]) -> Account:
    identity = None
    if row.issuer is not None and row.subject is not None:
        identity = Identity(issuer=row.issuer, subject=row.subject)
    return Account(
        id=AccountId(row.id or 0),
        name=row.name,
        email=row.email,
        made_at=row.made_at,
        disabled_at=row.disabled_at,
        seen_at=row.seen_at,
        has_password=row.password is not None,
        identity=identity,
        grants=grants,
        prefers=Preferences.parse(json.loads(row.prefers, parse_float=Decimal)),
    )
