"""Plans that were made before serve again, as long as all that they were made of is the same."""

from dataclasses import dataclass

from bridge.adapters.store.database import Store
from bridge.adapters.store.replaying.plans import Form
from bridge.flow.replaying.planning import Planning, Wanted
from bridge.flow.rulebook import looking, publishing
from bridge.model.ids import Digest
from bridge.people.roles import Permission
from bridge.rulebooks.replay import forms


@dataclass(frozen=True, slots=True)
class Made:
    """A plan in its JSON form, under the digest of all that it was made of."""

    asked: Digest
    form: Form
    cached: bool  #: whether it was made before


def made(planning: Planning, wanted: Wanted, *, anew: bool = False) -> Made:
    """Return the plan that is kept of just this, or make it; as `Planning.plan` raises."""
    asked = wanted.address(planning.state(wanted))
    if not anew:
        with planning.store.reading() as view:
            kept = view.plans.one(asked)
        if kept is not None:
            return Made(asked, kept.form, cached=True)
    return Made(asked, forms.plan(planning.plan(wanted)), cached=False)


def keep(store: Store, done: Made, who: str) -> None:
    """Keep a plan that somebody made, for those who approve; NotPermitted."""
    with store.transaction("rules_planned", actor=who) as tx:
        tx.people.accounts.permit(Permission.PLAN_RULES)
        spared = looking.named(tx, publishing.road_of(tx))
        tx.plans.keep(done.asked, done.form, tuple(spared))
