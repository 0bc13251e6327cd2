"""Every address of the console has its permission, and each role gets as far as that allows."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from bridge.console.app import create_app
from bridge.console.parts import Console
from bridge.people.roles import MATRIX, Permission, Role
from tests.console.building import Browser, a_reader

SEE, ADMINISTER = Permission.SEE, Permission.ADMINISTER
#: What anybody may ask for, signed in or not: nothing in it is of the books.
OPEN = frozenset(
    {
        "/",
        "/sign-in",
        "/sign-in/provider",
        "/sign-in/provider/answer",
        "/sign-in/provider/proof",
        "/sign-in/provider/proved",
        "/sign-out",
        "/set-up",
    }
)
#: What is asked of whoever changes something; whatever else is there is read.
WRITES: Mapping[str, Permission] = {
    "/rules/drafts/{number}/plan": Permission.PLAN_RULES,
    "/rules/drafts/{number}/plan/give-up": Permission.PLAN_RULES,
    "/merges/{name}/approve": Permission.APPROVE_MERGES,
    "/merges/{name}/accept": Permission.APPROVE_MERGES,
    "/settings/connections/{system}/test": Permission.RUN,
    "/settings/periods": Permission.RUN,
    "/settings/notifications/channels/{name}/test": Permission.RUN,
    "/settings/notifications/deliveries/{number}/redeliver": Permission.RUN,
    "/settings/notifications/deliveries/{number}/give-up": Permission.RUN,
    "/sync/streams/{stream}/pause": Permission.RUN,
    "/sync/streams/{stream}/resume": Permission.RUN,
    "/sync/read-again": Permission.RUN,
    "/journals/{name}/posted": Permission.TRIAGE,
    "/reconciliation/periods/{period}/prepare": Permission.TRIAGE,
    "/reconciliation/periods/{period}/sign": Permission.SIGN,
    "/reconciliation/periods/{period}/reopen": Permission.SIGN,
    "/reconciliation/pairs": Permission.TRIAGE,
    "/reconciliation/pairs/{number}/confirm": Permission.DECIDE,
    "/reconciliation/pairs/{number}/decline": Permission.DECIDE,
    "/reconciliation/pairs/{number}/revoke": Permission.DECIDE,
    "/settings/profile": SEE,
    "/settings/profile/password": SEE,
    "/settings/profile/sessions/end": SEE,
    "/settings/tokens": SEE,
    "/settings/tokens/{number}/revoke": SEE,
    "/settings/users": ADMINISTER,
    "/settings/users/{number}/grant": ADMINISTER,
    "/settings/users/{number}/revoke": ADMINISTER,
    "/settings/users/{number}/password": ADMINISTER,
    "/settings/users/{number}/disable": ADMINISTER,
    "/settings/users/{number}/enable": ADMINISTER,
}
#: Of what is no router, such as the folder of static files.
NOTHING = APIRouter()


def permissions_of(route: APIRoute) -> list[Permission]:
    calls = [each.call for each in route.dependant.dependencies]
    found = [getattr(call, "__dict__", {}).get("needs") for call in calls]
    return [one for one in found if one is not None]


def routes(app: FastAPI | APIRouter) -> Iterator[tuple[str, str, APIRoute]]:
    for route in app.routes:
        if isinstance(route, APIRoute):
            yield from ((method, route.path, route) for method in sorted(route.methods or ()))
        else:
            # What an application includes it keeps as it was given.
            yield from routes(getattr(route, "original_router", NOTHING))


@pytest.fixture(scope="module")
def app(console: Console) -> FastAPI:
    return create_app(console)


def test_every_address_takes_one_permission_or_is_open_to_all(app: FastAPI) -> None:
    assert {path for _, path, _ in routes(app)} >= OPEN | set(WRITES)
    bare = {path for _, path, route in routes(app) if len(permissions_of(route)) != 1}
    assert bare - OPEN == set()


def test_whatever_changes_something_takes_what_was_agreed_on(app: FastAPI) -> None:
    writes = {
        path: permissions_of(route)[0]
        for method, path, route in routes(app)
        if method != "GET" and path not in OPEN
    }
    assert {path: writes.get(path) for path in WRITES} == WRITES


@pytest.mark.parametrize("role", Role)
def test_each_role_gets_where_the_matrix_lets_it_and_no_further(
    console: Console, role: Role
) -> None:
    visitor = Browser(create_app(replace(console, guest=a_reader(role))))
    refused = {
        (method, path)
        for method, path, _ in routes(visitor.app)
        if path not in OPEN and _ask(visitor, method, path) == 403
    }
    assert refused == {
        (method, path)
        for method, path, route in routes(visitor.app)
        if path not in OPEN and permissions_of(route)[0] not in MATRIX[role]
    }


def _ask(visitor: Browser, method: str, path: str) -> int:
    address = path.replace("{", "0").replace("}", "")
    answer = visitor.get(address) if method == "GET" else visitor.post(address)
    return answer.status_code


def test_nobody_reads_anything_without_signing_in(console: Console) -> None:
    visitor = Browser(create_app(replace(console, guest=None)))
    answers = {
        (method, path): _ask(visitor, method, path)
        for method, path, _ in routes(visitor.app)
        if path not in OPEN
    }
    assert {(method, status) for (method, _), status in answers.items()} == {
        ("GET", 303),
        ("POST", 401),
    }
