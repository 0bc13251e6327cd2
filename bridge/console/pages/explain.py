"""Explain: from where a number came, by which rule, and whether it still comes out."""

import json
import re
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
#: What no name of a file has.
_NAME = re.compile(r"[^A-Za-z0-9-]+")


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
    return visit.shows("explain/page.html", page, status=problem.status if problem else 200)


@router.get("/explanation.json")
def form(visit: Annotated[Visit, needs(Permission.SEE)]) -> Response:
    """Give an explanation as a file, in the form of `bridge explain --json`."""
    with visit.console.store.reading() as view:
        told = explain(view, retracing_of(visit.request), chosen(visit.request, "ref"))
    named = _NAME.sub("-", told.ref).strip("-")
    kept = {"Content-Disposition": f'attachment; filename="explanation-{named}.json"'}
    text = json.dumps(told.form(), indent=2, ensure_ascii=False) + "\n"
    return Response(text, media_type="application/json", headers=kept)
