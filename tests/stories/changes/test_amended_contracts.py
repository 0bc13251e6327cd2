"""What takes away from a contract goes into its orders in NetSuite, and the totals stand."""

from contextlib import AbstractContextManager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.stories.stand import SCENARIOS, Stand, a_stand, order

UPSOLD = f"bridge-{order('O-B1')}-so-1"


@pytest.mark.parametrize(
    ("scenario", "documents", "ordered"),
    [
        ("c-downsell-then-cancel.cpq", 5, "99479.60"),
        ("c-downsell-then-cancel.revenue-cloud", 5, "99254.79"),
        ("d-swap.cpq", 3, "130000.00"),
        ("e-early-renewal.cpq", 3, "450000.00"),
    ],
)
def test_every_document_of_a_contract_that_shrinks_is_acknowledged(
    tmp_path: Path, scenario: str, documents: int, ordered: str
) -> None:
    with a_stand(tmp_path, SCENARIOS / f"{scenario}.json") as stand:
        assert stand.sync().posted_now == documents
        assert stand.codes() == []
        assert stand.position() == {"booked": ordered, "ordered": ordered}
        held = stand.orders().values()
        lines = [line for one in held for line in one["item"]["items"]]
        assert f"{sum(line['amount'] for line in lines):.2f}" == ordered
        assert stand.sync().posted_now == 0


def sold(folder: Path) -> AbstractContextManager[Stand]:
    """A contract of two orders; what takes away from them is not whole yet."""
    return a_stand(folder, SCENARIOS / "c-downsell-then-cancel.cpq.json")


def is_whole(name: str, *, whole: bool) -> dict[str, object]:
    return {"type": "Order", "key": name, "SBQQ__Contracted__c": whole}


def hold_back(stand: Stand) -> None:
    stand.arrive(is_whole("O-C1", whole=False), is_whole("O-C2", whole=False))
    assert stand.sync().posted_now == 2


def approve(stand: Stand, *, invoiced: bool) -> None:
    """Let people in NetSuite approve both orders, and invoice them in full."""
    for name, held in stand.orders().items():
        stand.change_in_netsuite(f"salesOrder/eid:{name}", orderStatus={"id": "B"})
        if invoiced:
            stand.ends.netsuite.derive(("salesOrder", held["id"]), "invoice", b"{}")


def returns(stand: Stand) -> list[dict[str, Any]]:
    return stand._records(stand.world.netsuite.url, "returnAuthorization")


def test_what_is_invoiced_is_given_back_by_a_return_from_its_order(tmp_path: Path) -> None:
    with sold(tmp_path) as stand:
        hold_back(stand)
        approve(stand, invoiced=True)
        stand.strike(fault="cut_after_commit", system="netsuite", method="POST", path="transform")
        stand.arrive(is_whole("O-C1", whole=True))
        assert stand.sync().posted_now == 0  # it is there, and no answer came
        stand.later(1000)
        assert stand.sync().posted_now == 1
        assert stand.codes() == []
        (returned,) = returns(stand)
        assert returned["externalId"] == f"bridge-{order('O-C1')}-ra-1"
        assert returned["createdFrom"]["id"] == stand.orders()[UPSOLD]["id"]
        (line,) = returned["item"]["items"]
        assert (line["orderLine"], Decimal(line["amount"])) == (1, Decimal(10000))
        assert stand.position()["ordered"] == "132479.60"


def test_an_order_that_was_edited_by_hand_is_not_overwritten(tmp_path: Path) -> None:
    with sold(tmp_path) as stand:
        hold_back(stand)
        lines = {"items": [{"line": 1, "amount": 20000}]}
        stand.change_in_netsuite(f"salesOrder/eid:{UPSOLD}", item=lines)
        stand.arrive(is_whole("O-C1", whole=True))
        assert stand.sync().posted_now == 0
        assert stand.codes() == [("ORDER_EDITED", "-10000.00")]
        assert "line 1 has 20000" in stand.cases()[0].flags[0].says
        assert [amount for amount, *_ in stand.lines("O-B1")] == [Decimal(20000)]


def test_an_approved_order_is_not_shortened_where_revenue_keeps_its_dates(tmp_path: Path) -> None:
    with sold(tmp_path) as stand:
        hold_back(stand)
        approve(stand, invoiced=False)
        stand.arrive(is_whole("O-C1", whole=True))
        stand.sync()
        assert stand.codes() == [("ACCOUNT_KEEPS_DATES", "-10000.00")]


@pytest.mark.parametrize(
    ("scenario", "item", "code", "booked"),
    [
        ("c-downsell-then-cancel.cpq", "OI-B0", "MORE_TAKEN_THAN_HELD", "99479.60"),
        ("d-swap.cpq", "OI-D0", "AMENDED_ORDER_UNKNOWN", "130000.00"),
    ],
)
def test_what_takes_from_an_order_is_judged_again_when_the_order_is_there(
    tmp_path: Path, scenario: str, item: str, code: str, booked: str
) -> None:
    with a_stand(tmp_path, SCENARIOS / f"{scenario}.json") as stand:
        stand.arrive({"type": "OrderItem", "key": item, "Product2Id": "@P-API"})
        stand.sync()
        assert code in [found for found, _ in stand.codes()]
        stand.arrive({"type": "OrderItem", "key": item, "Product2Id": "@P-ENT"})
        stand.sync()
        assert stand.codes() == []
        assert stand.position() == {"booked": booked, "ordered": booked}
