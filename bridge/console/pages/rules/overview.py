"""What is in force, what is worked on and waits, and what was published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from bridge.adapters.store.dossiers import Unkept
from bridge.adapters.store.replaying.plans import KeptPlan
from bridge.adapters.store.rulebook.copies import WorkingCopy
from bridge.console.pages.leafing import chosen
from bridge.console.pages.rules import plans
from bridge.console.pages.rules.forms import Agreement, Reason
from bridge.console.pages.rules.planning import PASTS
from bridge.console.pages.rules.plans import Moved
from bridge.console.problems import Missing
from bridge.console.saying import Said
from bridge.console.security.proving import proves
from bridge.console.visits import Number, Visit, needs
from bridge.flow.rulebook import looking, publishing
from bridge.flow.rulebook.looking import Now
from bridge.flow.rulebook.publishing import Publishing
from bridge.flow.rulebook.workbench import Workbench
from bridge.ledger.person import same_person
from bridge.model.ids import RulebookVersion
from bridge.people.roles import Permission
from bridge.rulebooks import difference
from bridge.rulebooks.difference import Change
from bridge.rulebooks.replay import agreed
from bridge.rulebooks.road import Draft, Publication
from bridge.rulebooks.sheets import Sheet, sheet_of

router = APIRouter(prefix="/rules")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The rules."""

    version: RulebookVersion
    in_force: Publication | None  #: None while the rules come from their folder
    copies: tuple[WorkingCopy, ...]
    drafts: tuple[Draft, ...]  #: that are not published, and have not lapsed
    publications: tuple[Publication, ...]
    written: Mapping[int, Draft]  #: the drafts by number
    may_begin: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """A draft with what it changes."""

    draft: Draft
    is_open: bool
    changes: tuple[Change, ...]
    against: str  #: what it is compared with
    exceptions: tuple[int, ...]  #: that it should clear
    plan: KeptPlan | None  #: what it would do to all that was sold; None: nobody has looked
    lacking: KeptPlan | None  #: one of a part, or against other rules, if no other is
    past: str  #: what comes of closed periods by the plan, in words
    stopped: tuple[str, ...]  #: why its plan does not let it be published
    touched: tuple[Moved, ...]  #: what moves in closed periods by it
    is_approved: bool  #: with all that its plan says of closed periods
    approved_past: str  #: what the approval says comes of closed periods; blank: none are touched
    may_approve: bool
    why_not: str | None  #: why this reader cannot approve it
    may_publish: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPage:
    """The files of a version."""

    version: RulebookVersion
    names: tuple[str, ...]
    file: str
    text: str
    sheet: Sheet | None


@router.get("")
def rules(visit: Annotated[Visit, needs(Permission.SEE)]) -> Response:
    """Show what is in force, and what is on its way."""
    console = visit.console
    with console.store.reading() as view:
        road = publishing.road_of(view)
        copies = view.copies.open()
    drafts = [one for one in road.drafts.values() if road.is_open(one)]
    page = Page(
        version=console.edition().rulebook.version,
        in_force=road.in_force(console.clock()),
        copies=copies,
        drafts=tuple(reversed(drafts)),
        publications=tuple(road.publications.values())[::-1],
        written=road.drafts,
        may_begin=visit.reader.may(Permission.SUGGEST_RULES),
    )
    return visit.shows("rules/page.html", page)


@router.get("/versions/{version}")
def version(visit: Annotated[Visit, needs(Permission.SEE)], version: str) -> Response:
    """Show the files of a version."""
    edition = visit.console.edition()
    named = RulebookVersion(version)
    if named == edition.rulebook.version:
        files: Mapping[str, str] = edition.files
    else:
        with visit.console.store.reading() as view:
            try:
                view.dossiers.rulebook(named)
            except Unkept as error:
                raise Missing("No rules of that version are kept.") from error
            files = publishing.files_of(view, named)
    names = tuple(sorted(files))
    file = chosen(visit.request, "file")
    shown = file if file in files else names[0]
    page = VersionPage(
        version=named,
        names=names,
        file=shown,
        text=files[shown],
        sheet=sheet_of(shown, files[shown]),
    )
    return visit.shows("rules/version.html", page)


@router.get("/drafts/{number}")
def draft(visit: Annotated[Visit, needs(Permission.SEE)], number: Number) -> Response:
    """Show a draft, and what it changes."""
    with visit.console.store.reading() as view:
        road = publishing.road_of(view)
        found = road.drafts.get(number)
        if found is None:
            raise Missing("No rules were drafted under that number.")
        files = publishing.files_of(view, found.version)
        base = road.publications.get(found.base)
        old = publishing.files_of(view, base.version) if base else visit.console.edition().files
        copies = view.copies.of_draft(number)
        plan = looking.plan_of(view, road, found, _now(visit))
        stopped = looking.against(view, plan) if plan else ()
        lacking = None if plan else view.plans.latest(found.version)
    why_not = _why_not(visit, found, copies, stopped)
    agreed_to = agreed.of_plan(plan.form) if plan else None
    is_covered = agreed_to is None or agreed_to.is_covered(found.plan)
    page = DraftPage(
        draft=found,
        is_open=road.is_open(found),
        changes=difference.changes(old, files),
        against=f"publication {base.number}" if base else "the rules in force",
        exceptions=tuple(
            sorted({*found.clears, *(one for copy in copies for one in copy.exceptions)})
        ),
        plan=plan,
        lacking=lacking,
        past=PASTS[plan.form["past"]] if plan else "",
        stopped=stopped,
        touched=plans.touched(plan.form) if plan else (),
        is_approved=found.approved is not None and is_covered,
        approved_past=PASTS[found.plan.past] if found.plan and found.plan.closed else "",
        may_approve=why_not is None,
        why_not=why_not,
        may_publish=visit.reader.may(Permission.APPROVE_RULES) and not stopped,
    )
    return visit.shows("rules/draft.html", page)


@router.post("/drafts/{number}/approve")
def approve(
    visit: Annotated[Visit, proves(Permission.APPROVE_RULES)],
    number: Number,
    said: Annotated[Agreement, Form()],
) -> Response:
    """Approve what another person drafted, with the plan that the page showed."""
    _publishing(visit).approve(str(number), said.reason, said.plan)
    return visit.goes_to(f"/rules/drafts/{number}", Said(f"You approved draft {number}."))


@router.post("/drafts/{number}/publish")
def publish(visit: Annotated[Visit, proves(Permission.APPROVE_RULES)], number: Number) -> Response:
    """Publish what was approved."""
    done = _publishing(visit).publish(str(number))
    says = f"Draft {number} was published as number {done.number}; the next pass judges by it."
    return visit.goes_to("/rules", Said(says))


@router.post("/publications/{number}/revert")
def revert(
    visit: Annotated[Visit, needs(Permission.DRAFT_RULES)],
    number: Number,
    said: Annotated[Reason, Form()],
) -> Response:
    """Draft earlier rules anew."""
    drafted = _publishing(visit).revert(number, said.reason)
    says = f"Draft {drafted.number} brings back publication {number}; it waits for approval."
    return visit.goes_to(f"/rules/drafts/{drafted.number}", Said(says))


@router.post("/copies")
def begin(
    visit: Annotated[Visit, needs(Permission.SUGGEST_RULES)], said: Annotated[Reason, Form()]
) -> Response:
    """Begin to work on the rules in force."""
    bench = Workbench(visit.console.store, visit.console.clock, visit.reader.name)
    copy = bench.begin(said.reason, visit.console.edition())
    return visit.goes_to(f"/rules/copies/{copy.number}", Said("A working copy was begun."))


def _now(visit: Visit) -> Now:
    return Now(visit.console.clock(), visit.console.edition().rulebook.version)


def _publishing(visit: Visit) -> Publishing:
    console = visit.console
    return Publishing(console.store, console.clock, visit.reader.name, _now(visit).version)


def _why_not(
    visit: Visit, draft: Draft, copies: Sequence[WorkingCopy], stopped: Sequence[str]
) -> str | None:
    """Say why a reader cannot approve a draft; the service says it again where he tries."""
    if not visit.reader.may(Permission.APPROVE_RULES):
        return "an approver can do this"
    editors = (editor for copy in copies for editor in copy.editors)
    authors = (draft.drafted.by, *editors)
    if any(same_person(visit.reader.name, one) for one in authors):
        return "you worked on it, and nobody approves what is his own"
    return "its plan is stopped" if stopped else None
