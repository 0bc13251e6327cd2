"""The API is what its description says, and each role gets as far as the matrix lets it."""

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.datastructures import State

from bridge.console.api.app import ROUTERS, create_api
from bridge.console.api.describing import described, permissions
from bridge.console.parts import Console
from bridge.people.roles import MATRIX, Permission, Role
from tests.console.api.asking import Program, problem
from tests.console.building import browser

KEPT = Path("docs/openapi.json")
#: What every call that changes something takes; the check takes CHECK, all others SEE.
WRITES = {
    **dict.fromkeys(
        ("assign", "comment", "tag", "snooze", "ask", "reopen", "undo"), Permission.TRIAGE
    ),
    **dict.fromkeys(("decision/outside", "decision/rejected"), Permission.TRIAGE),
    **dict.fromkeys(("decision/confirm", "decision/decline", "decision/revoke"), Permission.DECIDE),
    "retry": Permission.RUN,
}
ACTS = "/exceptions/{number}/"


def calls() -> list[tuple[str, str, frozenset[Permission]]]:
    """Return method, path and permissions of every call."""
    routes = [one for router in ROUTERS for one in permissions(router)]
    return [
        (method, route.path, needed)
        for route, needed in routes
        for method in sorted(route.methods or ())
    ]


def test_every_call_takes_the_one_permission_that_was_agreed_on() -> None:
    found = {(method, path): needed for method, path, needed in calls()}
    wanted = {("POST", ACTS + act): {needed} for act, needed in WRITES.items()}
    wanted |= {("POST", path): {Permission.SEE} for path in ("/views", "/views/forget")}
    wanted["POST", "/check"] = {Permission.CHECK}
    wanted["POST", "/rules/check"] = {Permission.SUGGEST_RULES}
    wanted["POST", "/journals/{journal}/posted"] = {Permission.TRIAGE}
    wanted["POST", "/reconciliation/periods/{period}/prepare"] = {Permission.TRIAGE}
    wanted["POST", "/reconciliation/pairs"] = {Permission.TRIAGE}
    for act in ("confirm", "decline", "revoke"):
        wanted["POST", f"/reconciliation/pairs/{{number}}/{act}"] = {Permission.DECIDE}
    for act in ("sign", "reopen"):
        wanted["POST", f"/reconciliation/periods/{{period}}/{act}"] = {Permission.SIGN}
    for act in ("approve", "accept"):
        wanted["POST", f"/merges/{{merge}}/{act}"] = {Permission.APPROVE_MERGES}
    for path in (
        *("/streams/{stream}/pause", "/streams/{stream}/resume", "/deals/{deal}/read-again"),
        *("/connections/{system}/test", "/notifications/channels/{channel}/test"),
        *(f"/notifications/deliveries/{{delivery}}/{act}" for act in ("redeliver", "give-up")),
    ):
        wanted["POST", path] = {Permission.RUN}
    assert {call: needed for call, needed in found.items() if call[0] != "GET"} == wanted
    read = {path: needed for (method, path), needed in found.items() if method == "GET"}
    assert read.pop("/check/{record}") == {Permission.CHECK}
    assert set(read.values()) == {frozenset({Permission.SEE})}


def ask(program: Program, method: str, path: str) -> tuple[int, str]:
    address = path.replace("{number}", "1").replace("{seq}", "1").replace("{", "").replace("}", "")
    answer = program.get(address) if method == "GET" else program.post(address, {})
    is_told = answer.is_success or path == "/health"  # which says with 503 that nothing runs
    return (answer.status_code, "") if is_told and answer.status_code != 403 else problem(answer)


@pytest.mark.parametrize("role", Role)
def test_each_role_gets_where_the_matrix_lets_it_and_no_further(
    of_role: Callable[[Role], Program], role: Role
) -> None:
    program = of_role(role)
    refused = {
        (method, path) for method, path, _ in calls() if ask(program, method, path)[0] == 403
    }
    assert refused == {
        (method, path) for method, path, needed in calls() if not needed <= MATRIX[role]
    }


def test_nobody_reads_anything_without_a_token(console: Console) -> None:
    program = Program(browser(replace(console, guest=None)))
    answers = {ask(program, method, path) for method, path, _ in calls() if path != "/health"}
    assert answers == {(401, "not-signed-in")}
    wrong = program.get("/exceptions", headers={"Authorization": "Bearer rb_nothing"})
    assert problem(wrong) == (401, "not-signed-in")
    assert wrong.headers["www-authenticate"] == "Bearer"


@pytest.fixture(scope="module")
def api() -> FastAPI:
    return create_api(State())


def test_the_description_that_is_kept_is_that_of_the_api(
    api: FastAPI, request: pytest.FixtureRequest
) -> None:
    says = json.dumps(described(api), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    if request.config.getoption("--regold"):
        KEPT.write_text(says, encoding="utf-8")
    assert says == KEPT.read_text(encoding="utf-8"), (
        "run pytest tests/console/api/test_description.py --regold, and look at the difference"
    )


def test_the_description_names_for_every_call_its_permission_and_how_it_fails() -> None:
    form = json.loads(KEPT.read_text(encoding="utf-8"), parse_float=Decimal)
    assert form["openapi"].startswith("3.1")
    operations = [one for paths in form["paths"].values() for one in paths.values()]
    assert len({one["operationId"] for one in operations}) == len(operations)
    for one in operations:
        assert Permission(one["x-permission"])
        assert list(one["responses"]["default"]["content"]) == ["application/problem+json"]
        assert one["description"]


def test_programs_read_the_description_from_the_api(program: Program) -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"), parse_float=Decimal)
    assert program.read("/openapi.json")["paths"] == kept["paths"]
