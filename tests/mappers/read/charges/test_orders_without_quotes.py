"""Orders that Revenue Cloud makes without a quote, as renewals by themselves, and transfers."""

from decimal import Decimal

import pytest

from bridge.mappers import dossiers
from bridge.model.deal import DealKind
from bridge.model.record import Scalar
from bridge.translate import Translated, translate
from tests.mappers import rules
from tests.mappers.builders import Built, Rows, a_revenue_cloud_order, built
from tests.mappers.changes import item


def without_quote(model: str = "TermDefined", **fields: Scalar) -> Built:
    """A new deal whose order names the selling model of the catalogue, and no quote."""
    deal = a_revenue_cloud_order().without("Quote").without("QuoteLineItem")
    deal = deal.with_fields("Order", "O-1", QuoteId=None)
    stated: dict[str, Scalar] = {"SellingModelType": model, "PricingTermUnit": "Annual"}
    catalogue = built("O-1", [{"type": "ProductSellingModel", "key": "PSM", **stated}])
    deal = Built(deal.order, (*deal.records, *catalogue.records), deal.frame)
    named: dict[str, Scalar] = {"ProductSellingModelId": catalogue.records[0].id}
    return deal.with_fields(*item(), QuoteLineItemId=None, **named | fields)


def test_the_catalogue_says_how_a_line_without_a_quote_is_sold() -> None:
    (order,) = without_quote(PricingTermCount="1.00").translated().documents
    assert [line.amount.text() for line in order.lines] == ["1200.00"]


def test_the_price_of_a_line_without_a_quote_is_asked_like_any_other() -> None:
    assert without_quote(PricingTermCount="0.50").codes() == {"PRORATION_UNEXPLAINED"}


@pytest.mark.parametrize("model", ["Evergreen", "Barter"])
def test_a_model_that_is_not_for_a_term_is_a_flag(model: str) -> None:
    assert without_quote(model).codes() == {"SELLING_MODEL_UNKNOWN"}


def test_a_line_without_a_quote_and_without_a_model_is_a_flag() -> None:
    assert without_quote(ProductSellingModelId=None).codes() == {"SELLING_MODEL_UNKNOWN"}


RENEWAL: Rows = [
    {
        "type": "Order",
        "key": "O-2",
        "AccountId": "@ACME",
        "Status": "Activated",
        "EffectiveDate": "2027-01-01",
        "TotalAmount": "1320.00",
        "OriginalActionType": "Renew",
        "OrchestrationSbmsStatus": "Completed",
    },
    {
        "type": "OrderItem",
        "key": "OI-O-2-1",
        "OrderId": "@O-2",
        "Product2Id": "@P-ENT",
        "ProductSellingModelId": "@PSM",
        "Quantity": "10",
        "NetUnitPrice": "132.00",
        "TotalPrice": "1320.00",
        "ServiceDate": "2027-01-01",
        "EndDate": "2027-12-31",
        "BillingFrequency2": "Annual",
    },
    {
        "type": "AssetAction",
        "key": "AA-O-2",
        "AssetId": "@AS-O-1-1",
        "Type": "Change",
        "CategoryEnum": "Renewals",
    },
    {
        "type": "AssetActionSource",
        "key": "AAS-O-2",
        "AssetActionId": "@AA-O-2",
        "ReferenceEntityItemId": "@OI-O-2-1",
        "TotalPrice": "1320.00",
        "Quantity": "10",
        "StartDate": "2027-01-01T00:00:00.000+0000",
        "EndDate": "2027-12-31T23:59:59.000+0000",
    },
    {"type": "ProductSellingModel", "key": "PSM", "SellingModelType": "TermDefined"},
    # what the references lead to; the first sale has the rest of them
    {"type": "Account", "key": "ACME"},
    {"type": "Product2", "key": "P-ENT"},
    {"type": "Asset", "key": "AS-O-1-1"},
]


def test_a_renewal_that_nobody_quoted_is_ordered_in_the_contract_that_it_renews() -> None:
    first = a_revenue_cloud_order()
    renewal = built("O-2", RENEWAL)
    known = {one.id: one for one in (*renewal.records, *first.records)}
    order = next(one for one in renewal.records if one.type == "Order")
    dossier = dossiers.of_order(order, tuple(known.values()), (), first.frame)
    result = translate(dossier, rules.shipped())
    assert isinstance(result, Translated), result
    assert result.heading.kind is DealKind.RENEWAL
    assert result.heading.contract == first.translated().heading.contract
    ((line,),) = [one.lines for one in result.documents]
    assert (line.quantity, line.amount.text()) == (Decimal(10), "1320.00")


def test_a_transfer_names_what_can_be_done_instead() -> None:
    deal = a_revenue_cloud_order().with_fields("Order", "O-1", OriginalActionType="Transfer")
    (nearest,) = {flag.nearest for flag in deal.flagged().flags if flag.code == "TRANSFER"}
    assert nearest is not None
    assert nearest.startswith("cancel the rest of the contract of the old customer")
    assert deal.codes() == {"TRANSFER"}
