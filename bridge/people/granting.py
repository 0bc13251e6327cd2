"""Who may give and take roles: nobody his own, and never the last administrator's."""

from collections.abc import Iterable
from difflib import get_close_matches

from bridge.errors import Misconfigured, NotPermitted
from bridge.ledger.person import folded, same_person
from bridge.people.accounts import Account
from bridge.people.roles import Permission, Role, roles_that_may


def require_grantable(who: str, account: Account, role: Role) -> None:
    """Raise NotPermitted for a role of one's own, Misconfigured for one that is held already."""
    if same_person(who, account.name):
        raise NotPermitted(
            "nobody grants a role to himself",
            where=account.name,
            act="ask another administrator",
            roles=(Role.ADMIN,),
        )
    if account.grant(role) is not None:
        raise Misconfigured(
            f"{account.name} is {role.words} already",
            where=account.name,
            act="there is nothing to do",
        )


def require_revocable(account: Account, role: Role, everybody: Iterable[Account]) -> None:
    """Raise Misconfigured for a role not held, NotPermitted for the last administrator's."""
    if account.grant(role) is None:
        raise Misconfigured(
            f"{account.name} is not {role.words}",
            where=account.name,
            act="see who has which role with `bridge users list`",
        )
    if role is Role.ADMIN:
        require_another_administrator(account, everybody)


def require_another_administrator(account: Account, everybody: Iterable[Account]) -> None:
    """Raise NotPermitted if there would be no administrator without this one."""
    if is_last_administrator(account, everybody):
        raise NotPermitted(
            f"{account.name} is the last administrator: nobody could grant a role any more",
            where=account.name,
            act="make somebody else an administrator first",
        )


def is_last_administrator(account: Account, everybody: Iterable[Account]) -> bool:
    """Say whether somebody may give roles to others, and nobody else may."""
    others = (one for one in everybody if one.id != account.id)
    return account.may(Permission.ADMINISTER) and not any(
        one.may(Permission.ADMINISTER) for one in others
    )


def not_here(name: str, names: Iterable[str]) -> Misconfigured:
    """Return what is said where somebody is chosen who cannot sign in, with whom was meant."""
    by_folded = {folded(one): one for one in names}
    near = [by_folded[one] for one in get_close_matches(folded(name), list(by_folded))]
    meant = f"did you mean {' or '.join(near)}? " if near else ""
    return Misconfigured(
        f"{name[:80]} cannot sign in here: there is no such account, or it is disabled",
        where="to",
        act=f"{meant}see who can with `bridge users list`",
    )


def without_account(who: str, permission: Permission) -> NotPermitted:
    """Return what is said to somebody who is not known here, or not any more."""
    return NotPermitted(
        f"{who[:80]} has no account here, or one that is disabled",
        where="--as",
        act="name somebody of `bridge users list`, or let an administrator add an account",
        roles=roles_that_may(permission),
    )


def lacking(account: Account, permission: Permission) -> NotPermitted:
    """Return what is said to somebody whose roles do not allow something."""
    needed = roles_that_may(permission)
    words = " or ".join(role.words for role in needed)
    has = ", ".join(sorted(role.words for role in account.roles)) or "nothing yet"
    return NotPermitted(
        f"this takes the role {words}, and {account.name} is {has}",
        where=permission.value,
        act="ask somebody who has it, or an administrator to grant it",
        roles=needed,
    )
