"""Orders that make revenue, and what queries tell about it."""

from __future__ import annotations

from typing import Any

import requests

from tests.sandbox.netsuite.client import NetSuite, an_order, exact, line

ROWS = (
    "SELECT e.id AS element, p.revenueplantype AS kind, a.periodname AS period, r.amount, "
    "r.isrecognized FROM revenueelement e JOIN revenueplan p ON p.createdfrom = e.id "
    "JOIN revenueplanplannedrevenue r ON r.revenueplan = p.id "
    "JOIN accountingperiod a ON a.id = r.plannedperiod ORDER BY e.id, p.id, r.id"
)


def service(amount: object, first: str, last: str, item: str = "SUB-ENT", **fields: Any) -> Any:
    dates = {"revRecStartDate": first, "revRecEndDate": last}
    return line(item, amount=amount, item={"externalId": item}, **{**dates, **fields})


def ramp() -> dict[str, object]:
    """Three years of 100, 150 and 200 seats: 561,600.00 USD."""
    years = ((108000, 2026, 100), (189000, 2027, 150), (264600, 2028, 200))
    return an_order(
        *(
            service(amount, f"{year}-01-01", f"{year}-12-31", quantity=seats)
            for amount, year, seats in years
        )
    )


def approve(netsuite: NetSuite, external_id: str) -> None:
    answer = netsuite.call(
        "PATCH", f"/salesOrder/eid:{external_id}", json={"orderStatus": {"id": "B"}}
    )
    assert answer.status_code == 204, answer.text


def job(netsuite: NetSuite, name: str, **rest: object) -> requests.Response:
    return requests.post(f"{netsuite.url}/_sandbox/jobs", json={"run": name, **rest}, timeout=5)


def update(netsuite: NetSuite) -> dict[str, int]:
    answer = job(netsuite, "update-arrangements")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def arranged(netsuite: NetSuite, *lines: object, **fields: object) -> str:
    """Post, approve and arrange an order; return its external id."""
    external_id = f"O-{len(netsuite.rows('SELECT id FROM transaction'))}"
    body = an_order(*lines, orderStatus={"id": "B"}, **fields)
    assert netsuite.put(external_id, body).status_code == 204
    update(netsuite)
    return external_id


def planned(netsuite: NetSuite, kind: str = "ACTUAL") -> list[list[str]]:
    """Return the planned amounts of each element, in the order of its periods."""
    found: dict[str, list[str]] = {}
    for row in netsuite.rows(ROWS):
        if row["kind"] == kind:
            found.setdefault(row["element"], []).append(row["amount"])
    return list(found.values())


def kept(netsuite: NetSuite, record_type: str) -> Any:
    """Return the last record of a type, as the account's owner sees it."""
    shown = requests.get(f"{netsuite.url}/_sandbox/records?type={record_type}", timeout=5)
    return exact(shown)["records"][-1]
