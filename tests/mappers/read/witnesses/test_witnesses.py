"""What several records state is the same on all of them, or the deal is held with its amount."""

from collections.abc import Callable

import pytest

from bridge.model.record import Record, Scalar
from bridge.translate import Flagged, Translation, translate
from tests.mappers import rules
from tests.mappers.builders import Built, a_cpq_order, a_revenue_cloud_order
from tests.mappers.scenarios import dossier, key, seed, with_fields

OTHER = key("Account", "OTHER")
CPQ = [
    ("Contract", "C-O-1", "AccountId", "001B", "CUSTOMERS_DIFFER"),
    ("SBQQ__Quote__c", "Q-O-1", "SBQQ__Account__c", "001B", "CUSTOMERS_DIFFER"),
    ("SBQQ__QuoteLine__c", "QL-O-1-1", "SBQQ__Product__c", "01tB", "PRODUCTS_DIFFER"),
    ("SBQQ__Subscription__c", "SUB-O-1-1", "SBQQ__Product__c", "01tB", "PRODUCTS_DIFFER"),
    ("SBQQ__Subscription__c", "SUB-O-1-1", "SBQQ__Quantity__c", "9", "QUANTITIES_DIFFER"),
    (
        *("SBQQ__Subscription__c", "SUB-O-1-1", "SBQQ__SubscriptionStartDate__c", "2026-01-02"),
        "SEGMENT_DATES_DIFFER",
    ),
    (
        *("SBQQ__Subscription__c", "SUB-O-1-1", "SBQQ__SubscriptionEndDate__c", "2026-12-30"),
        "SEGMENT_DATES_DIFFER",
    ),
    ("SBQQ__QuoteLine__c", "QL-O-1-1", "SBQQ__ChargeType__c", "One-Time", "CHARGES_DIFFER"),
    (
        *("SBQQ__Subscription__c", "SUB-O-1-1", "SBQQ__BillingFrequency__c", "Monthly"),
        "BILLING_DIFFERS",
    ),
    (
        *("SBQQ__QuoteLine__c", "QL-O-1-1", "SBQQ__RenewedSubscription__c", "a0S0"),
        "ACTION_CONTRADICTED",
    ),
]
CLOUD = [
    ("Quote", "Q-O-1", "QuoteAccountId", "001B", "CUSTOMERS_DIFFER"),
    ("Asset", "AS-O-1-1", "AccountId", "001B", "CUSTOMERS_DIFFER"),
    ("Asset", "AS-O-1-1", "Product2Id", "01tB", "PRODUCTS_DIFFER"),
    ("QuoteLineItem", "QLI-O-1-1", "Product2Id", "01tB", "PRODUCTS_DIFFER"),
    ("QuoteLineItem", "QLI-O-1-1", "RampIdentifier", "R", "RAMP_UNSAID"),
    ("QuoteLineItem", "QLI-O-1-1", "BillingFrequency", "Monthly", "BILLING_DIFFERS"),
    ("AssetActionSource", "AAS-O-1-1", "Quantity", "9", "QUANTITIES_DIFFER"),
    ("AssetAction", "AA-O-1-1", "Type", "Change", "ACTION_CONTRADICTED"),
    ("AssetAction", "AA-O-1-1", "CategoryEnum", "Upsells", "ACTION_CONTRADICTED"),
    ("AssetAction", "AA-O-1-1", "CategoryEnum", "Swaps", "ACTION_CONTRADICTED"),
]


@pytest.mark.parametrize(
    ("build", "record", "field", "value", "code"),
    [
        (build, row[:2], *row[2:])
        for build, rows in ((a_cpq_order, CPQ), (a_revenue_cloud_order, CLOUD))
        for row in rows
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_a_record_that_says_something_else_holds_the_deal(
    build: Callable[[], Built], record: tuple[str, str], field: str, value: str, code: str
) -> None:
    assert build().translated()
    deal = build().with_fields(*record, **{field: value})
    found = [flag for flag in deal.flagged().flags if flag.code == code]
    assert found
    assert found[0].amount.text() == "1200.00"
    assert any(f"{field} = {value}" in one for one in found[0].evidence)


def test_numbers_and_days_that_are_written_otherwise_are_the_same() -> None:
    deal = a_cpq_order().with_fields(
        "SBQQ__Subscription__c", "SUB-O-1-1", SBQQ__Quantity__c="10.00"
    )
    assert deal.translated()


def test_what_is_sold_once_has_no_term() -> None:
    deal = a_revenue_cloud_order().with_fields(
        "QuoteLineItem", "QLI-O-1-1", SellingModelType="OneTime", SubscriptionTerm=12
    )
    assert "CHARGES_DIFFER" in deal.codes()


def amended(name: str, record_type: str, record: str, **fields: Scalar) -> Translation:
    """What becomes of the amendment of scenario B when one of its records is changed."""
    known = seed(name)
    records = with_fields(known.records, key(record_type, record), fields)
    order = "O-B1" if name.endswith("cpq") else "RO-B1"
    stranger = Record("Account", OTHER, {"Name": "Other Inc"})
    return translate(dossier(order, (*records, stranger), known.frame), rules.shipped())


@pytest.mark.parametrize(
    ("name", "first", "field", "value", "code"),
    [
        ("b-upsell-mid-term.cpq", "O-B0", "AccountId", OTHER, "CUSTOMER_MOVED"),
        ("b-upsell-mid-term.revenue-cloud", "RO-B0", "AccountId", OTHER, "CUSTOMER_MOVED"),
        ("b-upsell-mid-term.cpq", "O-B0", "CurrencyIsoCode", "EUR", "CONTRACT_OF_TWO_CURRENCIES"),
    ],
)
def test_an_amendment_has_customer_and_currency_of_its_contract(
    name: str, first: str, field: str, value: str, code: str
) -> None:
    result = amended(name, "Order", first, **{field: value})
    assert isinstance(result, Flagged)
    assert {flag.code for flag in result.flags} == {code}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("SBQQ__RevisedOrderProduct__c", "802ANOTHER"),
        ("SBQQ__ContractAction__c", "New"),
        ("SBQQ__ContractAction__c", "Renew"),
    ],
)
def test_a_line_that_adds_and_amends_or_amends_two_others_is_a_flag(field: str, value: str) -> None:
    result = amended("b-upsell-mid-term.cpq", "OrderItem", "OI-B1", **{field: value})
    assert isinstance(result, Flagged)
    assert "ACTION_CONTRADICTED" in {flag.code for flag in result.flags}


def test_an_asset_action_that_nobody_asked_for_is_a_flag() -> None:
    name = "b-upsell-mid-term.revenue-cloud"
    result = amended(name, "QuoteAction", "QA-RB1", Type="Cancel")
    assert isinstance(result, Flagged)
    assert {flag.code for flag in result.flags} == {"ACTION_CONTRADICTED"}
