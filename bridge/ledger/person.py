"""Persons, by the names under which the ledger keeps what they did."""

import unicodedata

from bridge.errors import Misconfigured

#: In whose name the bridge does what no person asked it to; nobody else is called so.
MACHINE = "bridge"
#: Letters that show nothing.
_UNSEEN = frozenset("\u115f\u1160\u3164\uffa0")


def person(name: str) -> str:
    """Return a name as the ledger keeps it; Misconfigured for what would not name a person."""
    spelt = " ".join(name.split())
    if not spelt.isprintable() or not folded(spelt):
        raise Misconfigured(
            "nobody is named: a name has letters or digits, and no characters that are not seen",
            where="--as",
            act="name the person who acts",
        )
    if folded(spelt) == MACHINE:
        raise Misconfigured(
            f"{spelt} is the name of what no person did",
            where="--as",
            act="name the person who acts",
        )
    return spelt


def same_person(one: str, other: str) -> bool:
    """
    Say whether two names may be of one person: letters and digits tell, and nothing else does.

    Two people whose names differ in an accent or a point alone must call themselves otherwise.

    >>> same_person("Anna M.", "ÁNNA-M")
    True
    """
    return folded(one) == folded(other)


def folded(name: str) -> str:
    """Return what of a name tells: its letters and digits, without case and accents."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(char for char in plain if char.isalnum() and char not in _UNSEEN)
