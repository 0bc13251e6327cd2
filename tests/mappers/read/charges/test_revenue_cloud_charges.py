"""What Revenue Cloud says of the standing of an order and of its lines."""

import pytest

from bridge.model.record import Scalar
from tests.mappers.builders import Sold, a_revenue_cloud_order
from tests.mappers.changes import item

ONCE = Sold(product="ONBOARDING", quantity="1", unit_price="500.00", first=None, last=None)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("Status", "Canceled", "ORDER_PRODUCT_NOT_ACTIVE"),
        ("SegmentType", "FreeTrial", "TRIAL_CONTRADICTED"),
        ("SegmentType", "Pause", "SEGMENT_TYPE_UNKNOWN"),
        ("LegalEntityId", "0le000000000001AAA", "UNREAD_FIELD"),
        ("BillingTreatmentId", "1bt000000000001AAA", "UNREAD_FIELD"),
        ("PriceRevisionPolicyId", "1pr000000000001AAA", "UNREAD_FIELD"),
    ],
)
def test_what_changes_who_sells_or_what_is_owed_for_a_line_is_a_flag(
    field: str, value: str, code: str
) -> None:
    deal = a_revenue_cloud_order().with_fields(*item(), **{field: value})
    _, evidence, amount = deal.flag(code)
    assert evidence[0].endswith(f"{field} = {value}")
    assert amount == "1200.00"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("LegalEntityId", "0le000000000001AAA", "UNREAD_FIELD"),
        ("PaymentTermId", "0pt000000000001AAA", "UNREAD_FIELD"),
        ("RecordTypeId", "012000000000001AAA", "UNREAD_FIELD"),
        ("ValidationResult", "TransactionIncomplete", "UNREAD_FIELD"),
        ("TaxLocaleType", "Gross", "PRICES_WITH_TAX"),
        ("TaxLocaleType", "Automatic", "PRICES_WITH_TAX"),
        ("RelatedOrderType", "SupplementalOrder", "ORDER_TYPE_UNKNOWN"),
        ("RelatedOrderType", "TransferOrder", "TRANSFER"),
    ],
)
def test_what_changes_who_sells_or_what_is_owed_for_an_order_is_a_flag(
    field: str, value: str, code: str
) -> None:
    deal = a_revenue_cloud_order().with_fields("Order", "O-1", **{field: value})
    _, evidence, amount = deal.flag(code)
    assert evidence[0].endswith(f"{field} = {value}")
    assert amount == "1200.00"


@pytest.mark.parametrize(
    "fields", [{"Status": "Activated"}, {"SegmentType": "Yearly"}, {"SegmentType": "Prorated"}]
)
def test_a_line_that_stands_as_it_was_sold_is_translated(fields: dict[str, Scalar]) -> None:
    assert a_revenue_cloud_order().with_fields(*item(), **fields).translated()


def test_a_change_order_at_net_prices_is_translated() -> None:
    fields: dict[str, Scalar] = {"RelatedOrderType": "ChangeOrder", "TaxLocaleType": "Net"}
    assert a_revenue_cloud_order().with_fields("Order", "O-1", **fields).translated()


def test_what_is_billed_by_milestones_on_the_quote_alone_is_not_passed_over() -> None:
    deal = a_revenue_cloud_order(ONCE)
    deal = deal.with_fields("QuoteLineItem", "QLI-O-1-1", BillingFrequency="MilestonePlan")
    says, _, amount = deal.flag("BILLING_UNDECIDED")
    assert "MilestonePlan" in says
    assert amount == "500.00"
