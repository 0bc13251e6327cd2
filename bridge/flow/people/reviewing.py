"""The access review: who has which role since when, granted by whom, as the ledger tells it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bridge.adapters.store.database import Transaction
from bridge.people.accounts import Grant
from bridge.people.register import Recorded
from bridge.people.roles import MATRIX, Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """One role of one person; a person without a role has one line, too."""

    name: str
    is_enabled: bool
    seen_at: datetime | None  #: the last sign-in; None before the first
    grant: Grant | None  #: None for a person without a role
    conflict: str  #: what else this person may that should be in other hands; empty if nothing
    tokens: int  #: tokens of the API that were not revoked


def access_review(view: Transaction) -> tuple[Reviewed, ...]:
    """Return everybody with every role, by name."""
    return tuple(_reviewed(view))


def changes(view: Transaction) -> tuple[Recorded, ...]:
    """Return all that was changed about people, the last change first."""
    return tuple(reversed(view.people.accounts.register().history))


def _reviewed(view: Transaction) -> Iterator[Reviewed]:
    told = view.people.accounts.register().holders
    for account in view.people.accounts.all():
        holder = told[account.name]
        for grant in (*holder.grants.values(),) or (None,):
            yield Reviewed(
                name=account.name,
                is_enabled=account.is_enabled,
                seen_at=account.seen_at,
                grant=grant,
                conflict=_conflict(tuple(holder.grants.values())),
                tokens=len(holder.tokens),
            )


def _conflict(grants: tuple[Grant, ...]) -> str:
    """Say which duties meet in one person; each act is still refused on what is one's own."""
    held = frozenset[Permission]().union(*(MATRIX[grant.role] for grant in grants))
    both = {Permission.DRAFT_RULES, Permission.APPROVE_RULES}
    if Permission.ADMINISTER in held and len(grants) > 1:
        return "gives roles to others, and has others"
    return "drafts rules and approves them" if both <= held else ""
