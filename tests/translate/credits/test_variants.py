"""Variants (i) to (v) of scenario F: credits that lapse, late and repeated use; by hand."""

from collections.abc import Sequence

import pytest

from bridge.model.document import Kind
from bridge.model.record import Record, Scalar
from bridge.translate import Awaited
from tests.mappers.scenarios import flagged, key, seed, translated, with_fields
from tests.translate.credits.prepaid import (
    CLOUD,
    CPQ,
    USE,
    a_use,
    cancelled_in_july,
    cloud_with_90_000,
    cpq_with_90_000,
    deciding,
    journal,
    of,
    only,
    periods,
)


@pytest.mark.parametrize(
    ("name", "records"), [(CPQ, cpq_with_90_000()), (CLOUD, cloud_with_90_000())]
)
def test_i_ten_thousand_unused_credits_lapse_as_breakage_of_800(
    name: str, records: Sequence[Record]
) -> None:
    result = translated(only(records, name))
    assert journal(result, "2026-12") == {"used": "0.00", "breakage": "800.00"}
    assert periods(result) == {
        "2026-03": "1600.00",
        "2026-06": "2400.00",
        "2026-09": "3200.00",
        "2026-12": "800.00",
    }
    assert len(of(result, Kind.SALES_ORDER)) == 1  # nothing beyond the credits


def test_i_where_balances_belong_to_others_what_lapses_is_no_revenue() -> None:
    text = deciding(breakage="NEVER")
    result = translated(only(cpq_with_90_000(), CPQ, text))
    assert "2026-12" not in periods(result)


def test_i_breakage_in_proportion_comes_with_each_use() -> None:
    text = deciding(breakage="PROPORTIONAL", expected_breakage="0.1")
    result = translated(only(cpq_with_90_000(), CPQ, text))
    # of 90,000 expected: 8,000.00 x 20/90, then x 50/90 = 4,444.44, then all of it
    assert periods(result) == {
        "2026-03": "1777.78",
        "2026-06": "2666.66",
        "2026-09": "3555.56",
    }
    assert journal(result, "2026-03") == {"used": "1600.00", "breakage": "177.78"}


def test_i_what_salesforce_has_not_let_expire_is_awaited() -> None:
    result = only(cloud_with_90_000(expired=False), CLOUD)
    assert isinstance(result, Awaited)
    assert "has not expired yet" in result.missing[0]


def test_ii_credits_left_at_a_cancellation_lapse_by_the_shipped_rule() -> None:
    result = translated(only(cancelled_in_july(), CLOUD))
    assert periods(result) == {"2026-03": "1600.00", "2026-06": "2400.00", "2026-07": "4000.00"}
    assert journal(result, "2026-07") == {"used": "0.00", "breakage": "4000.00"}


def test_ii_where_the_rule_refunds_them_an_order_must_take_them_back() -> None:
    text = deciding(cancelled="REFUNDED")
    (flag,) = flagged(only(cancelled_in_july(), CLOUD, text)).flags
    assert flag.code == "CREDITS_TO_REFUND"
    assert "50000 credits were cancelled" in flag.says


def test_iii_use_that_was_reported_after_its_days_were_summed_up_is_a_flag() -> None:
    late = {
        "Id": key("TransactionJournal", "TJ-LATE"),
        "ReferenceRecordId": key("Asset", "AS-F"),
        "UsageType": "UsageManagement",
        "Status": "Pending",
        "Quantity": "700",
        "ActivityDate": "2026-02-10T12:00:00.000+0000",
    }
    records = (*seed(CLOUD).records, Record("TransactionJournal", str(late["Id"]), late))
    (flag,) = flagged(only(records, CLOUD)).flags
    assert flag.code == "USAGE_LATE"
    assert "2026-02-10" in flag.says


def test_iii_use_that_a_processed_summary_left_out_is_a_flag() -> None:
    summary = key("blng__UsageSummary__c", "US-F")
    records = with_fields(
        seed(CPQ).records,
        summary,
        {"blng__OrderProduct__c": key("OrderItem", "OI-F2"), "blng__Status__c": "Processed"},
    )
    for number in (1, 2, 3, 4):
        named: dict[str, Scalar] = {"blng__UsageSummary__c": summary}
        records = with_fields(records, key(USE, f"U-FQ{number}"), named)
    assert translated(only(records, CPQ)).heading.booked.text() == "9500.00"
    late = only((*records, a_use("LATE", "700")), CPQ)
    assert "USAGE_LATE" in {flag.code for flag in flagged(late).flags}


def test_iv_the_same_use_reported_twice_counts_once() -> None:
    copy = a_use("ACME-API-Q4", "25000.000")
    assert copy.id != key(USE, "U-FQ4")
    once, twice = (only(each, CPQ) for each in (seed(CPQ).records, (*seed(CPQ).records, copy)))
    assert translated(twice) == translated(once)


def test_iv_one_reference_with_two_quantities_is_a_flag() -> None:
    result = only((*seed(CPQ).records, a_use("ACME-API-Q4", "26000.000")), CPQ)
    assert "USAGE_CONTRADICTED" in {flag.code for flag in flagged(result).flags}


def test_v_a_correction_takes_overage_back_before_credits() -> None:
    result = translated(only((*seed(CPQ).records, a_use("FIX", "-5000.000")), CPQ))
    _, usage = of(result, Kind.SALES_ORDER)
    assert usage.amount.text() == "1000.00"  # 10,000 x 0.10
    assert journal(result, "2026-12") == {"used": "800.00", "breakage": "0.00"}
    assert result.heading.booked.text() == "9000.00"


def test_v_a_correction_beyond_the_overage_gives_credits_back() -> None:
    result = translated(only((*seed(CPQ).records, a_use("FIX", "-20000.000")), CPQ))
    assert len(of(result, Kind.SALES_ORDER)) == 1  # nothing beyond the credits
    # 5,000 of the 10,000 credits come back, and lapse on the same day
    assert journal(result, "2026-12") == {"used": "400.00", "breakage": "400.00"}


def test_v_taking_back_more_than_was_used_is_a_flag() -> None:
    result = only((*seed(CPQ).records, a_use("FIX", "-200000.000")), CPQ)
    assert {flag.code for flag in flagged(result).flags} >= {"USAGE_NOT_RATED"}
