"""
Errors as `application/problem+json` (RFC 9457): by one table, each with a type that never changes.

The types are URNs: they name a kind of problem, and lead nowhere.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from bridge.adapters.store.tables import Unstorable
from bridge.console.api.forms import Form
from bridge.console.navigation import for_programs
from bridge.console.problems import MISTAKE, Missing, Problem, problem_of, problem_of_status
from bridge.console.security.headers import ALWAYS
from bridge.console.security.proving import Unproved
from bridge.console.security.reader import NotSignedIn
from bridge.errors import BridgeError, NotFound, Throttled
from bridge.telemetry import log

#: How every type of a problem begins.
URN = "urn:revenue-bridge:problem:"
_MEDIA_TYPE = "application/problem+json"
#: How the type of a problem ends where nothing is there, whoever says so.
_MISSING = "missing"
_WORD = re.compile(r"(?<!^)(?=[A-Z])")


class Unmet(Exception):
    """What a request asked to hold first does not: `kind` names it, as its type does."""

    def __init__(self, status: int, kind: str, says: str) -> None:
        super().__init__(says)
        self.status = status
        self.kind = kind


class Field(Form):
    """What is wrong with a field of the request."""

    pointer: str  #: where it stands in the body (RFC 6901), or the name of a parameter
    detail: str


class ProblemForm(Form):
    """What went wrong."""

    type: str
    title: str
    status: int
    detail: str
    act: str = ""
    where: str = ""
    roles: tuple[str, ...] = ()
    errors: tuple[Field, ...] = ()
    request_id: str


def answer(
    request: Request, problem: Problem, kind: str, errors: Sequence[Field] = ()
) -> JSONResponse:
    """Answer with a problem."""
    form = ProblemForm(
        type=URN + kind,
        title=problem.title,
        status=problem.status,
        detail=for_programs(problem.says),
        act=for_programs(problem.act),
        where=problem.where,
        roles=problem.roles,
        errors=tuple(errors),
        request_id=request.state.request_id,
    )
    return JSONResponse(form.model_dump(mode="json"), problem.status, media_type=_MEDIA_TYPE)


def kind_of(error: type[BridgeError]) -> str:
    """
    Return how the type of an error of the bridge ends.

    >>> kind_of(BridgeError)
    'bridge-error'
    """
    return _MISSING if issubclass(error, NotFound) else _WORD.sub("-", error.__name__).lower()


def _of_bridge(request: Request, error: BridgeError) -> Response:
    problem = problem_of(error)
    if problem.status >= MISTAKE.status:
        log().warning("api.failed", error=type(error).__name__, says=str(error))
    found = answer(request, problem, kind_of(type(error)))
    if isinstance(error, Throttled):
        found.headers["Retry-After"] = str(int(error.retry_after_s) + 1)
    return found


def _of_framework(request: Request, error: HTTPException) -> Response:
    problem = problem_of_status(error)
    found = answer(request, problem, f"http-{problem.status}")
    found.headers.update(error.headers or {})
    return found


def _gone(request: Request, error: ClientDisconnect) -> Response:
    """Answer nobody: whoever asked went away within the request, which is no mistake of ours."""
    del request, error
    return Response(status_code=400)


def _missing(request: Request, error: Missing) -> Response:
    return answer(request, Problem(status=404, says=str(error)), _MISSING)


def _unmet(request: Request, error: Unmet) -> Response:
    return answer(request, Problem(status=error.status, says=str(error)), error.kind)


def _unreadable(request: Request, error: RequestValidationError) -> Response:
    errors = [_field(one) for one in error.errors()]
    says = "; ".join(f"{one.pointer}: {one.detail}" for one in errors)
    return answer(request, Problem(status=422, says=says), "unreadable", errors)


def _unstorable(request: Request, error: Unstorable) -> Response:
    return answer(request, Problem(status=422, says=str(error)), "unstorable")


def _not_signed_in(request: Request, error: NotSignedIn) -> Response:
    del error
    problem = Problem(status=401, says="No token, or one that opens nothing.", act="Send a token.")
    found = answer(request, problem, "not-signed-in")
    found.headers["WWW-Authenticate"] = "Bearer"
    return found


def _unproved(request: Request, error: Unproved) -> Response:
    del error
    problem = Problem(
        status=403,
        says="This counts, and you signed in a while ago. Nothing was done.",
        act="Do it on its page, which asks for your password, or send a token.",
    )
    return answer(request, problem, "unproved")


def _ours(request: Request, error: Exception) -> Response:
    log().error("api.defect", path=request.url.path, exc_info=error)
    found = answer(request, MISTAKE, "mistake")
    # The framework answers this one outside of everything that guards the other answers.
    found.headers.update({**ALWAYS, "X-Request-Id": request.state.request_id})
    return found


def _field(one: dict[str, Any]) -> Field:
    """Say what is wrong with a field, without its value."""
    place, *parts = one["loc"]
    steps = [str(part).replace("~", "~0").replace("/", "~1") for part in parts]
    pointer = "".join(f"/{step}" for step in steps) if place == "body" else ".".join(steps)
    return Field(pointer=pointer, detail=str(one["msg"]).removeprefix("Value error, "))


#: Who answers for which error.
ANSWERS: tuple[tuple[type[Exception], Callable[[Request, Any], Response]], ...] = (
    (BridgeError, _of_bridge),
    (HTTPException, _of_framework),
    (ClientDisconnect, _gone),
    (Missing, _missing),
    (Unmet, _unmet),
    (RequestValidationError, _unreadable),
    (Unstorable, _unstorable),
    (NotSignedIn, _not_signed_in),
    (Unproved, _unproved),
    (Exception, _ours),
)

#: What is answered as it is, and is no mistake of ours.
KNOWN = tuple(kind for kind, _ in ANSWERS if kind is not Exception)
_ANSWERS = dict(ANSWERS)


def answered(request: Request, error: Exception) -> Response:
    """Answer an error with a problem, as an API that `answer_errors` was done for does."""
    return next(_ANSWERS[kind] for kind in type(error).__mro__ if kind in _ANSWERS)(request, error)


def answer_errors(api: FastAPI) -> None:
    """Let an API answer every error with a problem."""
    for kind, answers in ANSWERS:
        api.add_exception_handler(kind, answers)
