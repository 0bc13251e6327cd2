"""When the revenue jobs of an account run: every so many hours of its clock, and when told to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta

from aiohttp import web
from aiohttp.typedefs import Handler

from bridge.sandbox.journal import ADMIN_PREFIX
from bridge.sandbox.memory import DONE_BEFORE
from bridge.sandbox.netsuite import jsontext
from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.records.store import Record
from bridge.sandbox.netsuite.revenue.book import NO_MONTH
from bridge.sandbox.netsuite.revenue.journals import JobRefused, recognise
from bridge.sandbox.netsuite.revenue.monthend.recalculation import recalculate
from bridge.sandbox.netsuite.revenue.update import update

_JOBS_PATH = f"{ADMIN_PREFIX}jobs"
_JOBS = ("update-arrangements", "create-revenue-journals", "recalculate-forecasts")
_UPDATE = '{"run": "update-arrangements"}'


class RevenueEngine:
    """Run jobs over one account."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._opened = account.clock.now()
        self._ran = 0  #: how many of the automatic runs are over

    def add_routes(self, app: web.Application) -> None:
        """Add the end point that starts a job."""
        app.router.add_post(_JOBS_PATH, self.start)

    def catch_up(self) -> bool:
        """
        Run the update if its time came since the last look: nothing changed in between.

        Return whether it ran.
        """
        hours = self._account.settings.revenue_update_hours
        if not hours:
            return False
        due = (self._account.clock.now() - self._opened) // timedelta(hours=hours)
        if due <= self._ran:
            return False
        self._ran = due
        update(self._account)
        return True

    @web.middleware
    async def on_time(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let automatic runs be over before a request looks at the account, or changes it."""
        looked_at = not request.path.startswith(ADMIN_PREFIX) or request.path.endswith("/records")
        if looked_at and self.catch_up():
            request[DONE_BEFORE] = ((_JOBS_PATH, _UPDATE),)
        return await handler(request)

    async def start(self, request: web.Request) -> web.Response:
        """Run the job that the body names, and answer what it did."""
        try:
            wanted = jsontext.read(await request.read())
        except jsontext.JsonInvalid as error:
            return _wrong(str(error))
        if not isinstance(wanted, Mapping):
            return _wrong("expected an object that names a job in run")
        try:
            return web.json_response(self._run(wanted))
        except JobRefused as refused:
            return _wrong(str(refused))

    def _run(self, wanted: Mapping[object, object]) -> dict[str, int]:
        match wanted.get("run"):
            case "update-arrangements":
                return asdict(update(self._account))
            case "create-revenue-journals":
                override = wanted.get("override") is True
                return recognise(self._account, self._period(wanted), override=override)
            case "recalculate-forecasts":
                return recalculate(self._account, self._period(wanted))
        raise JobRefused(f"run is {', '.join(_JOBS)}")

    def _period(self, wanted: Mapping[object, object]) -> Record:
        """Find the month that a job is for, by its external id."""
        code = wanted.get("period")
        period = self._account.store.by_external_id("accountingPeriod", str(code))
        if period is None or any(period.fields.get(name) for name in NO_MONTH):
            raise JobRefused(f"there is no period {code!r}")
        return period


def _wrong(says: str) -> web.Response:
    return web.json_response({"error": says}, status=400)
