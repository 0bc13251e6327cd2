"""Whatever a program sends, the answer is as described or a problem, and nothing is done twice."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from bridge.adapters.store.database import Store
from bridge.console.api.app import PREFIX
from tests.console.api.asking import PROBLEM, Program
from tests.console.building import HOST

URL = f"http://{HOST}{PREFIX}"
#: It answers 503 as long as nothing runs, and says so in a body of its own.
HEALTH = "/health"
#: What leaves nothing behind that an `ETag` would show: under a key it is done once.
REPEATABLE = ("/retry", "/read-again", "/posted")
#: Acts about what is read one step above.
ABOVE = ("/pause", "/resume")
#: About an exception that there is, so that what is sent about it gets as far as it can.
KNOWN = 47
#: About a period and a statement that there are, for the same reason.
STATED, STATEMENT = "2026-05", 1


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """Asks what is generated, and looks at what came of it."""

    program: Program
    store: Store

    def asks(self, case: schemathesis.Case[Any]) -> None:
        """Ask once, and, if it changed something, once more as it was."""
        sent = self._sent(case)
        before = self._entries()
        answer = self._asked(case, sent)
        kept = self._entries() - before
        told = (case.method, case.path, answer.status_code, answer.text[:500])
        assert kept == 0 or (case.method == "POST" and answer.is_success), told
        if answer.is_success or case.path == HEALTH:
            case.operation.validate_response(answer, case=case)
        else:
            assert answer.headers["content-type"] == PROBLEM, told
            assert answer.status_code != 500, told
        if kept:
            again = self._asked(case, sent)
            assert again.status_code == 412 or "idempotency-replayed" in again.headers, told
            assert self._entries() - before == kept, told

    def _sent(self, case: schemathesis.Case[Any]) -> dict[str, Any]:
        sent = case.as_transport_kwargs(base_url=URL)
        sent.pop("cookies", None)
        if isinstance(sent.get("data"), bytes):
            sent["content"] = sent.pop("data")
        sent["path"] = str(sent.pop("url")).removeprefix(f"http://{HOST}")
        if f"/exceptions/{KNOWN}/" in sent["path"]:
            tag = self.program.get(f"/exceptions/{KNOWN}").headers["etag"]
            sent["headers"] = {**sent["headers"], "If-Match": tag}
        if sent["path"].endswith(ABOVE) or f"/{STATED}/" in sent["path"]:
            tag = self.program.over.get(sent["path"].rpartition("/")[0]).headers.get("etag", "none")
            sent["headers"] = {**sent["headers"], "If-Match": tag}
        if sent["path"].endswith(REPEATABLE):
            sent["headers"] = {**sent["headers"], "Idempotency-Key": f"key-{self._entries()}"}
        return sent

    def _asked(self, case: schemathesis.Case[Any], sent: dict[str, Any]) -> httpx.Response:
        over = self.program.over
        call = over.get if case.method == "GET" else over.post
        return call(**{name: one for name, one in sent.items() if name != "method"})

    def _entries(self) -> int:
        with self.store.reading() as view:
            return view.ledger.head().seq


@pytest.fixture
def schema(program: Program) -> schemathesis.BaseSchema:
    form = program.read("/openapi.json")
    del form["security"]  # whoever asks is let in here
    return schemathesis.openapi.from_dict(form)


def campaign(
    schema: schemathesis.BaseSchema, asks: Callable[[schemathesis.Case[Any]], None], many: int
) -> None:
    """Ask so many times of each operation: what it takes, and what it does not."""
    shortly = settings(
        max_examples=many,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        number = STATEMENT if operation.path.startswith("/reconciliation/") else KNOWN
        names = {"number": number, "period": STATED}
        known = {name: one for name, one in names.items() if f"{{{name}}}" in operation.path}
        # What takes nothing can be asked for nothing that it does not take.
        takes = any(True for part in (operation.query, operation.body) for _ in part)
        for mode in GenerationMode if takes else (GenerationMode.POSITIVE,):
            generated = operation.as_strategy(mode, path_parameters=known or None)
            shortly(given(case=generated)(asks))()


def test_no_request_that_is_generated_is_a_mistake_of_ours_or_done_twice(
    schema: schemathesis.BaseSchema, program: Program, store: Store
) -> None:
    campaign(schema, Fuzzed(program, store).asks, 1)


@pytest.mark.on_demand
def test_no_request_of_many_is_a_mistake_of_ours_or_done_twice(
    schema: schemathesis.BaseSchema, program: Program, store: Store
) -> None:
    campaign(schema, Fuzzed(program, store).asks, 50)
