"""A reason names the nearest deal that can be represented: made so, the deal is translated."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bridge.model.record import Scalar
from tests.mappers.builders import Built, Sold, a_cpq_order, a_revenue_cloud_order
from tests.mappers.changes import item

Change = dict[tuple[str, str], dict[str, Scalar]]
ITEM, SECOND, ORDER = item(), item(2), ("Order", "O-1")
QUOTE, QUOTE_LINE = ("SBQQ__Quote__c", "Q-O-1"), ("SBQQ__QuoteLine__c", "QL-O-1-1")
SOURCE = ("AssetActionSource", "AAS-O-1-1")
RAMP = (
    Sold(quantity="10", ramp="R"),
    Sold(quantity="20", first="2027-01-01", last="2027-12-31", ramp="R"),
)


def changed(deal: Built, change: Change) -> Built:
    for place, fields in change.items():
        deal = deal.with_fields(*place, **fields)
    return deal


def nearest(deal: Built, code: str) -> str | None:
    """What the only flag of a code names as the nearest deal."""
    (said,) = {flag.nearest for flag in deal.flagged().flags if flag.code == code}
    return said


CPQ: list[tuple[str, Change, str, Change]] = [
    (
        "TOTAL_TYPED_OVER",
        {ITEM: {"UnitPrice": "119.99"}},
        "set the unit price to 120.00, or the total to 1199.90",
        {ITEM: {"UnitPrice": "120.00"}},
    ),
    (
        "TERM_MISSING",
        {ITEM: {"EndDate": None}},
        "give the line its last day of service",
        {ITEM: {"EndDate": "2026-12-31"}},
    ),
    (
        "SUBSCRIPTION_TYPE_UNKNOWN",
        {QUOTE_LINE: {"SBQQ__SubscriptionType__c": "Evergreen"}},
        "sell it for a fixed term: Renewable, with the last day of that term",
        {QUOTE_LINE: {"SBQQ__SubscriptionType__c": "Renewable"}},
    ),
    (
        "TOTALS_DIFFER",
        {ORDER: {"TotalAmount": "1100.00"}},
        "let TotalAmount of the order be 1200.00, the sum of its lines",
        {ORDER: {"TotalAmount": "1200.00"}},
    ),
    (
        "QUOTE_TYPE_UNKNOWN",
        {QUOTE: {"SBQQ__Type__c": "Transfer"}},
        "set SBQQ__Type__c to Quote, Re-Quote, Amendment or Renewal",
        {QUOTE: {"SBQQ__Type__c": "Quote"}},
    ),
    (
        "RAMP_UNSAID",
        {QUOTE_LINE: {"SBQQ__SegmentKey__c": "K"}},
        "set SBQQ__SegmentKey__c to K",
        {ITEM: {"SBQQ__SegmentKey__c": "K", "SBQQ__SegmentIndex__c": 1}},
    ),
    (
        "BILLING_UNDECIDED",
        {ITEM: {"SBQQ__BillingType__c": "Arrears"}},
        "the rules know it with charge = USAGE; or with when = Advance or unsaid",
        {ITEM: {"SBQQ__BillingType__c": "Advance"}},
    ),
    (
        "ITEM_UNMAPPED",
        {("Product2", "P-ENT"): {"ProductCode": "MYSTERY"}},
        "the rules know it with product = API, CRED, ENT, ONBOARDING or ULT",
        {("Product2", "P-ENT"): {"ProductCode": "ULT"}},
    ),
    (
        "NOT_A_NUMBER",
        {ITEM: {"Quantity": "ten"}},
        "state Quantity as a number, such as 1200.00",
        {ITEM: {"Quantity": "10.00"}},
    ),
    (
        "NOT_A_DATE",
        {ITEM: {"EndDate": "31/12/2026"}},
        "state EndDate as a day, such as 2026-12-31",
        {ITEM: {"EndDate": "2026-12-31"}},
    ),
    (
        "PRORATION_UNEXPLAINED",
        {ITEM: {"SBQQ__ProrateMultiplier__c": "0.7500"}},
        "calculate the prices of quote and order anew for the days of the line",
        {ITEM: {"SBQQ__ProrateMultiplier__c": "1.0000"}},
    ),
    (
        "EVERGREEN_UNDECIDED",
        {
            ITEM: {"SBQQ__SubscriptionType__c": "Evergreen", "EndDate": None},
            ("Contract", "C-O-1"): {"SBQQ__Evergreen__c": True},
        },
        "sell it for a fixed term, with the last day of that term",
        {
            ITEM: {"SBQQ__SubscriptionType__c": "Renewable", "EndDate": "2026-12-31"},
            ("Contract", "C-O-1"): {"SBQQ__Evergreen__c": False},
        },
    ),
    (
        "UNREAD_FIELD",
        {ORDER: {"Rebate__c": "10 %"}},
        "leave Rebate__c blank",
        {ORDER: {"Rebate__c": None}},
    ),
    (
        "END_BEFORE_START",
        {ITEM: {"EndDate": "2025-12-31"}},
        "let service end on 2026-01-01 or later",
        {ITEM: {"EndDate": "2026-01-01"}},
    ),
]
CLOUD: list[tuple[str, Change, str, Change]] = [
    (
        "LINE_TOTALS_DIFFER",
        {SOURCE: {"TotalPrice": "1100.00"}},
        "let both say 1,100.00, or both 1200.00",
        {SOURCE: {"TotalPrice": "1200.00"}},
    ),
    (
        "TRIAL_CONTRADICTED",
        {ITEM: {"SegmentType": "FreeTrial"}},
        "sell the trial at 0.00, as a segment of the ramp that it leads to",
        {ITEM: {"SegmentType": "Yearly"}},
    ),
    (
        "SEGMENT_DATES_DIFFER",
        {SOURCE: {"EndDate": "2026-11-30T23:59:59.000+0000"}},
        "let both run 2026-01-01 to 2026-12-31",
        {SOURCE: {"EndDate": "2026-12-31T23:59:59.000+0000"}},
    ),
    (
        "SELLING_MODEL_UNKNOWN",
        {("QuoteLineItem", "QLI-O-1-1"): {"SellingModelType": "Evergreen"}},
        "sell it once, or for a term with a last day (TermDefined)",
        {("QuoteLineItem", "QLI-O-1-1"): {"SellingModelType": "TermDefined"}},
    ),
]


@pytest.mark.parametrize(
    ("build", "code", "change", "said", "mended"),
    [
        *((a_cpq_order, *case) for case in CPQ),
        *((a_revenue_cloud_order, *case) for case in CLOUD),
    ],
    ids=lambda part: part if isinstance(part, str) and part.isupper() else "",
)
def test_the_nearest_deal_is_named_with_its_figures_and_is_translated(
    build: Callable[[], Built], code: str, change: Change, said: str, mended: Change
) -> None:
    deal = changed(build(), change)
    assert nearest(deal, code) == said
    assert changed(deal, mended).translated()


@pytest.mark.parametrize("build", [a_cpq_order, a_revenue_cloud_order])
@pytest.mark.parametrize(
    ("first", "code"), [("2027-01-02", "RAMP_GAP"), ("2026-12-31", "RAMP_OVERLAP")]
)
def test_the_day_on_which_a_later_step_is_to_start_is_named(
    build: Callable[..., Built], first: str, code: str
) -> None:
    whole = build(*RAMP)
    deal = whole.with_fields(*SECOND, ServiceDate=first)
    assert nearest(deal, code) == "let step 2 start on 2027-01-01"
    assert deal.with_fields(*SECOND, ServiceDate="2027-01-01").translated()


def test_the_currency_of_the_order_is_named_and_that_of_the_record_beside_it() -> None:
    deal = a_cpq_order()
    deal = deal.in_frame(replace(deal.frame, multi_currency=True))
    deal = deal.with_fields(*ORDER, CurrencyIsoCode="USD").with_fields(
        *QUOTE, CurrencyIsoCode="EUR"
    )
    said = nearest(deal, "MIXED_CURRENCIES")
    assert said == "sell all of it in USD, or what is in EUR by an order of its own"
    assert deal.with_fields(*QUOTE, CurrencyIsoCode="USD").translated()


def test_where_no_change_of_the_deal_would_do_nothing_is_made_up() -> None:
    deal = a_cpq_order().without("Product2")
    assert nearest(deal, "REFERENCE_UNREADABLE") is None
