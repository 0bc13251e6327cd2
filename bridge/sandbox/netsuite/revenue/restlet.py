"""
A RESTlet that merges arrangements, as an account's own script would offer it.

POST `{"arrangements": ["700001", ...], "revenueArrangementDate": "2026-09-01",
"mergeResidualRevenueAmounts": true}` submits a merge (true: prospective) and answers `{"taskId"}`;
GET with `taskId` answers `status`, `resultingArrangement`, `errorMessage`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from aiohttp import web

from bridge.sandbox.netsuite import jsontext
from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.revenue.merges import Merge, MergeFails, merge

RESTLET_PATH = "/app/site/hosting/restlet.nl"


class Restlet:
    """Take merges, and tell what became of them."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._tasks: dict[str, dict[str, str]] = {}

    def add_routes(self, app: web.Application) -> None:
        """Add the end point to an application."""
        app.router.add_post(RESTLET_PATH, self.submit)
        app.router.add_get(RESTLET_PATH, self.check_status, allow_head=False)

    async def submit(self, request: web.Request) -> web.Response:
        """Merge, and answer with the number of the task; whether it failed, its status tells."""
        if not {"script", "deploy"} <= set(request.query):
            return _error("SSS_MISSING_REQD_ARGUMENT", "Missing a required argument: script")
        try:
            wanted = _read(jsontext.read(await request.read()))
        except ValueError as error:
            return _error("SSS_INVALID_REQUEST", str(error))
        task = f"MERGEARRANGEMENTS_{len(self._tasks) + 1}"
        try:
            result = merge(self._account, wanted)
        except MergeFails as fails:
            self._tasks[task] = {"status": "FAILED", "errorMessage": str(fails)}
        else:
            self._tasks[task] = {"status": "COMPLETE", "resultingArrangement": result.id}
        return web.json_response({"taskId": task})

    async def check_status(self, request: web.Request) -> web.Response:
        """Answer what became of a task."""
        task = self._tasks.get(request.query.get("taskId", ""))
        if task is None:
            return _error("SSS_INVALID_TASK_ID", "There is no such task.")
        return web.json_response(task)


def _read(written: object) -> Merge:
    match written:
        case {"arrangements": [*ids], "revenueArrangementDate": str(on), **rest} if ids:
            prospective = isinstance(rest, Mapping) and rest.get("mergeResidualRevenueAmounts")
            return Merge(
                arrangements=tuple(str(one) for one in ids),
                on=date.fromisoformat(on),
                prospective=prospective is True,
            )
    raise ValueError("expected arrangements and revenueArrangementDate")


def _error(code: str, message: str) -> web.Response:
    body = {"error": {"code": code, "message": message}}
    return web.json_response(body, status=400)
