"""Who may give and take roles: nobody his own, and never the last administrator's."""

from collections.abc import Iterable

from bridge.errors import Misconfigured, NotPermitted
from bridge.ledger.person import same_person
from bridge.people.accounts import Account
from bridge.people.roles import Permission, Role


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
    if not account.may(Permission.ADMINISTER):
        return
    others = (one for one in everybody if one.id != account.id)
    if not any(one.may(Permission.ADMINISTER) for one in others):
        raise NotPermitted(
            f"{account.name} is the last administrator: nobody could grant a role any more",
            where=account.name,
            act="make somebody else an administrator first",
        )
