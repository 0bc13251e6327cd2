"""
The administration of a sandbox, under `/_sandbox/` on its own port, without authentication.

`requests` (GET, with `system`, `method`, `path` as filters; DELETE), `effects` (GET, `change`),
`faults` (GET, POST adds `{"rules": [...]}`, DELETE), `clock` (GET, POST `{"set": ISO}` or
`{"advance_s": N}`), `records` (GET, `type`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from aiohttp import web

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.faults import Faults, FaultsInvalid, read
from bridge.sandbox.journal import ADMIN_PREFIX, Change, Journal


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """What the administration shows and moves."""

    clock: SimulatedClock
    faults: Faults
    journal: Journal
    records: Callable[[str | None], str]  #: JSON text of the records of a type, or of all


def add_admin(app: web.Application, controls: Controls) -> None:
    """Add the routes of the administration to an application."""
    desk = _Desk(controls)
    app.router.add_get(f"{ADMIN_PREFIX}requests", desk.show_requests)
    app.router.add_delete(f"{ADMIN_PREFIX}requests", desk.clear_requests)
    app.router.add_get(f"{ADMIN_PREFIX}effects", desk.show_effects)
    app.router.add_get(f"{ADMIN_PREFIX}faults", desk.show_faults)
    app.router.add_post(f"{ADMIN_PREFIX}faults", desk.add_faults)
    app.router.add_delete(f"{ADMIN_PREFIX}faults", desk.clear_faults)
    app.router.add_get(f"{ADMIN_PREFIX}clock", desk.show_clock)
    app.router.add_post(f"{ADMIN_PREFIX}clock", desk.move_clock)
    app.router.add_get(f"{ADMIN_PREFIX}records", desk.show_records)


class _Desk:
    def __init__(self, controls: Controls) -> None:
        self._controls = controls

    async def show_requests(self, request: web.Request) -> web.Response:
        wanted = request.query
        shown = [
            asdict(entry)
            for entry in self._controls.journal.requests()
            if entry.system == wanted.get("system", entry.system)
            and entry.method == wanted.get("method", entry.method)
            and wanted.get("path", "") in entry.path
        ]
        return web.json_response({"requests": shown})

    async def clear_requests(self, _request: web.Request) -> web.Response:
        self._controls.journal.clear()
        return web.Response(status=204)

    async def show_effects(self, request: web.Request) -> web.Response:
        try:
            changes = [Change(change) for change in request.query.getall("change", [])]
        except ValueError as error:
            return _wrong(str(error))
        effects = self._controls.journal.effects(*changes)
        return web.json_response({"effects": [asdict(effect) for effect in effects]})

    async def show_faults(self, _request: web.Request) -> web.Response:
        shown = json.dumps({"rules": self._controls.faults.report()}, default=float)
        return web.Response(text=shown, content_type="application/json")

    async def add_faults(self, request: web.Request) -> web.Response:
        try:
            rules = read(await request.read(), "request")
        except FaultsInvalid as error:
            return _wrong(str(error))
        self._controls.faults.add(rules)
        return await self.show_faults(request)

    async def clear_faults(self, _request: web.Request) -> web.Response:
        self._controls.faults.clear()
        return web.Response(status=204)

    async def show_clock(self, _request: web.Request) -> web.Response:
        return web.json_response({"now": self._controls.clock.now().isoformat()})

    async def move_clock(self, request: web.Request) -> web.Response:
        try:
            _move(self._controls.clock, await _json(request))
        except (ValueError, OverflowError) as error:
            return _wrong(str(error))
        return await self.show_clock(request)

    async def show_records(self, request: web.Request) -> web.Response:
        return web.Response(
            text=self._controls.records(request.query.get("type")),
            content_type="application/json",
        )


def _move(clock: SimulatedClock, wanted: object) -> None:
    match wanted:
        case {"set": str(moment), **others} if not others:
            clock.set(datetime.fromisoformat(moment))
        case {"advance_s": int() | Decimal() as seconds, **others} if not others:
            clock.advance(float(seconds))
        case _:
            raise ValueError('expected {"set": ISO moment with time zone} or {"advance_s": number}')


async def _json(request: web.Request) -> Any:
    return json.loads(await request.text(), parse_float=Decimal)


def _wrong(says: str) -> web.Response:
    return web.json_response({"error": says}, status=400)
