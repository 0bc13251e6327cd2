"""Checks over the API: what the rules would make of records, and nothing is written."""

import asyncio
import os
import re
import signal
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from bridge.adapters.store.database import Store
from bridge.console.api.checking import Checked
from bridge.console.api.kept import Answers, key
from bridge.console.app import create_app
from bridge.console.parts import Console
from bridge.flow.checking.clerks.desk import WAITING_MAX, Desk
from bridge.people.roles import Role
from tests.console.api.asking import Program, problem, told
from tests.console.building import HOST

CHECK = "/api/v1/check"
SCENARIOS = Path("tests/scenarios")
#: Whatever is slow here is the machine.
PATIENCE_S = 120
RAMP = SCENARIOS / "a-ramp-three-years.cpq.json"


def test_records_come_out_as_documents_with_schedules_and_nothing_is_written(
    program: Program, store: Store
) -> None:
    with store.reading() as view:
        before = view.ledger.head()
    answer = program.over.post("/api/v1/check", content=RAMP.read_text())
    form = told(answer)
    (deal,) = form["deals"]
    assert (answer.status_code, form["verdict"], deal["verdict"]) == (200, *["translated"] * 2)
    (document,) = deal["documents"]
    held = sum(line["amount"]["minor"] for line in document["lines"])
    assert held == document["amount"]["minor"] == deal["booked"]["minor"]
    for schedule in deal["schedules"]:
        planned = sum(one["minor"] for one in schedule["periods"].values())
        assert planned == schedule["total"]["minor"]
    with store.reading() as view:
        assert view.ledger.head() == before


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "this is no JSON"),
        ("[" * 100_000, "this is no JSON"),
        ("[]", "a records file is"),
        ('{"deal": "801000000000000AAA"}', "the books keep no records of this deal"),
        ('{"deal": "a\\u0000b"}', "a records file is"),
        (
            '{"org": {"currency": "USD", "time_zone": "UTC"}, "records": []}',
            "no activated order and no quote",
        ),
        ('{"id": "nonsense"}', "no id of Salesforce"),
        ('{"org": {}, "records": []}', 'needs an ISO "currency"'),
        ('{"records": [NaN]}', "is no number"),
    ],
)
def test_what_cannot_be_checked_is_said(program: Program, body: str, says: str) -> None:
    answer = program.over.post("/api/v1/check", content=body)
    assert problem(answer) == (422, "misconfigured")
    assert says in told(answer)["detail"]
    assert "file" not in told(answer)["act"]  # none was sent


def test_what_is_no_text_is_said(program: Program) -> None:
    answer = program.over.post("/api/v1/check", content=b"\xff\xfe")
    assert problem(answer) == (422, "misconfigured")


def test_more_than_are_checked_at_once_are_refused(program: Program) -> None:
    orders = [{"type": "Order", "key": str(n), "Status": "Activated"} for n in range(101)]
    org = {"currency": "USD", "time_zone": "UTC"}
    answer = program.over.post("/api/v1/check", json={"org": org, "records": orders})
    assert problem(answer) == (422, "misconfigured")
    assert "101 orders are more than the 100" in told(answer)["detail"]


def test_a_flag_says_its_amount_and_what_could_be_instead(
    of_role: Callable[[Role], Program],
) -> None:
    body = re.sub(r'("ProductCode": )"[^"]*"', r'\1"NOBODY-KNOWS"', RAMP.read_text())
    form = told(of_role(Role.VIEWER).over.post("/api/v1/check", content=body))
    assert form["verdict"] == "flagged"
    flags = form["deals"][0]["flags"]
    assert {one["code"] for one in flags} == {"ITEM_UNMAPPED"}
    assert all(one["amount"]["currency"] == "USD" for one in flags)


def test_the_same_records_are_answered_the_same_without_being_judged_again(
    program: Program, console: Console
) -> None:
    body = RAMP.read_text() + " " * 7  # asked by no other test
    rules, day = console.edition().rulebook.version, console.clock().date().isoformat()
    known = key(body.encode(), rules.encode(), day.encode())
    assert console.answers.find(known) is None
    first = program.over.post("/api/v1/check", content=body)
    assert console.answers.find(known) == first.content
    again = program.over.post("/api/v1/check", content=body)
    assert (again.content, again.headers["content-type"]) == (first.content, "application/json")


def test_of_many_answers_those_asked_for_last_are_kept() -> None:
    answers = Answers(bytes_max=10)
    for name in ("first", "other"):
        answers.keep(name, name.encode())
    assert answers.find("first") == b"first"
    answers.keep("third", b"3")
    assert (answers.find("first"), answers.find("other")) == (b"first", None)
    answers.keep("first", b"1")  # makes room
    answers.keep("large", b"12345678")
    assert (answers.find("first"), answers.find("large")) == (b"1", b"12345678")
    answers.keep("largest", b"more than all that is kept")
    assert {answers.find(one) for one in ("first", "large", "largest")} == {None}


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.json")), ids=lambda file: file.stem)
def test_answers_are_to_the_letter_what_the_description_says(program: Program, file: Path) -> None:
    answer = program.over.post("/api/v1/check", content=file.read_bytes())
    assert answer.status_code == 200
    assert Checked.model_validate_json(answer.content).model_dump_json() == answer.text


def with_clerk(
    console: Console, asks: Callable[[httpx.AsyncClient, Desk], Awaitable[None]]
) -> None:
    """Ask a console that has a clerk, on the loop of its desk."""
    desk = Desk(console.edition, console.clock, 1, PATIENCE_S)
    app = create_app(replace(console, answers=Answers(), desk=desk))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)

    async def asked() -> None:
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(
                transport=transport, base_url=f"http://{HOST}", timeout=PATIENCE_S
            ) as client,
        ):
            await asks(client, desk)

    asyncio.run(asked())
    assert desk.pids == ()


def dying(desk: Desk, pid: int) -> Callable[..., asyncio.Future[bytes]]:
    """Return what hands a clerk something, and kills it over that."""

    def asks(*given: Any) -> asyncio.Future[bytes]:
        found = Desk.ask(desk, *given)
        os.kill(pid, signal.SIGKILL)
        return found

    return asks


def test_clerks_answer_over_the_api_and_a_check_that_one_died_of_harms_no_other(
    program: Program, console: Console
) -> None:
    async def asks(client: httpx.AsyncClient, desk: Desk) -> None:
        for body in (RAMP.read_bytes(), b"{", b"\xff\xfe", b'{"records": [NaN]}'):
            theirs = await client.post(CHECK, content=body)
            ours = await asyncio.to_thread(program.over.post, CHECK, content=body)
            assert theirs.status_code == ours.status_code
            assert {**told(theirs), "request_id": ""} == {**told(ours), "request_id": ""}
        (pid,) = desk.pids
        os.kill(pid, signal.SIGSTOP)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(desk, "ask", dying(desk, pid))
            fails = await client.post(CHECK, content=RAMP.read_bytes() + b" ")
        assert problem(fails) == (500, "mistake")
        assert "Traceback" not in fails.text
        goes_on = await client.post(CHECK, content=RAMP.read_bytes() + b"  ")
        assert goes_on.status_code == 200

    with_clerk(console, asks)


def test_whoever_comes_when_too_many_wait_is_told_when_to_come_again(console: Console) -> None:
    async def asks(client: httpx.AsyncClient, desk: Desk) -> None:
        assert (await client.post(CHECK, content=RAMP.read_bytes())).status_code == 200
        (pid,) = desk.pids
        os.kill(pid, signal.SIGSTOP)
        today = console.clock().date()
        waiting = [desk.ask(b"{}", console.edition(), today) for _ in range(WAITING_MAX + 2)]
        refused = await client.post(CHECK, content=RAMP.read_bytes() + b" ")
        os.kill(pid, signal.SIGCONT)
        assert problem(refused) == (503, "throttled")
        assert int(refused.headers["retry-after"]) > 0
        await asyncio.gather(*waiting, return_exceptions=True)

    with_clerk(console, asks)
