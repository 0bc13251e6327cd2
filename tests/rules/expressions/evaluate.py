"""Short ways to check and run one expression."""

from collections.abc import Mapping
from typing import Any

import pytest

from bridge.rules.check import check
from bridge.rules.compile import compile_all
from bridge.rules.diagnostics import Problem
from bridge.rules.types import Type


def value(
    source: str,
    scope: Mapping[str, Type] | None = None,
    facts: Mapping[str, Any] | None = None,
    target: Type | None = None,
) -> Any:
    """Return what an expression gives for the facts."""
    checked = check(source, scope or {}, target)
    return compile_all({"x": checked})(facts or {})["x"]


def refused(
    source: str, scope: Mapping[str, Type] | None = None, target: Type | None = None
) -> Problem:
    """Return why an expression is refused."""
    with pytest.raises(Problem) as caught:
        check(source, scope or {}, target)
    return caught.value


def marked(source: str, problem: Problem) -> str:
    """Return the part of the source that a problem marks."""
    return source[problem.start : problem.end]
