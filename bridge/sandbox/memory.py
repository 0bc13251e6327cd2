"""
What a sandbox was told, kept in a file, so that it knows it again when it is started anew.

Every write that was done is one line; a new start sends the lines to the empty sandbox again, in
their order. What a sandbox answers follows from its seed and its writes, so it is the same again.
What a sandbox did by itself, as its clock went on, is remembered as if it had been told to.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Middleware

from bridge.sandbox.clock import SimulatedClock

_WRITES = frozenset({"POST", "PATCH", "PUT", "DELETE"})
#: Headers that change what a write does.
_HEADERS = (
    *("Content-Type", "Prefer"),
    *("X-NetSuite-PropertyNameValidation", "X-NetSuite-PropertyValueValidation"),
)
_REPLAYED = "X-Sandbox-Replayed"
_PARTS = frozenset({"method", "path", "headers", "body"})
_MOMENT = "at"  #: when it was done, by the clock of the sandbox
#: What lines of earlier versions did not have.
_FURTHER = frozenset({_MOMENT, "refused"})
_REFUSED = 300  # statuses from here on
#: Of a request: what the sandbox did by itself before it looked at it, as (path, body) to POST.
DONE_BEFORE = web.RequestKey("sandbox_done_before", tuple)
#: Of a request that is replayed: when it was done first, by the clock of the sandbox.
DONE_AT = web.RequestKey("sandbox_done_at", datetime)
#: Of a request that its method makes look like a write, and that is none.
CHANGES_NOTHING = web.RequestKey("sandbox_changes_nothing", bool)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class MemoryBroken(Exception):
    """What was remembered cannot be told again: it is broken, or does not fit the seed."""


@dataclass(frozen=True, slots=True)
class Write:
    """One request that changed something."""

    method: str
    path: str  #: with its query
    headers: Mapping[str, str]
    body: str
    refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What of the writes to a sandbox is worth remembering."""

    paths: tuple[str, ...]  #: parts of addresses
    #: Also what was turned down: it can have used up a number, which nothing gets a second time.
    refused: bool = False

    def holds(self, request: web.Request) -> bool:
        """Tell whether a request is one of these."""
        return request.method in _WRITES and any(path in request.path for path in self.paths)


class Memory:
    """The writes of one sandbox, in a file of JSON lines."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def middleware(self, worth: Worth, clock: SimulatedClock) -> Middleware:
        """
        Return the middleware, to stand next to the handlers: done is what they answered.

        Args:
            worth: what is to be remembered.
            clock: that of the sandbox; what is replayed is done at its old time again, unless
                that is still to come.
        """

        @web.middleware
        async def remember(request: web.Request, handler: Handler) -> web.StreamResponse:
            moment = request.headers.get(_REPLAYED)
            if moment is not None:
                request[DONE_AT] = _moment(moment)
                with clock.standing_at(min(request[DONE_AT], clock.now())):
                    return await handler(request)
            now = clock.now()
            for path, body in request.get(DONE_BEFORE, ()):
                self._keep(Write("POST", path, {}, body), now)
            accepted = False
            try:
                answer = await handler(request)
                accepted = answer.status < _REFUSED
            finally:
                kept = worth.holds(request) and not request.get(CHANGES_NOTHING)
                if kept and (accepted or worth.refused):
                    self._keep(await _write(request, refused=not accepted), now)
            return answer

        return remember

    def _keep(self, write: Write, now: datetime) -> None:
        line = {**asdict(write), _MOMENT: now.isoformat()}
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
                moment = write.get(_MOMENT) or datetime.max.replace(tzinfo=UTC).isoformat()
                headers = {**write["headers"], **authorization, _REPLAYED: moment}
                async with session.request(
                    write["method"],
                    url + write["path"],
                    data=_bytes(write["body"]),
                    headers=headers,
                ) as answer:
                    if answer.status >= _REFUSED and not write.get("refused"):
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
            if not isinstance(write, dict) or set(write) - _FURTHER != _PARTS:
                raise self._broken(number, f"does not hold {', '.join(sorted(_PARTS))}")
            yield write

    def _broken(self, number: int, says: str) -> MemoryBroken:
        return MemoryBroken(
            f"{self._path}, line {number}: {says}; remove the folder {self._path.parent} to begin "
            "anew"
        )


async def _write(request: web.Request, *, refused: bool) -> Write:
    headers = {name: request.headers[name] for name in _HEADERS if name in request.headers}
    # A body may be no UTF-8 at all: what an upload of CSV holds is judged when its job is done.
    body = (await request.read()).decode("utf-8", "surrogateescape")
    return Write(request.method, request.path_qs, headers, body, refused)


def _bytes(body: str) -> bytes:
    """Return the bytes of a body, as they came."""
    return body.encode("utf-8", "surrogateescape")


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)
