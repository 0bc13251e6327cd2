"""The routes of the exceptions, those with a fixed word before those with a number."""

from fastapi import APIRouter

from bridge.console.pages.exceptions import acting, bulk, deciding, listing

ROUTERS: tuple[APIRouter, ...] = (bulk.router, listing.router, acting.router, deciding.router)
