"""
What programs ask most is answered ahead of all routes, behind the same guards.

To look a request up among all routes, and to hand its answer back through every layer on the way,
takes two thirds of what a check takes of this process behind its guards: 0.05 of 0.07 ms.
"""

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bridge.console.api.answering import KNOWN, answered

#: What answers a request that is handed over as it came.
Answers = Callable[[Request], Awaitable[Response]]


class Shortcut:
    """Answers the requests of some routes, by method and path; hands all others on."""

    def __init__(self, app: ASGIApp, *, routes: Mapping[tuple[str, str], Answers]) -> None:
        self._app = app
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, with a problem if that fails."""
        answers = self._routes.get((scope.get("method", ""), scope.get("path", "")))
        if answers is None:
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            answer = await answers(request)
        except KNOWN as error:
            answer = answered(request, error)
        except Exception as error:
            await answered(request, error)(scope, receive, send)
            raise
        await answer(scope, receive, send)
