"""What the editor of a working copy asks while somebody types: what is wrong, what can follow."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import JSONResponse, Response

from bridge.adapters.store.rulebook.copies import WorkingCopy
from bridge.console.pages.rules.forms import TypedText
from bridge.console.problems import Missing
from bridge.console.visits import Number, Visit, needs
from bridge.errors import Unavailable
from bridge.flow.rulebook import editions
from bridge.flow.rulebook.suggesting import suggestions
from bridge.flow.rulebook.workbench import Checking
from bridge.people.roles import Permission
from bridge.rules.diagnostics import Diagnostic

router = APIRouter(prefix="/rules/copies/{number}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is wrong in a working copy with the text of one file as it is typed."""

    copy: WorkingCopy
    view: str
    file: str
    found: tuple[Diagnostic, ...]


@router.post("/findings")
def findings(
    visit: Annotated[Visit, needs(Permission.SUGGEST_RULES)],
    number: Number,
    typed: Annotated[TypedText, Form()],
) -> Response:
    """Check what is typed, in turn; nothing is saved."""
    checking: Checking = visit.request.app.state.checking
    try:
        with visit.console.checking.take(), visit.console.store.reading() as view:
            held = view.copies.one(number)
            if held is None or typed.file not in held.files:
                raise Missing("There is no such file in this working copy.")
            report = checking.typed(view, held, typed.file, typed.text)
    except Unavailable:
        # The page stays as it is, and the next pause in typing asks again.
        return Response(status_code=204)
    page = Found(copy=held, view="text", file=typed.file, found=report.found)
    return visit.shows("rules/found.html", page)


@router.get("/words")
def words(visit: Annotated[Visit, needs(Permission.SEE)], number: Number) -> Response:
    """Give the words that rules may use, as JSON: the word, its kind, and what it is."""
    checking: Checking = visit.request.app.state.checking
    with visit.console.store.reading() as view:
        held = view.copies.one(number)
        if held is None:
            raise Missing("There is no such working copy.")
        edition = checking.of(view, held).edition or visit.console.edition()
    known = suggestions(editions.words(), edition.rulebook)
    return JSONResponse([[one.word, one.kind, one.says] for one in known])
