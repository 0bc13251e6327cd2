"""How the rules of `faults` strike the requests of a sandbox, as an aiohttp middleware."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.failures import broken
from bridge.sandbox.failures.kinds import REFUSALS
from bridge.sandbox.faults import Asked, Fault, Faults, Rule
from bridge.sandbox.journal import ADMIN_PREFIX, entry_of

_STRUCK = web.RequestKey("sandbox_fault_rule", Rule)

#: Work that goes on after its connection was cut; held here, or it could be collected unfinished.
_late: set[asyncio.Task[web.StreamResponse]] = set()


def fault_of(request: web.Request) -> Fault | None:
    """Return what struck this request."""
    rule = request.get(_STRUCK)
    return None if rule is None else rule.fault


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """What the faults need to know of the system they strike."""

    name: str
    clock: SimulatedClock
    answer: Callable[[int], web.Response]  #: an error of this status in the system's own shape
    #: How the system turns a request down, for each of `kinds.REFUSALS` that it knows.
    refuse: Callable[[Asked, Fault], web.Response]
    expire_tokens: Callable[[], None]
    #: Delete a record, or bring it back, as somebody else would; nothing if it is not there.
    delete: Callable[[str], object]
    undelete: Callable[[str], object]


def fault_middleware(faults: Faults, system: System) -> Middleware:
    """Let the rules strike requests of an application, but those to its administration."""

    @web.middleware
    async def struck(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith(ADMIN_PREFIX):
            return await handler(request)
        asked = await _asked(system.name, request)
        rule = faults.strike(asked)
        if rule is None:
            return await handler(request)
        request[_STRUCK] = rule
        entry = entry_of(request)
        if entry is not None:
            entry.fault = rule.fault
        return await _Suffering(rule, system, request, handler, asked).answer()

    return struck


async def _asked(system: str, request: web.Request) -> Asked:
    return Asked(
        system=system,
        method=request.method,
        path=request.path_qs,
        body=await request.read(),
        action=request.headers.get("SOAPAction", ""),
    )


@dataclass(frozen=True, slots=True)
class _Suffering:
    """One request that a rule struck."""

    rule: Rule
    system: System
    request: web.Request
    handler: Handler
    asked: Asked

    async def answer(self) -> web.StreamResponse:
        """Do to the request what the rule says."""
        match self.rule.fault:
            case Fault.CUT_BEFORE_COMMIT | Fault.CUT_AFTER_COMMIT | Fault.LATE_COMMIT | Fault.HANG:
                return await self._silence()
            case Fault.STATUS:
                if self.rule.when == "after":
                    await self._work()
                return self._failure()
            case Fault.SLOW:
                return await self._slowly()
            case Fault.DRIP | Fault.TRUNCATE | Fault.GARBLE | Fault.WRONG_LENGTH:
                return await self._broken(await self._work())
            case fault if fault in REFUSALS:
                return self._with_headers(self.system.refuse(self.asked, fault))
        self._meddle()
        return await self._work()

    async def _work(self) -> web.StreamResponse:
        return await self.handler(self.request)

    def _meddle(self) -> None:
        """Change what the request meets; it then goes on."""
        match self.rule.fault:
            case Fault.EXPIRE_TOKENS:
                self.system.expire_tokens()
            case Fault.DELETE_RECORD:
                self.system.delete(self.rule.record or "")
            case Fault.UNDELETE_RECORD:
                self.system.undelete(self.rule.record or "")

    async def _slowly(self) -> web.StreamResponse:
        if self.rule.when == "before":
            await asyncio.sleep(self._seconds)
            return await self._work()
        response = await self._work()
        await asyncio.sleep(self._seconds)
        return response

    async def _broken(self, answer: web.StreamResponse) -> web.StreamResponse:
        match self.rule.fault:
            case Fault.TRUNCATE:
                return broken.truncated(self.request, answer)
            case Fault.WRONG_LENGTH:
                return broken.of_wrong_length(self.request, answer)
            case Fault.DRIP:
                return await broken.dripped(self.request, answer, self._seconds)
        return broken.garbled(answer)

    async def _silence(self) -> web.StreamResponse:
        """Leave the caller without an answer; what was done by then depends on the rule."""
        if self.rule.fault is Fault.LATE_COMMIT:
            task = asyncio.ensure_future(self._later(self.system.clock.now()))
            _late.add(task)
            task.add_done_callback(_late.discard)
        elif self.rule.fault is Fault.CUT_AFTER_COMMIT or self.rule.when == "after":
            await self._work()
        if self.rule.fault is Fault.HANG:
            await asyncio.sleep(self._seconds)
        return broken.cut(self.request, reset=self.rule.reset)

    async def _later(self, asked_at: datetime) -> web.StreamResponse:
        """Commit later what was saved when it was asked for: rows are stamped with that time."""
        await asyncio.sleep(self._seconds)
        with self.system.clock.held_at(asked_at):
            return await self._work()

    def _failure(self) -> web.Response:
        rule = self.rule
        if rule.status is None:
            raise ValueError("a status fault without a status passed the check of its rule")
        if rule.html is not None:
            answer = web.Response(status=rule.status, text=rule.html, content_type="text/html")
        elif rule.json is not None:
            body = json.dumps(rule.json, default=float)
            answer = web.Response(status=rule.status, text=body, content_type="application/json")
        else:
            answer = self.system.answer(rule.status)
        return self._with_headers(answer)

    def _with_headers(self, answer: web.Response) -> web.Response:
        answer.headers.update(self.rule.headers)
        return answer

    @property
    def _seconds(self) -> float:
        return float(self.rule.seconds or 0)
