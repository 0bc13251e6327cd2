"""Accounts: under which name a person acts, with which roles, and by whose grant."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bridge.errors import Misconfigured
from bridge.ledger.person import folded, person
from bridge.people.preferences import USUAL, Preferences
from bridge.people.roles import Permission, Role, may

AccountId = NewType("AccountId", int)
#: A name stands in lists and in the ledger, so it is no essay.
NAME_MAX = 80
#: Who acts where no person is named, folded: nobody, and the set-up of a new bridge.
_RESERVED = frozenset({"nobody", "setup"})


class Origin(StrEnum):
    """Where a role comes from."""

    PERSON = "person"  #: somebody granted it
    GROUP = "group"  #: a group of the identity provider that is mapped to it
    SET_UP = "set_up"  #: the first administrator's, when there was nobody who could grant it


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role that somebody has: since when, granted by whom, and why."""

    role: Role
    by: str
    at: datetime
    reason: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who somebody is for an identity provider; a name may change there, the subject does not."""

    issuer: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person who may sign in."""

    id: AccountId
    name: str  #: as the ledger keeps it
    email: str | None
    made_at: datetime
    disabled_at: datetime | None  #: None as long as the person may sign in
    seen_at: datetime | None  #: None before the first sign-in
    has_password: bool
    identity: Identity | None  #: None for an account of this bridge alone
    grants: tuple[Grant, ...]  #: in the order of their roles' names
    prefers: Preferences = field(default=USUAL)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles, however they were granted."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def is_enabled(self) -> bool:
        """Whether the person may sign in."""
        return self.disabled_at is None

    def may(self, permission: Permission) -> bool:
        """Say whether the person may do something; who is disabled may nothing."""
        return self.is_enabled and may(self.roles, permission)

    def grant(self, role: Role) -> Grant | None:
        """Return the grant of a role; None if the person does not have it."""
        return next((one for one in self.grants if one.role is role), None)


def account_name(typed: str) -> str:
    """Return a name for an account as the ledger keeps it; Misconfigured for what is none."""
    name = person(typed[: 10 * NAME_MAX])
    if len(typed) > NAME_MAX:
        raise _no_name(f"a name has at most {NAME_MAX} characters")
    if folded(name) in _RESERVED:
        raise _no_name(f"{name!r} is who acts where nobody does")
    return name


def _no_name(says: str) -> Misconfigured:
    return Misconfigured(says, where="name", act="give the name under which the person is known")
