"""No request is larger than what people type or paste."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: A table of ten thousand rows pasted from a spreadsheet has a tenth of this.
BODY_MAX_BYTES = 4_000_000


class Sized:
    """Ends the reading of a body that is too large with 413, however it was announced."""

    def __init__(self, app: ASGIApp, *, body_max_bytes: int = BODY_MAX_BYTES) -> None:
        self._app = app
        self._body_max_bytes = body_max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        read = 0

        async def received() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._body_max_bytes:
                raise HTTPException(413, f"at most {self._body_max_bytes:,} bytes are read")
            return message

        await self._app(scope, received, send)
