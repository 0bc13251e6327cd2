"""A program that asks the API, and what it reads of the answers."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import httpx

from bridge.console.api.app import PREFIX
from tests.console.building import Browser

PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Program:
    """Asks the API over a browser's connection, and reads JSON without floats."""

    over: Browser

    def get(self, path: str, **asked: Any) -> httpx.Response:
        return self.over.get(PREFIX + path, **asked)

    def post(self, path: str, body: object = None, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.over.post(PREFIX + path, json=body, headers=named)

    def read(self, path: str, **asked: Any) -> Any:
        answer = self.get(path, **asked)
        assert answer.status_code == 200, answer.text
        return told(answer)

    def does(self, number: int, act: str, body: object = None) -> httpx.Response:
        """Do something about an exception as it is now."""
        tag = self.get(f"/exceptions/{number}").headers["etag"]
        return self.post(f"/exceptions/{number}/{act}", body, if_match=tag)


def told(answer: httpx.Response) -> Any:
    """Return the JSON of an answer."""
    return json.loads(answer.text, parse_float=Decimal)


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Return the status of a problem, and how its type ends."""
    assert answer.headers["content-type"] == PROBLEM, answer.text
    form = told(answer)
    assert form["status"] == answer.status_code
    assert form["request_id"] == answer.headers["x-request-id"]
    return answer.status_code, form["type"].removeprefix("urn:revenue-bridge:problem:")
