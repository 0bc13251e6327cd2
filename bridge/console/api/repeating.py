"""
A call that is sent again under its `Idempotency-Key` is answered again, and not done again.

IETF draft "The Idempotency-Key HTTP Header Field". What was refused did nothing, so its key is free
again. Where the bridge was stopped between an act and its answer, an act that names the state that
its doer saw (`If-Match`) is still done once, as that is another one since. Of what names none, the
table of docs/api.md says what becomes of it twice.
"""

import hashlib
import re
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Header
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bridge.adapters.store.answers.rows import AnswerRows, Kept, Standing
from bridge.adapters.store.database import Store
from bridge.adapters.store.tables import Unstorable
from bridge.console.api.answering import Unmet
from bridge.console.parts import console_of
from bridge.console.problems import Missing
from bridge.console.security.proving import Unproved
from bridge.console.security.reader import current
from bridge.errors import BridgeError
from bridge.model.ids import Digest, digest
from bridge.telemetry import log

HEADER = "Idempotency-Key"
#: As a string of RFC 9651 has it or bare; what is longer is no key.
_KEY = re.compile(r'"?([\x21\x23-\x7e]{1,200})"?')
#: Of an answer, besides its body.
_HEADERS = ("content-type", "etag")
#: What ends a call before it has done anything.
REFUSALS = (
    BridgeError,
    HTTPException,
    Missing,
    RequestValidationError,
    Unmet,
    Unproved,
    Unstorable,
)
_Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def named(
    key: Annotated[
        str | None,
        Header(
            alias=HEADER,
            max_length=202,
            description="Chosen by the caller, new for each call: sent again, it is done once.",
        ),
    ] = None,
) -> None:
    """Describe the header; it is read before the call."""
    del key


class Once(APIRoute):
    """A route that does a call under a key once."""

    def get_route_handler(self) -> _Handler:
        """Return what answers a request."""
        does = super().get_route_handler()

        async def answered(request: Request) -> Response:
            text = request.headers.get(HEADER)
            if text is None or request.method != "POST":
                return await does(request)
            store = console_of(request).store
            key = _key(request, await run_in_threadpool(_who, request), text)
            asked = _asked(request, await request.body())
            held = await run_in_threadpool(_begin, store, key, asked)
            return held or await _once(store, key, does(request))

        return answered


async def _once(store: Store, key: Digest, call: Coroutine[Any, Any, Response]) -> Response:
    try:
        found = await call
    except REFUSALS:
        # Nothing was written. A mistake of ours is not among them: nobody knows what it left.
        await run_in_threadpool(_noted, store, lambda answers: answers.let_go(key))
        raise
    headers = {name: found.headers[name] for name in _HEADERS if name in found.headers}
    kept = Kept(found.status_code, headers, bytes(found.body).decode())
    await run_in_threadpool(_noted, store, lambda answers: answers.keep(key, kept))
    return found


def _who(request: Request) -> dict[str, object]:
    """Return in whose name a call is, and with which powers: others get their own answer."""
    reader = current(request)
    return {"name": reader.name, "may": sorted(reader.permissions)}


def _key(request: Request, who: dict[str, object], text: str) -> Digest:
    found = _KEY.fullmatch(text.strip())
    if found is None:
        raise Unmet(400, "idempotency-key-unreadable", f"{HEADER} is no key of 1 to 200 letters.")
    return digest({"key": found[1], "who": who, "api": request.scope["root_path"]})


def _asked(request: Request, body: bytes) -> Digest:
    return digest(
        {
            "method": request.method,
            "path": request.url.path,
            "query": request.url.query,
            "body": hashlib.sha256(body).hexdigest(),
        }
    )


def _begin(store: Store, key: Digest, asked: Digest) -> Response | None:
    """Begin a call; return what it was answered before, None for a new one."""
    with store.transaction("call_begun") as tx:
        found = tx.answers.begin(key, asked)
    match found:
        case Kept(status=status, headers=headers, body=body):
            return Response(body, status, {**headers, "Idempotency-Replayed": "true"})
        case Standing.AT_WORK:
            says = "The same call is at work, or was cut off: send it again in some minutes."
            raise Unmet(409, "idempotency-key-at-work", says)
        case Standing.OTHERWISE:
            says = f"Another request was sent under this {HEADER}: take a new key for each."
            raise Unmet(422, "idempotency-key-reused", says)
        case Standing.BEGUN:
            return None


def _noted(store: Store, note: Callable[[AnswerRows], None]) -> None:
    """Note what came of a call, if that can be: what it did, or did not, stands either way."""
    try:
        with store.transaction("call_answered") as tx:
            note(tx.answers)
    except BridgeError as error:
        # A repeat is told for some minutes that the call is at work.
        log().warning("api.answer_not_kept", says=str(error))
