"""Tokens of the API: issued and revoked in the ledger, recognised by a digest."""

from datetime import timedelta

from sqlmodel import Session, col, select

from bridge.adapters.store.ledger_rows import LedgerRows
from bridge.adapters.store.people.accounts import AccountRows
from bridge.adapters.store.people.sessions import digest
from bridge.adapters.store.people.tables import ApiTokenRow
from bridge.errors import Misconfigured
from bridge.model.calendar import Clock
from bridge.people import register
from bridge.people.accounts import Account, AccountId
from bridge.people.tokens import Scope, Token, Wish

#: Every call would be a write; so exact nobody needs to be.
_USED_EVERY = timedelta(minutes=1)


class TokenRows:
    """Tokens, within one transaction."""

    def __init__(
        self, session: Session, clock: Clock, ledger: LedgerRows, accounts: AccountRows
    ) -> None:
        self._session = session
        self._clock = clock
        self._ledger = ledger
        self._accounts = accounts

    def issue(self, account: Account, secret: str, wish: Wish) -> Token:
        """Issue a token with this text to somebody; Misconfigured for a wish that is none."""
        fit = wish.fit(self._clock())
        row = ApiTokenRow(
            digest=digest(secret),
            account=account.id,
            label=fit.label,
            scopes=" ".join(sorted(fit.scopes)),
            issued_at=self._clock(),
            expires_at=fit.expires_at,
            used_at=None,
            revoked_at=None,
        )
        self._session.add(row)
        self._session.flush()
        self._ledger.append(register.token_issued(account.name, row.id or 0, fit))
        return self._token(row)

    def live(self, secret: str) -> Token | None:
        """Return the token with this text; None if there is none, or it opens nothing any more."""
        query = select(ApiTokenRow).where(ApiTokenRow.digest == digest(secret))
        row = self._session.exec(query).first()
        found = self._token(row) if row is not None else None
        return found if found is not None and found.is_live(self._clock()) else None

    def is_to_be_used(self, token: Token) -> bool:
        """Say whether a call is to be written down."""
        return token.used_at is None or self._clock() - token.used_at >= _USED_EVERY

    def use(self, token: Token) -> None:
        """Keep that the token was used."""
        self._session.get_one(ApiTokenRow, token.id).used_at = self._clock()
        self._session.flush()

    def one(self, number: int) -> Token:
        """Return a token by its number; Misconfigured if there is none."""
        row = self._session.get(ApiTokenRow, number)
        if row is None:
            raise Misconfigured(
                "there is no such token", where=f"token {number}", act="look for it in the list"
            )
        return self._token(row)

    def revoke(self, token: Token, reason: str) -> None:
        """Let a token open nothing any more; Misconfigured if it was revoked before."""
        if token.revoked_at is not None:
            raise Misconfigured(
                f"it was revoked on {token.revoked_at:%Y-%m-%d}",
                where=f"token {token.id}",
                act="there is nothing to do",
            )
        self._session.get_one(ApiTokenRow, token.id).revoked_at = self._clock()
        self._session.flush()
        self._ledger.append(register.token_revoked(token.account.name, token.id, reason))

    def revoke_all(self, account: Account, reason: str) -> None:
        """Revoke whatever tokens of somebody still open something."""
        for token in self.all(account):
            if token.revoked_at is None and self._clock() < token.expires_at:
                self.revoke(token, reason)

    def all(self, account: Account | None = None) -> tuple[Token, ...]:
        """Return the tokens of everybody, or of one, the last one first."""
        query = select(ApiTokenRow).order_by(col(ApiTokenRow.id).desc())
        if account is not None:
            query = query.where(ApiTokenRow.account == account.id)
        return tuple(self._token(row) for row in self._session.exec(query))

    def _token(self, row: ApiTokenRow) -> Token:
        return Token(
            id=row.id or 0,
            account=self._accounts.one(AccountId(row.account)),
            label=row.label,
            scopes=frozenset(Scope(name) for name in row.scopes.split()),
            issued_at=row.issued_at,
            expires_at=row.expires_at,
            used_at=row.used_at,
            revoked_at=row.revoked_at,
        )
