"""Amended ramps: each step names the step of the first sale from which it takes."""

from dataclasses import replace

import pytest

from bridge.mappers.read import seeds
from bridge.model.record import Record
from bridge.rulebooks import bookings
from bridge.translate import Translated
from tests.mappers import rules
from tests.mappers.builders import Built, Sold, a_cpq_order, a_revenue_cloud_order
from tests.mappers.scenarios import key

RAMP = (
    Sold(ramp="R", quantity="10"),
    Sold(ramp="R", quantity="20", first="2027-01-01", last="2027-12-31"),
)
LESS = (
    Sold(ramp="L", quantity="-2", unit_price="30.00", first="2026-10-01"),
    Sold(ramp="L", quantity="-5", first="2027-01-01", last="2027-12-31"),
)
STARTS = {"EffectiveDate": "2026-10-01"}


def of_cpq() -> tuple[Built, Built]:
    less = (
        a_cpq_order(*LESS, order="O-2")
        .with_fields("Order", "O-2", **STARTS)
        .with_fields(
            "SBQQ__Quote__c",
            "Q-O-2",
            SBQQ__Type__c="Amendment",
            SBQQ__MasterContract__c=key("Contract", "C-O-1"),
        )
    )
    for place in (1, 2):
        less = less.with_fields(
            "OrderItem",
            f"OI-O-2-{place}",
            SBQQ__ContractAction__c="Quantity Decrease",
            SBQQ__RevisedOrderProduct__c=key("OrderItem", f"OI-O-1-{place}"),
        )
    return a_cpq_order(*RAMP), less


def of_revenue_cloud() -> tuple[Built, Built]:
    less = (
        a_revenue_cloud_order(*LESS, order="O-2")
        .with_fields("Order", "O-2", OriginalActionType="Amend", **STARTS)
        .with_fields("Quote", "Q-O-2", OriginalActionType="Amend")
        .with_fields(
            "AssetAction",
            "AA-O-2-L",
            AssetId=key("Asset", "AS-O-1-R"),
            Type="Change",
            CategoryEnum="Downsells",
        )
    )
    named = key("QuoteAction", "QA-O-2")
    action = Record("QuoteAction", named, {"Id": named, "Type": "Amend"})
    less = replace(less, records=(*less.records, action))
    for place in (1, 2):
        less = less.with_fields("QuoteLineItem", f"QLI-O-2-{place}", QuoteActionId=action.id)
    return a_revenue_cloud_order(*RAMP), less


@pytest.mark.parametrize("deals", [of_cpq(), of_revenue_cloud()], ids=["cpq", "revenue cloud"])
def test_each_step_takes_from_the_step_of_its_own_days(deals: tuple[Built, Built]) -> None:
    """2 of 10 seats from October 2026 on at 120.00 a year, 5 of 20 in 2027: 60.00 and 600.00."""
    first, less = deals
    records = {one.id: one for one in (*first.records, *less.records)}
    empty = seeds.parse(
        '{"org": {"currency": "USD", "time_zone": "UTC"}, "records": []}', where="test"
    )
    seed = replace(empty, records=tuple(records.values()))
    sold, reduced = bookings.translations(seed, rules.shipped())
    assert isinstance(sold, Translated)
    assert isinstance(reduced, Translated), reduced
    (line,) = reduced.heading.lines
    assert line.revises == key("OrderItem", "OI-O-1-1")
    assert [step.revises for step in line.segments] == [None, key("OrderItem", "OI-O-1-2")]
    (change,) = reduced.documents
    held = {
        one.key: (becomes.amount.text(), int(becomes.units))
        for one in change.lines
        if (becomes := one.becomes)
    }
    # 1,200.00 less 60.00 and less 240.00 of the eight that stay; 2,400.00 less 600.00
    assert held == {1: ("900.00", 10), 3: ("240.00", 8), 2: ("1800.00", 15)}
