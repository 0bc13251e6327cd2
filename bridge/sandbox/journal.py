"""
The journal of a sandbox: every request it got, and what each did to which record.

On disk stands every request, in memory only the latest and counts of all: a long run stays small.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.failures.scope import Asked
from bridge.sandbox.history.lines import Lines
from bridge.sandbox.history.tally import Tally, pattern_of

ADMIN_PREFIX = "/_sandbox/"

#: Names of the faults that leave the caller without an answer.
CUTS = frozenset({"cut_before_commit", "cut_after_commit", "late_commit_s", "hang_s"})

#: Requests that stay in memory; all of them do in a journal without a file.
KEPT = 2_000


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
    at: str  #: simulated time at which it came, ISO 8601
    system: str
    method: str
    path: str
    query: str
    body_sha256: str
    operation: str | None = None  #: the SOAP operation; None for other requests
    status: int | None = None  #: None: no answer was given (the connection was cut)
    fault: str | None = None  #: the fault that struck it
    lasted_ms: int = 0
    bytes_in: int = 0  #: of its body
    bytes_out: int = 0  #: of the body of the answer; 0 for one that is sent in pieces
    at_once: int = 1  #: requests under way in this system when it came, itself included
    effects: list[Effect] = field(default_factory=list)
    ended: bool = False  #: whether its caller has the answer, or will never have one


class Journal:
    """
    Requests in the order of their arrival.

    With a path every request is a JSON line on disk, and the latest `kept` of them stay in memory
    as well; without one all of them stay. A line is written when the request is answered; work
    that is done after a cut writes the line again with the same `seq`, and the last line counts.
    """

    def __init__(self, path: Path | None = None, *, kept: int = KEPT) -> None:
        self._kept_max = kept
        self._lock = threading.RLock()
        self._lines = None if path is None else Lines(path)
        self._kept: dict[int, Request] = {}
        self._first = self._next = 1
        self._tally = Tally()

    def open(self, *, at: str, system: str, request: web.Request, body: bytes) -> Request:
        """Enter a request that has just arrived."""
        with self._lock:
            entry = Request(
                seq=self._next,
                at=at,
                system=system,
                method=request.method,
                path=request.path,
                query=request.query_string,
                body_sha256=hashlib.sha256(body).hexdigest(),
                bytes_in=len(body),
                at_once=self._tally.begin(system),
            )
            self._next += 1
            self._kept[entry.seq] = entry
            if self._lines is not None and len(self._kept) > self._kept_max:
                del self._kept[next(iter(self._kept))]
        return entry

    def close(self, entry: Request) -> None:
        """Count a request that has ended, and write its line."""
        with self._lock:
            entry.ended = True
            tally = self._tally
            tally.end(entry.system)
            tally.add(
                call=f"{entry.method} {pattern_of(entry.path)}",
                status=entry.status,
                lasted_ms=entry.lasted_ms,
            )
            if entry.fault is not None:
                tally.by_fault[entry.fault] += 1
            if entry.operation is not None:
                tally.by_operation[entry.operation] += 1
        self.settle(entry)

    def settle(self, entry: Request) -> None:
        """Write the entry's line, if the journal has a file."""
        with self._lock:
            if self._lines is not None:
                self._lines.write(entry.seq, asdict(entry))

    def requests(self) -> tuple[Request, ...]:
        """Return all requests so far, in the order of their arrival."""
        return tuple(self.since(self._first - 1))

    def since(self, seq: int) -> Iterator[Request]:
        """Yield the requests behind a number, in the order of their arrival."""
        with self._lock:
            numbers = range(max(seq + 1, self._first), self._next)
        for number in numbers:
            entry = self._find(number)
            if entry is not None:
                yield entry

    def tally(self) -> dict[str, object]:
        """Return the counts of all requests so far."""
        with self._lock:
            return self._tally.told()

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
        with self._lock:
            self._next = 1
            self.clear()
            self._lines = Lines(path)

    def clear(self) -> None:
        """Forget all requests and counts; numbering goes on, and so does the file."""
        with self._lock:
            self._kept.clear()
            self._first = self._next
            under_way = self._tally.under_way
            self._tally = Tally(under_way=under_way, at_once_max=under_way.copy())

    def _find(self, number: int) -> Request | None:
        with self._lock:
            kept = self._kept.get(number)
            if kept is not None or self._lines is None:
                return kept
            line = self._lines.read(number)
        if line is None:
            return None
        effects = [Effect(**{**one, "change": Change(one["change"])}) for one in line["effects"]]
        return Request(**{**line, "effects": effects})


_ENTRY = web.RequestKey("sandbox_journal_entry", Request)
_JOURNAL = web.RequestKey("sandbox_journal", Journal)


def entry_of(request: web.Request) -> Request | None:
    """Return the journal entry of a request; None on paths that are not journalled."""
    return request.get(_ENTRY)


def note(request: web.Request, effect: Effect) -> None:
    """Write down, in the entry of this request, what it did to a record."""
    entry = entry_of(request)
    if entry is None:
        return
    entry.effects.append(effect)
    if entry.ended:
        request[_JOURNAL].settle(entry)


def journal_middleware(journal: Journal, system: str, clock: SimulatedClock) -> Middleware:
    """Journal every request of an application but those to its administration."""

    @web.middleware
    async def journalled(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith(ADMIN_PREFIX):
            return await handler(request)
        body = await request.read()
        at = clock.now().isoformat(timespec="milliseconds")
        entry = journal.open(at=at, system=system, request=request, body=body)
        asked = Asked(system, request.method, request.path, body, _action(request))
        entry.operation = asked.operation[:60] or None
        request[_ENTRY], request[_JOURNAL] = entry, journal
        return await _timed(journal, entry, lambda: handler(request))

    return journalled


def _action(request: web.Request) -> str:
    return request.headers.get("SOAPAction", "")


async def _timed(
    journal: Journal, entry: Request, answer: Callable[[], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    began = time.monotonic()
    try:
        response = await answer()
        entry.status = None if entry.fault in CUTS else response.status
        entry.bytes_out = 0 if entry.status is None else _length(response)
    except web.HTTPException as error:
        entry.status = error.status
        raise
    finally:
        entry.lasted_ms = int((time.monotonic() - began) * 1000)
        journal.close(entry)
    return response


def _length(response: web.StreamResponse) -> int:
    body = response.body if isinstance(response, web.Response) else None
    return len(body) if isinstance(body, bytes | bytearray) else 0
