"""
Changes of orders and returns from them, with the process killed at commits of their passes.

Seats go at random from two orders, first while nothing is invoiced and then when all is. However
each pass ended, every change is made once and every return exists once; in the end NetSuite plans
what the books predict, month by month.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
import requests

from bridge.model.document import Kind
from tests.stories.changes.decreases import fewer
from tests.stories.changes.test_order_of_changes import account, books
from tests.stories.stand import LONGEST_RUN_S, UPSELL, Stand, a_stand

#: Where a process dies: around each commit that a document meets on its way.
POINTS = tuple(
    f"{side}:{name}"
    for name in ("judged", "marked", "acknowledged")
    for side in ("before", "after")
)


class Died(BaseException):
    """Stands for the death of the process."""


@contextmanager
def killed_at(stand: Stand, wanted: str) -> Iterator[None]:
    """Let the process die at a commit; what was not committed is not there."""

    def die(point: str) -> None:
        if point == wanted:
            raise Died

    store = stand.ends.store
    lives, store._on_commit = store._on_commit, die
    try:
        with pytest.raises(Died):
            yield
    finally:
        store._on_commit = lives


def give_up(stand: Stand, name: str, chance: Random, point: str) -> Decimal:
    """Let seats go and die on the way: the next pass settles that; return their amount."""
    seats, month = chance.randint(1, 3), chance.randint(7, 12)
    stand.arrive(*fewer(name, seats, month))
    with killed_at(stand, point):
        stand.sync()
    stand.later(2 * LONGEST_RUN_S)
    stand.sync()
    assert (stand.codes(), books(stand)) == ([], account(stand))
    return Decimal(100 * seats * (13 - month))


def written(stand: Stand) -> int:
    """How many writes had an effect on NetSuite's orders so far."""
    return sum(change in {"created", "updated"} for _, change in stand.effects())


def returns(stand: Stand) -> list[str]:
    held = stand._records(stand.world.netsuite.url, "returnAuthorization")
    return [one["externalId"] for one in held]


def invoice(stand: Stand) -> None:
    """Let people in NetSuite approve and invoice every order."""
    for name, held in stand.orders().items():
        stand.change_in_netsuite(f"salesOrder/eid:{name}", orderStatus={"id": "B"})
        stand.ends.netsuite.derive(("salesOrder", held["id"]), "invoice", b"{}")


def plan(stand: Stand) -> dict[str, Decimal]:
    """What NetSuite plans of all orders and returns, by month, once they are approved."""
    for name in returns(stand):
        stand.change_in_netsuite(f"returnAuthorization/eid:{name}", orderStatus={"id": "B"})
    body = json.dumps({"run": "update-arrangements"})
    url = f"{stand.world.netsuite.url}/_sandbox/jobs"
    assert requests.post(url, data=body, timeout=5).ok
    rows = stand.ends.netsuite.suiteql(
        "SELECT r.id, r.amount, TO_CHAR(a.startdate, 'YYYY-MM') AS period "
        "FROM revenueplan p JOIN revenueplanplannedrevenue r ON r.revenueplan = p.id "
        "JOIN accountingperiod a ON a.id = r.plannedperiod "
        "WHERE p.revenueplantype = 'ACTUAL' ORDER BY r.id"
    )
    return by_month((str(row["period"]), str(row["amount"])) for row in rows)


def predicted(stand: Stand) -> dict[str, Decimal]:
    """What the books predict of all documents, by month."""
    with stand.ends.store.reading() as view:
        deals = [view.deals.whole(one.id) for one in view.deals.all()]
    return by_month(
        part
        for deal in deals
        if deal
        for document in deal.documents
        for schedule in document.schedules
        for part in schedule["periods"].items()
    )


def by_month(parts: Iterator[tuple[str, str]]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for month, amount in parts:
        found[month] = found.get(month, Decimal(0)) + Decimal(amount)
    return {month: amount for month, amount in sorted(found.items()) if amount}


@pytest.mark.parametrize(
    ("seed", "points"),
    [
        (1, ("before:acknowledged",)),
        *(pytest.param(seed, POINTS, marks=pytest.mark.on_demand) for seed in range(2, 22)),
    ],
)
def test_however_passes_end_changes_and_returns_are_made_once_and_planned_as_predicted(
    tmp_path: Path, seed: int, points: tuple[str, ...]
) -> None:
    chance = Random(seed)
    with a_stand(tmp_path, UPSELL) as stand:
        stand.sync()
        held, left = written(stand), Decimal("142479.60")
        for number, point in enumerate(points):
            left -= give_up(stand, f"X{number}", chance, point)
        assert written(stand) - held == len(points)
        invoice(stand)
        for number, point in enumerate(points):
            left -= give_up(stand, f"Y{number}", chance, point)
        kinds = [
            one.kind for name in range(len(points)) for one in stand.deal(f"O-Y{name}").documents
        ]
        assert set(kinds) == {Kind.RETURN_AUTHORIZATION}
        assert len(returns(stand)) == len(set(returns(stand))) == len(kinds)
        assert stand.position() == {"booked": f"{left:.2f}", "ordered": f"{left:.2f}"}
        assert plan(stand) == predicted(stand)
