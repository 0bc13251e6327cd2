"""
The administration of a sandbox, under `/_sandbox/` on its own port, without authentication.

`requests` (GET, filtered, in pages; DELETE), `counts` (GET, with the same filters), `effects` (GET,
`change`), `faults` (GET, POST adds `{"rules": [...]}`, DELETE), `clock` (GET, POST `{"set": ISO}`,
`{"advance_s": N}`, `{"rate": N}` or `{"freeze": true}`), `records` (GET, `type`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from aiohttp import web

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.faults import Faults, FaultsInvalid, read
from bridge.sandbox.history.desk import HistoryDesk
from bridge.sandbox.journal import ADMIN_PREFIX, Journal


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
    history = HistoryDesk(controls.journal)
    app.router.add_get(f"{ADMIN_PREFIX}requests", history.show_requests)
    app.router.add_delete(f"{ADMIN_PREFIX}requests", history.clear_requests)
    app.router.add_get(f"{ADMIN_PREFIX}counts", history.show_counts)
    app.router.add_get(f"{ADMIN_PREFIX}effects", history.show_effects)
    app.router.add_get(f"{ADMIN_PREFIX}faults", desk.show_faults)
    app.router.add_post(f"{ADMIN_PREFIX}faults", desk.add_faults)
    app.router.add_delete(f"{ADMIN_PREFIX}faults", desk.clear_faults)
    app.router.add_get(f"{ADMIN_PREFIX}clock", desk.show_clock)
    app.router.add_post(f"{ADMIN_PREFIX}clock", desk.move_clock)
    app.router.add_get(f"{ADMIN_PREFIX}records", desk.show_records)
    app.router.add_post(f"{ADMIN_PREFIX}told", _hear)


async def _hear(request: web.Request) -> web.Response:
    """Take what a bridge tells other programs, as one of them would."""
    await request.read()
    return web.Response(status=204)


class _Desk:
    def __init__(self, controls: Controls) -> None:
        self._controls = controls

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
        clock = self._controls.clock
        return web.json_response({"now": clock.now().isoformat(), "rate": clock.rate})

    async def move_clock(self, request: web.Request) -> web.Response:
        try:
            _move(self._controls.clock, _json(await request.read()))
        except ValueError as error:
            return _wrong(str(error))
        except (OverflowError, RecursionError):
            return _wrong(f"too large or too deep; {_MOVES}")
        return await self.show_clock(request)

    async def show_records(self, request: web.Request) -> web.Response:
        return web.Response(
            text=self._controls.records(request.query.get("type")),
            content_type="application/json",
        )


_MOVES = (
    'expected one of {"set": ISO moment with time zone}, {"advance_s": number}, '
    '{"rate": simulated seconds in a real one}, {"freeze": true or false}'
)


def _move(clock: SimulatedClock, wanted: object) -> None:
    match wanted:
        case {"set": str(moment), **others} if not others:
            clock.set(_moment(moment))
        case {"freeze": bool(frozen), **others} if not others:
            clock.run(0 if frozen else 1)
        case {"advance_s": bool()} | {"rate": bool()}:
            raise ValueError(_MOVES)
        case {"advance_s": int() | Decimal() as seconds, **others} if not others:
            clock.advance(float(seconds))
        case {"rate": int() | Decimal() as rate, **others} if not others:
            clock.run(float(rate))
        case _:
            raise ValueError(_MOVES)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text[:40]!r} is no moment; {_MOVES}") from error


def _json(text: bytes) -> Any:
    try:
        return json.loads(text.decode(), parse_float=Decimal)
    except ValueError as error:
        raise ValueError(f"this is not JSON; {_MOVES}") from error


def _wrong(says: str) -> web.Response:
    return web.json_response({"error": says}, status=400)
