"""Two publications beside each other, and the golden deals that a draft lets come out otherwise."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from bridge.adapters.store.database import Transaction
from bridge.console.problems import Missing
from bridge.console.visits import Number, Visit, needs
from bridge.flow.rulebook import checks, publishing
from bridge.people.roles import Permission
from bridge.rulebooks import difference, golden
from bridge.rulebooks.difference import Change
from bridge.rulebooks.golden import Rehearsed
from bridge.rulebooks.road import Draft, Publication, Road

router = APIRouter(prefix="/rules")
#: The number of a publication, as it is chosen.
Chosen = Annotated[int, Query(ge=1, lt=2**31)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A publication, with who drafted and approved it and why."""

    publication: Publication
    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What differs between two publications."""

    sides: tuple[Side, Side]  #: in the order that was chosen
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """What becomes by a draft of the golden deals of the rules that it was made against."""

    draft: int
    tried: int
    others: tuple[Rehearsed, ...]  #: that do not come out as those rules expect
    reworded: frozenset[str]  #: the files of which the draft expects something else, or has none
    why: str = ""  #: why none could be tried


@router.get("/difference")
def compared(visit: Annotated[Visit, needs(Permission.SEE)], old: Chosen, new: Chosen) -> Response:
    """Show what differs between two publications."""
    with visit.console.store.reading() as view:
        road = publishing.road_of(view)
        sides = _side(road, old), _side(road, new)
        before, after = (publishing.files_of(view, one.publication.version) for one in sides)
    page = Comparison(sides=sides, changes=difference.changes(before, after))
    return visit.shows("rules/difference.html", page)


@router.get("/drafts/{number}/golden")
def expected(visit: Annotated[Visit, needs(Permission.SEE)], number: Number) -> Response:
    """Show which golden deals of before come out otherwise by a draft."""
    with visit.console.store.reading() as view:
        files, base = _files(visit, view, number)
    with visit.console.checking.take():
        edition = checks.of_files(files).edition
        kept = {file: text for file, text in base.items() if golden.is_golden(file)}
        done = golden.findings(kept, edition.rulebook)[0] if edition else ()
    page = Expectations(
        draft=number,
        tried=len(done),
        others=tuple(one for one in done if one.differences),
        reworded=frozenset(file for file, text in kept.items() if files.get(file) != text),
        why="" if edition else "This version of the bridge cannot read the rules of the draft.",
    )
    return visit.shows("rules/golden.html", page)


def _side(road: Road, number: int) -> Side:
    found = road.publications.get(number)
    if found is None:
        raise Missing(f"There is no publication {number}.")
    return Side(publication=found, draft=road.drafts[found.draft])


def _files(visit: Visit, view: Transaction, number: int) -> tuple[dict[str, str], dict[str, str]]:
    """Return the files of a draft, and of what it was made against."""
    road = publishing.road_of(view)
    found = road.drafts.get(number)
    if found is None:
        raise Missing("No rules were drafted under that number.")
    base = road.publications.get(found.base)
    old = publishing.files_of(view, base.version) if base else visit.console.edition().files
    return publishing.files_of(view, found.version), dict(old)
