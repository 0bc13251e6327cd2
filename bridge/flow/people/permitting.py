"""
Whether a person may do what a service is asked to do: asked in the same transaction that does it.

As long as there is no account nobody needs one: a bridge without a console is worked by whoever has
its settings and its store, and `--as` says who that is. From the first account on every act is in
the name of somebody who may. A command takes the name on trust, since who can open the store could
write into it as anybody; pages and API do not.
"""

from bridge.adapters.store.database import Transaction
from bridge.errors import NotPermitted
from bridge.ledger.person import person
from bridge.people.accounts import Account
from bridge.people.roles import Permission, roles_that_may


def permitted(view: Transaction, who: str, permission: Permission) -> str:
    """
    Return the name under which the ledger keeps a person who may do something.

    Raises NotPermitted for others, Misconfigured for what is no name.
    """
    asking = person(who)
    if not view.people.accounts.any():
        return asking
    account = view.people.accounts.named(asking)
    if account is None or not account.is_enabled:
        raise NotPermitted(
            f"{asking[:80]} has no account here, or one that is disabled",
            where="--as",
            act="name somebody of `bridge users list`, or let an administrator add an account",
            roles=roles_that_may(permission),
        )
    if not account.may(permission):
        raise lacking(account, permission)
    return account.name


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
