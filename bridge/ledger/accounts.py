"""
The accounts of the ledger, by name.

`booked` is credited (negative balances); all the others are debited and say where a booked amount
is now. So the balances of a deal add up to nothing in each currency, and
`booked = waiting + pending + ordered + excluded + suspense`.
"""

import re
from enum import StrEnum
from typing import NewType

#: A whole account name: "booked", "suspense:ITEM_UNMAPPED", "excluded:scope#partners".
Account = NewType("Account", str)


class Family(StrEnum):
    """What an account is for; the part of its name before the colon."""

    BOOKED = "booked"
    WAITING = "waiting"  #: the deal's records are not complete yet
    PENDING = "pending"  #: in documents that are not acknowledged yet
    ORDERED = "ordered"  #: in documents that NetSuite acknowledged
    EXCLUDED = "excluded"  #: left out by a named rule
    SUSPENSE = "suspense"  #: in an open exception


#: The families that say where a booked amount is.
PLACES = (Family.WAITING, Family.PENDING, Family.ORDERED, Family.EXCLUDED, Family.SUSPENSE)

BOOKED = Account(Family.BOOKED.value)
WAITING = Account(Family.WAITING.value)
PENDING = Account(Family.PENDING.value)
ORDERED = Account(Family.ORDERED.value)

#: Families whose accounts carry the code or rule that put the amount there.
_NAMED = frozenset({Family.EXCLUDED, Family.SUSPENSE})
_REASON = re.compile(r"\S+")


class UnknownAccount(ValueError):
    """There is no account of that name."""


def suspense(code: str) -> Account:
    """
    Return the account of the open exceptions with that code.

    >>> suspense("ITEM_UNMAPPED")
    'suspense:ITEM_UNMAPPED'
    """
    return _named(Family.SUSPENSE, code)


def excluded(rule: str) -> Account:
    """Return the account of what that rule leaves out."""
    return _named(Family.EXCLUDED, rule)


def parse(name: str) -> tuple[Family, str | None]:
    """
    Return the family of an account and, where it has one, the code or rule.

    Raises UnknownAccount.

    >>> parse("excluded:scope#partners")
    (<Family.EXCLUDED: 'excluded'>, 'scope#partners')
    """
    head, colon, reason = name.partition(":")
    try:
        family = Family(head)
    except ValueError as error:
        raise UnknownAccount(f"the ledger has no account {name!r}") from error
    if (family in _NAMED) != bool(colon) or (colon and not _REASON.fullmatch(reason)):
        raise UnknownAccount(f"the ledger has no account {name!r}")
    return family, reason or None


def _named(family: Family, reason: str) -> Account:
    if not _REASON.fullmatch(reason):
        raise UnknownAccount(f"{reason!r} cannot name an account of {family}")
    return Account(f"{family}:{reason}")
