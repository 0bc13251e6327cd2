"""No request is larger than what people type or paste."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import unquote_plus

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: A table of ten thousand rows pasted from a spreadsheet has a tenth of this.
BODY_MAX_BYTES = 4_000_000
_TYPED, _PARTS = b"application/x-www-form-urlencoded", b"multipart/form-data"
#: The name of a part, and not of the file in it.
_NAME = re.compile(rb'[; ]name="([^"\r\n]*)"')
_NAME_MAX = 40
#: As many fields are told apart: who sends millions of them is not to cost more than a refusal.
_TOLD_APART = 2_000


class Sized:
    """Ends the reading of a body that is too large with 413, however it was announced."""

    def __init__(self, app: ASGIApp, *, body_max_bytes: int = BODY_MAX_BYTES) -> None:
        self._app = app
        self._body_max_bytes = body_max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; of a form that is too large the largest field is named."""
        read, kept, kind = 0, list[bytes](), _form(scope)

        async def received() -> Message:
            nonlocal read
            message = await receive()
            body = message.get("body", b"")
            read += len(body)
            if kind:
                kept.append(body)
            if read > self._body_max_bytes:
                raise HTTPException(413, self._says(_largest(kept, kind)))
            return message

        await self._app(scope, received, send)

    def _says(self, field: str) -> str:
        of = f'; the field "{field}" takes most of what was sent' if field else ""
        return f"at most {self._body_max_bytes:,} bytes are read{of}"


def _form(scope: Scope) -> bytes:
    """Return the kind of form that a request announces; empty for what is none."""
    told = dict(scope.get("headers", ())).get(b"content-type", b"")
    return next((one for one in (_TYPED, _PARTS) if told.lower().startswith(one)), b"")


def _largest(kept: Sequence[bytes], kind: bytes) -> str:
    """Name the field of a form that has the most bytes of what was read; empty if none is known."""
    body = b"".join(kept)
    sizes = dict[str, int]()
    for name, size in _FIELDS[kind](body) if kind else ():
        sizes[name] = sizes.get(name, 0) + size
    return max(sizes, key=lambda name: sizes[name], default="")


def _typed(body: bytes) -> Iterator[tuple[str, int]]:
    for pair in body.split(b"&", _TOLD_APART):
        name = pair.partition(b"=")[0][: 3 * _NAME_MAX].decode(errors="replace")
        yield unquote_plus(name)[:_NAME_MAX], len(pair)


def _parts(body: bytes) -> Iterator[tuple[str, int]]:
    heads = list(islice(_NAME.finditer(body), _TOLD_APART))
    ends = (*(head.start() for head in heads[1:]), len(body))
    for head, end in zip(heads, ends, strict=False):  # without a head there is no part to end
        yield head[1][:_NAME_MAX].decode(errors="replace"), end - head.end()


_FIELDS = {_TYPED: _typed, _PARTS: _parts}
