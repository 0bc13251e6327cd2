"""
How long somebody waits for a check, one after the other and with twenty callers at once.

The orders of the scenarios that hold one deal are checked in turn by the shipped rulebook, as sales
ask for one, each call about a deal of its own: no answer is kept. Each caller asks again as soon as
it is answered. Measured are calls in the process, by the function that the API calls, beside what
their translation alone takes; the same through the clerks of the console, asked by twenty threads;
and over HTTP on 127.0.0.1, asked over twenty connections from a process of its own. Beside the last
stands what the server takes for an answer that is kept, and for its own health, under the same
load.

The figures are wall time in milliseconds: the median, and what 99 of 100 stay below. They hold for
a machine that does nothing else; its load is told before and after. What a call takes of the
processors, in the server, in its clerks and in the caller, depends on that far less.
"""

import argparse
import gc
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from workload import callers, deals
from workload.callers import Waited

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
from bridge.mappers import dossiers
from bridge.mappers.read import seeds
from bridge.people.roles import Reader, Role
from bridge.settings import Settings
from bridge.translate import translate

ROOT = Path(__file__).parents[1]
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


def clerks_ms(staff: desk.Desk | None) -> float:
    """Return what the clerks have taken of the processors so far."""
    ticks = 0
    for pid in staff.pids if staff else ():
        user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        ticks += int(user) + int(system)
    return 1000 * ticks / os.sysconf("SC_CLK_TCK")


def load() -> str:
    """Say how many processes wanted a processor, on average over the last minute."""
    return f"{processors()} processors, {os.getloadavg()[0]:.1f} processes that want one"


@dataclass(frozen=True, slots=True)
class Measuring:
    """Who is asked, by which rules, and how often."""

    rules: Edition
    staff: desk.Desk | None
    deals: Iterator[bytes]  #: no deal comes twice
    calls: int

    def new(self) -> list[bytes]:
        """Return as many deals that nobody asked about yet."""
        return list(islice(self.deals, self.calls))

    def tell(self, what: str, measure: Callable[[], Waited], target_ms: int | None = None) -> None:
        """Measure, and say the median, what 99 of 100 stay below, and what one call took."""
        here, there = 1000 * time.process_time(), clerks_ms(self.staff)
        found = measure()
        took = (1000 * time.process_time() - here, clerks_ms(self.staff) - there, found.cpu_ms)
        ordered = sorted(found.each_ms)
        half, most = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
        target = f"(target {target_ms})" if target_ms else ""
        shares = " + ".join(f"{each / len(ordered):.2f}" for each in took)
        print(f"{what:<44} {half:7.1f} {most:7.1f} {target:<12} {shares}")

    def in_process(self) -> None:
        """Measure calls in this process, one after the other, and their translation alone."""
        today, rulebook = app.now().date(), self.rules.rulebook

        def call(body: bytes) -> None:
            judged(body.decode(), rulebook, today)

        def translated(body: bytes) -> None:
            for dossier in read[body]:
                translate(dossier, rulebook)

        asked = self.new()
        read = {}
        for body in asked:
            seed = seeds.parse(body.decode(), where="body")
            roots = filter(dossiers.is_booking, dossiers.beginnings(seed.records))
            known = (dossiers.of_order(root, seed.records, (), seed.frame) for root in roots)
            read[body] = [one for one in known if dossiers.counts(one, rulebook.source(one.model))]
        for what, work, target in (
            ("the translation alone", translated, None),
            ("in the process, one after the other", call, HERE_MS),
        ):
            waits(work, asked[:_WARM])
            self.tell(what, lambda work=work: Waited(waits(work, asked)), target)

    def at_clerks(self, staff: desk.Desk, many: int) -> None:
        """Measure calls through the clerks, asked by so many threads at once."""
        today, new = app.now().date(), self.new()

        def call(body: bytes) -> None:
            staff.ask(body, self.rules, today).result()

        def measure() -> Waited:
            shares = [new[number::many] for number in range(many)]
            with ThreadPoolExecutor(many) as pool:
                parts = pool.map(partial(waits, call), shares)
                return Waited([one for part in parts for one in part])

        self.tell(f"at the clerks, {many} at once", measure, HERE_MS)

    def over_http(self, address: str, many: int, elsewhere: ProcessPoolExecutor) -> None:
        """Measure calls over HTTP, and beside them what costs the server little."""
        new = [callers.request(address, "POST", PATH, body) for body in self.new()]
        again = (new[-many:] * (self.calls // many + 1))[: self.calls]
        health = [callers.request(address, "GET", HEALTH)] * self.calls
        for what, requests, status, target in (
            ("new deals", new, 200, HTTP_MS),
            ("answers that are kept", again, 200, None),
            ("the health of the bridge", health, 503, None),
        ):
            asked = (address, requests, many, status)

            def measure(asked: tuple[str, list[bytes], int, int] = asked) -> Waited:
                return elsewhere.submit(callers.waits, *asked).result()

            self.tell(f"over HTTP, {many} at once: {what}", measure, target)


def main() -> None:
    """Measure, and print what was found."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--calls", type=int, default=2000, help="of each measurement")
    options.add_argument("--callers", type=int, default=20)
    options.add_argument("--clerks", type=int, default=processors())
    asked = options.parse_args()
    settings, rules = Settings.model_validate(NOWHERE), edition(ROOT / "config/rules")
    with ExitStack() as opened, tempfile.TemporaryDirectory() as folder:
        store = opened.enter_context(Store(f"sqlite:///{folder}/bridge.sqlite", clock=app.now))
        salesforce = Salesforce(settings.salesforce, app.now, time.sleep)
        opened.callback(salesforce.close)
        netsuite = NetSuite(settings.netsuite, app.now, time.sleep)
        opened.callback(netsuite.close)
        ends = Ends(salesforce=salesforce, netsuite=netsuite, store=store, clock=app.now)
        print(f"{asked.calls} calls of each measurement; {load()}")
        print(f"{'milliseconds':<44}  median     p99              processor: server+clerks+caller")
        gc.collect()
        gc.freeze()
        staff = opened.enter_context(desk.staffed(lambda: rules, app.now, asked.clerks))
        measuring = Measuring(rules, staff, deals.new(), asked.calls)
        measuring.in_process()
        if staff:
            warm = [
                staff.ask(one, rules, app.now().date()) for one in islice(measuring.deals, _WARM)
            ]
            wait(warm)
            for many in (1, asked.callers):
                measuring.at_clerks(staff, many)
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
        print(load())


if __name__ == "__main__":
    main()
