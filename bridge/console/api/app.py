"""Builds the API: its routes, and how it answers errors."""

from fastapi import APIRouter, FastAPI
from starlette.datastructures import State

from bridge.console.api import checking, describing, health, linting, reports, rules
from bridge.console.api.answering import ProblemForm, answer_errors
from bridge.console.api.books import deals, journals, ledger, schedules
from bridge.console.api.exceptions import acting, mentions, reading, views
from bridge.console.api.operating import connections, merges, notifications, settings, streams
from bridge.console.api.reconciling import pairs, periods, readings, rolls, statements
from bridge.console.security.reader import API

PREFIX = API
#: Every route of the API.
ROUTERS: tuple[APIRouter, ...] = (
    checking.sent,  # the first that is looked at: programs wait for it while people do
    reading.router,
    acting.router,
    views.router,
    mentions.router,
    deals.router,
    journals.router,
    ledger.router,
    schedules.router,
    periods.router,
    statements.router,
    readings.router,
    rolls.router,
    pairs.router,
    rules.router,
    linting.router,
    reports.router,
    health.router,
    streams.router,
    connections.router,
    settings.router,
    notifications.router,
    merges.router,
    checking.router,
    describing.router,
)
#: What is answered ahead of all others, by method and path.
STRAIGHT = {
    (method, PREFIX + route.path): route.endpoint
    for route in checking.sent.routes
    if isinstance(route, checking.Straight)
    for method in route.methods or ()
}
_ABOUT = """\
Amounts are whole minor units beside their currency. Times are RFC 3339 in UTC. Lists answer with
`data` and `next`; give `next` back as `after`. Errors are `application/problem+json` (RFC 9457).
"""


def create_api(state: State) -> FastAPI:
    """Return the API of a console, whose parts stand in `state`."""
    api = FastAPI(
        title="Revenue bridge",
        version="1",
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        separate_input_output_schemas=False,
        responses={"default": {"model": ProblemForm, "description": "What went wrong."}},
    )
    api.state = state
    answer_errors(api)
    for router in ROUTERS:
        api.include_router(describing.stated(router))
    return api
