"""An account that is opened again with its memory holds the revenue it held before."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.sandbox import world
from tests.sandbox.netsuite.client import RECORDS, an_order
from tests.sandbox.netsuite.revenue.orders import service

SEED = Path(__file__).parents[3] / "scenarios/a-ramp-three-years.cpq.json"
MERGE = "/app/site/hosting/restlet.nl?script=1&deploy=1"
START = datetime(2026, 6, 1, 12, tzinfo=UTC)
TIMES = {"lastModifiedDate", "createdDate", "dateCreated"}


class Account:
    """An account of an opened world, and a caller that is signed in to it."""

    def __init__(self, opened: world.World) -> None:
        self.url, self._opened = opened.netsuite.url, opened
        self._header: dict[str, str] = {}
        self.wait(0)

    def wait(self, seconds: float) -> None:
        """Let time go by, and sign in anew."""
        self._opened.clock.advance(seconds)
        self._header = asyncio.run(world.netsuite_authorization(self._opened))

    def call(self, method: str, path: str, body: object = None) -> requests.Response:
        data = None if body is None else json.dumps(body, default=float)
        return requests.request(method, self.url + path, data=data, headers=self._header, timeout=5)

    def job(self, name: str, **rest: object) -> requests.Response:
        return self.call("POST", "/_sandbox/jobs", {"run": name, **rest})

    def post(self, external_id: str, *lines: object) -> int:
        body = an_order(*lines, orderStatus={"id": "B"}, entity={"id": "1001"})
        path = f"{RECORDS}/salesOrder/eid:{external_id}"
        return self.call("PUT", path, body).status_code

    def state(self) -> list[dict[str, Any]]:
        """Return all records of orders and revenue, without the times of their last change."""
        shown = json.loads(self.call("GET", "/_sandbox/records").text, parse_float=Decimal)
        wanted = ("salesOrder", "revenue", "journalEntry", "accountingPeriod", "charge", "usage")
        return [
            {name: value for name, value in row.items() if name not in TIMES | {"links"}}
            for row in json.loads(json.dumps(shown["records"], default=str))
            if row["type"].startswith(wanted)
        ]


@contextmanager
def opened(folder: Path) -> Iterator[Account]:
    plan = world.Plan(seeds=[SEED], folder=folder, clock=START, remembers=True)
    with world.open_world(plan) as here:
        yield Account(here)


def port_free(state: list[dict[str, Any]]) -> str:
    """Return a state as text, without the addresses of its server."""
    return "\n".join(
        json.dumps(row, sort_keys=True).replace(row_url, "")
        for row in state
        for row_url in [_origin(row)]
    )


def _origin(row: dict[str, Any]) -> str:
    text = json.dumps(row)
    found = text.partition("http://127.0.0.1:")[2]
    return "http://127.0.0.1:" + found.partition("/")[0] if found else "\0"


def test_journals_and_merges_are_known_again_under_their_numbers(tmp_path: Path) -> None:
    with opened(tmp_path) as account:
        assert account.post("A", service(1200, "2026-07-01", "2026-12-31")) == 204
        assert account.post("BAD", {"quantity": 1}) == 400
        assert account.post("B", service(100, "2026-09-01", "2026-12-31", "SUB-ULT")) == 204
        account.job("update-arrangements")
        for month in ("2026-07", "2026-08"):
            assert account.job("create-revenue-journals", period=month).json()["journals"] == 1
        shut = [
            {"type": "accountingPeriod", "externalId": f"{n // 12}-{n % 12 + 1:02}", "closed": True}
            for n in range(2024 * 12, 2026 * 12 + 8)
        ]
        account.call("POST", "/_sandbox/records", {"records": shut})
        body = {
            "arrangements": ["700001", "700002"],
            "revenueArrangementDate": "2026-09-01",
            "mergeResidualRevenueAmounts": True,
        }
        task = account.call("POST", MERGE, body).json()["taskId"]
        before = account.state()
    with opened(tmp_path) as account:
        assert port_free(account.state()) == port_free(before)
        found = account.call("GET", f"{MERGE}&taskId={task}").json()
        assert found == {"status": "COMPLETE", "resultingArrangement": "700003"}
        assert account.post("C", service(5, "2026-09-01", "2026-09-30")) == 204
        numbers = {row["externalId"]: row["id"] for row in account.state() if "externalId" in row}
        assert (numbers["A"], numbers["B"], numbers["C"]) == ("5001", "5003", "5004")


def test_what_the_account_did_by_itself_in_time_is_known_again(tmp_path: Path) -> None:
    with opened(tmp_path) as account:
        account.post("A", service(1200, "2026-07-01", "2026-12-31"))
        account.wait(3.5 * 3600)
        before = account.state()
        assert any(row["type"] == "revenuePlan" for row in before)
    with opened(tmp_path) as account:
        assert port_free(account.state()) == port_free(before)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("order"), st.integers(1, 3), st.integers(-500, 500)),
        st.tuples(st.just("job"), st.just("update-arrangements"), st.none()),
        st.tuples(
            st.just("job"), st.just("create-revenue-journals"), st.sampled_from([7, 8, 9, 13])
        ),
        st.tuples(st.just("merge"), st.integers(700001, 700004), st.booleans()),
    ),
    max_size=8,
)


def do(account: Account, step: tuple[str, Any, Any]) -> None:
    match step:
        case ("order", number, cents):
            amount = Decimal(cents).scaleb(-2)
            account.post(f"O-{number}", service(amount, "2026-07-15", "2026-10-14"))
        case ("job", name, month):
            account.job(name, **({"period": f"2026-{month:02}"} if month else {}))
        case ("merge", first, prospective):
            body = {
                "arrangements": [str(first), str(first + 1)],
                "revenueArrangementDate": "2026-08-01",
                "mergeResidualRevenueAmounts": prospective,
            }
            account.call("POST", MERGE, body)


@settings(max_examples=4, deadline=None)
@given(steps=STEPS)
def test_a_replayed_memory_equals_the_live_state(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, Any, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("world")
    with opened(folder) as account:
        for step in steps:
            do(account, step)
        before = account.state()
    with opened(folder) as account:
        assert port_free(account.state()) == port_free(before)
