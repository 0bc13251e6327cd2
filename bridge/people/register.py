"""
The register of people: who was given which role, when, by whom and why, as the ledger tells it.

It is read from the entries alone, so that it says the same to an auditor as to the one who checks
the chain; the tables are kept beside it for sign-ins and lists.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from bridge.ledger.entries import Draft, Entry, EntryKind
from bridge.model.ids import DealId
from bridge.people.accounts import Grant, Origin
from bridge.people.roles import Role
from bridge.people.tokens import Wish

#: What entries of the ledger that are about people name in place of a deal.
PEOPLE = DealId("people")


class Change(StrEnum):
    """What was changed about an account."""

    DISABLED = "disabled"
    ENABLED = "enabled"
    PASSWORD = "password"  # noqa: S105 - what was changed, no secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Somebody in the register."""

    name: str
    made_by: str
    made_at: datetime
    is_enabled: bool = True
    grants: Mapping[Role, Grant] = field(default_factory=lambda: MappingProxyType({}))
    tokens: frozenset[int] = frozenset()  #: the numbers of those that were not revoked

    @property
    def roles(self) -> str:
        """The roles in words."""
        return ", ".join(sorted(role.words for role in self.grants)) or "no role"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One change, as an auditor reads it."""

    seq: int  #: of its entry
    at: datetime
    by: str
    whom: str
    what: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class Register:
    """Everybody by name, and all that was ever changed, in order."""

    holders: Mapping[str, Holder]
    history: tuple[Recorded, ...]


def made(name: str, reason: str) -> Draft:
    """Return the entry of a new account."""
    return _entry(EntryKind.ACCOUNT_MADE, name, reason)


def changed(name: str, change: Change, reason: str) -> Draft:
    """Return the entry of a change of an account; of a password it says that it was changed."""
    return _entry(EntryKind.ACCOUNT_CHANGED, name, reason, change=change.value)


def granted(name: str, role: Role, origin: Origin, reason: str) -> Draft:
    """Return the entry of a role that is given."""
    return _entry(EntryKind.ROLE_GRANTED, name, reason, role=role.value, origin=origin.value)


def revoked(name: str, role: Role, reason: str) -> Draft:
    """Return the entry of a role that is taken."""
    return _entry(EntryKind.ROLE_REVOKED, name, reason, role=role.value)


def token_issued(name: str, number: int, wish: Wish) -> Draft:
    """Return the entry of a token that is issued."""
    return _entry(
        EntryKind.TOKEN_ISSUED,
        name,
        wish.label,
        token=number,
        scopes=sorted(wish.scopes),
        expires_at=wish.expires_at.isoformat(),
    )


def token_revoked(name: str, number: int, reason: str) -> Draft:
    """Return the entry of a token that is revoked."""
    return _entry(EntryKind.TOKEN_REVOKED, name, reason, token=number)


def _entry(kind: EntryKind, name: str, reason: str, **told: object) -> Draft:
    return Draft(kind=kind, deal=PEOPLE, refs={"account": name}, payload={"reason": reason, **told})


def read(entries: Iterable[Entry]) -> Register:
    """Read the register from the ledger's entries about people."""
    holders: dict[str, Holder] = {}
    history: list[Recorded] = []
    for entry in entries:
        name = entry.refs["account"]
        before = holders.get(name)
        after = _after(before, entry)
        holders[name] = after
        history.append(_recorded(entry, before, after))
    return Register(MappingProxyType(holders), tuple(history))


def _after(before: Holder | None, entry: Entry) -> Holder:
    if before is None:
        return Holder(name=entry.refs["account"], made_by=entry.actor, made_at=entry.at)
    told: Mapping[str, Any] = entry.payload
    match entry.kind:
        case EntryKind.ACCOUNT_CHANGED if told["change"] != Change.PASSWORD:
            return replace(before, is_enabled=told["change"] == Change.ENABLED)
        case EntryKind.ROLE_GRANTED | EntryKind.ROLE_REVOKED:
            return replace(before, grants=_grants(before, entry))
        case EntryKind.TOKEN_ISSUED:
            return replace(before, tokens=before.tokens | {told["token"]})
        case EntryKind.TOKEN_REVOKED:
            return replace(before, tokens=before.tokens - {told["token"]})
        case _:
            return before


def _grants(before: Holder, entry: Entry) -> Mapping[Role, Grant]:
    told: Mapping[str, Any] = entry.payload
    role = Role(told["role"])
    others = {each: one for each, one in before.grants.items() if each is not role}
    if entry.kind == EntryKind.ROLE_GRANTED:
        others[role] = Grant(
            role=role,
            by=entry.actor,
            at=entry.at,
            reason=told["reason"],
            origin=Origin(told["origin"]),
        )
    return MappingProxyType(others)


def _recorded(entry: Entry, before: Holder | None, after: Holder) -> Recorded:
    told: Mapping[str, Any] = entry.payload
    about = told.get("change") or (f"token {told['token']}" if "token" in told else None)
    return Recorded(
        seq=entry.seq,
        at=entry.at,
        by=entry.actor,
        whom=after.name,
        what=entry.kind.replace("_", " ").lower() + (f": {about}" if about else ""),
        before=_state(before),
        after=_state(after),
        reason=str(told["reason"]),
    )


def _state(holder: Holder | None) -> str:
    if holder is None:
        return "no account"
    return holder.roles if holder.is_enabled else f"{holder.roles} (disabled)"
