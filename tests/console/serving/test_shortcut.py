"""A request that takes the shortcut is answered to the byte as by its route, and guarded alike."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bridge.console.api.app import STRAIGHT
from bridge.console.api.kept import Answers
from bridge.console.parts import Console
from bridge.console.security.sizes import BODY_MAX_BYTES
from bridge.flow.rulebook.editions import Edition
from bridge.people.roles import Reader
from tests.adapters.store.opening import opened
from tests.console.building import a_console, a_reader, browser

CHECK = "/api/v1/check"
SCENARIOS = sorted(Path("tests/scenarios").glob("*.json"))
RAMP = SCENARIOS[0].read_bytes()
BODIES = (
    *(file.read_bytes() for file in SCENARIOS),
    b"",
    b"\xff\xfe",
    b'{"deal": "801000000000000AAA"}',
    b'{"records": [NaN]}',
    b" " * (BODY_MAX_BYTES + 1),
)
Headers = Mapping[str, str]
Answer = tuple[int, object, bytes]  #: status, headers, body
NONE: Headers = {}
SHORTCUTS = "bridge.console.app.STRAIGHT"
#: What a request may say besides its body.
HEADERS = (
    {"Accept-Encoding": "identity"},
    {"Authorization": "Bearer rb_nobody"},
    {"Host": "elsewhere.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"HX-Request": "true"},
)


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    file = tmp_path_factory.mktemp("shortcut") / "bridge.sqlite"
    with opened(f"sqlite:///{file}") as store, a_console(store, a_reader()) as built:
        yield built


def asked(console: Console, body: bytes = RAMP, headers: Headers = NONE) -> Answer:
    """Return an answer without the number of its request; no other answer is kept."""
    over = browser(replace(console, answers=Answers()))
    answer = over.post(CHECK, content=body, headers=dict(headers))
    number = answer.headers.pop("x-request-id", "none")
    said = answer.content.replace(number.encode(), b"NUMBER")
    return answer.status_code, sorted(answer.headers.multi_items()), said


def mistaken() -> Edition:
    raise RuntimeError("a mistake of ours")


def test_answers_are_those_of_the_route(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    short = [asked(console, body) for body in BODIES]
    assert {status for status, _, _ in short} == {200, 413, 422}
    monkeypatch.setattr(SHORTCUTS, {})
    assert [asked(console, body) for body in BODIES] == short


def test_guards_are_those_of_the_route(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = Reader(name="Nobody", roles=frozenset())
    stands = (console, replace(console, guest=nobody), replace(console, edition=mistaken))

    def found() -> list[Answer]:
        return [
            *(asked(console, headers=one) for one in HEADERS),
            *(asked(one) for one in stands),
        ]

    short = found()
    assert [status for status, _, _ in short] == [200, 401, 421, 403, 200, 200, 403, 500]
    monkeypatch.setattr(SHORTCUTS, {})
    assert found() == short


def test_checks_take_the_shortcut(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    async def answers(request: Request) -> Response:
        return Response(f"{request.method} by the shortcut")

    assert set(STRAIGHT) == {("POST", CHECK)}
    monkeypatch.setattr(SHORTCUTS, dict.fromkeys(STRAIGHT, answers))
    assert asked(console)[2] == b"POST by the shortcut"
    assert browser(console).get(CHECK).status_code == 405
