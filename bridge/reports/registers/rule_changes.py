"""The register of rule changes: every draft, who wrote and approved it, and what it changed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bridge.model.ids import RulebookVersion
from bridge.rulebooks.difference import Change, changes
from bridge.rulebooks.road import Draft, Publication, Road

#: Returns the files of a version that was drafted.
Files = Callable[[RulebookVersion], Mapping[str, str]]


class Stage(StrEnum):
    """How far a draft came."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    PUBLISHED = "published"
    LAPSED = "lapsed"  #: another was published since it was drafted


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """A draft of the rulebook, and the publication that it became."""

    draft: Draft
    stage: Stage
    publication: Publication | None
    changed: tuple[Change, ...]  #: against the publication that it was made against


def rule_changes(road: Road, files: Files, until: datetime) -> tuple[RuleChange, ...]:
    """Return the drafts that were written up to a moment, in order; `road` knows no later ones."""
    return tuple(
        RuleChange(
            draft=draft,
            stage=_stage(road, draft),
            publication=road.publications.get(draft.published or 0),
            changed=changes(_before(road, draft, files), files(draft.version)),
        )
        for draft in road.drafts.values()
        if draft.drafted.at <= until
    )


def places(changed: tuple[Change, ...]) -> Iterator[str]:
    """
    Yield each place that changed, with what was there and what is there now.

    >>> list(places((Change("items.yaml", "rows.seat", None, "item: SEAT"),)))
    ['items.yaml rows.seat: added item: SEAT']
    """
    for one in changed:
        where = f"{one.file} {one.place}".strip()
        match one:
            case Change(old=None, new=new):
                yield f"{where}: added {new}"
            case Change(old=old, new=None):
                yield f"{where}: removed {old}"
            case Change(old=old, new=new):
                yield f"{where}: {old} -> {new}"


def _before(road: Road, draft: Draft, files: Files) -> Mapping[str, str]:
    """Return the files of the publication that a draft was made against; none before the first."""
    base = road.publications.get(draft.base)
    return {} if base is None else files(base.version)


def _stage(road: Road, draft: Draft) -> Stage:
    if draft.published is not None:
        return Stage.PUBLISHED
    if not road.is_open(draft):
        return Stage.LAPSED
    return Stage.DRAFTED if draft.approved is None else Stage.APPROVED
