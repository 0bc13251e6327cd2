"""How the rules were asked about the deal of an exception: which rows held, which nearly did."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bridge.console.pages.exceptions.asked import PATH
from bridge.console.pages.exceptions.listing import known
from bridge.console.pages.retracing import retracing_of
from bridge.console.visits import Number, Visit, needs
from bridge.mappers.judge import Step
from bridge.people.roles import Permission
from bridge.translate import Awaited

router = APIRouter(prefix=PATH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The steps in their order, by the version of the rules that judged the deal."""

    number: int
    deal: str
    rules: str | None  #: None where nobody can tell
    steps: tuple[Step, ...]


@router.get("/{number}/trace")
def trace(visit: Annotated[Visit, needs(Permission.SEE)], number: Number) -> Response:
    """Translate the deal once more as it was judged, and tell what each rule said."""
    with visit.console.store.reading() as view:
        case = known(view, number)
        whole = view.deals.whole(case.deal)
        retraced = retracing_of(visit.request).of(view, whole) if whole else None
    told = retraced.translation if retraced else None
    page = Page(
        number=number,
        deal=case.deal,
        rules=whole.deal.rulebook if whole and retraced else None,
        steps=() if told is None or isinstance(told, Awaited) else told.trace,
    )
    return visit.shows("exceptions/trace.html", page)
