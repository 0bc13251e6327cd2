"""A deal whose records are still being written waits, and says for what."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bridge.flow.judging import Patience, judge
from bridge.ledger import judgement
from bridge.mappers.read import seeds
from bridge.model.record import Scalar
from tests.mappers import rules
from tests.mappers.builders import Built, Sold, a_cpq_order, a_revenue_cloud_order

Builder = Callable[..., Built]
both = pytest.mark.parametrize("build", [a_cpq_order, a_revenue_cloud_order])
ITEM = ("OrderItem", "OI-O-1-1")
ITEM_ID = seeds.seed_id(*ITEM)
NO_SUBSCRIPTION = f"order product {ITEM_ID} has no subscription yet"
NO_ASSET = f"order product {ITEM_ID} is not part of an asset yet"


@pytest.mark.parametrize(
    ("record", "fields", "missing"),
    [
        (
            ("Order", "O-1"),
            {"SBQQ__PriceCalcStatus__c": "Queued"},
            "the price calculation of the order is Queued",
        ),
        (
            ("Order", "O-1"),
            {"SBQQ__PriceCalcStatus__c": None},
            "the price calculation of the order is not started",
        ),
        (("Order", "O-1"), {"SBQQ__Contracted__c": False}, "the order is not contracted yet"),
        (
            ITEM,
            {"SBQQ__Activated__c": False},
            f"order product {ITEM_ID} is not activated yet",
        ),
    ],
)
def test_a_cpq_order_waits_for_each_of_its_jobs(
    record: tuple[str, str], fields: dict[str, Scalar], missing: str
) -> None:
    result = a_cpq_order().with_fields(*record, **fields).awaited()
    assert result.missing == (missing,)
    assert result.heading.booked.text() == "1200.00"


def test_a_cpq_order_needs_no_price_calculation_that_is_not_needed() -> None:
    deal = a_cpq_order().with_fields("Order", "O-1", SBQQ__PriceCalcStatus__c="Not Needed")
    assert deal.translated()


def test_a_cpq_order_waits_for_a_subscription_of_every_recurring_line() -> None:
    sold = (Sold(), Sold(), Sold(product="ONBOARDING"))
    assert a_cpq_order(*sold).without("SBQQ__Subscription__c", "SUB-O-1-1").awaited().missing == (
        NO_SUBSCRIPTION,
    )


def test_a_line_that_is_not_to_be_contracted_never_gets_a_subscription() -> None:
    deal = a_cpq_order().without("SBQQ__Subscription__c")
    assert deal.with_fields(*ITEM, SBQQ__ContractingMethod__c="Do Not Contract").translated()


def test_everything_that_a_cpq_order_waits_for_is_named_at_once() -> None:
    deal = a_cpq_order().without("SBQQ__Subscription__c")
    deal = deal.with_fields(*ITEM, SBQQ__Activated__c=None)
    deal = deal.with_fields(
        "Order", "O-1", SBQQ__Contracted__c=False, SBQQ__PriceCalcStatus__c="Not Started"
    )
    assert deal.awaited().missing == (
        "the price calculation of the order is Not Started",
        "the order is not contracted yet",
        f"order product {ITEM_ID} is not activated yet",
        NO_SUBSCRIPTION,
    )


@both
def test_an_order_without_order_products_waits_for_them(build: Builder) -> None:
    result = build().without("OrderItem").awaited()
    assert result.missing == ("the order has no order products yet",)
    assert result.heading.booked.text() == "0.00"


@pytest.mark.parametrize("record_type", ["AssetActionSource", "AssetAction", "Asset"])
def test_a_revenue_cloud_order_waits_for_every_record_of_assetization(record_type: str) -> None:
    assert a_revenue_cloud_order().without(record_type).awaited().missing == (NO_ASSET,)


@pytest.mark.parametrize("status", ["Submitted", "Decomposed"])
def test_a_revenue_cloud_order_waits_for_its_orchestration(status: str) -> None:
    deal = a_revenue_cloud_order().with_fields("Order", "O-1", OrchestrationSbmsStatus=status)
    assert deal.awaited().missing == (f"the orchestration of the order is {status}",)


def test_a_revenue_cloud_order_waits_for_its_price_calculation() -> None:
    deal = a_revenue_cloud_order().with_fields("Order", "O-1", CalculationStatus="Saving")
    assert deal.awaited().missing == ("the price calculation of the order is Saving",)
    done = deal.with_fields("Order", "O-1", CalculationStatus="CompletedWithTax")
    assert done.translated()


def test_everything_that_a_revenue_cloud_order_waits_for_is_named_at_once() -> None:
    deal = a_revenue_cloud_order(Sold(), Sold()).without("AssetActionSource")
    deal = deal.with_fields("Order", "O-1", OrchestrationSbmsStatus="Submitted")
    second = seeds.seed_id("OrderItem", "OI-O-1-2")
    assert set(deal.awaited().missing) == {
        "the orchestration of the order is Submitted",
        NO_ASSET,
        f"order product {second} is not part of an asset yet",
    }


NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def patience(waited: timedelta) -> Patience:
    return Patience(now=NOW, since=NOW - waited, limit=timedelta(hours=4))


@both
def test_an_incomplete_deal_waits_as_long_as_the_limit_and_then_is_flagged(build: Builder) -> None:
    deal = build(Sold(), Sold()).without("OrderItem", "OI-O-1-2")
    deal = deal.without("SBQQ__Subscription__c" if build is a_cpq_order else "AssetActionSource")
    waiting = judge(deal.dossier, rules.shipped(), patience(timedelta(hours=4)))
    assert isinstance(waiting, judgement.Waiting)
    assert waiting.deal.booked.text() == "1200.00"
    late = judge(deal.dossier, rules.shipped(), patience(timedelta(hours=4, seconds=1)))
    assert isinstance(late, judgement.Flagged)
    (flag,) = late.flags
    assert flag.code == "GRAPH_INCOMPLETE"
    assert flag.says.startswith("still incomplete since 2026-03-01 07:59 UTC: order product ")
    assert flag.amount.text() == "1200.00"


@both
def test_a_complete_deal_is_judged_however_long_it_took(build: Builder) -> None:
    done = judge(build().dossier, rules.shipped(), patience(timedelta(days=400)))
    assert isinstance(done, judgement.Translated)
    (prepared,) = done.documents
    assert prepared.digest in prepared.body.decode()
    assert done.deal.place == 0
