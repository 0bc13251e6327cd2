"""A plan: what a draft would make of all that was sold, against what stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bridge.model.calendar import Period
from bridge.model.ids import DealId, Digest, RulebookVersion
from bridge.rulebooks.replay import closing
from bridge.rulebooks.replay.closing import Blocker, Closing, Entry, Past
from bridge.rulebooks.replay.comparing import Change

#: The code of a deal that the bridge itself fails on.
FAILED = "NOT_TRANSLATED"


@dataclass(frozen=True, slots=True)
class Failed:
    """A deal that could not be translated: a mistake of the bridge, or records that are lost."""

    deal: DealId
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many deals were tried, and what became of those that are no change."""

    tried: int = 0
    #: Known to come out the same, by the rows that decided them: they were not translated.
    untouched: int = 0
    #: Not as they stand by the rules in force, and by the draft no other than by these.
    earlier: int = 0
    decided: int = 0  #: what people or the books say of them stands, whatever rules say
    without_records: tuple[DealId, ...] = ()
    notes: tuple[str, ...] = ()  #: what could not be looked at, in sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Which versions were compared over which deals."""

    draft: RulebookVersion
    in_force: RulebookVersion
    part: str  #: which deals were chosen, in words; empty: all
    deals: Digest  #: of the deals with their dossiers and what stands of them
    past: Past


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a draft would do."""

    compared: Compared
    tally: Tally
    changes: tuple[Change, ...]
    failed: tuple[Failed, ...]
    closing: Closing
    entries: tuple[Entry, ...]
    blockers: tuple[Blocker, ...]


def plan(
    compared: Compared,
    tally: Tally,
    found: Iterable[Change],
    failed: Sequence[Failed],
    periods: Sequence[Period],
) -> Plan:
    """Put together what was found of the deals; `periods` are NetSuite's, or none where unknown."""
    changes = tuple(sorted(found, key=lambda one: one.of.deal))
    reached = closing.closing(changes, periods)
    against = [
        Blocker(FAILED, f"deal {one.deal} cannot be translated: {one.says}") for one in failed
    ]
    past = compared.past
    return Plan(
        compared=compared,
        tally=tally,
        changes=changes,
        failed=tuple(failed),
        closing=reached,
        entries=closing.entries(reached) if past is Past.CORRECT else (),
        blockers=(*closing.blockers(reached, past), *against),
    )
