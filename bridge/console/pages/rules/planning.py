"""What a draft would do to all that was sold: begun by a person, shown when it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from bridge.adapters.store.database import Transaction
from bridge.console.pages.files import File, download
from bridge.console.pages.leafing import chosen, filters
from bridge.console.pages.rules import plans
from bridge.console.pages.rules.plans import Only, Shown
from bridge.console.problems import Missing
from bridge.console.saying import Said
from bridge.console.visits import Number, Visit, needs
from bridge.errors import NotPermitted
from bridge.flow.replaying.background import Replay, Replays
from bridge.flow.replaying.planning import Wanted
from bridge.flow.rulebook import editions, publishing
from bridge.ledger.person import same_person
from bridge.people.roles import Permission, roles_that_may
from bridge.reports.table import Evidence, Report
from bridge.rulebooks.replay.closing import Past
from bridge.rulebooks.replay.summary import WORDS
from bridge.rulebooks.road import Draft

router = APIRouter(prefix="/rules/drafts")
#: What each answer about closed periods means.
PASTS: Mapping[str, str] = {
    Past.STOP: "A closed period stops the plan",
    Past.PROSPECTIVE: "What was sent stands; the rules hold for what comes",
    Past.CORRECT: "The first open period takes up the difference",
}


class Begun(BaseModel):
    """What somebody wants to know."""

    model_config = ConfigDict(extra="forbid")
    past: Past = Past.STOP


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A draft and what it would do."""

    draft: Draft
    replay: Replay | None
    shown: Shown | None
    pasts: Mapping[str, str]
    may_begin: bool
    may_give_up: bool
    kinds: Mapping[str, str]
    only: Only
    filters: str


@router.get("/{number}/plan")
def plan(visit: Annotated[Visit, needs(Permission.SEE)], number: Number) -> Response:
    """Show what a draft would do, or how far the plan is."""
    with visit.console.store.reading() as view:
        draft = _draft(view, number)
        kept = view.plans.latest(draft.version)
    request, replay = visit.request, _replays(visit).of(draft.version)
    page = Page(
        draft=draft,
        replay=replay,
        shown=plans.shown(kept, _only(visit)) if kept else None,
        pasts=PASTS,
        may_begin=visit.reader.may(Permission.PLAN_RULES),
        may_give_up=replay is not None and _may_give_up(visit, replay),
        kinds=WORDS,
        only=_only(visit),
        filters=filters(request),
    )
    return visit.shows("rules/plan.html", page)


@router.post("/{number}/plan")
def begin(
    visit: Annotated[Visit, needs(Permission.PLAN_RULES)],
    number: Number,
    asked: Annotated[Begun, Form()],
) -> Response:
    """Begin to make a plan."""
    console = visit.console
    with console.store.reading() as view:
        draft = _draft(view, number)
        files = publishing.files_of(view, draft.version)

    def wanted() -> Wanted:
        edition = editions.of_files(files)
        return Wanted(draft=edition, in_force=console.edition(), past=asked.past)

    _replays(visit).begin(console.store, wanted, draft.version, visit.reader.name)
    says = "Every deal is tried by these rules; the page shows how far it is."
    return visit.goes_to(f"/rules/drafts/{number}/plan", Said(says))


@router.post("/{number}/plan/give-up")
def give_up(visit: Annotated[Visit, needs(Permission.PLAN_RULES)], number: Number) -> Response:
    """Give up what is being made of this draft: whoever began it, or who drafts rules."""
    with visit.console.store.reading() as view:
        draft = _draft(view, number)
    replays = _replays(visit)
    running = replays.of(draft.version)
    if running is not None and running.runs:
        if not _may_give_up(visit, running):
            raise _another_began(running)
        replays.give_up()
    return visit.goes_to(f"/rules/drafts/{number}/plan", Said("The replay is given up."))


@router.get("/{number}/plan.{file}")
def file(visit: Annotated[Visit, needs(Permission.SEE)], number: Number, file: File) -> Response:
    """Give the deals of a plan that were asked for as a file: a row for each period that moves."""
    with visit.console.store.reading() as view:
        draft = _draft(view, number)
        kept = view.plans.latest(draft.version)
        head = view.ledger.head()
    if kept is None:
        raise Missing("No plan of that draft was made yet.")
    form = kept.form
    report = Report(
        name=f"plan-{number}",
        title=f"What draft {number} would do",
        columns=plans.COLUMNS,
        rows=plans.rows(form, _only(visit)),
        evidence=Evidence(
            population=_tried(form["tried"], form["differing"]),
            filter=filters(visit.request) or "none",
            as_of=kept.made_at,
            rulebook=f"draft {draft.version[:12]} against {form['in_force'][:12]}",
            ledger=head,
            ties=f"plan {kept.digest}",
        ),
    )
    return download(report, file, visit.reader)


def _tried(every: int, some: int) -> str:
    deals, come = "deal" if every == 1 else "deals", "comes" if some == 1 else "come"
    return f"{every} {deals} tried, {some} {come} out otherwise"


def _only(visit: Visit) -> Only:
    asked = {name: chosen(visit.request, name) for name in ("kind", "subsidiary", "customer")}
    return Only(**asked)


def _may_give_up(visit: Visit, running: Replay) -> bool:
    reader = visit.reader
    return same_person(reader.name, running.who) or reader.may(Permission.DRAFT_RULES)


def _another_began(running: Replay) -> NotPermitted:
    return NotPermitted(
        f"{running.who} began it",
        where="the replay",
        act=f"ask {running.who}, or a rules admin, to give it up",
        roles=roles_that_may(Permission.DRAFT_RULES),
    )


def _replays(visit: Visit) -> Replays:
    found: Replays = visit.request.app.state.replays
    return found


def _draft(view: Transaction, number: int) -> Draft:
    found = publishing.road_of(view).drafts.get(number)
    if found is None:
        raise Missing("No rules were drafted under that number.")
    return found
