"""Bad input of either model: each mistake is a flag with figures, evidence and its amount."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from bridge.mappers.read import seeds
from bridge.model.record import Scalar
from tests.mappers.builders import Built, Sold, a_cpq_order, a_revenue_cloud_order
from tests.mappers.changes import item, total_of

Builder = Callable[..., Built]
both = pytest.mark.parametrize("build", [a_cpq_order, a_revenue_cloud_order])
TWO = (Sold(), Sold(product="ONBOARDING", quantity="1", unit_price="500.00"))


@both
def test_a_valid_deal_is_translated_with_the_sum_of_its_lines(build: Builder) -> None:
    (order,) = build(*TWO).translated().documents
    assert sorted(line.amount.text() for line in order.lines) == ["1200.00", "500.00"]
    assert order.amount.text() == "1700.00"


@both
def test_a_product_that_no_rule_knows_is_named_with_the_amount_of_its_line(build: Builder) -> None:
    deal = build(Sold(), Sold(product="MYSTERY", unit_price="33.00"))
    says, evidence, amount = deal.flag("ITEM_UNMAPPED")
    assert says == "No NetSuite item for product MYSTERY"
    assert evidence[0] == f"OrderItem {seeds.seed_id(*item(2))} (MYSTERY)"
    assert amount == "330.00"
    assert deal.flagged().heading.booked.text() == "1530.00"


@both
@pytest.mark.parametrize(
    ("stated", "held"), [("100.001", "100.01"), ("-100.001", "-100.01"), ("0.0000001", "0.01")]
)
def test_an_amount_with_too_many_decimals_is_held_by_the_cent_that_covers_it(
    build: Builder, stated: str, held: str
) -> None:
    deal = total_of(build(), 1, stated).with_fields("Order", "O-1", TotalAmount=None)
    says, evidence, amount = deal.flag("TOO_MANY_DECIMALS")
    assert "USD has 2 decimals" in says
    assert evidence[0].startswith("OrderItem ")
    assert evidence[0].endswith(f"TotalPrice = {stated}")
    assert amount == held
    assert deal.flagged().heading.booked.text() == held


@both
def test_an_end_before_the_start_is_a_flag_with_both_days(build: Builder) -> None:
    deal = build().with_fields(*item(), ServiceDate="2026-03-01", EndDate="2026-02-28")
    says, evidence, amount = deal.flag("END_BEFORE_START")
    assert "ends on 2026-02-28" in says
    assert len(evidence) == 2
    assert amount == "1200.00"


@both
@pytest.mark.parametrize("field", ["ServiceDate", "EndDate"])
def test_a_recurring_line_needs_both_days_of_service(build: Builder, field: str) -> None:
    deal = build().with_fields(*item(), **{field: None})
    assert "TERM_MISSING" in deal.codes()


@both
def test_what_is_handed_over_at_once_needs_no_days(build: Builder) -> None:
    deal = build(Sold(product="ONBOARDING", first=None, last=None))
    (line,) = deal.translated().documents[0].lines
    assert line.service is None
    (schedule,) = deal.translated().schedules
    assert [(part.period, part.amount.text()) for part in schedule.planned] == [
        ("2026-01", "1200.00")
    ]


@both
def test_totals_that_do_not_add_up_are_a_flag_with_both_figures(build: Builder) -> None:
    says, evidence, amount = (
        build().with_fields("Order", "O-1", TotalAmount="1100.00").flag("TOTALS_DIFFER")
    )
    assert says == "the lines add up to 1,200.00 USD, the order says 1,100.00 USD"
    assert evidence[0].endswith("TotalAmount = 1100.00")
    assert amount == "1200.00"


@both
def test_a_total_is_told_with_the_decimals_of_its_currency(build: Builder) -> None:
    deal = build().with_fields("Order", "O-1", TotalAmount=Decimal("561600.0"))
    says, _, _ = deal.flag("TOTALS_DIFFER")
    assert says == "the lines add up to 1,200.00 USD, the order says 561,600.00 USD"


def test_a_total_typed_over_by_hand_holds_a_cpq_deal() -> None:
    deal = a_cpq_order().with_fields(*item(), TotalPrice="1000.00")
    deal = deal.with_fields("Order", "O-1", TotalAmount="1000.00")
    says, _, amount = deal.flag("TOTAL_TYPED_OVER")
    assert says == "10 x 120 is 1,200.00 USD, and the total says 1,000.00 USD"
    assert amount == "1000.00"
    assert "LINE_TOTALS_DIFFER" in deal.codes()


def test_a_total_typed_over_by_hand_holds_a_revenue_cloud_deal() -> None:
    deal = a_revenue_cloud_order().with_fields(*item(), TotalPrice="1000.00")
    deal = deal.with_fields("Order", "O-1", TotalAmount="1000.00")
    assert deal.codes() == {"LINE_TOTALS_DIFFER"}
    assert {flag.amount.text() for flag in deal.flagged().flags} == {"1000.00"}


def test_another_total_on_the_quote_line_holds_the_deal() -> None:
    cpq = a_cpq_order().with_fields("SBQQ__QuoteLine__c", "QL-O-1-1", SBQQ__NetTotal__c="1199.99")
    assert cpq.codes() == {"LINE_TOTALS_DIFFER"}
    cloud = a_revenue_cloud_order().with_fields("QuoteLineItem", "QLI-O-1-1", TotalPrice="1199.99")
    assert cloud.codes() == {"LINE_TOTALS_DIFFER"}


def test_an_order_may_take_only_a_part_of_its_quote() -> None:
    deal = a_cpq_order().with_fields(
        "SBQQ__QuoteLine__c",
        "QL-O-1-1",
        SBQQ__EffectiveQuantity__c="20",
        SBQQ__NetTotal__c="2400.00",
    )
    assert deal.translated().documents[0].amount.text() == "1200.00"


def test_an_asset_with_other_days_than_its_order_product_holds_the_deal() -> None:
    deal = a_revenue_cloud_order().with_fields(
        "AssetActionSource", "AAS-O-1-1", EndDate="2026-11-30T23:59:59.000+0000"
    )
    assert deal.codes() == {"SEGMENT_DATES_DIFFER"}


def test_the_days_of_an_asset_are_utc_days_whatever_the_offset() -> None:
    deal = a_revenue_cloud_order().with_fields(
        "AssetActionSource",
        "AAS-O-1-1",
        StartDate="2025-12-31T16:00:00.000-0800",
        EndDate="2027-01-01T01:59:59.000+0200",
    )
    assert deal.translated()


@both
@pytest.mark.parametrize("amount", ["-1200.00", "-0.01"])
def test_a_negative_amount_on_an_added_line_is_a_concession(build: Builder, amount: str) -> None:
    deal = total_of(build(), 1, amount).with_fields("Order", "O-1", TotalAmount=None)
    says, _, held = deal.flag("CONCESSION")
    assert f"grants {-Decimal(amount):,.2f} USD" in says
    assert held == amount
    assert "NEGATIVE_SALE" not in deal.codes()


@both
def test_a_negative_quantity_on_an_added_line_is_no_sale(build: Builder) -> None:
    deal = build(Sold(quantity="-10", unit_price="-120.00"))
    assert "NEGATIVE_SALE" in deal.codes()


@both
def test_an_amount_for_no_pieces_is_a_flag(build: Builder) -> None:
    deal = build().with_fields(*item(), Quantity="0")
    assert "AMOUNT_WITHOUT_QUANTITY" in deal.codes()


@both
@pytest.mark.parametrize("quantity", [None, ""])
def test_a_quantity_must_be_stated(build: Builder, quantity: Scalar) -> None:
    assert "FIELD_BLANK" in build().with_fields(*item(), Quantity=quantity).codes()


@both
def test_a_quantity_finer_than_four_decimals_is_a_flag_and_not_cut(build: Builder) -> None:
    deal = build(Sold(quantity="0.33333", unit_price="0.00"))
    says, _, _ = deal.flag("TOO_MANY_DIGITS")
    assert "0.33333" in says
    fine = build(Sold(quantity="8.33330", unit_price="0.00"))
    assert fine.translated().documents[0].lines[0].quantity == Decimal("8.3333")


@both
def test_a_line_that_is_given_away_is_a_line_of_zero(build: Builder) -> None:
    deal = build(Sold(), Sold(unit_price="0.00"))
    (order,) = deal.translated().documents
    assert sorted(line.amount.text() for line in order.lines) == ["0.00", "1200.00"]
    assert len(deal.translated().schedules) == 2


@both
def test_all_findings_of_a_deal_are_reported_at_once(build: Builder) -> None:
    deal = build(*TWO).with_fields(*item(), EndDate="2025-01-01", Anything__c="x")
    deal = deal.with_fields(*item(2), Quantity="none")
    deal = deal.with_fields("Order", "O-1", TotalAmount="1.00")
    assert deal.codes() >= {
        *("END_BEFORE_START", "UNREAD_FIELD", "NOT_A_NUMBER", "TOTALS_DIFFER", "TERM_MISSING"),
    }
    assert deal.flagged().heading.booked.text() == "1700.00"
