"""A change of an order that had to wait is sent only if the order is still as it was judged by."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest

from bridge.adapters.store.deals import KnownDocument
from bridge.model.document import Kind, State
from tests.stories.stand import SCENARIOS, Stand, a_stand, order

UPSOLD = f"bridge-{order('O-B1')}-so-1"
#: 20 of the 30 seats of May go in August: 7,479.60 until July, and 5,000.00 from August on.
SHRUNK = [(Decimal("7479.6"), "2026-05-17", "2026-07-31"), (Decimal(5000), "2026-08-01")]


@contextmanager
def a_change_that_waits(folder: Path) -> Iterator[Stand]:
    """Two orders in NetSuite, pending approval; a change of the second one was not let in."""
    with a_stand(folder, SCENARIOS / "c-downsell-then-cancel.cpq.json") as stand:
        stand.arrive(_is_whole("O-C1", whole=False), _is_whole("O-C2", whole=False))
        assert stand.sync().posted_now == 2
        throttled = {"fault": "status", "status": 429, "system": "netsuite", "method": "PUT"}
        stand.strike(**throttled, times=2)
        stand.arrive(_is_whole("O-C1", whole=True))
        for _ in range(2):  # after that no poll reads the deals once more
            assert stand.sync().posted_now == 0
            stand.later(1200)
        assert (change(stand).state, change(stand).attempt) == (State.PREPARED, 2)
        yield stand


def _is_whole(name: str, *, whole: bool) -> dict[str, object]:
    return {"type": "Order", "key": name, "SBQQ__Contracted__c": whole}


def change(stand: Stand) -> KnownDocument:
    (document,) = [one for one in stand.deal("O-C1").documents if one.state != State.SUPERSEDED]
    return document


def approve(stand: Stand) -> None:
    stand.change_in_netsuite(f"salesOrder/eid:{UPSOLD}", orderStatus={"id": "B"})


def edit(stand: Stand, **line: object) -> None:
    """Let somebody change the one line of the order of May."""
    lines = {"items": [{"line": 1, **line}]}
    stand.change_in_netsuite(f"salesOrder/eid:{UPSOLD}", item=lines)


def served(stand: Stand) -> list[tuple[object, ...]]:
    first, *rest = stand.lines("O-B1")
    return [first, *((amount, start) for amount, start, _ in rest)]


@pytest.mark.on_demand
def test_an_order_that_stands_as_before_is_changed_after_the_wait(tmp_path: Path) -> None:
    with a_change_that_waits(tmp_path) as stand:
        assert stand.sync().posted_now == 1
        assert served(stand) == SHRUNK


def test_what_was_invoiced_meanwhile_is_given_back_and_not_taken_off_its_order(
    tmp_path: Path,
) -> None:
    with a_change_that_waits(tmp_path) as stand:
        approve(stand)
        stand.ends.netsuite.derive(("salesOrder", stand.orders()[UPSOLD]["id"]), "invoice", b"{}")
        assert stand.sync().posted_now == 0
        assert stand.sync().posted_now == 1
        assert (change(stand).kind, stand.codes()) == (Kind.RETURN_AUTHORIZATION, [])
        assert [amount for amount, *_ in stand.lines("O-B1")] == [Decimal("22479.6")]
        assert stand.position()["ordered"] == "132479.60"


@pytest.mark.on_demand
def test_what_was_approved_meanwhile_is_judged_by_what_approval_means(tmp_path: Path) -> None:
    with a_change_that_waits(tmp_path) as stand:
        approve(stand)
        assert [stand.sync().posted_now for _ in range(2)] == [0, 0]
        assert stand.codes() == [("ACCOUNT_KEEPS_DATES", "-10000.00")]
        assert [amount for amount, *_ in stand.lines("O-B1")] == [Decimal("22479.6")]


def test_a_line_of_other_days_holds_the_change_until_they_are_put_back(tmp_path: Path) -> None:
    with a_change_that_waits(tmp_path) as stand:
        edit(stand, revRecEndDate="2026-11-30")
        assert stand.sync().posted_now == 0
        assert stand.codes() == [("ORDER_EDITED", "-10000.00")]
        assert "serves 2026-05-17 to 2026-11-30" in stand.cases()[0].flags[0].says
        entries = len(stand.deal("O-C1").entries)
        assert stand.sync().posted_now == 0
        assert len(stand.deal("O-C1").entries) == entries
        edit(stand, revRecEndDate="2026-12-31", quantity=29)
        stand.sync()
        assert "has quantity 29" in stand.cases()[0].flags[0].says
        edit(stand, quantity=30, amount=Decimal("22479.6"))
        assert stand.sync().posted_now == 1
        assert (stand.codes(), served(stand)) == ([], SHRUNK)


def test_a_change_that_somebody_made_by_hand_is_taken_as_done(tmp_path: Path) -> None:
    with a_change_that_waits(tmp_path) as stand:
        edit(stand, amount=20000)
        stand.sync()
        assert stand.codes() == [("ORDER_EDITED", "-10000.00")]
        wanted = json.loads(change(stand).body, parse_float=Decimal)["item"]
        stand.change_in_netsuite(f"salesOrder/eid:{UPSOLD}", item=wanted)
        assert stand.sync().posted_now == 1
        assert (change(stand).settled_how, change(stand).attempt) == ("observed", 2)
        assert (stand.codes(), served(stand)) == ([], SHRUNK)
        assert stand.position()["ordered"] == "132479.60"
