"""Explains by which version of the rulebook something was decided, and who answers for it."""

from collections.abc import Iterator

from bridge.adapters.store.database import Transaction
from bridge.flow.explaining.explanation import Fact
from bridge.flow.rulebook.publishing import road_of
from bridge.model.ids import RulebookVersion
from bridge.rulebooks.road import Said


def facts(view: Transaction, version: RulebookVersion | None) -> Iterator[Fact]:
    """Tell who drafted, approved and published a version; nothing where none judged."""
    if version is None:
        return
    yield Fact("version", version)
    road = road_of(view)
    draft = next((one for one in road.drafts.values() if one.version == version), None)
    if draft is None:
        yield Fact("came from", "the folder of the rules: it was never drafted for publication")
        return
    yield Fact("drafted", _said(draft.drafted))
    if draft.approved is not None:
        yield Fact("approved", _said(draft.approved))
    for one in road.publications.values():
        if one.version == version:
            since = f"{one.in_force_from:%Y-%m-%d %H:%M} UTC"
            yield Fact(
                f"publication {one.number}", f"{_said(one.published)}, in force from {since}"
            )


def _said(one: Said) -> str:
    reason = f": {one.reason}" if one.reason else ""
    return f"{one.by}, {one.at:%Y-%m-%d %H:%M} UTC{reason}"
