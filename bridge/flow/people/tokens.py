"""Tokens of the API: issued to oneself, shown once, revoked by their person or an administrator."""

import secrets
from dataclasses import dataclass

from bridge.adapters.store.database import Store
from bridge.ledger.person import person, same_person
from bridge.people.granting import lacking, without_account
from bridge.people.roles import Permission, Reader
from bridge.people.tokens import PREFIX, Token, Wish, permissions
from bridge.queue import words

_SECRET_BYTES = 32
#: What is longer is no token of ours, and is not even looked up.
_TEXT_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A token, with its text: shown this once."""

    token: Token
    text: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of the API."""

    store: Store

    def issue(self, who: str, wish: Wish) -> Issued:
        """
        Issue a token to whoever asks for it.

        Raises NotPermitted for a scope of which the person may nothing, Misconfigured for a wish
        that cannot be had.
        """
        text = PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
        with self.store.transaction("token_issued", actor=person(who)) as tx:
            account = tx.people.accounts.named(person(who))
            if account is None or not account.is_enabled:
                raise without_account(who, Permission.SEE)
            for scope in sorted(wish.scopes):
                own = permissions([scope]) - {Permission.SEE}
                if own and not any(account.may(one) for one in own):
                    raise lacking(account, min(own))
            return Issued(token=tx.people.tokens.issue(account, text, wish), text=text)

    def reader(self, text: str) -> Reader | None:
        """Return whom a token stands for; None if it opens nothing."""
        if not text.startswith(PREFIX) or len(text) > _TEXT_MAX:
            return None
        with self.store.reading() as view:
            token = view.people.tokens.live(text)
            is_news = token is not None and view.people.tokens.is_to_be_used(token)
        if token is None:
            return None
        if is_news:
            with self.store.transaction("token_used") as tx:
                tx.people.tokens.use(token)
        account = token.account
        scope = permissions(token.scopes)
        return Reader(name=account.name, roles=account.roles, scope=scope, prefers=account.prefers)

    def revoke(self, who: str, number: int, reason: str) -> Token:
        """Revoke a token; one of somebody else's only an administrator does."""
        why = words.said(reason, of="the reason")
        with self.store.transaction("token_revoked", actor=person(who)) as tx:
            token = tx.people.tokens.one(number)
            if not same_person(who, token.account.name):
                tx.people.accounts.permit(Permission.ADMINISTER)
            tx.people.tokens.revoke(token, why)
            return tx.people.tokens.one(number)
