"""
How long somebody waits for a check, one after the other and with twenty callers at once.

The orders of the scenarios that hold one deal are checked in turn by the shipped rulebook, as sales
ask for one, each call about a deal of its own: no answer is kept. Each caller asks again as soon as
it is answered. Measured are calls in the process, by the function that the API calls, beside what
their translation alone takes; the same through the clerks of the console, twenty at once;
and over HTTP on 127.0.0.1, asked over twenty connections from a process of its own. Beside the last
stands what the server takes for an answer that is kept, and for its own health, under the same
load.

The figures are wall time in milliseconds: the median, and what 99 of 100 stay below. They hold for
a machine that does nothing else; its load is told before and after. What a call takes of the
processors, in the server, in its clerks and in the caller, depends on that far less.
"""

import argparse
import asyncio
import gc
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
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
from bridge.flow.checking.clerks.clerk import judged
from bridge.flow.checking.clerks.desk import Desk
from bridge.flow.replaying.pool import processors
from bridge.flow.rulebook.editions import Edition, edition
from bridge.flow.sync.ends import Ends
from bridge.mappers import dossiers
from bridge.mappers.read import seeds
from bridge.model.dossier import Dossier
from bridge.people.roles import Reader, Role
from bridge.rules.rulebook import Rulebook
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


def load() -> str:
    """Say how many processes wanted a processor, on average over the last minute."""
    return f"{processors()} processors, {os.getloadavg()[0]:.1f} processes that want one"


@dataclass(frozen=True, slots=True)
class Measuring:
    """Who is asked, by which rules, and how often."""

    rules: Edition
    staff: Desk
    deals: Iterator[bytes]  #: no deal comes twice
    calls: int
    clerks: int

    def new(self) -> list[bytes]:
        """Return as many deals that nobody asked about yet."""
        return list(islice(self.deals, self.calls))

    def spent_ms(self) -> tuple[float, float]:
        """Return what this process, and the clerks, have taken of the processors so far."""
        ticks = 0
        for pid in self.staff.pids:
            user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
            ticks += int(user) + int(system)
        return 1000 * time.process_time(), 1000 * ticks / os.sysconf("SC_CLK_TCK")

    def tell(
        self, what: str, before: tuple[float, float], found: Waited, target_ms: int | None = None
    ) -> None:
        """Say the median, what 99 of 100 stay below, and what one call took of the processors."""
        here, clerks = (now - then for now, then in zip(self.spent_ms(), before, strict=True))
        ordered = sorted(found.each_ms)
        half, most = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
        target = f"(target {target_ms})" if target_ms else ""
        shares = " + ".join(f"{one / len(ordered):.2f}" for one in (here, clerks, found.cpu_ms))
        print(f"{what:<44} {half:7.1f} {most:7.1f} {target:<12} {shares}")

    def in_process(self) -> None:
        """Measure calls in this process, one after the other, and their translation alone."""
        today, rulebook, new = app.now().date(), self.rules.rulebook, self.new()
        read = {body: list(dossiers_of(body, rulebook)) for body in new}

        def translated(body: bytes) -> None:
            for dossier in read[body]:
                translate(dossier, rulebook)

        def call(body: bytes) -> None:
            judged(body.decode(), rulebook, today)

        for what, work, target in (
            ("the translation alone", translated, None),
            ("in the process, one after the other", call, HERE_MS),
        ):
            waits(work, new[:_WARM])
            before = self.spent_ms()
            self.tell(what, before, Waited(waits(work, new)), target)

    async def at_clerks(self, staff: Desk, callers: Sequence[int]) -> None:
        """Measure calls through the clerks, by so many at once that each wait for an answer."""
        today = app.now().date()

        async def caller(left: Iterator[bytes]) -> list[float]:
            found = []
            for body in left:
                began = time.perf_counter()
                await staff.ask(body, self.rules, today)
                found.append(1000 * (time.perf_counter() - began))
            return found

        async with staff.at_work():
            while staff.ready < self.clerks:
                await caller(islice(self.deals, _WARM))
            await asyncio.gather(*(caller(islice(self.deals, 1)) for _ in range(_WARM)))
            for many in callers:
                left, before = iter(self.new()), self.spent_ms()
                parts = await asyncio.gather(*(caller(left) for _ in range(many)))
                found = Waited([one for part in parts for one in part])
                self.tell(f"at the clerks, {many} at once", before, found, HERE_MS)

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
            before = self.spent_ms()
            asked = elsewhere.submit(callers.waits, address, requests, many, status)
            self.tell(f"over HTTP, {many} at once: {what}", before, asked.result(), target)


def dossiers_of(body: bytes, rulebook: Rulebook) -> Iterator[Dossier]:
    """Yield the dossiers of the deals among records."""
    seed = seeds.parse(body.decode(), where="body")
    for root in filter(dossiers.is_booking, dossiers.beginnings(seed.records)):
        found = dossiers.of_order(root, seed.records, (), seed.frame)
        if dossiers.counts(found, rulebook.source(found.model)):
            yield found


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
        here, staff = (Desk(lambda: rules, app.now, asked.clerks) for _ in range(2))
        measuring = Measuring(rules, here, deals.new(), asked.calls, asked.clerks)
        measuring.in_process()
        asyncio.run(measuring.at_clerks(here, (1, asked.callers)))
        measuring = replace(measuring, staff=staff)
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
        first += [callers.request(address, "POST", PATH, one) for one in islice(deals.new(), _WARM)]
        for request, status in zip(first, (503, 422, *[200] * _WARM), strict=True):
            elsewhere.submit(callers.waits, address, [request], 1, status).result()
        for many in (1, asked.callers):
            measuring.over_http(address, many, elsewhere)
        print(load())


if __name__ == "__main__":
    main()
