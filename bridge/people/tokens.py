"""Tokens of the API: what each is for, and until when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from bridge.errors import Misconfigured
from bridge.people.accounts import Account
from bridge.people.roles import Permission
from bridge.queue import words

#: How a token begins, so that one that was lost is recognised where it turns up.
PREFIX = "rb_"
LABEL_MAX = 80
#: What nobody renews within a year, nobody misses.
LIFE_MAX = timedelta(days=366)


class Scope(StrEnum):
    """What a token is for."""

    READ = "read"
    CHECK = "check"  #: nothing but whether a quote or an order is representable
    TRIAGE = "triage"
    RULES = "rules"
    DECIDE = "decide"
    SIGN = "sign"  #: nothing but the signatures under periods
    RUN = "run"
    ADMIN = "admin"


#: What each scope allows, as far as the roles of the token's person do.
SCOPES: Mapping[Scope, frozenset[Permission]] = MappingProxyType(
    {
        Scope.READ: frozenset({Permission.SEE, Permission.CHECK}),
        Scope.CHECK: frozenset({Permission.CHECK}),
        Scope.TRIAGE: frozenset({Permission.SEE, Permission.TRIAGE}),
        Scope.RULES: frozenset(
            {
                Permission.SEE,
                Permission.SUGGEST_RULES,
                Permission.DRAFT_RULES,
                Permission.PLAN_RULES,
                Permission.APPROVE_RULES,
            }
        ),
        Scope.DECIDE: frozenset({Permission.SEE, Permission.DECIDE, Permission.APPROVE_MERGES}),
        Scope.SIGN: frozenset({Permission.SEE, Permission.SIGN}),
        Scope.RUN: frozenset({Permission.SEE, Permission.RUN}),
        Scope.ADMIN: frozenset({Permission.SEE, Permission.ADMINISTER}),
    }
)


def permissions(scopes: Iterable[Scope]) -> frozenset[Permission]:
    """Return what scopes allow together."""
    return frozenset().union(*(SCOPES[scope] for scope in scopes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants of a token."""

    label: str  #: what it is used for, in words
    scopes: frozenset[Scope]
    expires_at: datetime

    def fit(self, now: datetime) -> "Wish":
        """Return the wish as it is kept; Misconfigured for one that cannot be had."""
        label = words.said(self.label, of="the label")
        if len(label) > LABEL_MAX or "\n" in label:
            raise _refused(f"the label is a line of at most {LABEL_MAX} characters")
        if not self.scopes:
            raise _refused("no scope is named, so it would be for nothing")
        if not now < self.expires_at <= now + LIFE_MAX:
            raise _refused(f"it is to expire within {LIFE_MAX.days} days from now")
        return Wish(label=label, scopes=self.scopes, expires_at=self.expires_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token as it is listed; its text is shown once, and kept nowhere."""

    id: int
    account: Account
    label: str
    scopes: frozenset[Scope]
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    def is_live(self, now: datetime) -> bool:
        """Say whether it opens anything."""
        return self.account.is_enabled and self.revoked_at is None and now < self.expires_at


def _refused(says: str) -> Misconfigured:
    return Misconfigured(says, where="token", act="say what it is for, and until when")
