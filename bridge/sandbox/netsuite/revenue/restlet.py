"""
A RESTlet that merges arrangements and changes plans, as an account's own script would offer it.

POST `{"arrangements": ["700001", ...], "revenueArrangementDate": "2026-09-01",
"mergeResidualRevenueAmounts": true}` submits a merge (true: prospective) and answers `{"taskId"}`;
GET with `taskId` answers `status`, `resultingArrangement`, `errorMessage`. A `reference` in the
body names the task: GET finds it by that, too, and a second POST answers with the first task.

PUT `{"revenuePlan": "2", ...}` changes a plan: `holdRevenueRecognition` (with `catchUpPeriod`, when
it is released), or `revRecStartDate` and `revRecEndDate`, or `plannedRevenue` as a list of
`{"plannedPeriod", "amount"}`; periods by external id. `overridePeriodRestrictions` passes locks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from aiohttp import web

from bridge.sandbox.netsuite import jsontext
from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.revenue.edits import Edit, EditRefused, edit
from bridge.sandbox.netsuite.revenue.merges import Merge, MergeFails, merge

RESTLET_PATH = "/app/site/hosting/restlet.nl"


class Restlet:
    """Take merges, and tell what became of them."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._tasks: dict[str, _Task] = {}
        self._by_reference: dict[str, str] = {}

    def add_routes(self, app: web.Application) -> None:
        """Add the end point to an application."""
        app.router.add_post(RESTLET_PATH, self.submit)
        app.router.add_put(RESTLET_PATH, self.edit)
        app.router.add_get(RESTLET_PATH, self.check_status, allow_head=False)

    async def submit(self, request: web.Request) -> web.Response:
        """Merge, and answer with the number of the task; whether it failed, its status tells."""
        if not {"script", "deploy"} <= set(request.query):
            return _error("SSS_MISSING_REQD_ARGUMENT", "Missing a required argument: script")
        try:
            body = jsontext.read(await request.read())
            wanted, reference = _read(body), _reference(body)
        except ValueError as error:
            return _error("SSS_INVALID_REQUEST", str(error))
        task = self._by_reference.get(reference or "") or self._submitted(wanted)
        if reference is not None:
            self._by_reference[reference] = task
        return web.json_response({"taskId": task})

    def _submitted(self, wanted: Merge) -> str:
        task = f"MERGEARRANGEMENTS_{len(self._tasks) + 1}"
        try:
            result = merge(self._account, wanted)
        except MergeFails as fails:
            outcome = {"status": "FAILED", "errorMessage": str(fails)}
        else:
            outcome = {"status": "COMPLETE", "resultingArrangement": result.id}
        takes = timedelta(seconds=self._account.settings.merge_takes_s)
        self._tasks[task] = _Task(self._account.clock.now(), takes, outcome)
        return task

    async def edit(self, request: web.Request) -> web.Response:
        """Change a plan, and answer what became of it."""
        if not {"script", "deploy"} <= set(request.query):
            return _error("SSS_MISSING_REQD_ARGUMENT", "Missing a required argument: script")
        try:
            plan = edit(self._account, _read_edit(jsontext.read(await request.read())))
        except ValueError as error:
            return _error("SSS_INVALID_REQUEST", str(error))
        except EditRefused as refused:
            return _error("USER_ERROR", str(refused))
        return web.json_response({"id": plan.id, "status": plan.fields["statusForDisplay"]})

    async def check_status(self, request: web.Request) -> web.Response:
        """Answer what became of a task."""
        named = self._by_reference.get(request.query.get("reference", ""))
        task = self._tasks.get(named or request.query.get("taskId", ""))
        if task is None:
            return _error("SSS_INVALID_TASK_ID", "There is no such task.")
        told = task.status(self._account.clock.now())
        return web.json_response({**({"taskId": named} if named else {}), **told})


@dataclass(frozen=True, slots=True)
class _Task:
    """A merge that was asked for, and what became of it."""

    submitted: datetime
    takes: timedelta
    outcome: Mapping[str, str]

    def status(self, now: datetime) -> Mapping[str, str]:
        """Return what is told of it: pending for the first half of its time."""
        if now >= self.submitted + self.takes:
            return self.outcome
        pending = now < self.submitted + self.takes / 2
        return {"status": "PENDING" if pending else "PROCESSING"}


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


def _reference(written: object) -> str | None:
    match written:
        case {"reference": str(reference)} if reference:
            return reference
        case {"reference": _}:
            raise ValueError("expected a text in reference")
    return None


def _read_edit(written: object) -> Edit:
    match written:
        case {"revenuePlan": str(plan), **rest}:
            pass
        case _:
            raise ValueError("expected revenuePlan and what is to change")
    held, period = rest.get("holdRevenueRecognition"), rest.get("catchUpPeriod")
    return Edit(
        plan=plan,
        hold=held if isinstance(held, bool) else None,
        catch_up=period if isinstance(period, str) else None,
        start=_date(rest.get("revRecStartDate")),
        end=_date(rest.get("revRecEndDate")),
        rows=_rows(rest.get("plannedRevenue")),
        override=rest.get("overridePeriodRestrictions") is True,
    )


def _date(written: object) -> date | None:
    return date.fromisoformat(written) if isinstance(written, str) else None


def _rows(written: object) -> dict[str, Decimal] | None:
    if written is None:
        return None
    rows: dict[str, Decimal] = {}
    for row in written if isinstance(written, list) else [None]:
        match row:
            case {"plannedPeriod": str(period), "amount": int() | Decimal() as amount}:
                rows[period] = rows.get(period, Decimal(0)) + amount
            case _:
                raise ValueError("expected plannedPeriod and amount in each row")
    return rows


def _error(code: str, message: str) -> web.Response:
    body = {"error": {"code": code, "message": message}}
    return web.json_response(body, status=400)
