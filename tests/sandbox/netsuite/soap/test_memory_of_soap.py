"""An account that is opened again with its memory knows what it was told over SOAP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import requests

from bridge.sandbox import world
from tests.sandbox.netsuite.soap.messages import customer, envelope, order, passport

SEED = Path(__file__).parents[3] / "scenarios/a-ramp-three-years.cpq.json"
START = datetime(2026, 6, 1, 12, tzinfo=UTC)
KEYS = {"consumerKey": "sandbox-consumer", "token": "sandbox-token"}


@contextmanager
def opened(folder: Path, start: datetime = START) -> Iterator[world.World]:
    plan = world.Plan(seeds=[SEED], folder=folder, clock=start, remembers=True)
    with world.open_world(plan) as here:
        yield here


def send(here: world.World, operation: str, signed_with: str = "sandbox-only&sandbox-only") -> str:
    now = int(here.clock.now().timestamp())
    header = passport(now, signed_with=signed_with, **KEYS)
    return requests.post(
        f"{here.netsuite.url}/services/NetSuitePort_2023_2",
        data=envelope(operation, header).encode(),
        headers={"Content-Type": "text/xml; charset=utf-8"},
        timeout=5,
    ).text


def held(here: world.World) -> list[tuple[str, str, str | None]]:
    """Type, id and source of the customers and orders that the account holds."""
    url = f"{here.netsuite.url}/_sandbox/records"
    return [
        (row["externalId"], row["id"], row.get("source", {}).get("id"))
        for kind in ("customer", "salesOrder")
        for row in requests.get(url, params={"type": kind}, timeout=5).json()["records"]
    ]


def test_writes_over_soap_are_known_again_under_their_numbers(tmp_path: Path) -> None:
    with opened(tmp_path) as here:
        send(here, f"<msgs:upsert>{customer('C-1')}</msgs:upsert>")
        body = order("S-1").replace("SFA-0013000000abcDEFGH", "C-1")
        send(here, f"<msgs:addList>{body}{body}</msgs:addList>")
        send(here, f"<msgs:add>{customer('C-2')}</msgs:add>")
        gone = '<msgs:baseRef xsi:type="core:RecordRef" type="customer" externalId="C-2"/>'
        send(here, f"<msgs:delete>{gone}</msgs:delete>")
        before = held(here)
    assert [row[0] for row in before][1:] == ["C-1", "S-1"]
    assert before[-1][2] == "webServices"
    for start in (START, START - timedelta(days=3), START + timedelta(days=400)):
        with opened(tmp_path, start) as here:
            assert held(here) == before


def test_what_changes_nothing_is_not_remembered(tmp_path: Path) -> None:
    with opened(tmp_path) as here:
        send(here, "<msgs:getServerTime/>")
        send(here, f"<msgs:upsert>{customer('C-1')}</msgs:upsert>", signed_with="wrong")
        send(here, "<msgs:nothing/>")
        send(here, f"<msgs:upsert>{customer('C-3')}</msgs:upsert>")
    lines = (tmp_path / "netsuite.jsonl").read_text().splitlines()
    assert ["C-3" in json.loads(line)["body"] for line in lines] == [True]
