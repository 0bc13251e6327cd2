"""What is sold new, shape by shape: what is ordered, and the revenue that comes of it by period."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from bridge.translate import Translated
from tests.mappers.builders import Built, Sold, a_cpq_order, a_revenue_cloud_order
from tests.mappers.changes import item
from tests.mappers.scenarios import planned

Build = Callable[..., Built]
of_both = pytest.mark.parametrize("build", [a_cpq_order, a_revenue_cloud_order])
#: A month for nothing, then eleven months of ten seats: 1,320.00.
FREE = Sold(unit_price="0.00", last="2026-01-31", ramp="R")
PAID = Sold(unit_price="132.00", first="2026-02-01", ramp="R")


def ordered(result: Translated) -> list[tuple[str, Decimal, str]]:
    """Item, quantity and amount of each line of the only order."""
    (order,) = result.documents
    return [(line.item, line.quantity, line.amount.text()) for line in order.lines]


def months(amount: str, first: int, last: int) -> dict[str, Decimal]:
    """The same amount in each of these months of 2026."""
    return {f"2026-{month:02}": Decimal(amount) for month in range(first, last + 1)}


def paid_by(result: Translated) -> dict[str, Decimal]:
    """The revenue of a deal by period, without the periods in which there is none."""
    return {period: amount for period, amount in planned(result.schedules).items() if amount}


@of_both
def test_free_months_take_their_share_of_what_is_paid_for_the_others(build: Build) -> None:
    result = build(FREE, PAID).translated()
    assert ordered(result) == [
        ("SUB-ENT", Decimal(10), "0.00"),
        ("SUB-ENT", Decimal(10), "1320.00"),
    ]
    assert paid_by(result) == months("110.00", 1, 12)


def test_a_trial_has_no_revenue_and_what_is_paid_has_its_own_months() -> None:
    result = a_revenue_cloud_order(FREE, PAID).with_fields(*item(1), SegmentType="FreeTrial")
    assert paid_by(result.translated()) == months("120.00", 2, 12)


def test_a_trial_ahead_of_steps_that_add_seats_has_no_revenue_either() -> None:
    # Eleven months of ten seats at 132.00 and a year of twenty at 120.00, each over its own days.
    more = Sold(quantity="20", first="2027-01-01", last="2027-12-31", ramp="R")
    deal = a_revenue_cloud_order(FREE, PAID, more).with_fields(*item(1), SegmentType="FreeTrial")
    next_year = {f"2027-{month:02}": Decimal("200.00") for month in range(1, 13)}
    assert paid_by(deal.translated()) == months("120.00", 2, 12) | next_year


def test_free_months_beside_a_trial_are_for_a_person_to_decide() -> None:
    free = Sold(unit_price="0.00", first="2026-02-01", last="2026-02-28", ramp="R")
    paid = Sold(unit_price="132.00", first="2026-03-01", ramp="R")
    deal = a_revenue_cloud_order(FREE, free, paid)
    says, _, amount = deal.with_fields(*item(1), SegmentType="FreeTrial").flag("RAMP_REVIEW")
    assert says.endswith("has free steps beside a trial")
    assert amount == "1320.00"


def test_a_trial_with_a_price_contradicts_itself() -> None:
    deal = a_revenue_cloud_order(
        Sold(unit_price="1.00", last="2026-01-31", ramp="R"), PAID
    ).with_fields(*item(1), SegmentType="FreeTrial")
    says, _, amount = deal.flag("TRIAL_CONTRADICTED")
    assert says == "the segment is a free trial, and its total is 10.00"
    assert amount == "10.00"


@of_both
def test_free_months_of_a_ramp_that_adds_seats_are_for_a_person_to_decide(build: Build) -> None:
    more = Sold(quantity="20", first="2027-01-01", last="2027-12-31", ramp="R")
    says, _, amount = build(FREE, PAID, more).flag("RAMP_REVIEW")
    assert "has free steps and changes its quantity" in says
    assert amount == "3720.00"


@of_both
def test_a_line_for_nothing_is_ordered_at_nothing(build: Build) -> None:
    result = build(Sold(), Sold(product="ULT", unit_price="0.00")).translated()
    assert ordered(result) == [
        ("SUB-ENT", Decimal(10), "1200.00"),
        ("SUB-ULT", Decimal(10), "0.00"),
    ]


@pytest.mark.parametrize(
    ("parent", "component"),
    [("120.00", "0.00"), ("0.00", "120.00"), ("100.00", "20.00")],
    ids=["the parent is priced", "the components are priced", "both are priced"],
)
def test_each_line_of_a_bundle_is_ordered_at_its_own_total(parent: str, component: str) -> None:
    deal = a_cpq_order(Sold(unit_price=parent), Sold(product="ULT", unit_price=component))
    bundle = ("SBQQ__QuoteLine__c", "QL-O-1-1")
    part = ("SBQQ__QuoteLine__c", "QL-O-1-2")
    deal = deal.with_fields(*bundle, SBQQ__Bundle__c=True, SBQQ__PackageTotal__c="1200.00")
    deal = deal.with_fields(*part, SBQQ__RequiredBy__c="QL", SBQQ__OptionLevel__c=1)
    result = deal.with_fields(*item(2), SBQQ__BundleRoot__c="OI").translated()
    totals = [f"{Decimal(price) * 10:.2f}" for price in (parent, component)]
    assert [amount for _, _, amount in ordered(result)] == totals
    assert result.heading.booked.text() == "1200.00"


@of_both
def test_a_bundle_in_a_ramp_is_a_ramp_of_each_of_its_products(build: Build) -> None:
    later = {"first": "2027-01-01", "last": "2027-12-31", "quantity": "20"}
    result = build(
        Sold(ramp="R"),
        Sold(ramp="R", **later),
        Sold(product="ULT", unit_price="0.00", ramp="S"),
        Sold(product="ULT", unit_price="0.00", ramp="S", **later),
    ).translated()
    assert ordered(result) == [
        ("SUB-ENT", Decimal(10), "1200.00"),
        ("SUB-ENT", Decimal(20), "2400.00"),
        ("SUB-ULT", Decimal(10), "0.00"),
        ("SUB-ULT", Decimal(20), "0.00"),
    ]


def test_a_percentage_of_the_total_is_a_total_like_any_other() -> None:
    support = Sold(product="ULT", quantity="1", unit_price="240.00")
    deal = a_cpq_order(Sold(), support).with_fields(
        *item(2), SBQQ__SubscriptionPricing__c="Percent Of Total"
    )
    deal = deal.with_fields(
        "SBQQ__QuoteLine__c",
        "QL-O-1-2",
        SBQQ__SubscriptionPricing__c="Percent Of Total",
        SBQQ__SubscriptionPercent__c="20.000",
        SBQQ__SubscriptionBase__c="Net",
    )
    assert ordered(deal.translated())[1] == ("SUB-ULT", Decimal(1), "240.00")


@pytest.mark.parametrize(
    "fields",
    [{"SBQQ__PricingMethod__c": "Block"}, {"SBQQ__DiscountScheduleType__c": "Slab"}],
    ids=["block", "slab"],
)
def test_a_price_of_all_units_together_is_ordered_as_one(fields: dict[str, str]) -> None:
    """CPQ orders one block; its subscription holds the ten units."""
    deal = a_cpq_order(Sold(quantity="1", unit_price="1150.00"))
    deal = deal.with_fields("SBQQ__QuoteLine__c", "QL-O-1-1", **fields)
    deal = deal.with_fields("SBQQ__Subscription__c", "SUB-O-1-1", SBQQ__Quantity__c="10")
    assert ordered(deal.translated()) == [("SUB-ENT", Decimal(1), "1150.00")]


def test_an_order_of_one_unit_and_a_subscription_of_ten_need_a_price_of_all_together() -> None:
    deal = a_cpq_order(Sold(quantity="1", unit_price="1150.00"))
    deal = deal.with_fields("SBQQ__Subscription__c", "SUB-O-1-1", SBQQ__Quantity__c="10")
    assert deal.codes() == {"QUANTITIES_DIFFER"}


def test_slabs_that_no_unit_price_gives_are_ordered_at_their_total() -> None:
    """Five at 120.00, five at 110.07: 1,150.35, and no unit costs 115.04."""
    deal = a_cpq_order(Sold(unit_price="115.00")).with_fields(
        "SBQQ__QuoteLine__c", "QL-O-1-1", SBQQ__DiscountScheduleType__c="Slab"
    )
    deal = deal.with_fields("SBQQ__QuoteLine__c", "QL-O-1-1", SBQQ__NetTotal__c="1150.35")
    deal = deal.with_fields(*item(), TotalPrice="1150.35", UnitPrice="115.04")
    deal = deal.with_fields("Order", "O-1", TotalAmount="1150.35")
    assert ordered(deal.translated()) == [("SUB-ENT", Decimal(10), "1150.35")]


@of_both
def test_service_that_began_before_the_signature_has_its_own_months(build: Build) -> None:
    """Signed on 1 January, served since October: three of twelve months are revenue at once."""
    result = build(Sold(first="2025-10-01", last="2026-09-30")).translated()
    (order,) = result.documents
    assert order.dated.isoformat() == "2026-01-01"
    early = {"2025-10": Decimal(100), "2025-11": Decimal(100), "2025-12": Decimal(100)}
    assert paid_by(result) == {**early, **months("100.00", 1, 9)}


@of_both
def test_discounts_are_in_the_totals_and_no_line_of_their_own(build: Build) -> None:
    deal = build(Sold(unit_price="108.00"))
    line = deal.with_fields(
        *(
            ("SBQQ__QuoteLine__c", "QL-O-1-1")
            if build is a_cpq_order
            else ("QuoteLineItem", "QLI-O-1-1")
        ),
        **({"SBQQ__Discount__c": "10"} if build is a_cpq_order else {"Discount": "10"}),
    )
    assert ordered(line.translated()) == [("SUB-ENT", Decimal(10), "1080.00")]
