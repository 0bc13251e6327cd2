"""A NetSuite account on loopback with two orders, and the adapter that may merge them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import requests

from bridge.adapters.netsuite.client import NetSuite
from bridge.model.ids import ExternalId
from tests.adapters.netsuite.loopback.stand import Sandbox, a_sandbox, order

FIRST, SECOND = ExternalId("bridge-801-so-1"), ExternalId("bridge-802-so-1")
MARCH = date(2026, 3, 1)
SCRIPT = {"merge_script": "customscript_bridge_merges", "merge_deployment": "customdeploy_1"}


@dataclass
class Stand:
    """A sandbox with two orders, and the adapter that may merge."""

    sandbox: Sandbox
    netsuite: NetSuite

    def run(self, job: str, **rest: object) -> None:
        body = json.dumps({"run": job, **rest})
        answer = requests.post(f"{self.sandbox.url}/_sandbox/jobs", data=body, timeout=5)
        assert answer.status_code == 200, answer.text

    def change(self, *records: dict[str, object]) -> None:
        body = json.dumps({"records": records})
        answer = requests.post(f"{self.sandbox.url}/_sandbox/records", data=body, timeout=5)
        assert answer.status_code == 204, answer.text

    def close_months_before(self, year: int, month: int) -> None:
        months = (divmod(number, 12) for number in range(2024 * 12, year * 12 + month - 1))
        names = [f"{y}-{m + 1:02}" for y, m in months]
        self.change(
            *({"type": "accountingPeriod", "externalId": name, "closed": True} for name in names)
        )


def sold(amount: int, first: str, last: str) -> bytes:
    days = {"revRecStartDate": first, "revRecEndDate": last}
    return order(
        line={"quantity": 1, "amount": amount, **days},
        orderStatus={"id": "B"},
        tranDate=first,
        custbody_bridge_digest="d" * 64,
    )


@contextmanager
def a_stand(folder: Path, first: str = FIRST, second: str = SECOND) -> Iterator[Stand]:
    """Serve an account with two approved orders, one for the year and one from March on."""
    with a_sandbox(folder) as sandbox:
        netsuite = sandbox.account(**sandbox.oauth2, **SCRIPT)
        netsuite.upsert("salesOrder", first, sold(1200, "2026-01-01", "2026-12-31"))
        netsuite.upsert("salesOrder", second, sold(500, "2026-03-01", "2026-12-31"))
        yield Stand(sandbox, netsuite)
        netsuite.close()


def arrange(stand: Stand) -> None:
    """Let two months be posted and closed; the second order begins in March."""
    stand.change({"type": "accountingPeriod", "externalId": "2026-01", "closed": False})
    stand.run("update-arrangements")
    stand.run("create-revenue-journals", period="2026-01")
    stand.change({"type": "accountingPeriod", "externalId": "2026-02", "allLocked": False})
    stand.run("create-revenue-journals", period="2026-02")
    stand.close_months_before(2026, 3)
