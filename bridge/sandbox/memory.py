"""
What a sandbox was told, kept in a file, so that it knows it again when it is started anew.

Every write that was done is one line; a new start sends the lines to the empty sandbox again, in
their order. What a sandbox answers follows from its seed and its writes, so it is the same again.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Awaitable, Callable, Mapping
from decimal import Decimal
from pathlib import Path

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Middleware

_WRITES = frozenset({"POST", "PATCH", "PUT", "DELETE"})
#: Headers that change what a write does.
_HEADERS = (
    *("Content-Type", "Prefer"),
    *("X-NetSuite-PropertyNameValidation", "X-NetSuite-PropertyValueValidation"),
)
_REPLAYED = "X-Sandbox-Replayed"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class MemoryBroken(Exception):
    """A remembered write was turned down when it was sent again; the file does not fit the seed."""


class Memory:
    """The writes of one sandbox, in a file of JSON lines."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def middleware(self, remembered: str) -> Middleware:
        """Return the middleware, to stand next to the handlers: done is what they answered."""

        @web.middleware
        async def remember(request: web.Request, handler: Handler) -> web.StreamResponse:
            answer = await handler(request)
            wanted = request.method in _WRITES and remembered in request.path
            if wanted and answer.status < 300 and _REPLAYED not in request.headers:  # noqa: PLR2004 - 2xx
                self._keep(request, await request.text())
            return answer

        return remember

    def _keep(self, request: web.Request, body: str) -> None:
        line = {
            "method": request.method,
            "path": request.path_qs,
            "headers": {
                name: request.headers[name] for name in _HEADERS if name in request.headers
            },
            "body": body,
        }
        with self._lock, self._path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(line, sort_keys=True) + "\n")
            lines.flush()

    async def replay(self, url: str, authorization: Mapping[str, str]) -> int:
        """
        Send what is remembered to a sandbox at `url`; return how many writes that were.

        Raises:
            MemoryBroken: a write is turned down that was once accepted.
        """
        if not self._path.exists():
            return 0
        lines = self._path.read_text(encoding="utf-8").splitlines()
        async with aiohttp.ClientSession() as session:
            for number, text in enumerate(lines, 1):
                line = json.loads(text, parse_float=Decimal)
                headers = {**line["headers"], **authorization, _REPLAYED: "yes"}
                async with session.request(
                    line["method"], url + line["path"], data=line["body"], headers=headers
                ) as answer:
                    if answer.status >= 300:  # noqa: PLR2004 - not 2xx
                        raise MemoryBroken(
                            f"{self._path}, line {number}: answered {answer.status}; "
                            "remove the file to begin anew"
                        )
        return len(lines)
