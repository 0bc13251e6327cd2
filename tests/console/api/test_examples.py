"""The examples of docs/api.md are answered as they are written there."""

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.console.api.asking import Program, told

PAGE = Path("docs/api.md")
BLOCK = re.compile(r"```http run\n(.*?)```", re.DOTALL)
PREFIX = "/api/v1"


@dataclass(frozen=True, slots=True)
class Example:
    """A call, and what is shown of its answer."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any
    status: int
    shown: Any

    def __str__(self) -> str:
        """Return what a test is called by."""
        return f"{self.method} {self.path}"


def examples() -> list[Example]:
    """Return the examples in their order: call, body if there is one, status with the answer."""
    return [_example(found) for found in BLOCK.findall(PAGE.read_text(encoding="utf-8"))]


def _example(text: str) -> Example:
    head, *bodies, answer = text.strip().split("\n\n")
    (call, *headers), (status, shown) = head.splitlines(), answer.split("\n", 1)
    method, path = call.split()
    return Example(
        method=method,
        path=path.removeprefix(PREFIX),
        headers=dict(line.split(": ", 1) for line in headers),
        body=json.loads(bodies[0], parse_float=Decimal) if bodies else None,
        status=int(status),
        shown=json.loads(shown, parse_float=Decimal),
    )


def within(shown: Any, whole: Any) -> bool:
    """Say whether an answer has all that is shown of it; lists begin with what is shown."""
    if isinstance(shown, dict):
        return all(name in whole and within(one, whole[name]) for name, one in shown.items())
    if isinstance(shown, list):
        return len(shown) <= len(whole) and all(map(within, shown, whole))
    return bool(shown == whole)


@pytest.mark.parametrize("example", examples(), ids=str)
def test_an_example_is_answered_as_it_is_written(program: Program, example: Example) -> None:
    headers = dict(example.headers)
    if headers.get("If-Match") == "ETAG":
        headers["If-Match"] = program.get(example.path.rpartition("/")[0]).headers["etag"]
    if example.method == "GET":
        answer = program.get(example.path)
    else:
        answer = program.post(example.path, _plain(example.body), **headers)
    assert answer.status_code == example.status, answer.text
    assert within(example.shown, told(answer))


def _plain(body: Any) -> Any:
    """Return a body whose fractions JSON can be written of."""
    return {
        name: str(one) if isinstance(one, Decimal) else one for name, one in (body or {}).items()
    }


def test_what_an_answer_lacks_is_seen() -> None:
    assert not within({"data": [{"number": 1}]}, {"data": []})
    assert not within({"state": "OPEN"}, {"state": "WAITING"})
    assert len(examples()) >= 6
