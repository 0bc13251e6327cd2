"""An org on loopback, and the adapter that is a client of it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bridge.adapters.salesforce.client import Salesforce
from bridge.sandbox import seeds
from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.faults import Faults, parse_rules
from bridge.sandbox.journal import Journal
from bridge.sandbox.salesforce.app import build
from bridge.sandbox.salesforce.credentials import Credentials
from bridge.sandbox.serving import serve_in_thread
from bridge.settings import SalesforceSettings

SCENARIOS = Path(__file__).parents[3] / "scenarios"
START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@dataclass
class Stand:
    """A sandbox and a client of it."""

    url: str
    client: Salesforce
    clock: SimulatedClock
    faults: Faults
    journal: Journal

    def strike(self, **rule: object) -> None:
        self.faults.add(parse_rules({"rules": [rule]}, "test"))

    def calls(self, path: str = "") -> int:
        return len([entry for entry in self.journal.requests() if path in entry.path])

    def another_client(self, **changes: Any) -> Salesforce:
        return _client(self.url, self.clock, **changes)


@contextmanager
def a_stand(seed: seeds.Seed, **credentials: str) -> Iterator[Stand]:
    clock, faults, journal = SimulatedClock(START), Faults(), Journal()
    known = Credentials(
        client_id="key", client_secret="secret", username="bridge@acme.test", **credentials
    )
    app = build(seed, clock=clock, faults=faults, journal=journal, credentials=known)
    with serve_in_thread(app) as server:
        client = _client(server.url, clock)
        yield Stand(server.url, client, clock, faults, journal)
        client.close()


def _client(url: str, clock: SimulatedClock, **changes: Any) -> Salesforce:
    given: dict[str, Any] = {"url": url, "client_id": "key", "client_secret": "secret"}
    return Salesforce(SalesforceSettings(**{**given, **changes}), clock.now, lambda _: None)


def scenarios(*names: str) -> seeds.Seed:
    return seeds.load([SCENARIOS / f"{name}.json" for name in names])


def products(count: int, **org: object) -> seeds.Seed:
    records = [{"type": "Product2", "key": f"P{n}", "Name": f"Product {n}"} for n in range(count)]
    return seeds.read({"products": seeds_text(org, records)})


def seeds_text(org: object, records: object) -> str:
    return json.dumps({"org": org, "records": records})
