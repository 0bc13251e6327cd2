"""
The address of live updates: a stream for those who can hold a line, the state for the others.

Beside it the address by which a person stays signed in, who is warned there of the session's end.
"""

from typing import Annotated

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from bridge.console.live.pulse import Pulse
from bridge.console.live.state import ending, of_books_and_session
from bridge.console.security.reader import remaining
from bridge.console.security.sessions import EVENTS
from bridge.console.visits import Visit, needs
from bridge.people.roles import Permission

router = APIRouter()
_STREAM = "text/event-stream"
#: Proxies are not to wait until there is more of it.
_AT_ONCE = {"X-Accel-Buffering": "no"}
_LATER = {"Retry-After": "30"}


@router.get(EVENTS)
async def events(visit: Annotated[Visit, needs(Permission.SEE)]) -> Response:
    """
    Tell what changes, for as long as the session holds; or, who asks for no stream, the state.

    503 if too many listen: a page asks for the state from time to time then.
    """
    pulse: Pulse = visit.request.app.state.pulse
    if _STREAM not in visit.request.headers.get("accept", ""):
        state, held = await pulse.state(), await run_in_threadpool(remaining, visit.request)
        soon = ending(held, visit.console.pace) if held else None
        return Response(of_books_and_session(state, soon), media_type="application/json")
    if pulse.is_full:
        return Response(status_code=503, headers=_LATER)
    told = pulse.listen(lambda: remaining(visit.request))
    return StreamingResponse(told, media_type=_STREAM, headers=_AT_ONCE)


@router.post("/stay")
def stay(visit: Annotated[Visit, needs(Permission.SEE)]) -> Response:
    """Let the session go on, for somebody asked for that: this counts as any other request."""
    del visit
    return Response(status_code=204)
