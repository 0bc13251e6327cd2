"""
How quick and how small the sandboxes are, over HTTP and measured as a process of their own.

They start; 1,000 orders with three lines each are written to either and read back, beside a bare
server of the same library that answers as many requests; and their memory is looked at while they
answer more. `--requests 100000` looks further than the default does.
"""

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import aiohttp
import jwt
from aiohttp import web

from bridge.sandbox import world

SEED = {
    "org": {"currency": "USD"},
    "records": [
        {"type": "Account", "key": "A", "Name": "A"},
        {"type": "Product2", "key": "P", "Name": "P"},
        {"type": "PricebookEntry", "key": "E", "Product2Id": "@P", "UnitPrice": 120},
    ],
}
ORDERS, LINES = 1_000, 3
AT_ONCE = 4
PER_LIST = 200
RECORDS = "/services/rest/record/v1/salesOrder"
SUITEQL = "/services/rest/query/v1/suiteql"
REST = "/services/data/v60.0"
TOKEN = "/services/rest/auth/oauth2/v1/token"  # noqa: S105 - an address


class Caller:
    """Calls that are counted, so many at once."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self.url = url
        self.headers: dict[str, str] = {}
        self.calls = 0

    async def call(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        """Return what is answered, as JSON; None without a body."""
        self.calls += 1
        text = None if body is None else json.dumps(body, default=str)
        kind = {"Content-Type": "application/json"} if text else {}
        async with self._session.request(
            method, self.url + path, data=text, headers={**self.headers, **kind, **headers}
        ) as answer:
            written = await answer.text()
            assert answer.status < 300, f"{method} {path}: {answer.status} {written[:300]}"  # noqa: PLR2004 - 2xx
            return json.loads(written, parse_float=Decimal) if written else None

    async def each(self, calls: Iterable[Awaitable[Any]]) -> list[Any]:
        """Wait for all of these calls, and let only so many of them run at once."""
        room = asyncio.Semaphore(AT_ONCE)

        async def one(call: Awaitable[Any]) -> Any:
            async with room:
                return await call

        return await asyncio.gather(*map(one, calls))


async def sign_in_to_netsuite(caller: Caller, key: str) -> None:
    """Take a token for a signed assertion."""
    now = int(time.time())
    claims: dict[str, object] = {"iss": world.CLIENT_ID, "iat": now, "exp": now + 300}
    claims |= {"aud": caller.url + TOKEN, "scope": ["rest_webservices"]}
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": jwt.encode(claims, key, "PS256", headers={"kid": world.CERTIFICATE_ID}),
    }
    await take_token(caller, TOKEN, form)


async def take_token(caller: Caller, path: str, form: dict[str, str]) -> None:
    """Ask for a token, and send it with all further calls."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(caller.url + path, data=form) as answer,
    ):
        granted = json.loads(await answer.text(), parse_float=Decimal)
    caller.headers["Authorization"] = f"Bearer {granted['access_token']}"


def order(number: int, customer: str) -> dict[str, object]:
    """Return an order of NetSuite, approved, with its lines."""
    line = {"item": {"externalId": "SUB-ENT"}, "quantity": 10, "amount": 1200}
    dates = {"revRecStartDate": "2026-01-01", "revRecEndDate": "2026-12-31"}
    return {
        "entity": {"externalId": customer},
        "subsidiary": {"externalId": "US-INC"},
        "currency": {"externalId": "USD"},
        "tranDate": "2026-01-15",
        "memo": f"order {number}",
        "orderStatus": {"id": "B"},
        "item": {"items": [{"line": key, **line, **dates} for key in range(1, LINES + 1)]},
    }


async def load_netsuite(caller: Caller) -> None:
    """Write orders one by one and read each, and then all of their lines by a query."""
    query = {"q": "SELECT externalid FROM customer"}
    (found,) = (await caller.call("POST", SUITEQL, query, Prefer="transient"))["items"]
    paths = [f"{RECORDS}/eid:bench-{number}" for number in range(ORDERS)]
    await caller.each(
        caller.call("PUT", path, order(number, found["externalid"]))
        for number, path in enumerate(paths)
    )
    read = await caller.each(
        caller.call("GET", f"{path}?expandSubResources=true") for path in paths
    )
    assert all(len(one["item"]["items"]) == LINES for one in read)
    query = {"q": "SELECT uniquekey, foreignamount FROM transactionline WHERE mainline = 'F'"}
    pages = [
        await caller.call("POST", f"{SUITEQL}?limit=1000&offset={at}", query, Prefer="transient")
        for at in range(0, ORDERS * LINES, 1000)
    ]
    assert sum(page["count"] for page in pages) == ORDERS * LINES


def kind(name: str) -> dict[str, object]:
    """Return how a record of a list names its object."""
    return {"attributes": {"type": name}}


async def insert(caller: Caller, records: Sequence[object]) -> list[str]:
    """Create records by lists; return their ids."""
    results = await caller.each(
        caller.call("POST", f"{REST}/composite/sobjects", {"records": some})
        for some in (records[at : at + PER_LIST] for at in range(0, len(records), PER_LIST))
    )
    assert all(one["success"] for some in results for one in some), results[0][0]
    return [one["id"] for some in results for one in some]


async def ask(caller: Caller, soql: str) -> list[Any]:
    """Return all rows of a query, page by page."""
    page = await caller.call("GET", f"{REST}/query?q={soql.replace(' ', '+')}")
    rows = list(page["records"])
    while not page["done"]:
        page = await caller.call("GET", page["nextRecordsUrl"])
        rows += page["records"]
    return rows


async def load_salesforce(caller: Caller) -> None:
    """Create orders and their items by lists; read each order, and all items by a query."""
    (account, *_) = await ask(caller, "SELECT Id FROM Account")
    (entry, *_) = await ask(caller, "SELECT Id, Product2Id FROM PricebookEntry")
    product = {"Product2Id": entry["Product2Id"], "PricebookEntryId": entry["Id"]}
    head = {"AccountId": account["Id"], "EffectiveDate": "2026-01-15", "Status": "Draft"}
    orders = await insert(caller, [{**kind("Order"), **head} for _ in range(ORDERS)])
    item = {**product, "Quantity": 10, "UnitPrice": 120}
    items = [{**kind("OrderItem"), "OrderId": one, **item} for one in orders for _ in range(LINES)]
    await insert(caller, items)
    read = await caller.each(caller.call("GET", f"{REST}/sobjects/Order/{one}") for one in orders)
    assert all(one["Status"] == "Draft" for one in read)
    found = await ask(caller, "SELECT Id, OrderId, Quantity, UnitPrice FROM OrderItem")
    assert len({one["OrderId"] for one in found} & set(orders)) == ORDERS


async def measured(name: str, caller: Caller, load: Callable[[Caller], Awaitable[None]]) -> None:
    """Print what loading and reading back takes, and what as many bare answers take."""
    before, began = caller.calls, time.perf_counter()
    await load(caller)
    took_s = time.perf_counter() - began
    calls = caller.calls - before
    with echo() as url:
        async with aiohttp.ClientSession() as session:
            bare, began = Caller(session, url), time.perf_counter()
            await bare.each(bare.call("POST", "/", {"n": n}) for n in range(calls))
            bare_s = time.perf_counter() - began
    print(
        f"{name:<11} {ORDERS:,} orders with {LINES} lines, written and read: {took_s:5.2f} s,"
        f" {calls:,} calls ({1000 * took_s / calls:.2f} ms each);"
        f" a bare server answers as many in {bare_s:.2f} s"
    )


async def watched(callers: Sequence[Caller], pid: int, count: int) -> None:
    """Print the memory of the sandboxes while they answer so many reads."""
    done = 0
    for step in (count // 10, count):
        half = (step - done) // 2
        await asyncio.gather(
            callers[0].each(
                callers[0].call("GET", f"{REST}/query?q=SELECT+Id,Name+FROM+Account")
                for _ in range(half)
            ),
            callers[1].each(callers[1].call("GET", f"{RECORDS}/eid:bench-1") for _ in range(half)),
        )
        done = step
        print(f"memory      after {step:>7,} further requests: {resident_mb(pid):.0f} MB")


def resident_mb(pid: int) -> float:
    """Return the resident memory of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) / 1024


def cpu_s(pid: int) -> float:
    """Return how many seconds a process has been at work."""
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def echo() -> Iterator[str]:
    """Serve a bare server of the same library in a process of its own."""
    with subprocess.Popen(  # noqa: S603 - this very file
        [sys.executable, __file__, "--echo"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


async def serve_echo() -> None:
    """Answer every request with a short JSON until the process is ended."""

    async def answer(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"ok": True})

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


@contextmanager
def started(folder: Path) -> Iterator[tuple[int, str, str]]:
    """Start both sandboxes as `bridge sandbox` does; print how long it took until both answer."""
    seed = folder / "seed.json"
    seed.write_text(json.dumps(SEED))
    ports = ["--salesforce-port", "0", "--netsuite-port", "0"]
    command = [sys.executable, "-m", "bridge", "sandbox", "--json", "--folder", str(folder)]
    began = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own command
        [*command, *ports, "--seed", str(seed)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline(), parse_float=Decimal)
        took_s = time.perf_counter() - began
        print(
            f"start       both answer after {took_s:.2f} s ({cpu_s(process.pid):.2f} s of them"
            f" at work), in {resident_mb(process.pid):.0f} MB"
        )
        try:
            yield process.pid, said["salesforce"], said["netsuite"]
        finally:
            process.terminate()


async def run(requests: int) -> None:
    """Start, load, and look at the memory."""
    with tempfile.TemporaryDirectory() as place, started(Path(place)) as (pid, first, second):
        key = (Path(place) / "netsuite-key.pem").read_text()
        async with aiohttp.ClientSession() as session:
            salesforce, netsuite = Caller(session, first), Caller(session, second)
            app = {"client_id": world.CLIENT_ID, "client_secret": world.CLIENT_SECRET}
            form = {"grant_type": "client_credentials", **app}
            await take_token(salesforce, "/services/oauth2/token", form)
            await sign_in_to_netsuite(netsuite, key)
            await measured("Salesforce", salesforce, load_salesforce)
            await measured("NetSuite", netsuite, load_netsuite)
            await watched((salesforce, netsuite), pid, requests)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=2_000)
    parser.add_argument("--echo", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    asyncio.run(serve_echo() if chosen.echo else run(chosen.requests))
