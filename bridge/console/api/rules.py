"""The rules: what is in force, and what was published before."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter

from bridge.console.api.forms import Form
from bridge.console.visits import Visit, needs
from bridge.flow.rulebook import publishing
from bridge.people.roles import Permission
from bridge.rulebooks.replay.agreed import Agreed
from bridge.rulebooks.replay.closing import Past
from bridge.rulebooks.road import Draft, Publication, Road, Said

router = APIRouter(prefix="/rules", tags=["rules"])
Seeing = Annotated[Visit, needs(Permission.SEE)]


class SaidForm(Form):
    """Who said something, when and why."""

    by: str
    at: datetime
    reason: str


class ClosedForm(Form):
    """By how much revenue of a closed period would be another."""

    period: str
    currency: str
    difference: str


class PlanForm(Form):
    """The plan over all deals with which rules were approved or published."""

    digest: str
    past: Past
    tried: int
    differing: int
    closed: tuple[ClosedForm, ...]


class DraftForm(Form):
    """A version that its author wants to be published."""

    number: int
    version: str
    drafted: SaidForm
    approved: SaidForm | None
    plan: PlanForm | None
    holds_from: datetime | None
    reverts_to: int | None
    published: int | None


class PublicationForm(Form):
    """A version that was published."""

    number: int
    version: str
    draft: int
    published: SaidForm
    in_force_from: datetime
    plan: PlanForm | None


class RulesForm(Form):
    """The rules in force: their version, and the publication that made them hold, if one did."""

    version: str
    publication: PublicationForm | None


class HistoryForm(Form):
    """Every draft and every publication, in order."""

    drafts: tuple[DraftForm, ...]
    publications: tuple[PublicationForm, ...]


@router.get("")
def show_rules(visit: Seeing) -> RulesForm:
    """Show which rules are in force."""
    holds = _road(visit).in_force(visit.console.clock())
    return RulesForm(
        version=visit.console.edition().rulebook.version,
        publication=_publication(holds) if holds else None,
    )


@router.get("/history")
def show_history(visit: Seeing) -> HistoryForm:
    """Show who drafted, approved and published which version, when and why."""
    road = _road(visit)
    return HistoryForm(
        drafts=tuple(map(_draft, road.drafts.values())),
        publications=tuple(map(_publication, road.publications.values())),
    )


def _road(visit: Visit) -> Road:
    with visit.console.store.reading() as view:
        return publishing.road_of(view)


def _draft(one: Draft) -> DraftForm:
    return DraftForm(
        number=one.number,
        version=one.version,
        drafted=_said(one.drafted),
        approved=_said(one.approved) if one.approved else None,
        plan=_plan(one.plan) if one.plan else None,
        holds_from=one.holds_from,
        reverts_to=one.reverts_to,
        published=one.published,
    )


def _said(one: Said) -> SaidForm:
    return SaidForm(by=one.by, at=one.at, reason=one.reason)


def _publication(one: Publication) -> PublicationForm:
    return PublicationForm(
        number=one.number,
        version=one.version,
        draft=one.draft,
        published=_said(one.published),
        in_force_from=one.in_force_from,
        plan=_plan(one.plan) if one.plan else None,
    )


def _plan(one: Agreed) -> PlanForm:
    return PlanForm(
        digest=one.digest,
        past=one.past,
        tried=one.tried,
        differing=one.differing,
        closed=tuple(ClosedForm(**each) for each in one.closed),
    )
