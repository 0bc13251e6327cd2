"""
Signing in at an identity provider: begun here, done there, and ended here by the same browser.

The account is made at the first sign-in, with the roles of the person's groups alone; these follow
the groups at each later one. What people granted here stays. The ledger says that the bridge did
it, for which group: nobody gives himself a role.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from bridge.adapters.oidc import Asked, IdentityProvider
from bridge.adapters.store.database import Transaction
from bridge.adapters.store.people.states import Underway
from bridge.errors import NotPermitted
from bridge.flow.people.signing_in import SignIns, Welcome
from bridge.people.accounts import Account, Origin, account_name
from bridge.people.granting import is_last_administrator
from bridge.people.provided import Provided, left
from bridge.people.roles import Role
from bridge.people.sessions import Visit

#: Bytes of chance in state, nonce and verifier; RFC 7636 §4.1 asks for 32 in the last.
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A sign-in is under way; the browser holds its state, and goes to the address."""

    state: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """With what a browser comes back from the provider."""

    state: str  #: as the address has it
    held: str  #: the state that this browser holds; empty if it began nothing
    code: str
    issuer: str  #: who says so (RFC 9207); empty where the provider does not tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """Somebody is signed in, and goes on to where he was going."""

    welcome: Welcome
    goes_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvidedSignIns:
    """Sign-ins at one identity provider, which lead back to one address of ours."""

    sign_ins: SignIns
    provider: IdentityProvider
    redirect: str

    def begin(self, goes_to: str, *, proves: bool = False) -> Begun:
        """
        Begin a sign-in of somebody who is going to a page of ours.

        One that `proves` lets nobody in: it asks whoever is signed in once more who it is.
        """
        state, nonce, verifier = (secrets.token_urlsafe(_SECRET_BYTES) for _ in range(3))
        with self.sign_ins.store.reading() as view:
            now = view.people.states.now()
        underway = Underway(
            nonce=nonce, verifier=verifier, goes_to=goes_to, begun_at=now, proves=proves
        )
        address = self.provider.address(state, self._asked(underway))
        with self.sign_ins.store.transaction("sign_in_led_away") as tx:
            tx.people.states.begin(state, underway)
        return Begun(state=state, address=address)

    def end(self, returned: Returned, visit: Visit, *, held: str | None = None) -> Arrived:
        """
        Sign in whoever comes back; what the browser `held` before holds nothing any more.

        Raises NotPermitted for who did not begin here, is in no group that has a role, is
        disabled, or has the name of another account; else what the provider raises.
        """
        underway = self._underway(returned)
        provided = self.provider.provided(returned.code, self._asked(underway))
        if underway.proves:
            return Arrived(welcome=self._proved(provided, held), goes_to=underway.goes_to)
        account = self._account(provided)
        if account is None or not account.roles:
            raise _without_role(provided)
        # A provider that knows the browser lets it through and asks nothing.
        answer = self.sign_ins.begin(account, visit, held=held, proved=False)
        if not isinstance(answer, Welcome):
            raise _disabled(account)
        return Arrived(welcome=answer, goes_to=underway.goes_to)

    def _asked(self, underway: Underway) -> Asked:
        return Asked(
            redirect=self.redirect,
            nonce=underway.nonce,
            verifier=underway.verifier,
            since=underway.begun_at if underway.proves else None,
        )

    def _proved(self, provided: Provided, held: str | None) -> Welcome:
        """Keep that whoever has the session of this browser is the one who signed in there."""
        session = self.sign_ins.session(held) if held else None
        if session is None or held is None:
            raise _anew("you are signed in no more")
        if session.account.identity != provided.identity:
            raise NotPermitted(
                f"you are {session.account.name} here, and signed in there as somebody else",
                where="sign-in",
                act="sign in there as yourself",
            )
        with self.sign_ins.store.transaction("proved", actor=session.account.name) as tx:
            tx.people.sessions.prove(session)
        return Welcome(session=session, secret=held)

    def _underway(self, returned: Returned) -> Underway:
        # Another's sign-in that is planted in a browser would make its person act as that other.
        is_own = hmac.compare_digest(
            returned.state.encode(errors="replace"), returned.held.encode(errors="replace")
        )
        if not returned.state or not is_own:
            raise _anew("this browser did not begin this sign-in")
        with self.sign_ins.store.transaction("sign_in_came_back") as tx:
            found = tx.people.states.end(returned.state)
        if found is None:
            raise _anew("this sign-in is over: it was used, or took too long")
        if returned.issuer not in {"", self.provider.settings.issuer}:
            raise _anew("another identity provider answered")
        if not returned.code:
            raise _anew("the identity provider did not sign you in")
        return found

    def _account(self, provided: Provided) -> Account | None:
        roles = self.provider.settings.mapped.roles(provided)
        with self.sign_ins.store.transaction("sign_in_provided") as tx:
            account = tx.people.accounts.identified(provided.identity)
            if account is None:
                return _made(tx, provided, roles) if roles else None
            if account.is_enabled:
                _follow(tx, account, provided, roles)
            return tx.people.accounts.one(account.id)


def _made(tx: Transaction, provided: Provided, roles: Mapping[Role, tuple[str, ...]]) -> Account:
    """Make the account of a first sign-in; a name that somebody has here is not taken over."""
    name, rows, identity = account_name(provided.name), tx.people.accounts, provided.identity
    taken = rows.named(name)
    if taken is not None:
        raise NotPermitted(
            f"{taken.name} has an account here that is not the one at the identity provider",
            where=f"account {name}",
            act="sign in with its password, or let the provider call you by another name",
        )
    why = f"first sign-in at {identity.issuer} as {identity.subject}"
    account = rows.make(name, why, email=provided.email, identity=identity)
    _follow(tx, account, provided, roles)
    return rows.one(account.id)


def _follow(
    tx: Transaction, account: Account, provided: Provided, roles: Mapping[Role, tuple[str, ...]]
) -> None:
    """Let the roles follow the groups; the last administrator stays one."""
    rows, issuer = tx.people.accounts, provided.identity.issuer
    for role in sorted(roles):
        if account.grant(role) is None:
            groups = ", ".join(roles[role])
            rows.grant(account, role, f"in {groups} at {issuer}", Origin.GROUP)
    for role in tuple(left(account, roles)):
        if role is not Role.ADMIN or not is_last_administrator(account, rows.all()):
            rows.revoke(account, role, f"in no group any more that has it at {issuer}")


def _anew(what: str) -> NotPermitted:
    return NotPermitted(what, where="sign-in", act="begin anew on the sign-in page")


def _without_role(provided: Provided) -> NotPermitted:
    return NotPermitted(
        f"you are {provided.name} at the identity provider, in no group that has a role here",
        where="console.oidc.groups",
        act="ask an administrator which group you should be in",
    )


def _disabled(account: Account) -> NotPermitted:
    return NotPermitted(
        f"the account of {account.name} is disabled here",
        where=account.name,
        act="ask an administrator",
    )
