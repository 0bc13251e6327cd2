"""
What a program saw of something that it acts on: its `ETag`, sent back as `If-Match`.

So nobody's act is done blindly: it names the state that its doer saw, and answers with the new one.
"""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import Header
from starlette.responses import Response

from bridge.console.api.answering import Unmet
from bridge.console.api.forms import Form
from bridge.console.visits import Visit
from bridge.model.ids import digest

DoingT = TypeVar("DoingT")

#: Digits that tell two states of one thing apart.
_DIGITS = 32
#: More than anybody sends.
_HEADER_MAX = 1_000

IfMatch = Annotated[
    str | None,
    Header(max_length=_HEADER_MAX, description="The `ETag` of it as it was seen."),
]


def etag_of(form: Form, **besides: str) -> str:
    """Return an `ETag`: another whenever anything that is shown, or stands behind it, changes."""
    return f'"{digest({**form.model_dump(mode="json"), **besides})[:_DIGITS]}"'


def require_match(if_match: str | None, tag: str, name: str) -> None:
    """Raise Unmet unless a thing is as it was seen: 428 if nobody says so, 412 if it is not."""
    if if_match is None:
        raise Unmet(428, "if-match-missing", "Say what you saw: send its ETag as If-Match.")
    if tag not in {part.strip() for part in if_match.split(",")}:
        raise stale(name)


def stale(name: str) -> Unmet:
    """Return what is said of a thing that is not as it was seen."""
    return Unmet(412, "stale", f"{name} changed since you saw it: read it again.")


def seen_by(
    doing: Callable[[Visit, str | None, Response], DoingT],
    guard: Any,  # what FastAPI takes for a default value
) -> Callable[..., DoingT]:
    """Return what makes, of a guarded request, who does something and what he saw of it."""

    def made(
        visit: Annotated[Visit, guard], response: Response, if_match: IfMatch = None
    ) -> DoingT:
        return doing(visit, if_match, response)

    return made
