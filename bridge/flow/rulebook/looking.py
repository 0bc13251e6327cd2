"""What was looked at before rules are approved or published: a plan over all deals, if any."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bridge.adapters.store.database import Transaction
from bridge.adapters.store.replaying.plans import KeptPlan
from bridge.errors import Misconfigured
from bridge.model.ids import Digest, RulebookVersion
from bridge.rulebooks.replay import agreed
from bridge.rulebooks.replay.agreed import Agreed
from bridge.rulebooks.road import Draft, Road


@dataclass(frozen=True, slots=True)
class Now:
    """The moment, and the rules that hold as long as nothing is published, if they are known."""

    at: datetime
    version: RulebookVersion | None = None


def plan_of(view: Transaction, road: Road, draft: Draft, now: Now) -> KeptPlan | None:
    """Return the last plan of a draft over all deals against the rules in force; None without."""
    holds = road.in_force(now.at)
    return view.plans.whole(draft.version, holds.version if holds else now.version)


def against(view: Transaction, kept: KeptPlan) -> tuple[str, ...]:
    """Return why rules cannot be published by a plan, in sentences; nothing where they can."""
    frame = view.dossiers.latest_frame()
    late = agreed.closed_since(kept.form, frame.periods if frame else ())
    closed = (f"{', '.join(late)} closed since it was made: make it anew",) if late else ()
    return (*agreed.stopping(kept.form), *closed)


def agreed_to(view: Transaction, road: Road, draft: Draft, now: Now) -> Agreed | None:
    """
    Return what is agreed to by approving or publishing a draft; None where nobody has looked.

    Raises Misconfigured where the plan is stopped: revenue in a closed period would be another,
    and nobody has said what is to come of that.
    """
    kept = plan_of(view, road, draft, now)
    if kept is None:
        return None
    stops = against(view, kept)
    if stops:
        raise Misconfigured(
            f"its plan {kept.digest[:12]} stops it: {'; '.join(stops)}",
            where=f"draft {draft.number}",
            act=f"let the rows hold from a later day and draft again; or make the plan "
            "again, prospective or as a correction, and let it be approved with that: "
            f"`bridge rules plan {draft.number} --past prospective|correct`",
        )
    return agreed.of_plan(kept.form)


def named(view: Transaction, road: Road) -> Iterator[Digest]:
    """Yield what plans were made of that are kept: those agreed to, and the last of open drafts."""
    for draft in road.drafts.values():
        if road.is_open(draft):
            yield from view.plans.wholes(draft.version)
    said = [one.plan for one in road.drafts.values() if one.plan is not None]
    yield from view.plans.under(one.digest for one in said)
