"""Explain: from where a number came, by which rule, and whether it still comes out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bridge.console.pages.leafing import chosen
from bridge.console.pages.retracing import retracing_of
from bridge.console.problems import Problem, problem_of
from bridge.console.visits import Visit, needs
from bridge.errors import Misconfigured
from bridge.flow.explaining.explanation import Explanation
from bridge.flow.explaining.telling import explain
from bridge.people.roles import Permission

router = APIRouter(prefix="/explain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An explanation, or a field to ask for one."""

    ref: str
    told: Explanation | None
    problem: Problem | None
    by: str
    now: datetime


@router.get("")
def explanation(visit: Annotated[Visit, needs(Permission.SEE)]) -> Response:
    """Explain what a reference stands for."""
    ref = chosen(visit.request, "ref")
    told, problem = None, None
    if ref:
        try:
            with visit.console.store.reading() as view:
                told = explain(view, retracing_of(visit.request), ref)
        except Misconfigured as error:
            problem = problem_of(error)
    page = Page(
        ref=ref, told=told, problem=problem, by=visit.reader.name, now=visit.console.clock()
    )
    return visit.shows("explain/page.html", page, status=404 if problem else 200)
