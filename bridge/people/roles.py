"""
Roles, and what each may do: one matrix for commands, pages and API alike.

Roles add up. What a role may do says nothing about whose work it is: that nobody approves what is
his own is asked where something is approved (`separation`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from bridge.people.preferences import USUAL, Preferences


class Role(StrEnum):
    """What somebody is to the bridge."""

    VIEWER = "viewer"
    FINANCE_REVIEWER = "finance_reviewer"
    RULES_ADMIN = "rules_admin"
    APPROVER = "approver"
    OPERATOR = "operator"
    ADMIN = "admin"

    @property
    def words(self) -> str:
        """How people read it."""
        return self.value.replace("_", " ")


class Permission(StrEnum):
    """One kind of thing that somebody may do; every command that writes, page and route has one."""

    SEE = "see"  #: everything, the ledger and exports included
    CHECK = "check"  #: ask whether a quote or an order is representable
    TRIAGE = "triage"  #: act about exceptions, and propose what is to become of a deal
    SUGGEST_RULES = "suggest_rules"  #: start a draft of rules for somebody who may finish it
    DRAFT_RULES = "draft_rules"  #: edit drafts and send them for approval
    PLAN_RULES = "plan_rules"  #: try a draft on all that was sold, and keep what comes of it
    APPROVE_RULES = "approve_rules"  #: approve and publish what another person drafted
    DECIDE = "decide"  #: confirm what another person proposed about a deal
    APPROVE_MERGES = "approve_merges"  #: agree to a merge of revenue arrangements
    SIGN = "sign"  #: sign what another person prepared of a period, and reopen it
    RUN = "run"  #: pause, resume, retry and send again
    ADMINISTER = "administer"  #: people, their roles, settings, and tokens of others


_EVERYBODY = frozenset({Permission.SEE, Permission.CHECK})
#: What each role may do.
MATRIX: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.VIEWER: _EVERYBODY,
        Role.FINANCE_REVIEWER: _EVERYBODY | {Permission.TRIAGE, Permission.SUGGEST_RULES},
        Role.RULES_ADMIN: _EVERYBODY
        | {Permission.SUGGEST_RULES, Permission.DRAFT_RULES, Permission.PLAN_RULES},
        Role.APPROVER: _EVERYBODY
        | {
            Permission.TRIAGE,
            Permission.PLAN_RULES,
            Permission.APPROVE_RULES,
            Permission.DECIDE,
            Permission.APPROVE_MERGES,
            Permission.SIGN,
        },
        Role.OPERATOR: _EVERYBODY | {Permission.RUN},
        Role.ADMIN: _EVERYBODY | {Permission.ADMINISTER},
    }
)


def permissions(roles: Iterable[Role]) -> frozenset[Permission]:
    """Return what roles may do together."""
    return frozenset().union(*(MATRIX[role] for role in roles))


def may(roles: Iterable[Role], permission: Permission) -> bool:
    """
    Say whether one of the roles may do something.

    >>> may([Role.VIEWER], Permission.TRIAGE), may([Role.APPROVER], Permission.TRIAGE)
    (False, True)
    """
    return any(permission in MATRIX[role] for role in roles)


def roles_that_may(permission: Permission) -> tuple[Role, ...]:
    """Return the roles that may do something, in the order of the matrix."""
    return tuple(role for role, allowed in MATRIX.items() if permission in allowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who asks for a page or calls the API: a person, by session or by token."""

    name: str  #: as the ledger keeps it
    roles: frozenset[Role]
    #: What a token is for; None for a session, which may do all that its roles may.
    scope: frozenset[Permission] | None = None
    prefers: Preferences = field(default=USUAL)

    @property
    def permissions(self) -> frozenset[Permission]:
        """What this reader may do: never more than the roles, however wide a token's scope is."""
        held = permissions(self.roles)
        return held if self.scope is None else held & self.scope

    def may(self, permission: Permission) -> bool:
        """Say whether the reader may do something."""
        return permission in self.permissions
