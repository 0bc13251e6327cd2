"""
How long somebody waits for a check, one after the other and with twenty callers at once.

The orders of the scenarios that hold one deal are checked in turn by the shipped rulebook, as sales
ask for one; every call sends records that nobody sent before, so no answer is kept. Each caller
asks again as soon as it is answered. Measured are calls in the process, by the function that the
API calls; the same through the clerks of the console, asked by twenty threads; and over HTTP on
127.0.0.1, asked over twenty connections from a process of its own. Beside the last stands what
the server takes for an answer that is kept, and for its own health, under the same load. The
figures are wall time in milliseconds: the median, and what 99 of 100 stay below. The machine is to
do nothing else; what a call takes of the processors, in the server and its clerks, does not depend
on that.
"""

import argparse
import gc
import json
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from workload import callers

from bridge import app
from bridge.adapters.netsuite.client import NetSuite
from bridge.adapters.salesforce.client import Salesforce
from bridge.adapters.store.database import Store
from bridge.console.parts import Console
from bridge.console.serving.server import served
from bridge.flow.checking.clerks import desk
from bridge.flow.checking.clerks.clerk import judged
from bridge.flow.replaying.pool import processors
from bridge.flow.rulebook.editions import Edition, edition
from bridge.flow.sync import Ends
from bridge.people.roles import Reader, Role
from bridge.settings import Settings

ROOT = Path(__file__).parents[1]
SCENARIOS = ROOT / "tests/scenarios"
PATH, HEALTH = "/api/v1/check", "/api/v1/health"
#: Calls that load what is loaded once, before anything is measured.
_WARM = 40
#: Of one call, as the project promises it, in the process and over HTTP.
HERE_MS, HTTP_MS = 20, 50
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


def waits(call: Callable[[bytes], object], bodies: Sequence[bytes]) -> list[float]:
    """Return how long each call took, in milliseconds."""
    found = []
    for body in bodies:
        began = time.perf_counter()
        call(body)
        found.append(1000 * (time.perf_counter() - began))
    return found


class Bodies:
    """Records of one deal each, no two of them the same: each ends with blanks of its own."""

    def __init__(self) -> None:
        found = (file.read_text() for file in sorted(SCENARIOS.glob("*.json")))
        known = [one for one in found if json.loads(one).get("records")]
        self.all = [one for one in known if one.count('"type": "Order"') == 1]
        self._made = 0

    def new(self, calls: int) -> list[bytes]:
        """Return so many that nobody has sent yet."""
        first = self._made
        self._made += calls
        chosen = enumerate(islice(cycle(self.all), calls), first)
        return [(body + " " * number).encode() for number, body in chosen]


def spent_ms(staff: desk.Desk | None) -> float:
    """Return what this process and the clerks have taken of the processors so far."""
    ticks = 0
    for pid in staff.pids if staff else ():
        user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        ticks += int(user) + int(system)
    return 1000 * (time.process_time() + ticks / os.sysconf("SC_CLK_TCK"))


@dataclass(frozen=True, slots=True)
class Measuring:
    """Who is asked, by which rules, and how often."""

    rules: Edition
    staff: desk.Desk | None
    bodies: Bodies
    calls: int

    def tell(
        self, what: str, measure: Callable[[], list[float]], target_ms: int | None = None
    ) -> None:
        """Measure, and say the median, what 99 of 100 stay below, and what one call took."""
        before = spent_ms(self.staff)
        ordered = sorted(measure())
        each = (spent_ms(self.staff) - before) / len(ordered)
        half, most = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
        target = f"(target {target_ms} ms)" if target_ms else ""
        print(
            f"{what:<52} median {half:6.1f} ms, p99 {most:6.1f} ms {target:<14} "
            f"{each:5.2f} ms of a processor each"
        )

    def in_process(self) -> None:
        """Measure calls in this process, one after the other."""
        today = app.now().date()

        def call(body: bytes) -> None:
            judged(body.decode(), self.rules.rulebook, today)

        new = self.bodies.new(self.calls)
        self.tell("in the process, one after the other", partial(waits, call, new), HERE_MS)

    def at_clerks(self, staff: desk.Desk, many: int) -> None:
        """Measure calls through the clerks, asked by so many threads at once."""
        today, new = app.now().date(), self.bodies.new(self.calls)

        def call(body: bytes) -> None:
            staff.ask(body, self.rules, today).result()

        def measure() -> list[float]:
            shares = [new[number::many] for number in range(many)]
            with ThreadPoolExecutor(many) as pool:
                return [one for part in pool.map(partial(waits, call), shares) for one in part]

        self.tell(f"at the clerks, {many} at once", measure, HERE_MS)

    def over_http(self, address: str, many: int, elsewhere: ProcessPoolExecutor) -> None:
        """Measure calls over HTTP, and beside them what costs the server little."""
        new = [callers.request(address, "POST", PATH, body) for body in self.bodies.new(self.calls)]
        again = (new[-many:] * (self.calls // many + 1))[: self.calls]
        health = [callers.request(address, "GET", HEALTH)] * self.calls
        for what, requests, status, target in (
            ("new records", new, 200, HTTP_MS),
            ("records whose answers are kept", again, 200, None),
            ("the health of the bridge", health, 503, None),
        ):
            asked = (address, requests, many, status)

            def measure(asked: tuple[str, list[bytes], int, int] = asked) -> list[float]:
                return elsewhere.submit(callers.waits, *asked).result()

            self.tell(f"over HTTP, {many} at once: {what}", measure, target)


def main() -> None:
    """Measure, and print what was found."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--calls", type=int, default=2000, help="of each measurement")
    options.add_argument("--callers", type=int, default=20)
    options.add_argument("--clerks", type=int, default=processors())
    asked = options.parse_args()
    settings, rules, bodies = (
        Settings.model_validate(NOWHERE),
        edition(ROOT / "config/rules"),
        Bodies(),
    )
    with ExitStack() as opened, tempfile.TemporaryDirectory() as folder:
        store = opened.enter_context(Store(f"sqlite:///{folder}/bridge.sqlite", clock=app.now))
        salesforce = Salesforce(settings.salesforce, app.now, time.sleep)
        opened.callback(salesforce.close)
        netsuite = NetSuite(settings.netsuite, app.now, time.sleep)
        opened.callback(netsuite.close)
        ends = Ends(salesforce=salesforce, netsuite=netsuite, store=store, clock=app.now)
        print(f"{len(bodies.all)} scenarios of one deal, {asked.calls} calls of each measurement")
        gc.collect()
        gc.freeze()
        staff = opened.enter_context(desk.staffed(lambda: rules, app.now, asked.clerks))
        measuring = Measuring(rules, staff, bodies, asked.calls)
        if staff:
            warm = [staff.ask(body, rules, app.now().date()) for body in bodies.new(_WARM)]
            wait(warm)
        measuring.in_process()
        if staff:
            measuring.at_clerks(staff, 1)
            measuring.at_clerks(staff, asked.callers)
        guest = Reader(name="Benchmark", roles=frozenset({Role.VIEWER}))
        console = Console(
            ends=ends, settings=settings, edition=lambda: rules, guest=guest, desk=staff
        )
        address = opened.enter_context(served(console))
        # Callers share neither the interpreter nor its lock with the server.
        apart = multiprocessing.get_context("spawn")
        elsewhere = opened.enter_context(ProcessPoolExecutor(1, mp_context=apart))
        first = [
            callers.request(address, "GET", HEALTH),
            callers.request(address, "POST", PATH, b"{}"),
        ]
        for request, status in zip(first, (503, 422), strict=True):
            elsewhere.submit(callers.waits, address, [request], 1, status).result()
        for many in (1, asked.callers):
            measuring.over_http(address, many, elsewhere)


if __name__ == "__main__":
    main()
