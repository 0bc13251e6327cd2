"""Reduction orders take from the lines of one earlier order."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from bridge.mappers import dossiers
from bridge.mappers.read import whole
from bridge.mappers.read.seeds import seed_id
from bridge.model.deal import Action, Deal, DealKind
from bridge.model.record import Scalar
from tests.mappers import rules
from tests.mappers.builders import Built, Sold
from tests.mappers.plain import a_plain_order

TAKEN = ("OrderItem", "OI-O-2-1")
SOLD = ("OrderItem", "OI-O-1-1")


def a_reduction(quantity: str = "-2") -> Built:
    """Ten seats for a year are sold, and some of them are taken back before the year begins."""
    first = a_plain_order(Sold(), order="O-1")
    second = a_plain_order(Sold(quantity=quantity), order="O-2")
    records = {one.id: one for one in (*first.records, *second.records)}
    deal = Built("O-2", tuple(records.values()), first.frame)
    deal = deal.with_fields(*TAKEN, OriginalOrderItemId=seed_id(*SOLD))
    original: dict[str, Scalar] = {
        "IsReductionOrder": True,
        "OriginalOrderId": seed_id("Order", "O-1"),
    }
    return deal.with_fields("Order", "O-2", **original)


def read(deal: Built) -> whole.Read:
    source = rules.shipped().source("sales_cloud")
    return dossiers.READERS["sales_cloud"](deal.dossier, source)


def codes(deal: Built) -> set[str]:
    result = read(deal)
    assert isinstance(result, whole.Unreadable), result
    return {flag.code for flag in result.flags}


def test_a_reduction_amends_the_order_that_it_takes_from() -> None:
    deal = read(a_reduction())
    assert isinstance(deal, Deal)
    assert deal.kind is DealKind.AMENDMENT
    assert deal.contract == seed_id("Order", "O-1")
    assert deal.booked.text() == "-240.00"
    (line,) = deal.lines
    assert (line.action, line.revises) == (Action.DECREASE, seed_id(*SOLD))
    assert line.quantity == Decimal(-2)
    assert line.term is not None


def test_a_reduction_without_dates_of_what_was_delivered_has_none_either() -> None:
    deal = a_reduction()
    for item in (SOLD, TAKEN):
        deal = deal.with_fields(*item, ServiceDate=None, EndDate=None)
    deal = deal.with_fields("Product2", "P-ENT", Family="Services")
    result = read(deal)
    assert isinstance(result, Deal)
    assert result.lines[0].term is None


@pytest.mark.parametrize("field", ["ServiceDate", "EndDate"])
def test_a_reduction_of_a_service_says_from_when_to_when(field: str) -> None:
    """Its contract began long ago: its term would take back what was served already."""
    assert codes(a_reduction().with_fields(*TAKEN, **{field: None})) == {"TERM_MISSING"}


@pytest.mark.parametrize("quantity", ["2", "0", "-10.5", "-11"])
def test_a_reduction_takes_something_and_no_more_than_was_sold(quantity: str) -> None:
    assert "REDUCTION_CONTRADICTED" in codes(a_reduction(quantity))


def test_a_reduction_may_take_all_that_was_sold() -> None:
    assert isinstance(read(a_reduction("-10")), Deal)


@pytest.mark.parametrize(
    ("record", "fields"),
    [
        (SOLD, {"OrderId": seed_id("Order", "O-9")}),
        (SOLD, {"Product2Id": seed_id("Product2", "P-ULT")}),
        (("Order", "O-1"), {"IsReductionOrder": True}),
        (("Order", "O-1"), {"AccountId": seed_id("Account", "OTHER")}),
        (TAKEN, {"UnitPrice": "-120.00", "TotalPrice": "240.00"}),
    ],
)
def test_a_reduction_that_contradicts_what_it_reduces_is_a_flag(
    record: tuple[str, str], fields: Mapping[str, Scalar]
) -> None:
    assert "REDUCTION_CONTRADICTED" in codes(a_reduction().with_fields(*record, **fields))


@pytest.mark.parametrize(
    ("record", "field"),
    [(("Order", "O-2"), "OriginalOrderId"), (TAKEN, "OriginalOrderItemId")],
)
@pytest.mark.parametrize("named", [None, "802000000000000AAA"])
def test_a_reduction_of_what_is_not_named_or_cannot_be_seen_is_a_flag(
    record: tuple[str, str], field: str, named: str | None
) -> None:
    assert "CHAIN_WITHOUT_ROOT" in codes(a_reduction().with_fields(*record, **{field: named}))


@pytest.mark.parametrize("mark", ["SBQQ__Quote__c", "OriginalActionType"])
def test_an_order_that_is_amended_by_quotes_is_not_reduced(mark: str) -> None:
    assert "CHAIN_OF_ANOTHER_MODEL" in codes(
        a_reduction().with_fields("Order", "O-1", **{mark: "x"})
    )


def test_an_order_that_reduces_and_does_not_say_so_is_a_flag() -> None:
    """Without the mark it would be a sale with a negative quantity."""
    found = codes(a_reduction().with_fields("Order", "O-2", IsReductionOrder=False))
    assert {"NEGATIVE_SALE", "UNREAD_FIELD"} <= found


def test_what_an_org_calls_a_reduction_says_nothing_more() -> None:
    assert isinstance(read(a_reduction().with_fields("Order", "O-2", Type="Return")), Deal)
