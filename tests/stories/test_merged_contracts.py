"""
A contract is merged as a rule chose: from the first open period on, once people agreed to it.

120,000.00 for 2026, of which 10,000.00 a month are posted and closed, month by month. In June 30
seats are added until the end of the year, for 22,479.60 from 17 May on: eight periods of 2,809.95.
"""

import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest
import requests

from bridge.flow.merging.approving import among, approve
from bridge.model.document import State
from tests.stories.stand import SCENARIOS, Stand, a_stand, order

FIRST, SECOND = (f"bridge-{order(name)}-so-1" for name in ("O-B0", "O-B1"))
MERGE = f"bridge-{order('O-B1')}-mr-1"
ANA = "Ana Example"


#: What an account that merges says in its rules, where each item keeps its own revenue.
CHOICES = (
    ("account.yaml", "arrangements_merge: no", "arrangements_merge: yes"),
    ("modifications.yaml", "[AMENDMENT, separate_contract]", "[AMENDMENT, prospective]"),
    (
        "items.yaml",
        "recognition: Recognition",
        "recognition: Recognition\n  allocation: Allocation",
    ),
    ("items.yaml", "STRAIGHT_LINE_EVEN]", "STRAIGHT_LINE_EVEN, EXCLUDE]"),
    ("items.yaml", "AT_ONCE]", "AT_ONCE, EXCLUDE]"),
    ("items.yaml", "ON_USE]", "ON_USE, EXCLUDE]"),
    (
        "order_lines.yaml",
        "  recognition: {is: known.recognition}",
        "  recognition: {is: known.recognition}\n  allocation: {is: known.allocation}",
    ),
)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped rules, in which what is added is accounted for prospectively."""
    copied = Path(shutil.copytree("config/rules", tmp_path_factory.mktemp("merging") / "rules"))
    for file, old, new in CHOICES:
        text = (copied / file).read_text(encoding="utf-8")
        assert old in text
        (copied / file).write_text(text.replace(old, new), encoding="utf-8")
    return copied


def in_netsuite(stand: Stand, path: str, body: object) -> None:
    url = f"{stand.world.netsuite.url}/_sandbox/{path}"
    answer = requests.post(url, data=json.dumps(body), timeout=5)
    assert answer.status_code in {200, 204}, answer.text


def approve_order(stand: Stand, name: str) -> None:
    """Let people in NetSuite approve an order, and let NetSuite arrange its revenue."""
    stand.change_in_netsuite(f"salesOrder/eid:{name}", orderStatus={"id": "B"})
    in_netsuite(stand, "jobs", {"run": "update-arrangements"})


def close(stand: Stand, *months: str) -> None:
    """Post the revenue of months, and close them."""
    for month in months:
        in_netsuite(stand, "jobs", {"run": "create-revenue-journals", "period": month})
        shut = {"type": "accountingPeriod", "externalId": month, "closed": True}
        in_netsuite(stand, "records", {"records": [shut]})


@contextmanager
def upsold(folder: Path, rules: Path) -> Iterator[Stand]:
    """The first order is arranged and recognised up to May; the second one arrives in June."""
    seed = SCENARIOS / "b-upsell-mid-term.cpq.json"
    contracted = {"type": "Order", "key": "O-B1", "SBQQ__Contracted__c": False}
    with a_stand(folder, seed, rules=rules, merges=True) as stand:
        years = [
            {"type": "accountingPeriod", "externalId": f"{year}-{month:02}", "closed": True}
            for year in (2024, 2025)
            for month in range(1, 13)
        ]
        in_netsuite(stand, "records", {"records": years})
        stand.arrive(contracted)
        assert stand.sync().posted_now == 1
        approve_order(stand, FIRST)
        close(stand, *(f"2026-{month:02}" for month in range(1, 6)))
        stand.arrive({**contracted, "SBQQ__Contracted__c": True})
        assert stand.sync().posted_now == 1
        yield stand


def agree(stand: Stand) -> None:
    approve(stand.ends.store, MERGE, by=ANA, reason="agreed in June", entitled=among([ANA]))


def request(stand: Stand) -> tuple[State, str | None]:
    """State of the merge, and the arrangement that resulted."""
    (found,) = (one for one in stand.deal("O-B1").documents if one.external_id == MERGE)
    return found.state, found.internal_id


def predicted(stand: Stand) -> dict[str, Decimal]:
    """What the bridge predicts for the contract, by period."""
    documents = [one for name in ("O-B0", "O-B1") for one in stand.deal(name).documents]
    schedules = [schedule["periods"] for one in documents for schedule in one.schedules]
    return summed((at, amount) for periods in schedules for at, amount in periods.items())


def planned(stand: Stand) -> dict[str, Decimal]:
    """What NetSuite posted or plans of the contract, by the period where it is posted."""
    rows = stand.ends.netsuite.suiteql(
        "SELECT r.id, r.amount, TO_CHAR(a.startdate, 'YYYY-MM') AS period "
        "FROM revenueplan p JOIN revenueplanplannedrevenue r ON r.revenueplan = p.id "
        "JOIN accountingperiod a ON a.id = NVL(r.postingperiod, r.plannedperiod) "
        "WHERE p.revenueplantype = 'ACTUAL' ORDER BY r.id"
    )
    return summed((str(row["period"]), str(row["amount"])) for row in rows)


def summed(parts: Iterable[tuple[str, str]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for at, amount in parts:
        sums[at] = sums.get(at, Decimal(0)) + Decimal(amount)
    return dict(sorted(sums.items()))


def test_a_merge_waits_for_people_and_periods_and_is_made_once(tmp_path: Path, rules: Path) -> None:
    with upsold(tmp_path, rules) as stand:
        agree(stand)
        stand.sync()
        assert request(stand) == (State.BLOCKED, None), "the second order is not approved"
        approve_order(stand, SECOND)
        close(stand, "2026-06")
        stand.sync()
        stand.sync()  # the period moved: the deal is judged again, and its approval has lapsed
        assert request(stand) == (State.BLOCKED, None)
        agree(stand)
        assert stand.sync().posted_now == 1
        assert request(stand) == (State.ACKNOWLEDGED, "700003")
        assert stand.sync().posted_now == 0
        assert stand.codes() == []
        # June took the first two of the eight periods: 10,000.00 + 2 x 2,809.95.
        wanted = {f"2026-{month:02}": Decimal(10000) for month in range(1, 6)}
        wanted["2026-06"] = Decimal("15619.90")
        wanted |= {f"2026-{month:02}": Decimal("12809.95") for month in range(7, 13)}
        assert planned(stand) == wanted
        assert predicted(stand) == wanted
        assert stand.position() == {"booked": "142479.60", "ordered": "142479.60"}
