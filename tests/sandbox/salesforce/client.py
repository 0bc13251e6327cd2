"""A plain HTTP client of the Salesforce stand-in, and a way to open one for a test."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import requests

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.faults import Faults, parse_rules
from bridge.sandbox.journal import Journal
from bridge.sandbox.salesforce.app import build
from bridge.sandbox.salesforce.credentials import Credentials
from bridge.sandbox.seeds import Seed, read
from bridge.sandbox.serving import serve_in_thread

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
SCENARIOS = Path(__file__).parents[2] / "scenarios"
CPQ_A = SCENARIOS / "a-ramp-three-years.cpq.json"
CPQ_B = SCENARIOS / "b-upsell-mid-term.cpq.json"
SECRETS = {"client_id": "app", "client_secret": "app-secret"}


@dataclass
class Org:
    """A running stand-in and a caller that is signed in to it."""

    url: str
    clock: SimulatedClock
    faults: Faults
    journal: Journal
    session: requests.Session

    @property
    def base(self) -> str:
        return f"{self.url}/services/data/v68.0"

    def token(self, **form: str) -> requests.Response:
        form = {"grant_type": "client_credentials", **SECRETS, **form}
        return requests.post(f"{self.url}/services/oauth2/token", data=form, timeout=5)

    def sign_in(self) -> None:
        token = self.token().json()["access_token"]
        self.session.headers["Authorization"] = f"Bearer {token}"

    def call(self, method: str, path: str, **rest: Any) -> requests.Response:
        return self.session.request(method, self.base + path, timeout=5, **rest)

    def get(self, path: str, **rest: Any) -> requests.Response:
        return self.call("GET", path, **rest)

    def ask(self, soql: str, resource: str = "query", **rest: Any) -> requests.Response:
        return self.get(f"/{resource}", params={"q": soql}, **rest)

    def rows(self, soql: str, resource: str = "query") -> list[dict[str, Any]]:
        """Return all rows without their attributes, with exact numbers."""
        answer = self.ask(soql, resource)
        assert answer.status_code == 200, answer.text
        page = exact(answer)
        rows = list(page["records"])
        while not page["done"]:
            page = exact(self.session.get(self.url + page["nextRecordsUrl"], timeout=5))
            rows += page["records"]
        return [{name: row[name] for name in row if name != "attributes"} for row in rows]

    def column(self, soql: str) -> list[Any]:
        """Return the one column that a query selects."""
        return [next(iter(row.values())) for row in self.rows(soql)]

    def arrive(self, *records: Mapping[str, object]) -> requests.Response:
        """Let people work in the org: records in the form of a seed."""
        body = json.dumps({"records": list(records)})
        return self.session.post(f"{self.url}/_sandbox/seed", data=body, timeout=5)

    def strike(self, **rule: object) -> None:
        self.faults.add(parse_rules({"rules": [rule]}, "test"))


def exact(answer: requests.Response) -> Any:
    """Read an answer with exact numbers."""
    return answer.json(parse_float=Decimal)


def error_of(answer: requests.Response) -> tuple[int, str]:
    """Return status and code of an error in the vendor's form, which is a list of one."""
    (error,) = answer.json()
    assert set(error) <= {"message", "errorCode", "fields"}
    return answer.status_code, error["errorCode"]


def seed_of(*records: Mapping[str, object], **org: object) -> Seed:
    """Return a seed with these records; each needs type and key."""
    document = {"org": {"currency": "USD", **org}, "records": list(records)}
    return read({"seed.json": json.dumps(document)})


def accounts(count: int) -> Sequence[Mapping[str, object]]:
    return [
        {"type": "Account", "key": f"A{number:05d}", "Name": f"Account {number:05d}"}
        for number in range(count)
    ]


@contextmanager
def opened(seed: Seed, **credentials: str) -> Iterator[Org]:
    """Serve an org with this seed, signed in, from noon of 1 June 2026 on."""
    clock, faults, journal = SimulatedClock(NOON), Faults(), Journal()
    known = Credentials(username="bridge@example.com", **{**SECRETS, **credentials})
    app = build(seed, clock=clock, faults=faults, journal=journal, credentials=known)
    with serve_in_thread(app) as server, requests.Session() as session:
        session.trust_env = False
        org = Org(server.url, clock, faults, journal, session)
        org.sign_in()
        yield org
