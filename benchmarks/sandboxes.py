"""
How quick and how small the sandboxes are, over HTTP and measured as a process of their own.

They start; 1,000 orders with three lines each are written to either and read back, beside a bare
server of the same library that answers as many requests; and their memory is looked at while they
answer more of all kinds: reads, writes of records that are there, queries in pages, signed calls.
`--requests 100000` looks further than the default does.
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
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from workload.sandbox_calls import Caller, sign_in_to_netsuite, signed, take_token

from bridge.sandbox import world

SEED = {
    "org": {"currency": "USD", "daily_api_requests": 1_000_000},
    "records": [
        {"type": "Account", "key": "A", "Name": "A"},
        {"type": "Product2", "key": "P", "Name": "P"},
        {"type": "PricebookEntry", "key": "E", "Product2Id": "@P", "UnitPrice": 120},
    ],
}
ORDERS, LINES = 1_000, 3
PER_LIST = 200
#: Requests of a round over both sandboxes.
PER_ROUND = 20
RECORDS = "/services/rest/record/v1/salesOrder"
SUITEQL = "/services/rest/query/v1/suiteql"
REST = "/services/data/v60.0"


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


async def mixed_salesforce(caller: Caller, ids: Sequence[str], number: int) -> None:
    """Make ten calls: reads, writes, and a query of three pages."""
    paths = [f"{REST}/sobjects/Order/{ids[(number + at) % len(ids)]}" for at in range(7)]
    for path in paths[:5]:
        await caller.call("GET", path)
    for path in paths[5:]:
        await caller.call("PATCH", path, {"Description": f"changed {number}"})
    wish = {"Sforce-Query-Options": "batchSize=200"}
    soql = "SELECT+Id,OrderId,Quantity,UnitPrice+FROM+OrderItem+LIMIT+600"
    page = await caller.call("GET", f"{REST}/query?q={soql}", **wish)
    while not page["done"]:
        page = await caller.call("GET", page["nextRecordsUrl"])


async def mixed_netsuite(caller: Caller, number: int) -> None:
    """Make ten calls: reads with a token and signed ones, writes, and queries."""
    paths = [f"{RECORDS}/eid:bench-{(number + at) % ORDERS}" for at in range(8)]
    for path in paths[:4]:
        await caller.call("GET", path)
    for path in paths[4:6]:
        await caller.call("PATCH", path, {"memo": f"changed {number}"})
    for path in paths[6:]:
        await caller.call("GET", path, **signed("GET", caller.url + path))
    for query in ("SELECT id, name FROM currency", "SELECT id, name FROM subsidiary"):
        await caller.call("POST", SUITEQL, {"q": query}, Prefer="transient")


async def watched(callers: Sequence[Caller], pid: int, count: int) -> None:
    """Print the memory of the sandboxes while they answer so many requests of all kinds."""
    first, second = callers
    ids = [one["Id"] for one in await ask(first, "SELECT Id FROM Order")]
    done, began = 0, time.perf_counter()
    for step in (count // 10, count):
        rounds = range(done // PER_ROUND, step // PER_ROUND)
        await asyncio.gather(
            first.each(mixed_salesforce(first, ids, number) for number in rounds),
            second.each(mixed_netsuite(second, number) for number in rounds),
        )
        done = step
        print(
            f"memory      after {step:>7,} further requests of all kinds: {resident_mb(pid):.0f} MB"
            f" ({time.perf_counter() - began:.0f} s)"
        )


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
