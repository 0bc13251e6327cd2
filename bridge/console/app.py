"""Builds the web application: pages, what guards them, and what is served as it is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

from anyio.to_thread import current_default_thread_limiter
from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from bridge.console.api.app import PREFIX, STRAIGHT, create_api
from bridge.console.errors import answer_errors
from bridge.console.live import stream
from bridge.console.live.pulse import Pulse
from bridge.console.pages import explain, journals, ledger, merges, schedules, search, sync
from bridge.console.pages.deals import listing as deals
from bridge.console.pages.deals import whole as deal
from bridge.console.pages.exceptions.routes import ROUTERS as EXCEPTIONS
from bridge.console.pages.overview import page as overview
from bridge.console.pages.reconciliation import page as reconciliation
from bridge.console.pages.reconciliation import pairs, rolls, signing
from bridge.console.pages.reports import shown as reports
from bridge.console.pages.rules import comparing, copies, editing, planning
from bridge.console.pages.rules import overview as rules
from bridge.console.pages.settings import (
    audit,
    connections,
    limits,
    notifications,
    periods,
    profile,
    tokens,
    users,
)
from bridge.console.parts import Console
from bridge.console.security import entrance, provider
from bridge.console.security.headers import Headers
from bridge.console.security.numbering import Numbered
from bridge.console.security.origin import SameOrigin
from bridge.console.security.sizes import Sized
from bridge.console.serving.shortcut import Shortcut
from bridge.console.serving.statics import KeptFiles
from bridge.flow.explaining.retracing import Retracing
from bridge.flow.replaying.background import Replays
from bridge.flow.rulebook.workbench import Checking

#: Every page of the console.
PAGES: tuple[APIRouter, ...] = (
    overview.router,
    *EXCEPTIONS,
    deals.router,
    deal.router,
    ledger.router,
    search.router,
    explain.router,
    reconciliation.router,
    signing.router,
    rolls.router,
    pairs.router,
    schedules.router,
    sync.router,
    reports.router,
    merges.router,
    journals.router,
    editing.router,
    copies.router,
    rules.router,
    comparing.router,
    planning.router,
    profile.router,
    users.router,
    tokens.router,
    connections.router,
    periods.router,
    limits.router,
    notifications.router,
    audit.router,
    stream.router,
)
_STATIC = Path(__file__).parent / "static"
#: Below this compressing costs more than it spares.
_SMALLEST_BYTES = 700
#: Requests at work at once: fewer than the connections that a store has (15), so that none waits
#: for one, and the daemon always finds one, too.
_THREADS = 8


def create_app(console: Console) -> FastAPI:
    """Return the application that serves a console."""
    settings = console.settings.console
    app = FastAPI(
        title="Revenue bridge",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_at_work,
        middleware=[
            Middleware(Numbered),
            Middleware(Headers, is_tls=settings.is_tls),
            Middleware(SameOrigin, hosts=console.hosts),
            Middleware(Sized),
            Middleware(GZipMiddleware, minimum_size=_SMALLEST_BYTES),
            Middleware(Shortcut, routes=STRAIGHT),
        ],
    )
    app.state.console = console
    app.state.retracing = Retracing()
    app.state.checking = Checking()
    app.state.replays = Replays()
    app.state.pulse = Pulse(console)
    answer_errors(app)
    # Each request is held against one after the other: programs ask most, pages come with files.
    app.mount(PREFIX, create_api(app.state))
    app.mount("/static", KeptFiles(directory=_STATIC))
    app.include_router(entrance.router)
    app.include_router(provider.router)
    for page in PAGES:
        app.include_router(page)
    return app


@asynccontextmanager
async def _at_work(app: FastAPI) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = _THREADS
    desk = app.state.console.desk
    async with desk.at_work() if desk else nullcontext():
        yield
    app.state.replays.close()
