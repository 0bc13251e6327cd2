"""
Accounts and roles: made, given and taken by administrators.

The first of them is made by whoever has the machine.
"""

from bridge.adapters.passwords import Passwords
from bridge.adapters.store.database import Store, Transaction
from bridge.errors import Misconfigured, NotPermitted
from bridge.ledger.person import person, same_person
from bridge.people.accounts import Account, Origin, account_name
from bridge.people.granting import (
    require_another_administrator,
    require_grantable,
    require_revocable,
)
from bridge.people.passwords import require_fit
from bridge.people.roles import Permission, Role
from bridge.queue import words

#: Longer addresses are none (RFC 5321 §4.5.3.1.3).
_EMAIL_MAX = 254


class Administering:
    """What administrators do, each act in the name of one; the ledger keeps it with the reason."""

    def __init__(self, store: Store, passwords: Passwords, who: str) -> None:
        self._store = store
        self._passwords = passwords
        self._who = who

    def first(self, name: str, password: str | None) -> Account:
        """
        Make the first administrator; NotPermitted where there is one already.

        The same road leads back in when all administrators are gone.
        """
        named = account_name(name)
        kept = self._kept(password, named)
        with self._store.transaction("first_administrator", actor=person(self._who)) as tx:
            rows = tx.people.accounts
            if rows.any_administrator():
                raise NotPermitted(
                    "there is an administrator already",
                    where="set-up",
                    act="sign in, or ask an administrator for an account",
                    roles=(Role.ADMIN,),
                )
            why = "the first administrator"
            account = rows.named(named) or rows.make(named, why)
            if not account.is_enabled:
                _enable(tx, account, why)
            if kept is not None:
                rows.set_password(account, kept, why)
            if account.grant(Role.ADMIN) is None:
                rows.grant(account, Role.ADMIN, why, Origin.SET_UP)
            return rows.one(account.id)

    def add(
        self, name: str, reason: str, *, password: str | None = None, email: str | None = None
    ) -> Account:
        """Make an account, which has no role yet; without a password nobody can sign in to it."""
        named, why = account_name(name), _why(reason)
        kept, address = self._kept(password, named), _address(email)
        with self._store.transaction("account_made", actor=person(self._who)) as tx:
            self._permitted(tx)
            account = tx.people.accounts.make(named, why, email=address)
            if kept is not None:
                tx.people.accounts.set_password(account, kept, why)
            return tx.people.accounts.one(account.id)

    def grant(self, name: str, role: Role, reason: str) -> Account:
        """Give somebody a role; nobody gives one to himself."""
        why = _why(reason)
        with self._store.transaction("role_granted", actor=person(self._who)) as tx:
            who, account = self._permitted(tx), known(tx, name)
            require_grantable(who, account, role)
            tx.people.accounts.grant(account, role, why, Origin.PERSON)
            return tx.people.accounts.one(account.id)

    def revoke(self, name: str, role: Role, reason: str) -> Account:
        """Take a role from somebody; the last administrator keeps it."""
        why = _why(reason)
        with self._store.transaction("role_revoked", actor=person(self._who)) as tx:
            self._permitted(tx)
            account = known(tx, name)
            require_revocable(account, role, tx.people.accounts.all())
            tx.people.accounts.revoke(account, role, why)
            return tx.people.accounts.one(account.id)

    def disable(self, name: str, reason: str) -> Account:
        """
        Let somebody sign in no more; the account stays, as the ledger names it.

        Sessions end and tokens are revoked: enabled again, the person signs in anew.
        """
        why = _why(reason)
        with self._store.transaction("account_disabled", actor=person(self._who)) as tx:
            self._permitted(tx)
            account = known(tx, name)
            if not account.is_enabled:
                raise _done(account, "is disabled already")
            require_another_administrator(account, tx.people.accounts.all())
            tx.people.accounts.disable(account, why)
            tx.people.tokens.revoke_all(account, f"the account was disabled: {why}")
            return tx.people.accounts.one(account.id)

    def enable(self, name: str, reason: str) -> Account:
        """Let somebody sign in again; nobody does that for himself."""
        why = _why(reason)
        with self._store.transaction("account_enabled", actor=person(self._who)) as tx:
            self._permitted(tx)
            account = known(tx, name)
            if account.is_enabled:
                raise _done(account, "is enabled already")
            _enable(tx, account, why)
            return tx.people.accounts.one(account.id)

    def set_password(self, name: str, password: str, reason: str) -> Account:
        """Give somebody another password, who is signed out by it; tokens are revoked, too."""
        why, named = _why(reason), account_name(name)
        require_fit(password, named)
        kept = self._passwords.kept(password)
        with self._store.transaction("password_set", actor=person(self._who)) as tx:
            self._permitted(tx)
            account = known(tx, named)
            if account.identity is not None:
                raise _done(account, "signs in at the identity provider, and has no password")
            tx.people.accounts.set_password(account, kept, why)
            # Whoever knew the old one may have issued tokens with it.
            tx.people.tokens.revoke_all(account, f"another password was set: {why}")
            return tx.people.accounts.one(account.id)

    def _permitted(self, tx: Transaction) -> str:
        if not tx.people.accounts.any():
            raise Misconfigured(
                "there is no account yet",
                where="users",
                act="make the first administrator: `bridge users add NAME --admin`",
            )
        return tx.people.accounts.permit(Permission.ADMINISTER)

    def _kept(self, password: str | None, name: str) -> str | None:
        if password is None:
            return None
        require_fit(password, name)
        return self._passwords.kept(password)


def known(view: Transaction, name: str) -> Account:
    """Return the account of a name, however it is spelt; Misconfigured if there is none."""
    found = view.people.accounts.named(person(name))
    if found is None or not same_person(found.name, name):
        raise Misconfigured(
            "there is no such account",
            where=f"account {name[:80]}",
            act="take the name from `bridge users list`",
        )
    return found


def _enable(tx: Transaction, account: Account, why: str) -> None:
    # Stores of earlier versions have tokens that only slept while their person was disabled.
    tx.people.tokens.revoke_all(account, f"the account was disabled before: {why}")
    tx.people.accounts.enable(account, why)


def _why(reason: str) -> str:
    return words.said(reason, of="the reason")


def _address(email: str | None) -> str | None:
    if email is None or not email.strip():
        return None
    address = email.strip()
    name, at, host = address.rpartition("@")
    plain = address.isascii() and address.isprintable() and " " not in address
    if not (name and at and "." in host and plain) or len(address) > _EMAIL_MAX:
        raise Misconfigured(
            "this is no e-mail address", where="email", act="write it as name@example.com"
        )
    return address


def _done(account: Account, what: str) -> Misconfigured:
    return Misconfigured(f"{account.name} {what}", where="users", act="there is nothing to do")
