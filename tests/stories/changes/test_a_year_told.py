"""
A year of one contract: sold, added to, reduced, invoiced, cancelled late; month by month closed.

What the bridge predicted, what NetSuite posted, and what was worked out by hand are one.
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import requests

from tests.stories.stand import SCENARIOS, Stand, a_stand, order
from tests.translate.spans import Spans, spelled_out

FIRST, ADDED = (f"bridge-{order(name)}-so-1" for name in ("O-B0", "O-B1"))
DAY_S = 86_400
#: 100 seats at 10,000.00 a month; 30 more from 17 May, of which 10 stay from August on at 1,000.00;
#: in December all is cancelled as of October: 11,000.00 less 33,000.00 for October to December.
REVENUE: Spans = (
    ("2026-01", "2026-04", "10000.00"),
    ("2026-05", "2026-07", "12493.20"),
    ("2026-08", "2026-11", "11000.00"),
    ("2026-12", "2026-12", "-22000.00"),
)


def signed(stand: Stand, name: str) -> None:
    """Let an order be activated, and what becomes of it reach NetSuite."""
    stand.arrive(is_in(name, "Activated"))
    assert stand.sync().posted_now
    assert stand.codes() == []


def is_in(name: str, status: str) -> dict[str, object]:
    return {"type": "Order", "key": name, "Status": status}


def bill(stand: Stand, name: str) -> None:
    """Approve an order in NetSuite and invoice it in full."""
    approve(stand, "salesOrder", name)
    held = stand.orders()[name]
    stand.ends.netsuite.derive(("salesOrder", held["id"]), "invoice", b"{}")


def approve(stand: Stand, kind: str, name: str) -> None:
    stand.change_in_netsuite(f"{kind}/eid:{name}", orderStatus={"id": "B"})


def close(stand: Stand, *months: int) -> None:
    """Arrange, plan and post what is there, month by month, and close each."""
    for month in months:
        code = f"2026-{month:02}"
        for run in (
            {"run": "update-arrangements"},
            {"run": "create-revenue-journals", "period": code},
        ):
            tell(stand, "jobs", run)
        shut = {"type": "accountingPeriod", "externalId": code, "closed": True}
        tell(stand, "records", {"records": [shut]})


def tell(stand: Stand, what: str, body: object) -> None:
    url = f"{stand.world.netsuite.url}/_sandbox/{what}"
    answer = requests.post(url, data=json.dumps(body), timeout=5)
    assert answer.ok, answer.text


def posted(stand: Stand) -> dict[str, Decimal]:
    """What NetSuite's journals recognised, by the month in which they were posted."""
    months = {
        one["id"]: one["externalId"]
        for one in stand._records(stand.world.netsuite.url, "accountingPeriod")
    }
    plans = stand._records(stand.world.netsuite.url, "revenuePlan")
    rows = [row for plan in plans for row in plan["plannedRevenue"]["items"]]
    return by_month(
        (months[row["postingPeriod"]["id"]], row["amount"]) for row in rows if row["isRecognized"]
    )


def predicted(stand: Stand) -> dict[str, Decimal]:
    """What the books say of all documents together, month by month."""
    deals = [stand.deal(name) for name in ("O-B0", "O-B1", "O-C1", "O-C2")]
    plans = [one for deal in deals for each in deal.documents for one in each.schedules]
    found = by_month(part for one in plans for part in one["periods"].items())
    return {month: amount for month, amount in found.items() if amount}


def by_month(parts: Iterable[tuple[str, str]]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for month, amount in parts:
        found[month] = found.get(month, Decimal(0)) + Decimal(amount)
    return found


def test_predicted_posted_and_worked_out_by_hand_are_one(tmp_path: Path) -> None:
    with a_stand(tmp_path, SCENARIOS / "c-downsell-then-cancel.cpq.json") as stand:
        stand.arrive(*(is_in(name, "Draft") for name in ("O-B1", "O-C1", "O-C2")))
        assert stand.sync().posted_now == 1
        bill(stand, FIRST)
        close(stand, 1, 2, 3, 4)
        stand.later(92 * DAY_S)  # the first of June
        signed(stand, "O-B1")
        signed(stand, "O-C1")  # the order of May is not approved yet: it is changed
        bill(stand, ADDED)
        close(stand, *range(5, 12))
        stand.later(183 * DAY_S)  # the first of December
        signed(stand, "O-C2")  # both orders are invoiced: each gives back
        for number in (1, 2):
            approve(stand, "returnAuthorization", f"bridge-{order('O-C2')}-ra-{number}")
        close(stand, 12)
        assert predicted(stand) == posted(stand) == spelled_out(REVENUE)
        assert stand.position() == {"booked": "99479.60", "ordered": "99479.60"}
