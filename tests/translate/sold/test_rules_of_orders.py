"""Billing, terms, payer and seller of an order follow from rules; what none decides is a flag."""

from dataclasses import replace

import pytest

from bridge.model.record import Scalar
from bridge.rules.rulebook import RulebookInvalid
from bridge.translate import Flagged, Translated
from tests.mappers import rules
from tests.mappers.builders import Built, a_cpq_order, a_revenue_cloud_order

ORDER = ("Order", "O-1")


def header(deal: Built, *changed: str) -> dict[str, object]:
    """The header of the only order, under the shipped rules or one file of them changed."""
    result = deal.result(rules.changed(*changed) if changed else None)
    assert isinstance(result, Translated), result
    (order,) = result.documents
    return dict(order.fields)


def test_a_payer_of_its_own_is_a_field_that_holds_the_deal_until_a_rule_reads_it() -> None:
    payer: dict[str, Scalar] = {"blng__BillingAccount__c": "001PAYER"}
    deal = a_cpq_order().with_fields(*ORDER, **payer)
    assert deal.codes() == {"UNREAD_FIELD"}


def test_a_rule_may_bill_the_payer_that_the_order_names() -> None:
    deal = a_cpq_order().with_fields(*ORDER, blng__BillingAccount__c="001PAYER")
    texts = rules.files()
    fact = '{field: PoNumber, type: "text?"}\n'
    payer = '      payer: {field: blng__BillingAccount__c, type: "text?"}\n'
    texts["sources/cpq.yaml"] = texts["sources/cpq.yaml"].replace(fact, f"{fact}{payer}", 1)
    texts["orders.yaml"] = texts["orders.yaml"].replace(
        "'\"SFA-\" & account_id'", "'\"SFA-\" & BLANKVALUE(payer, account_id)'"
    )
    result = deal.result(rules.loaded(texts))
    assert isinstance(result, Translated)
    assert result.documents[0].fields["entity"] == "SFA-001PAYER"


@pytest.mark.parametrize(
    ("terms", "expected"), [("Net 60", "NET-60"), (None, None)], ids=["agreed", "the customer's"]
)
def test_terms_are_those_of_the_order_else_the_customers_own(
    terms: str | None, expected: str | None
) -> None:
    deal = a_cpq_order().with_fields(*ORDER, SBQQ__PaymentTerm__c=terms)
    assert header(deal)["terms"] == expected


def test_terms_that_no_row_names_are_a_flag() -> None:
    assert a_cpq_order().with_fields(*ORDER, SBQQ__PaymentTerm__c="Net 75").codes() == {
        "TERMS_UNMAPPED"
    }


def test_a_rule_that_says_nothing_of_terms_is_refused() -> None:
    with pytest.raises(RulebookInvalid, match="terms"):
        rules.changed("orders.yaml", "  terms: {is: ", "  department: {is: ")


@pytest.mark.parametrize(("code", "seller"), [("USD", "US-INC"), ("EUR", "DE-GMBH")])
def test_the_currency_decides_which_subsidiary_sells(code: str, seller: str) -> None:
    deal = a_revenue_cloud_order()
    several = deal.in_frame(replace(deal.frame, multi_currency=True))
    sold = several.with_fields(*ORDER, CurrencyIsoCode=code)
    assert header(sold)["subsidiary"] == seller


def test_a_currency_in_which_nobody_sells_is_a_flag_with_the_nearest_ones() -> None:
    deal = a_revenue_cloud_order()
    several = deal.in_frame(replace(deal.frame, multi_currency=True))
    result = several.with_fields(*ORDER, CurrencyIsoCode="JPY").result()
    assert isinstance(result, Flagged)
    found = {flag.code: flag.nearest for flag in result.flags}
    assert found["SUBSIDIARY_UNDECIDED"] == "the rules know it with currency = EUR or USD"


def test_orders_arrive_pending_approval_until_a_rule_says_otherwise() -> None:
    assert header(a_cpq_order())["orderStatus"] == "A"
    released = header(a_cpq_order(), "orders.yaml", "'\"A\"'", "'\"B\"'")
    assert released["orderStatus"] == "B"


@pytest.mark.parametrize("status", ["Draft", "In Approval Process"])
def test_an_order_that_waits_for_approval_in_salesforce_is_no_booking(status: str) -> None:
    assert a_cpq_order().with_fields(*ORDER, Status=status).codes() == {"ORDER_NOT_ACTIVE"}
