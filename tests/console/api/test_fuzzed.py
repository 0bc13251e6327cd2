"""Whatever a program sends, the answer is a body or a problem, and never a mistake of ours."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok

from bridge.console.api.app import PREFIX
from tests.console.api.asking import PROBLEM, Program
from tests.console.building import HOST

URL = f"http://{HOST}{PREFIX}"


@pytest.mark.on_demand
def test_no_request_that_the_description_allows_is_a_mistake_of_ours(program: Program) -> None:
    form = program.read("/openapi.json")
    del form["security"]  # whoever asks is let in here
    for found in schemathesis.openapi.from_dict(form).get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()

        @settings(max_examples=9, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def is_answered(case: schemathesis.Case[Any]) -> None:
            asked = case.as_transport_kwargs(base_url=URL)
            asked.pop("cookies", None)
            path = str(asked.pop("url")).removeprefix(f"http://{HOST}")
            call = program.over.get if asked.pop("method") == "GET" else program.over.post
            answer = call(path, **asked)
            if not answer.is_success and case.path != "/health":
                assert answer.headers["content-type"] == PROBLEM
                assert answer.status_code != 500

        is_answered()
