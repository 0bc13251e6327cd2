"""A NetSuite account on loopback, and the adapter that signs in to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from bridge.adapters.netsuite.client import NetSuite
from bridge.model.ids import canonical
from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.faults import Faults, parse_rules
from bridge.sandbox.journal import Change, Journal
from bridge.sandbox.netsuite.credentials import Credentials
from bridge.sandbox.netsuite.seeds import default, read
from bridge.sandbox.netsuite.server import build
from bridge.sandbox.serving import serve_in_thread
from bridge.settings import NetSuiteSettings
from tests.adapters.netsuite.accounts import RSA, SECRETS, no_wait, pem, public_pem

SEED = b"""{"records": [
  {"type": "customer", "externalId": "ACME", "companyName": "Acme",
   "subsidiary": {"externalId": "US-INC"}, "currency": {"externalId": "USD"}},
  {"type": "customer", "externalId": "GONE", "companyName": "Gone", "isInactive": true,
   "subsidiary": {"externalId": "US-INC"}, "currency": {"externalId": "USD"}},
  {"type": "accountingPeriod", "externalId": "2026-01", "closed": true},
  {"type": "accountingPeriod", "externalId": "2026-02", "allLocked": true}
]}"""
TOKEN_BASED = {
    "consumer_key": "a-consumer-key",
    "consumer_secret": SECRETS[0],
    "token_id": "a-token",
    "token_secret": SECRETS[1],
}


@dataclass
class Sandbox:
    """A NetSuite account on loopback with what tests look at."""

    url: str
    faults: Faults
    journal: Journal
    clock: SimulatedClock
    oauth2: dict[str, str]

    def account(self, **credentials: Any) -> NetSuite:
        settings = {"account": "1234567_SB1", "url": self.url, **(credentials or self.oauth2)}
        return NetSuite(NetSuiteSettings.model_validate(settings), self.clock.now, no_wait)

    def strike(self, **rule: Any) -> None:
        self.faults.add(parse_rules({"rules": [{"system": "netsuite", **rule}]}, "test"))

    def writes(self) -> list[Change]:
        return [
            effect.change
            for request in self.journal.requests()
            for effect in request.effects
            if effect.change is not Change.READ
        ]


@contextmanager
def a_sandbox(folder: Path, seed: bytes = SEED) -> Iterator[Sandbox]:
    """Serve an account; its key is kept in the folder."""
    file = folder / "key.pem"
    file.write_bytes(pem(RSA))
    oauth2 = {"client_id": "client", "certificate_id": "certificate", "private_key_file": str(file)}
    clock, faults, journal = SimulatedClock(datetime(2026, 3, 1, tzinfo=UTC)), Faults(), Journal()
    app = build(
        read(seed, "test", default()),
        clock=clock,
        faults=faults,
        journal=journal,
        credentials=Credentials(
            account="1234567_SB1",
            client_id="client",
            certificate_id="certificate",
            public_key_pem=public_pem(RSA).decode(),
            **TOKEN_BASED,
        ),
    )
    with serve_in_thread(app) as server:
        yield Sandbox(server.url, faults, journal, clock, oauth2)


def order(**changed: Any) -> bytes:
    """An order of 100 seats at 1,080.00; the digest is that of the test, not of the body."""
    line = {
        "line": 1,
        "item": {"externalId": "SUB-ENT"},
        "quantity": 100,
        "amount": Decimal("108000.10"),
        **changed.pop("line", {}),
    }
    header = {
        "entity": {"externalId": "ACME"},
        "subsidiary": {"externalId": "US-INC"},
        "currency": {"externalId": "USD"},
        "tranDate": date(2026, 3, 1),
        "custbody_bridge_digest": "d" * 64,
        "item": {"items": [line]},
    }
    return canonical({**header, **changed})
