"""The heading of a plain order: what it is, when it is complete, and that nothing is dropped."""

import pytest

from bridge.mappers.read.seeds import seed_id
from bridge.model.deal import Deal, DealKind
from bridge.model.record import Scalar
from bridge.translate import Excluded
from tests.mappers.builders import Built, Sold
from tests.mappers.plain import a_plain_order, with_records

ITEM = ("OrderItem", "OI-O-1-1")
SEVERAL = {"multi_currency": True}


def whole_of(deal: Built) -> Deal:
    heading = deal.translated().heading
    assert isinstance(heading, Deal)
    return heading


@pytest.mark.parametrize(
    ("stated", "kind"),
    [(None, DealKind.NEW), ("New", DealKind.NEW), ("Renewal", DealKind.RENEWAL)],
)
def test_what_an_order_is_follows_from_the_orgs_own_types(
    stated: str | None, kind: DealKind
) -> None:
    deal = whole_of(a_plain_order().with_fields("Order", "O-1", Type=stated))
    assert deal.kind is kind
    assert deal.contract == seed_id("Order", "O-1")


def test_an_order_of_a_type_that_has_no_answer_is_a_flag() -> None:
    deal = a_plain_order().with_fields("Order", "O-1", Type="Swap")
    says, evidence, _ = deal.flag("ORDER_TYPE_UNKNOWN")
    assert "Order.Type is Swap: answer 'order_type' in sources/sales_cloud.yaml for it" in says
    assert evidence == (f"Order {seed_id('Order', 'O-1')} Type = Swap",)


def test_a_service_is_billed_as_the_source_answers_and_a_delivery_has_no_rhythm() -> None:
    deal = a_plain_order(Sold(), Sold(product="ONBOARDING", first=None, last=None))
    rhythms = {line.product: line.billing_frequency for line in whole_of(deal).lines}
    assert rhythms == {"ENT": "On order", "ONBOARDING": None}


def test_the_rules_decide_by_the_facts_of_a_plain_order() -> None:
    deal = a_plain_order().with_fields("Order", "O-1", PoNumber="PO-7")
    (order,) = deal.translated().documents
    assert order.fields["otherRefNum"] == "PO-7"
    trial = a_plain_order().with_fields("Order", "O-1", Deal_Purpose__c="Evaluation")
    assert isinstance(trial.result(), Excluded)


def test_an_order_waits_for_its_order_products() -> None:
    awaited = a_plain_order().without("OrderItem").awaited()
    assert awaited.missing == ("the order has no order products yet",)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"Status": "Draft"}, "ORDER_NOT_ACTIVE"),
        ({"StatusCode": "Canceled"}, "ORDER_NOT_ACTIVE"),
        ({"TotalAmount": "1199.99"}, "TOTALS_DIFFER"),
        ({"TaxLocaleType": "Gross"}, "PRICES_WITH_TAX"),
        ({"TotalAmountOverride": "1.00"}, "UNREAD_FIELD"),
        ({"AccountId": None}, "FIELD_BLANK"),
        ({"EffectiveDate": None}, "FIELD_BLANK"),
    ],
)
def test_an_order_that_is_no_sound_booking_is_a_flag(fields: dict[str, Scalar], code: str) -> None:
    assert code in a_plain_order().with_fields("Order", "O-1", **fields).codes()


def test_a_total_that_somebody_typed_over_is_a_flag() -> None:
    deal = a_plain_order().with_fields(*ITEM, TotalPrice="1000.00")
    deal = deal.with_fields("Order", "O-1", TotalAmount="1000.00")
    assert deal.codes() == {"TOTAL_TYPED_OVER"}


def in_two_currencies(record_type: str, code: str) -> Built:
    """A euro order with everything around it, one kind of record in another currency."""
    deal = with_records(
        a_plain_order(org=SEVERAL),
        {"type": "Opportunity", "key": "OPP"},
        {
            "type": "OpportunityLineItem",
            "key": "OLI",
            "OpportunityId": "@OPP",
            "Product2Id": seed_id("Product2", "P-ENT"),
        },
        {"type": "Contract", "key": "C", "AccountId": seed_id("Account", "ACME")},
    )
    around = {
        "OpportunityId": seed_id("Opportunity", "OPP"),
        "ContractId": seed_id("Contract", "C"),
    }
    deal = deal.with_fields("Order", "O-1", **around)
    for record in deal.records:
        currency = code if record.type == record_type else "EUR"
        if record.type not in ("Account", "Product2"):
            deal = Built(
                deal.order,
                tuple(
                    type(one)(one.type, one.id, {**one.fields, "CurrencyIsoCode": currency})
                    if one is record
                    else one
                    for one in deal.records
                ),
                deal.frame,
            )
    return deal


def test_an_order_is_booked_in_its_own_currency() -> None:
    assert str(whole_of(in_two_currencies("none", "EUR")).booked) == "1,200.00 EUR"


@pytest.mark.parametrize("record", ["OrderItem", "Contract", "Opportunity", "OpportunityLineItem"])
def test_a_record_of_the_deal_in_another_currency_is_a_flag(record: str) -> None:
    says, _, amount = in_two_currencies(record, "USD").flag("MIXED_CURRENCIES")
    assert says.startswith("the order is in EUR and")
    assert amount == "1200.00"
