"""The description of the API for programs: OpenAPI 3.1, with what each call takes."""

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from bridge.console.visits import Visit, needs
from bridge.people.roles import Permission

router = APIRouter(tags=["description"])
_JSON, _PROBLEM = "application/json", "application/problem+json"
#: What the list of the page knows besides, and the API does not have.
_OF_PAGES = frozenset({"view"})
_BEARER = {"type": "http", "scheme": "bearer", "description": "A token of the settings."}


@router.get("/openapi.json", include_in_schema=False)
def show_description(visit: Annotated[Visit, needs(Permission.SEE)]) -> dict[str, Any]:
    """Return the description of the API."""
    return described(visit.request.app)


def described(api: FastAPI) -> dict[str, Any]:
    """Return the description of the API in OpenAPI 3.1."""
    found: dict[str, Any] = api.openapi()
    found["components"]["securitySchemes"] = {"token": _BEARER}
    found["security"] = [{"token": []}]
    for operations in found["paths"].values():
        for operation in operations.values():
            _as_answered(operation)
    return found


def _as_answered(operation: dict[str, Any]) -> None:
    content = operation["responses"]["default"]["content"]
    content.setdefault(_PROBLEM, content.pop(_JSON, None))
    asked = operation.get("parameters", [])
    asked[:] = [one for one in asked if one["name"] not in _OF_PAGES]


def permissions(router: APIRouter) -> Iterator[tuple[APIRoute, frozenset[Permission]]]:
    """Yield the routes of a router, each with the permissions that it takes."""
    for route in router.routes:
        if isinstance(route, APIRoute):
            yield route, frozenset(_needed(route.dependant))


def stated(router: APIRouter) -> APIRouter:
    """Say in the description of each route which permission it takes."""
    for route, needed in permissions(router):
        stated = {"x-permission": " ".join(sorted(needed))}
        route.openapi_extra = {**(route.openapi_extra or {}), **stated}
    return router


def _needed(dependant: Dependant) -> Iterator[Permission]:
    for one in dependant.dependencies:
        found = getattr(one.call, "__dict__", {}).get("needs")
        yield from () if found is None else (found,)
        yield from _needed(one)
