"""Separation of duties: nobody approves, confirms or grants what is his own."""

from bridge.errors import NotPermitted
from bridge.ledger.person import same_person


def require_another(who: str, author: str, *, where: str, did: str) -> None:
    """
    Raise NotPermitted if the person who wants to approve something is its author.

    `did` is what the author did ("wrote it"); two spellings of one name are one person.
    """
    if same_person(who, author):
        raise NotPermitted(
            f"{author} {did}, and nobody approves what is his own",
            where=where,
            act="ask another person to do it",
        )
