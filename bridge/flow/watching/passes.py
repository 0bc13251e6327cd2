"""What the passes came to: how far was read, which passes were made, and what stands now."""

from dataclasses import dataclass
from datetime import datetime

from bridge.adapters.store.browsing.journals import JournalFilter, Posted
from bridge.adapters.store.database import Transaction
from bridge.adapters.store.deals import Summary
from bridge.adapters.store.turns import Tick
from bridge.flow.sync.noting import SOURCE
from bridge.flow.watching.health import PASSES, Health, health

#: As many passes as are seen at a glance.
_SHOWN = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """The feed as it stands."""

    health: Health
    read_up_to: datetime | None  #: every change until then was read; None before the first pass
    passes: tuple[Tick, ...]  #: the last one first
    summary: Summary
    journals_due: int  #: that are proposed, and that nobody posted yet


def watched(view: Transaction, every_s: int) -> Watched:
    """Return how the feed stands of a daemon that makes a pass every so many seconds."""
    return Watched(
        health=health(view, every_s),
        read_up_to=view.turns.cursor(SOURCE),
        passes=view.turns.ticks(PASSES, _SHOWN),
        summary=view.deals.summary(),
        journals_due=view.lists.journals.counts(JournalFilter())[Posted.DUE],
    )
