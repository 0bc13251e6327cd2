"""Build the NetSuite sandbox: an aiohttp application over one account."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from bridge.sandbox.admin import Controls, add_admin
from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.faults import Faults
from bridge.sandbox.journal import ADMIN_PREFIX, Journal, journal_middleware
from bridge.sandbox.netsuite import errors, jsontext, seeds
from bridge.sandbox.netsuite.access.door import Door
from bridge.sandbox.netsuite.access.oauth2 import TOKEN_PATH
from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.credentials import Credentials
from bridge.sandbox.netsuite.failures import Failures
from bridge.sandbox.netsuite.platform.asynchronous import Jobs
from bridge.sandbox.netsuite.platform.catalogue import Catalogue
from bridge.sandbox.netsuite.records.routes import Records
from bridge.sandbox.netsuite.records.views import View
from bridge.sandbox.netsuite.revenue.engine import RevenueEngine
from bridge.sandbox.netsuite.revenue.restlet import Restlet
from bridge.sandbox.netsuite.seeds import Seed
from bridge.sandbox.netsuite.soap.port import SoapPort
from bridge.sandbox.netsuite.soap.shape import faults_in_shape
from bridge.sandbox.netsuite.suiteql.routes import SuiteQL
from bridge.sandbox.netsuite.system import System
from bridge.sandbox.strikes import System as StruckSystem
from bridge.sandbox.strikes import fault_middleware

NAME = "netsuite"
_BODY_BYTES_MAX = 104 * 1024 * 1024


def build(
    seed: Seed,
    *,
    clock: SimulatedClock,
    faults: Faults,
    journal: Journal,
    credentials: Credentials,
) -> web.Application:
    """
    Return the server of an account that holds the seed.

    Raises:
        SeedInvalid: a record of the seed is refused.
    """
    account = seed.open_account(clock)
    door, system = Door(credentials, clock), System(account)
    revenue, jobs = RevenueEngine(account), Jobs(account)
    failures = Failures(account)
    struck = StruckSystem(
        name=NAME,
        clock=clock,
        answer=failures.answer,
        refuse=failures.refuse,
        expire_tokens=door.expire_tokens,
        delete=failures.delete,
        undelete=failures.undelete,
    )
    app = web.Application(
        client_max_size=_BODY_BYTES_MAX,
        middlewares=[
            journal_middleware(journal, NAME, clock),
            faults_in_shape,
            errors.errors_in_shape,
            jobs.on_time,
            system.within_limit,
            fault_middleware(faults, struck),
            errors.errors_in_shape,
            door.guard,
            revenue.on_time,
            jobs.answered_later,
        ],
    )
    app.router.add_post(TOKEN_PATH, door.token)
    system.add_routes(app)
    jobs.add_routes(app)
    Catalogue(account).add_routes(app)
    Records(account).add_routes(app)
    SuiteQL(account).add_routes(app)
    revenue.add_routes(app)
    Restlet(account).add_routes(app)
    SoapPort(account, credentials).add_routes(app)
    app.router.add_post(f"{ADMIN_PREFIX}records", partial(_put_records, account))
    records = partial(_shown_records, account)
    add_admin(app, Controls(clock=clock, faults=faults, journal=journal, records=records))
    return app


async def _put_records(account: Account, request: web.Request) -> web.Response:
    """Write records as their owner would in NetSuite itself: close a period, retire an item."""
    try:
        changes = seeds.read(await request.read(), "request", Seed())
        for record in changes.records:
            seeds.put(account, record)
    except seeds.SeedInvalid as error:
        return web.json_response({"error": str(error)}, status=400)
    return web.Response(status=204)


def _shown_records(account: Account, wanted: str | None) -> str:
    view = View(origin="", store=account.store, types=account.types, expand=True)
    shown = [
        {"type": record.type.name, **view.singular(record)}
        for record in account.store.all()
        if wanted in {None, record.type.name}
    ]
    return jsontext.write({"records": shown})
