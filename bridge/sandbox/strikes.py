"""How the rules of `faults` strike the requests of a sandbox, as an aiohttp middleware."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bridge.sandbox.faults import Fault, Faults, Rule
from bridge.sandbox.journal import ADMIN_PREFIX, entry_of

_STRUCK = web.RequestKey("sandbox_fault_rule", Rule)

#: Work that goes on after its connection was cut; held here, or it could be collected unfinished.
_late: set[asyncio.Task[web.StreamResponse]] = set()


def fault_of(request: web.Request) -> Fault | None:
    """Return what struck this request."""
    rule = request.get(_STRUCK)
    return None if rule is None else rule.fault


@dataclass(frozen=True, slots=True)
class System:
    """What the faults need to know of the system they strike."""

    name: str
    answer: Callable[[int], web.Response]  #: an error of this status in the system's own shape
    expire_tokens: Callable[[], None]


def fault_middleware(faults: Faults, system: System) -> Middleware:
    """Let the rules strike requests of an application, but those to its administration."""

    @web.middleware
    async def struck(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith(ADMIN_PREFIX):
            return await handler(request)
        rule = faults.strike(system.name, request.method, request.path_qs)
        if rule is None:
            return await handler(request)
        request[_STRUCK] = rule
        entry = entry_of(request)
        if entry is not None:
            entry.fault = rule.fault
        return await _suffer(rule, system, request, handler)

    return struck


async def _suffer(
    rule: Rule, system: System, request: web.Request, handler: Handler
) -> web.StreamResponse:
    match rule.fault:
        case Fault.CUT_BEFORE_COMMIT | Fault.CUT_AFTER_COMMIT | Fault.LATE_COMMIT | Fault.HANG:
            return await _silence(rule, request, handler)
        case Fault.STATUS:
            if rule.when == "after":
                await handler(request)
            return _failure(rule, system)
        case Fault.SLOW:
            return await _slowly(rule, request, handler)
        case Fault.EXPIRE_TOKENS:
            system.expire_tokens()
    return await handler(request)


async def _slowly(rule: Rule, request: web.Request, handler: Handler) -> web.StreamResponse:
    if rule.when == "before":
        await asyncio.sleep(float(rule.seconds or 0))
        return await handler(request)
    response = await handler(request)
    await asyncio.sleep(float(rule.seconds or 0))
    return response


async def _silence(rule: Rule, request: web.Request, handler: Handler) -> web.StreamResponse:
    """Leave the caller without an answer; what was done by then depends on the rule."""
    work_done = rule.fault is Fault.CUT_AFTER_COMMIT or rule.when == "after"
    if rule.fault is Fault.LATE_COMMIT:
        task = asyncio.ensure_future(_later(float(rule.seconds or 0), request, handler))
        _late.add(task)
        task.add_done_callback(_late.discard)
    elif work_done:
        await handler(request)
    if rule.fault is Fault.HANG:
        await asyncio.sleep(float(rule.seconds or 0))
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=499)


async def _later(seconds: float, request: web.Request, handler: Handler) -> web.StreamResponse:
    await request.read()
    await asyncio.sleep(seconds)
    return await handler(request)


def _failure(rule: Rule, system: System) -> web.Response:
    if rule.status is None:
        raise ValueError("a status fault without a status passed the check of its rule")
    if rule.html is not None:
        return web.Response(status=rule.status, text=rule.html, content_type="text/html")
    if rule.json is not None:
        body = json.dumps(rule.json, default=float)
        return web.Response(status=rule.status, text=body, content_type="application/json")
    return system.answer(rule.status)
