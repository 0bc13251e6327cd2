"""
How long somebody waits for a check, with twenty callers at once: in process, and over loopback.

The orders of the scenarios are checked in turn by the shipped rulebook. In process it is one call
after the other; over HTTP twenty threads ask a server on 127.0.0.1, each over one connection. The
figures are wall time in milliseconds: the median, and what 99 of 100 stay below.
"""

import argparse
import http.client
import json
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
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
        many = list(islice(cycle(bodies), asked.calls))
        print(f"{len(bodies)} scenarios, {asked.calls} calls of each")
        once = waits(partial(in_process, ends, rules), many)
        print(told("in process, one after the other", once, 20))
        guest = Reader(name="Benchmark", roles=frozenset({Role.VIEWER}))
        console = Console(ends=ends, settings=settings, edition=lambda: rules, guest=guest)
        address = opened.enter_context(served(console))
        with ThreadPoolExecutor(asked.callers) as pool:
            shares = [many[n :: asked.callers] for n in range(asked.callers)]
            found = [one for part in pool.map(partial(over_http, address), shares) for one in part]
        print(told(f"over HTTP, {asked.callers} callers at once", found, 50))


if __name__ == "__main__":
    main()
