"""Consumption schedules of CPQ order products: what use costs, and what is refused."""

from collections.abc import Sequence

import pytest

from bridge.model.record import Record, Scalar
from bridge.translate import Translation
from tests.mappers.scenarios import all_of, flagged, key, seed, translated, with_fields

NAME = "f-prepaid-credits-with-overage.cpq"
SCHEDULE = key("SBQQ__OrderItemConsumptionSchedule__c", "OCS-F")
FREE, PAID = (key("SBQQ__OrderItemConsumptionRate__c", name) for name in ("OCR-F1", "OCR-F2"))
ITEM = key("OrderItem", "OI-F2")
USE = key("blng__Usage__c", "U-FQ4")


def only(records: Sequence[Record]) -> Translation:
    (result,) = all_of(NAME, records=records)
    return result


def changed(record: str, **fields: Scalar) -> Translation:
    return only(with_fields(seed(NAME).records, record, fields))


def codes(result: Translation) -> set[str]:
    return {flag.code for flag in flagged(result).flags}


def usage(result: Translation) -> list[str]:
    _credits, *rated = (one for one in translated(result).documents if one.kind == "sales_order")
    return [one.amount.text() for one in rated]


@pytest.mark.parametrize(
    ("record", "fields", "code"),
    [
        (SCHEDULE, {"SBQQ__Type__c": "Odd"}, "RATE_UNKNOWN"),
        (SCHEDULE, {"SBQQ__RatingMethod__c": "Formula"}, "RATE_UNKNOWN"),
        (SCHEDULE, {"SBQQ__BillingTermUnit__c": "Week"}, "RATE_UNKNOWN"),
        (SCHEDULE, {"SBQQ__BillingTerm__c": "0"}, "RATE_UNKNOWN"),
        (SCHEDULE, {"SBQQ__BillingTerm__c": None}, "RATE_UNKNOWN"),
        (SCHEDULE, {"SBQQ__OrderItem__c": None}, "RATE_MISSING"),
        (PAID, {"SBQQ__LowerBound__c": "100001"}, "RATE_GAP"),
        (FREE, {"SBQQ__LowerBound__c": "1"}, "RATE_GAP"),
        (PAID, {"SBQQ__Price__c": None}, "RATE_GAP"),
        (PAID, {"SBQQ__PricingMethod__c": "Percent"}, "RATE_GAP"),
        (PAID, {"SBQQ__UpperBound__c": "110000"}, "USAGE_NOT_RATED"),
        (PAID, {"SBQQ__UpperBound__c": "90000"}, "RATE_UNKNOWN"),
        (ITEM, {"TotalPrice": "5.00", "UnitPrice": "5.00"}, "USAGE_PRICED_AHEAD"),
        (USE, {"blng__EndDateTime__c": "2027-01-31T00:00:00.000+0000"}, "USAGE_OUTSIDE_TERM"),
        (USE, {"blng__Quantity__c": None}, "FIELD_BLANK"),
        (USE, {"blng__PreratedAmount__c": "7.00"}, "UNREAD_FIELD"),
        (USE, {"blng__ErrorMessage__c": "no rate"}, "UNREAD_FIELD"),
        (USE, {"CurrencyIsoCode": "EUR"}, "MIXED_CURRENCIES"),
    ],
)
def test_what_does_not_say_what_use_costs_is_a_flag(
    record: str, fields: dict[str, Scalar], code: str
) -> None:
    assert code in codes(changed(record, **fields))


def by_volume(**use: Scalar) -> Sequence[Record]:
    """The usage line alone, its quantity rated as a whole: nobody sold what is free."""
    records = with_fields(seed(NAME).records, SCHEDULE, {"SBQQ__Type__c": "Range"})
    gone = {key("OrderItem", "OI-F1"), key("SBQQ__QuoteLine__c", "QL-F1")}
    kept = [one for one in records if one.id not in gone]
    kept = list(with_fields(kept, key("Order", "O-F"), {"TotalAmount": "0.00"}))
    return with_fields(kept, USE, use)


def rated(result: Translation) -> list[tuple[str, str]]:
    return [
        (f"{line.quantity:f}", line.amount.text())
        for one in translated(result).documents
        for line in one.lines
    ]


def test_a_range_rates_the_whole_quantity_by_the_tier_that_it_reaches() -> None:
    # all of the 115,000 at 0.10
    assert rated(only(by_volume())) == [("115000", "11500.00")]


def test_a_range_beside_credits_would_charge_them_again() -> None:
    result = changed(SCHEDULE, SBQQ__Type__c="Range")
    assert codes(result) == {"CREDITS_CHARGED_AGAIN"}


def test_a_range_beside_credits_that_last_charges_nothing() -> None:
    records = with_fields(seed(NAME).records, SCHEDULE, {"SBQQ__Type__c": "Range"})
    assert usage(only(with_fields(records, USE, {"blng__Quantity__c": "9000"}))) == []


def test_a_range_whose_bound_is_hit_is_a_flag() -> None:
    assert codes(only(by_volume(blng__Quantity__c="10000"))) == {"USAGE_ON_BOUND"}


@pytest.mark.parametrize(("subtotal", "owed"), [("0.00", []), ("10000.00", ["10000.00"])])
def test_on_a_bound_the_subtotal_of_salesforce_decides(subtotal: str, owed: list[str]) -> None:
    summary = key("blng__UsageSummary__c", "US-F")
    fields: dict[str, Scalar] = {"blng__OrderProduct__c": ITEM, "blng__Subtotal__c": subtotal}
    records = with_fields(by_volume(blng__Quantity__c="10000"), summary, fields)
    assert [amount for _, amount in rated(only(records))] == owed


def test_a_flat_fee_is_owed_once() -> None:
    assert usage(changed(PAID, SBQQ__PricingMethod__c="FlatFee", SBQQ__Price__c="250.00")) == [
        "250.00"
    ]


def test_credits_that_are_not_what_is_free_are_not_drawn() -> None:
    """Free units of each quarter are included use: no line sold them."""
    result = changed(SCHEDULE, SBQQ__BillingTermUnit__c="Quarter")
    assert codes(result) == {"METHOD_NEEDS_USE"}


def test_use_of_a_term_that_is_not_over_is_not_rated_yet() -> None:
    records = [one for one in seed(NAME).records if one.id != USE]
    assert usage(only(records)) == []
    assert translated(only(records)).heading.booked.text() == "8000.00"


def test_a_summary_that_was_rated_to_another_amount_is_a_flag() -> None:
    summary = key("blng__UsageSummary__c", "US-F")
    owned: dict[str, Scalar] = {"blng__OrderProduct__c": ITEM}
    records = with_fields(seed(NAME).records, summary, owned)
    assert usage(only(records)) == ["1500.00"]
    wrong = with_fields(records, summary, {"blng__Subtotal__c": "1400.00"})
    assert "USAGE_RATED_DIFFERENTLY" in codes(only(wrong))


def test_a_summary_that_does_not_add_up_is_a_flag() -> None:
    summary = key("blng__UsageSummary__c", "US-F")
    records = with_fields(seed(NAME).records, USE, {"blng__UsageSummary__c": summary})
    assert "USAGE_SUMMED_DIFFERENTLY" in codes(only(records))


@pytest.mark.parametrize("summed", ["115000.00", "115000.01"])
def test_a_summary_keeps_two_decimals_of_use_that_has_three(summed: str) -> None:
    summary = key("blng__UsageSummary__c", "US-F")
    fields: dict[str, Scalar] = {"blng__TotalQuantity__c": summed}
    records = with_fields(seed(NAME).records, summary, fields)
    records = with_fields(records, USE, {"blng__Quantity__c": "25000.005"})
    for number in (1, 2, 3, 4):
        name = key("blng__Usage__c", f"U-FQ{number}")
        records = with_fields(records, name, {"blng__UsageSummary__c": summary})
    assert usage(only(records)) == ["1500.00"]
    off = with_fields(records, summary, {"blng__TotalQuantity__c": "115000.02"})
    assert codes(only(off)) == {"USAGE_SUMMED_DIFFERENTLY"}


def test_a_summary_that_was_cancelled_says_nothing() -> None:
    summary = key("blng__UsageSummary__c", "US-F")
    fields: dict[str, Scalar] = {
        "blng__OrderProduct__c": ITEM,
        "blng__Subtotal__c": "1400.00",
        "blng__Status__c": "Cancelled",
    }
    assert usage(changed(summary, **fields)) == ["1500.00"]
