"""A small server with faults and journal before it, for tests of the parts that sandboxes share."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import requests
from aiohttp import web

from bridge.sandbox.admin import Controls, add_admin
from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.faults import Faults, parse_rules
from bridge.sandbox.journal import Change, Effect, Journal, journal_middleware, note
from bridge.sandbox.serving import Server, serve_in_thread
from bridge.sandbox.strikes import System, fault_middleware


class Desk:
    """A server of one route that counts what it did, with faults and journal before it."""

    def __init__(self, path: Path | None = None) -> None:
        self.faults = Faults()
        self.journal = Journal(path)
        self.clock = SimulatedClock()
        self.worked: list[str] = []
        self.times: list[datetime] = []  #: by the clock, at which it did so
        self.tokens_expired = 0
        system = System(
            name="salesforce",
            clock=self.clock,
            answer=_own_shape,
            refuse=lambda _asked, fault: web.Response(status=400, text=fault),
            expire_tokens=self._expire,
            delete=self.worked.remove,
            undelete=self.worked.append,
        )
        app = web.Application(
            middlewares=[
                journal_middleware(self.journal, "salesforce", self.clock),
                fault_middleware(self.faults, system),
            ]
        )
        app.router.add_put("/jobs/{name}", self._work)
        add_admin(
            app,
            Controls(
                clock=self.clock,
                faults=self.faults,
                journal=self.journal,
                records=lambda _type: json.dumps({"records": self.worked}),
            ),
        )
        self.server: Server = serve_in_thread(app)

    def _expire(self) -> None:
        self.tokens_expired += 1

    async def _work(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        self.worked.append(name)
        self.times.append(self.clock.now())
        note(request, Effect("thing", name, str(len(self.worked)), Change.CREATED))
        return web.Response(text="done")

    def rule(self, **rule: Any) -> None:
        self.faults.add(parse_rules({"rules": [rule]}, "test"))

    def put(self, name: str = "a", timeout_s: float = 5) -> requests.Response:
        return requests.put(f"{self.server.url}/jobs/{name}", data=b"{}", timeout=timeout_s)

    def statuses(self, count: int) -> list[int]:
        return [self.put(str(n)).status_code for n in range(count)]


def _own_shape(status: int) -> web.Response:
    return web.Response(status=status, text="own shape")
