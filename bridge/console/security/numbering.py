"""Every request has a number, which its answer and every line of the log about it carry."""

import secrets

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: As many as a day of requests needs to be told apart.
_BYTES = 6


class Numbered:
    """Gives each request its number, as `request.state.request_id` and `X-Request-Id`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number = secrets.token_hex(_BYTES)
        scope.setdefault("state", {})["request_id"] = number

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Request-Id"] = number
            await send(message)

        with structlog.contextvars.bound_contextvars(request=number):
            await self._app(scope, receive, sent)
