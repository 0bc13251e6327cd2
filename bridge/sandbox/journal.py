"""The journal of a sandbox: every request it got, and what each did to which record."""

from __future__ import annotations

import hashlib
import itertools
import json
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bridge.sandbox.clock import SimulatedClock

ADMIN_PREFIX = "/_sandbox/"

#: Names of the faults that leave the caller without an answer.
CUTS = frozenset({"cut_before_commit", "cut_after_commit", "late_commit_s", "hang_s"})


class Change(StrEnum):
    """What a request did to a record; only CREATED, UPDATED and DELETED are effective writes."""

    READ = "read"
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Effect:
    """One record that a request touched."""

    type: str
    external_id: str | None  #: None for a record without one
    id: str | None  #: None when the record was looked for and not found
    change: Change


@dataclass(slots=True, kw_only=True)
class Request:
    """One request as the sandbox saw it; its headers and the text of its body are not kept."""

    seq: int
    at: str  #: simulated time, ISO 8601
    system: str
    method: str
    path: str
    query: str
    body_sha256: str
    status: int | None = None  #: None: no answer was given (the connection was cut)
    fault: str | None = None  #: the fault that struck it
    lasted_ms: int = 0
    operation: str | None = None  #: of a SOAP request
    effects: list[Effect] = field(default_factory=list)


_ENTRY = web.RequestKey("sandbox_journal_entry", Request)


class Journal:
    """
    Requests in the order of their arrival, in memory and, if a path is given, as JSON lines.

    A line is written when the request is answered; work done after a cut writes the line again
    with the same `seq`, and the last line counts.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._requests: list[Request] = []

    def open(self, *, at: str, system: str, request: web.Request, body: bytes) -> Request:
        """Enter a request that has just arrived."""
        with self._lock:
            entry = Request(
                seq=next(self._numbers),
                at=at,
                system=system,
                method=request.method,
                path=request.path,
                query=request.query_string,
                body_sha256=hashlib.sha256(body).hexdigest(),
            )
            self._requests.append(entry)
        return entry

    def settle(self, entry: Request) -> None:
        """Write the entry's line, if the journal has a file."""
        if self._path is None:
            return
        with self._lock, self._path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(asdict(entry), sort_keys=True) + "\n")

    def requests(self) -> tuple[Request, ...]:
        """Return all requests so far, in the order of their arrival."""
        with self._lock:
            return tuple(self._requests)

    def effects(self, *changes: Change) -> tuple[Effect, ...]:
        """Return what was done to records, in order; without arguments the effective writes."""
        wanted = changes or (Change.CREATED, Change.UPDATED, Change.DELETED)
        return tuple(
            effect
            for entry in self.requests()
            for effect in entry.effects
            if effect.change in wanted
        )

    def begin(self, path: Path) -> None:
        """Begin anew, with number 1 and an empty file; what was asked before is forgotten."""
        path.write_text("", encoding="utf-8")
        with self._lock:
            self._path = path
            self._numbers = itertools.count(1)
            self._requests.clear()

    def clear(self) -> None:
        """Forget all requests; numbering goes on."""
        with self._lock:
            self._requests.clear()


def entry_of(request: web.Request) -> Request | None:
    """Return the journal entry of a request; None on paths that are not journalled."""
    return request.get(_ENTRY)


def note(request: web.Request, effect: Effect) -> None:
    """Write down, in the entry of this request, what it did to a record."""
    entry = entry_of(request)
    if entry is not None:
        entry.effects.append(effect)


def journal_middleware(journal: Journal, system: str, clock: SimulatedClock) -> Middleware:
    """Journal every request of an application but those to its administration."""

    @web.middleware
    async def journalled(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith(ADMIN_PREFIX):
            return await handler(request)
        body = await request.read()
        at = clock.now().isoformat(timespec="milliseconds")
        entry = journal.open(at=at, system=system, request=request, body=body)
        request[_ENTRY] = entry
        return await _timed(journal, entry, lambda: handler(request))

    return journalled


async def _timed(
    journal: Journal, entry: Request, answer: Callable[[], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    began = time.monotonic()
    try:
        response = await answer()
        entry.status = None if entry.fault in CUTS else response.status
    except web.HTTPException as error:
        entry.status = error.status
        raise
    finally:
        entry.lasted_ms = int((time.monotonic() - began) * 1000)
        journal.settle(entry)
    return response
