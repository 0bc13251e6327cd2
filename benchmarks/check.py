"""
How long somebody waits for a check, with twenty callers at once: in process, and over loopback.

The orders of the scenarios are checked in turn by the shipped rulebook; those that hold one deal
are measured apart, as sales ask for one. In process it is one call after the other; over HTTP
twenty threads of another process ask a server on 127.0.0.1, each over one connection: once with
records that nobody asked for before, and once with the same again, whose answers are kept. The
figures are wall time in milliseconds: the median, and what 99 of 100 stay below. The machine is to
do nothing else.
"""

import argparse
import http.client
import json
import multiprocessing
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from bridge import app
from bridge.adapters.netsuite.client import NetSuite
from bridge.adapters.salesforce.client import Salesforce
from bridge.adapters.store.database import Store
from bridge.console.api.checking import Checked
from bridge.console.parts import Console
from bridge.console.serving.server import served
from bridge.flow.checking import representable
from bridge.flow.rulebook.editions import Edition, edition
from bridge.flow.sync import Ends
from bridge.people.roles import Reader, Role
from bridge.settings import Settings

ROOT = Path(__file__).parents[1]
SCENARIOS = ROOT / "tests/scenarios"
PATH = "/api/v1/check"
#: So many different records are asked for again and again; their answers are kept.
_AGAIN = 100
#: Nothing is asked of these; a console has them all the same.
NOWHERE = {
    "salesforce": {"url": "http://127.0.0.1:9", "client_id": "id", "client_secret": "none at all"},
    "netsuite": {
        "account": "1234567_SB1",
        "url": "http://127.0.0.1:9",
        **dict.fromkeys(
            ("consumer_key", "consumer_secret", "token_id", "token_secret"), "none at all"
        ),
    },
    "console": {"port": 0},
}


def waits(call: Callable[[str], object], bodies: list[str]) -> list[float]:
    """Return how long each call took, in milliseconds."""
    found = []
    for body in bodies:
        began = time.perf_counter()
        call(body)
        found.append(1000 * (time.perf_counter() - began))
    return found


def told(what: str, waited: list[float], target_ms: int) -> str:
    """Say the median, and what 99 of 100 stay below, beside the target."""
    ordered = sorted(waited)
    half, most = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
    return f"{what}: median {half:.1f} ms, p99 {most:.1f} ms (target {target_ms} ms)"


def in_process(ends: Ends, rules: Edition, body: str) -> str:
    """Check a body as the API does, down to the bytes of its answer."""
    rulebook = rules.rulebook
    found = representable.asked(body, rulebook, ends)
    return Checked.of(found, rulebook.version).model_dump_json(by_alias=True)


def over_http(address: str, bodies: list[str]) -> list[float]:
    """Ask a server over one connection."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"))

    def call(body: str) -> None:
        connection.request("POST", PATH, body.encode(), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:  # noqa: PLR2004 - the status of an answer that says something
            raise RuntimeError(f"the check answers {answer.status}")

    found = waits(call, bodies)
    connection.close()
    return found


def at_once(address: str, shares: list[list[str]]) -> list[float]:
    """Ask a server with as many callers as there are shares."""
    with ThreadPoolExecutor(len(shares)) as pool:
        return [one for part in pool.map(partial(over_http, address), shares) for one in part]


def new(bodies: list[str], calls: int) -> list[str]:
    """Return so many bodies, no two of them the same: each ends with blanks of its own."""
    return [body + " " * number for number, body in enumerate(islice(cycle(bodies), calls))]


def representative(ends: Ends, rules: Edition) -> list[str]:
    """Return the scenarios that the check answers."""
    found = []
    for file in sorted(SCENARIOS.glob("*.json")):
        body = file.read_text()
        if json.loads(body).get("records"):
            in_process(ends, rules, body)
            found.append(body)
    return found


def main() -> None:
    """Measure both, and print what was found."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--calls", type=int, default=2000, help="of each measurement")
    options.add_argument("--callers", type=int, default=20)
    asked = options.parse_args()
    settings, rules = Settings.model_validate(NOWHERE), edition(ROOT / "config/rules")
    with ExitStack() as opened, tempfile.TemporaryDirectory() as folder:
        store = opened.enter_context(Store(f"sqlite:///{folder}/bridge.sqlite", clock=app.now))
        salesforce = Salesforce(settings.salesforce, app.now, time.sleep)
        opened.callback(salesforce.close)
        netsuite = NetSuite(settings.netsuite, app.now, time.sleep)
        opened.callback(netsuite.close)
        ends = Ends(salesforce=salesforce, netsuite=netsuite, store=store, clock=app.now)
        bodies = representative(ends, rules)
        single = [one for one in bodies if one.count('"type": "Order"') == 1]
        print(f"{len(bodies)} scenarios, {len(single)} of one deal, {asked.calls} calls of each")
        for what, chosen in (("all", bodies), ("one deal each", single)):
            began = time.process_time()
            once = waits(partial(in_process, ends, rules), new(chosen, asked.calls))
            spent = 1000 * (time.process_time() - began) / asked.calls
            print(told(f"in process, one after the other, {what}", once, 20), end="")
            print(f"; {spent:.1f} ms of the processor each")
        guest = Reader(name="Benchmark", roles=frozenset({Role.VIEWER}))
        console = Console(ends=ends, settings=settings, edition=lambda: rules, guest=guest)
        address = opened.enter_context(served(console))
        # Callers share neither the interpreter nor its lock with the server.
        apart = multiprocessing.get_context("spawn")
        elsewhere = opened.enter_context(ProcessPoolExecutor(1, mp_context=apart))
        many = new(single, asked.calls)
        for what in ("new records", "the same again"):
            shares = [many[n :: asked.callers] for n in range(asked.callers)]
            found = elsewhere.submit(at_once, address, shares).result()
            print(told(f"over HTTP, {asked.callers} callers at once, {what}", found, 50))
            many = (many[-_AGAIN:] * (asked.calls // _AGAIN + 1))[: asked.calls]


if __name__ == "__main__":
    main()
