"""
What a sandbox was told, kept in a file, so that it knows it again when it is started anew.

Every write that was done is one line; a new start sends the lines to the empty sandbox again, in
their order. What a sandbox answers follows from its seed and its writes, so it is the same again.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

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
_PARTS = frozenset({"method", "path", "headers", "body"})

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class MemoryBroken(Exception):
    """What was remembered cannot be told again: it is broken, or does not fit the seed."""


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
            MemoryBroken: a line is no write, or a write is turned down that was once accepted.
        """
        done = 0
        async with aiohttp.ClientSession() as session:
            for number, write in enumerate(self._writes(), 1):
                headers = {**write["headers"], **authorization, _REPLAYED: "yes"}
                async with session.request(
                    write["method"], url + write["path"], data=write["body"], headers=headers
                ) as answer:
                    if answer.status >= 300:  # noqa: PLR2004 - not 2xx
                        raise self._broken(number, f"was answered with {answer.status}")
                done = number
        return done

    def _writes(self) -> Iterator[dict[str, Any]]:
        """Yield what is remembered, line by line; nothing if there is no file yet."""
        if not self._path.exists():
            return
        for number, text in enumerate(self._path.read_bytes().splitlines(), 1):
            try:
                write = json.loads(text, parse_float=Decimal)
            except ValueError as error:
                raise self._broken(number, "is no line of JSON") from error
            if not isinstance(write, dict) or set(write) != _PARTS:
                raise self._broken(number, f"does not hold {', '.join(sorted(_PARTS))}")
            yield write

    def _broken(self, number: int, says: str) -> MemoryBroken:
        return MemoryBroken(
            f"{self._path}, line {number}: {says}; remove the folder {self._path.parent} to begin "
            "anew"
        )
