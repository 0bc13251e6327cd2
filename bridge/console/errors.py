"""Errors as pages, or, if htmx asked, as an alert beside what the person was doing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bridge.adapters.store.tables import Unstorable
from bridge.console.forms import sent_with
from bridge.console.parts import console_of
from bridge.console.problems import MISTAKE, Missing, Problem, problem_of, problem_of_status
from bridge.console.rendering import render
from bridge.console.security.entrance import entrance
from bridge.console.security.headers import ALWAYS
from bridge.console.security.origin import SAFE
from bridge.console.security.proving import Unproved
from bridge.console.security.reader import NotSignedIn, current
from bridge.console.security.sessions import is_unattended
from bridge.console.shell import BARE, Shell, shell_of
from bridge.errors import BridgeError
from bridge.telemetry import log

#: Where an alert appears, and how: beside the form, which keeps what was typed.
_AS_ALERT = {"HX-Retarget": "#problem", "HX-Reswap": "innerHTML"}
#: What the framework tells in the words of HTTP, in ours.
_PLAIN = {
    404: Problem(status=404, says="No page has this address.", act="Look for what you want."),
    405: Problem(status=405, says="It is no page, but takes what a form sends.", act="Go back."),
}
_UNSHOWN = {"HX-Reswap": "none"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The page for somebody whose session ended before what was sent came."""

    address: str  #: where what was sent goes again
    fields: tuple[tuple[str, str], ...] = ()


def answer(request: Request, problem: Problem) -> Response:
    """Answer with a problem; a fragment leaves the page as it is, and shows an alert."""
    known = {"page": problem, "said": None, "request_id": request.state.request_id}
    if request.headers.get("hx-request") == "true":
        return HTMLResponse(render("problem.html", known, "problem"), problem.status, _AS_ALERT)
    known["shell"] = _around(request, problem)
    return HTMLResponse(render("problem.html", known), problem.status)


def _around(request: Request, problem: Problem) -> Shell:
    """Return the frame: who has signed in goes on from there, unless the bridge itself fails."""
    if problem is MISTAKE:
        return BARE  # what makes the frame may be what fails
    try:
        return shell_of(request, console_of(request), current(request))
    except (NotSignedIn, BridgeError):
        return BARE


def _of_bridge(request: Request, error: BridgeError) -> Response:
    problem = problem_of(error)
    if problem.status >= MISTAKE.status:
        log().warning("console.failed", error=type(error).__name__, says=str(error))
    return answer(request, problem)


def _of_framework(request: Request, error: HTTPException) -> Response:
    if error.status_code in _PLAIN:
        return answer(request, _PLAIN[error.status_code])
    return answer(request, problem_of_status(error))


def _gone(request: Request, error: ClientDisconnect) -> Response:
    """Answer nobody: whoever asked went away within the request, which is no mistake of ours."""
    del request, error
    return Response(status_code=400)


def _missing(request: Request, error: Missing) -> Response:
    return answer(request, Problem(status=404, says=str(error), act="Look for it in its list."))


def _unreadable(request: Request, error: RequestValidationError) -> Response:
    says = "; ".join(_finding(one) for one in error.errors())
    return answer(request, Problem(status=422, says=says, act="Correct it and try again."))


def _unstorable(request: Request, error: Unstorable) -> Response:
    return answer(request, Problem(status=422, says=str(error), act="Correct it and try again."))


async def _not_signed_in(request: Request, error: NotSignedIn) -> Response:
    """Lose nothing that was typed: lead away from the page only whoever asked for another one."""
    del error
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.headers.get("hx-request") == "true":
        if is_unattended(request):
            return Response(status_code=401, headers=_UNSHOWN)  # the banner tells it
        known = {"page": Ended(address=address), "shell": BARE, "said": None}
        return HTMLResponse(render("people/ended.html", known, "ended"), 401, _AS_ALERT)
    if request.method in SAFE:
        return RedirectResponse(entrance(address), 303)
    known = {"page": await _kept(request, address), "shell": BARE, "said": None}
    return HTMLResponse(render("people/ended.html", known), 401)


async def _kept(request: Request, address: str) -> Ended:
    try:
        return Ended(address=address, fields=(await sent_with(request)).pairs)
    except HTTPException:  # what cannot be read was typed into no form
        return Ended(address=address)


def _unproved(request: Request, error: Unproved) -> Response:
    known = {"page": error.asking, "shell": BARE, "said": None}
    if request.headers.get("hx-request") == "true":
        return HTMLResponse(render("people/prove.html", known, "proof"), 403, _AS_ALERT)
    return HTMLResponse(render("people/prove.html", known), 403)


def _ours(request: Request, error: Exception) -> Response:
    log().error("console.defect", path=request.url.path, exc_info=error)
    page = answer(request, MISTAKE)
    # The framework answers this one outside of everything that guards the other pages.
    page.headers.update({**ALWAYS, "X-Request-Id": request.state.request_id})
    return page


def _finding(one: dict[str, Any]) -> str:
    """Say what is wrong with a field, without its value."""
    name = ".".join(str(part) for part in one["loc"][1:]) or "the request"
    return f"{name}: {str(one['msg']).removeprefix('Value error, ')}"


_Answers = Callable[[Request, Any], Response | Awaitable[Response]]
#: Who answers for which error.
ANSWERS: tuple[tuple[type[Exception], _Answers], ...] = (
    (BridgeError, _of_bridge),
    (HTTPException, _of_framework),
    (ClientDisconnect, _gone),
    (Missing, _missing),
    (RequestValidationError, _unreadable),
    (Unstorable, _unstorable),
    (NotSignedIn, _not_signed_in),
    (Unproved, _unproved),
    (Exception, _ours),
)


def answer_errors(app: FastAPI) -> None:
    """Let an app answer every error with a page."""
    for kind, answers in ANSWERS:
        app.add_exception_handler(kind, answers)
