"""The routes of the exceptions, those with a fixed word before those with a number."""

from fastapi import APIRouter

from bridge.console.pages.exceptions import acting, bulk, deciding, listing, tracing
from bridge.console.pages.exceptions.outcomes import routes as outcomes
from bridge.console.pages.exceptions.views import routes as views

ROUTERS: tuple[APIRouter, ...] = (
    views.router,
    bulk.router,
    listing.router,
    tracing.router,
    outcomes.router,
    acting.router,
    deciding.router,
)
