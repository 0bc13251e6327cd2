"""The JSON forms of people; other tools rely on these keys."""

from typing import Any

from bridge.flow.people.reviewing import Reviewed
from bridge.people.accounts import Account
from bridge.people.register import Recorded

Form = dict[str, Any]


def account(one: Account) -> Form:
    """Return an account."""
    return {
        "name": one.name,
        "email": one.email,
        "roles": sorted(one.roles),
        "enabled": one.is_enabled,
        "signs_in": _signs_in(one),
        "made_at": one.made_at.isoformat(),
        "seen_at": one.seen_at.isoformat() if one.seen_at else None,
    }


def _signs_in(one: Account) -> str | None:
    if one.identity is not None:
        return one.identity.issuer
    return "password" if one.has_password else None


def reviewed(one: Reviewed) -> Form:
    """Return a line of the access review."""
    grant = one.grant
    return {
        "name": one.name,
        "enabled": one.is_enabled,
        "role": grant.role.value if grant else None,
        "since": grant.at.isoformat() if grant else None,
        "granted_by": grant.by if grant else None,
        "reason": grant.reason if grant else None,
        "origin": grant.origin.value if grant else None,
        "conflict": one.conflict or None,
        "seen_at": one.seen_at.isoformat() if one.seen_at else None,
        "tokens": one.tokens,
    }


def recorded(one: Recorded) -> Form:
    """Return a change of the register."""
    return {
        "entry": one.seq,
        "at": one.at.isoformat(),
        "by": one.by,
        "account": one.whom,
        "what": one.what,
        "before": one.before,
        "after": one.after,
        "reason": one.reason,
    }
