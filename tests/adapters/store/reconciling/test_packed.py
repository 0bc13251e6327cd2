"""What is packed of a plan is what its rows say, or it is not there."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bridge.adapters.netsuite.revenue.held import Plan, PlannedRow
from bridge.adapters.netsuite.revenue.parsing import plan as read_plan
from bridge.adapters.store.database import Store
from bridge.adapters.store.reconciling.packed import PlanRows
from bridge.adapters.store.reconciling.rows import PLANNED
from bridge.model.money import Currency, Money
from tests.adapters.netsuite.scripted import SetClock
from tests.adapters.store.opening import opened

USD = Currency("USD")
FIRST = (PlanRows(1, ("137", "138"), ("137", None), (1000, -5), (True, False), ("9", None)),)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    clock = SetClock(datetime(2026, 3, 1, tzinfo=UTC))
    with opened(f"sqlite:///{tmp_path}/books.sqlite", clock) as found:
        yield found


def row(number: int, plan: int, minor: int, *, recognised: bool) -> PlannedRow:
    period = str(136 + number)
    journal, posted = ("9", period) if recognised else (None, None)
    return PlannedRow(number, plan, period, posted, Money(minor, USD), recognised, journal)


def plan(number: int) -> Plan:
    told = {"id": str(number), "element": "1", "amount": "9.95", "money": "USD", "rate": "1"}
    return read_plan({**told, "status": "In Progress", "hold": "F"})


def whole(store: Store, *rows: PlannedRow) -> None:
    """Read all rows, and pack them."""
    with store.transaction("read") as tx:
        tx.reconciling.revenue.replace("plan", [plan(1), plan(2)], 0, last=True)
        tx.reconciling.revenue.replace(PLANNED, rows, 0, last=True)
        tx.reconciling.revenue.plans.pack()


def told(store: Store) -> tuple[PlanRows, ...]:
    """What a statement reads, as tuples."""
    with store.reading() as view:
        return tuple(
            PlanRows(
                one.plan,
                tuple(one.planned),
                tuple(one.posted),
                tuple(one.minors),
                tuple(one.recognised),
                tuple(one.journals),
            )
            for one in view.reconciling.revenue.plans.all()
        )


def test_packed_rows_are_the_rows_that_were_packed(store: Store) -> None:
    rows = (row(1, 1, 1000, recognised=True), row(2, 1, -5, recognised=False))
    with store.transaction("read") as tx:
        tx.reconciling.revenue.replace(PLANNED, rows, 0, last=True)
    bare = told(store)
    with store.transaction("packed") as tx:
        tx.reconciling.revenue.plans.pack()
    assert (bare, told(store)) == (FIRST, FIRST)


def test_a_row_that_changes_or_goes_is_never_read_from_what_was_packed(store: Store) -> None:
    before, after = row(1, 1, 1000, recognised=False), row(1, 1, 2000, recognised=False)
    other = row(3, 2, 70, recognised=False)
    whole(store, before, other)
    with store.transaction("changed") as tx:
        tx.reconciling.revenue.put(PLANNED, [after])
    assert {one.plan: one.minors for one in told(store)} == {1: (2000,), 2: (70,)}
    with store.transaction("moved") as tx:  # to another plan, which is new
        tx.reconciling.revenue.plans.pack()
        tx.reconciling.revenue.put(PLANNED, [row(1, 2, 2000, recognised=False)])
    assert [(one.plan, one.minors) for one in told(store)] == [(2, (2000, 70))]
    with store.transaction("gone") as tx:
        tx.reconciling.revenue.plans.pack()
        tx.reconciling.revenue.replace("plan", [plan(1)], 0, last=True)
        tx.reconciling.revenue.drop_rows_without_plan()
    assert told(store) == ()
    whole(store, before, other)
    whole(store, after)
    assert [one.minors for one in told(store)] == [(2000,)]
