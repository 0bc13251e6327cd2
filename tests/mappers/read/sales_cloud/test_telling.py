"""Plain orders are told from those of CPQ and Revenue Cloud; where they cannot be, it is a flag."""

import pytest

from bridge.mappers import dossiers
from bridge.mappers.read.seeds import seed_id
from bridge.model.record import FieldDescription, ObjectDescription, Record, Scalar
from tests.mappers.builders import a_cpq_order, a_revenue_cloud_order
from tests.mappers.plain import a_plain_order, with_records


def order(**fields: Scalar) -> Record:
    return Record("Order", seed_id("Order", "O-1"), fields)


@pytest.mark.parametrize(
    ("fields", "model"),
    [
        ({}, "sales_cloud"),
        ({"QuoteId": "0Q0", "OpportunityId": "006", "Type": "New"}, "sales_cloud"),
        ({"IsReductionOrder": True, "OriginalOrderId": "801"}, "sales_cloud"),
        ({"SBQQ__Quote__c": "a0Q"}, "cpq"),
        ({"SBQQ__Quote__c": "a0Q", "OriginalActionType": "Add"}, "cpq"),
        ({"OriginalActionType": "Add"}, "revenue_cloud"),
        ({"OrchestrationSbmsStatus": "Submitted"}, "revenue_cloud"),
        ({"RelatedOrderType": "SupplementalOrder"}, "revenue_cloud"),
        ({"SalesTransactionTypeId": "11A"}, "revenue_cloud"),
    ],
)
def test_the_model_of_an_order_is_told_by_what_only_that_model_writes(
    fields: dict[str, Scalar], model: str
) -> None:
    assert dossiers.model_of(order(**fields)) == model


def test_each_builder_makes_orders_of_its_model() -> None:
    made = [build().dossier.model for build in (a_cpq_order, a_revenue_cloud_order, a_plain_order)]
    assert made == ["cpq", "revenue_cloud", "sales_cloud"]


def test_a_plain_order_that_became_an_asset_is_a_flag() -> None:
    item = seed_id("OrderItem", "OI-O-1-1")
    source: dict[str, Scalar] = {
        "type": "AssetActionSource",
        "key": "AAS",
        "ReferenceEntityItemId": item,
    }
    deal = with_records(a_plain_order(), source)
    _, evidence, amount = deal.flag("MODEL_UNCLEAR")
    assert evidence == (f"AssetActionSource {seed_id('AssetActionSource', 'AAS')}",)
    assert amount == "1200.00"


@pytest.mark.parametrize(
    ("quote", "line"),
    [({"OriginalActionType": "Amend"}, {}), ({}, {"SellingModelType": "TermDefined"})],
)
def test_a_plain_order_of_a_quote_of_revenue_cloud_is_a_flag(
    quote: dict[str, Scalar], line: dict[str, Scalar]
) -> None:
    deal = with_records(
        a_plain_order(),
        {"type": "Quote", "key": "Q", **quote},
        {"type": "QuoteLineItem", "key": "QL", "QuoteId": "@Q", **line},
    )
    deal = deal.with_fields("Order", "O-1", QuoteId=seed_id("Quote", "Q"))
    deal = deal.with_fields("OrderItem", "OI-O-1-1", QuoteLineItemId=seed_id("QuoteLineItem", "QL"))
    assert deal.codes() == {"MODEL_UNCLEAR"}


@pytest.mark.parametrize("field", ["RampIdentifier", "PricingTermCount", "SBQQ__ChargeType__c"])
def test_what_only_other_models_write_on_an_order_product_is_a_flag(field: str) -> None:
    deal = a_plain_order().with_fields("OrderItem", "OI-O-1-1", **{field: "12"})
    assert deal.codes() == {"UNREAD_FIELD"}


def test_an_org_with_revenue_cloud_must_show_the_action_of_its_orders() -> None:
    names = ("Status", "StatusCode")
    fields = {name: FieldDescription(name=name, type="string", custom=False) for name in names}
    plain = {"Order": ObjectDescription("Order", fields)}
    assert dossiers.unseen(plain) == ()
    with_cloud = {**plain, "QuoteAction": ObjectDescription("QuoteAction", {})}
    assert dossiers.unseen(with_cloud) == ("Order.OriginalActionType",)


def test_products_of_cpq_in_an_order_without_its_quote_are_not_taken_for_plain_ones() -> None:
    """So a renewal by itself looks: it renews, and names neither a quote nor what it renews."""
    deal = a_plain_order().with_fields(
        "OrderItem", "OI-O-1-1", SBQQ__ContractAction__c="Renew", SBQQ__Subscription__c="a0S"
    )
    says, evidence, amount = deal.flag("MODEL_UNCLEAR")
    assert "what they amend or renew is not known" in says
    assert [one.split()[2] for one in evidence] == [
        "SBQQ__ContractAction__c",
        "SBQQ__Subscription__c",
    ]
    assert amount == "1200.00"
