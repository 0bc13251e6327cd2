"""Outcomes of an exception: draft a rule, send it to sales as a task, override."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bridge.adapters.store.cases import ExceptionCase
from bridge.console.forms import Form
from bridge.console.pages.exceptions.acting import Triaging, attempted, seen_of
from bridge.console.pages.exceptions.asked import PATH, Asked, Asks
from bridge.console.pages.exceptions.listing import shown
from bridge.console.pages.exceptions.outcomes.gaps import answers_of, overriding_of
from bridge.console.pages.exceptions.panel import Again, Typed
from bridge.console.problems import problem_of
from bridge.console.saying import Said
from bridge.console.visits import Number, Visit, needs
from bridge.errors import Misconfigured
from bridge.flow.outcomes import tasks
from bridge.flow.outcomes.drafting import Drafting, Wanted
from bridge.flow.outcomes.overriding import Given
from bridge.people.roles import Permission
from bridge.rules.diagnostics import RulebookInvalid

router = APIRouter(prefix=f"{PATH}/{{number}}")
Suggesting = Annotated[Visit, needs(Permission.SUGGEST_RULES)]
#: How the names of fields begin that fill a cell of a row, as in `cell:item`.
_CELL = "cell:"


@router.post("/rule")
def rule(visit: Suggesting, number: Number, asked: Asks, sent: Form) -> Response:
    """Begin a working copy of the rules with the row that the exception lacks, and lead there."""
    console, typed = visit.console, Typed(act="rule", fields=sent.plain)
    drafting = Drafting(console.store, console.clock, visit.reader.name, console.edition())
    try:
        copy = drafting.begin(number, _wanted(sent.plain), seen_of(sent))
    except (Misconfigured, RulebookInvalid) as error:
        again = Again(typed=typed, problem=problem_of(error), seen=seen_of(sent))
        return shown(visit, number, asked, again)
    says = f"Working copy {copy.number} has the row for exception {number}, which waits for it."
    return visit.leaves_for(f"/rules/copies/{copy.number}?as=preview", Said(says))


@router.post("/send")
def send(visit: Triaging, number: Number, asked: Asks, sent: Form) -> Response:
    """Send an exception to sales: the next pass makes a task on the order, for its owner."""

    def done() -> Said:
        store, who = visit.console.store, visit.reader.name
        case = tasks.send(store, number, sent["text"], who, seen_of(sent))
        return _said(case, "you sent it to sales as a task", asked)

    return attempted(visit, (number, asked), Typed(act="send", fields=sent.plain), done)


@router.post("/override")
def override(visit: Triaging, number: Number, asked: Asks, sent: Form) -> Response:
    """Give for one deal what no rule says; above the limit a second person confirms it."""

    def done() -> Said:
        given = Given(
            answers=answers_of(sent.plain), reason=sent["reason"], until=_day(sent["until"])
        )
        case = overriding_of(visit).override(number, given, seen_of(sent))
        is_open = case.lived.life.proposed is not None
        says = (
            "you proposed an override; a second person confirms it"
            if is_open
            else ("you gave what no rule says; the next pass translates the deal with that")
        )
        return _said(case, says, asked)

    return attempted(visit, (number, asked), Typed(act="override", fields=sent.plain), done)


def _said(case: ExceptionCase, says: str, asked: Asked) -> Said:
    undo = () if case.lived.life.decision else ((case.id, case.lived.acts),)
    return Said(f"Exception {case.id}: {says}.", undo, asked.query(after=""))


def _wanted(typed: Mapping[str, str]) -> Wanted:
    """Return the row that was typed; a cell that is empty says nothing."""
    named, _, about = typed.get("gap", "").partition("@")
    cells = {
        field.removeprefix(_CELL): cell.strip()
        for field, cell in typed.items()
        if field.startswith(_CELL) and cell.strip()
    }
    return Wanted(cells=cells, rule=named or None, about=about or None)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Misconfigured(
            f"{text[:40]!r} is no day", where="the last day", act="write it as YYYY-MM-DD"
        ) from error
