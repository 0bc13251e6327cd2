"""Scenario F: 100,000 prepaid credits at 0.08, with overage; every figure by hand."""

from dataclasses import replace
from datetime import date

import pytest

from bridge.mappers import dossiers
from bridge.model.calendar import Period, Term
from bridge.model.document import Kind
from bridge.rules.diagnostics import RulebookInvalid
from bridge.translate import Flagged, translate
from tests.mappers import rules
from tests.mappers.scenarios import all_of, flagged, key, seed, translated, with_fields
from tests.translate.credits.prepaid import BOTH, CLOUD, CPQ, USE, of, only, periods, without


@pytest.mark.parametrize("name", BOTH)
def test_credits_and_overage_are_an_order_each_and_draws_proposed_journals(name: str) -> None:
    (one,) = all_of(name)
    result = translated(one)
    order, usage = of(result, Kind.SALES_ORDER)
    journals = of(result, Kind.PROPOSED_JOURNAL)
    assert (order.amount.text(), usage.amount.text()) == ("8000.00", "1500.00")
    assert [one.amount.text() for one in journals] == ["0.00"] * 4
    assert result.heading.booked.text() == "9500.00"
    assert [f"{line.quantity:f}" for one in journals for line in one.lines] == [
        "20000",
        "30000",
        "40000",
        "10000",
    ]
    assert [f"{line.quantity:f}" for line in usage.lines] == ["15000"]
    assert usage.dated == date(2026, 12, 31)


@pytest.mark.parametrize("name", BOTH)
def test_credits_are_revenue_as_they_are_drawn_and_overage_as_it_is_used(name: str) -> None:
    (one,) = all_of(name)
    assert periods(translated(one)) == {
        "2026-03": "1600.00",
        "2026-06": "2400.00",
        "2026-09": "3200.00",
        "2026-12": "2300.00",  # 800.00 of credits, 1,500.00 beyond them
    }


@pytest.mark.parametrize("name", BOTH)
def test_a_grant_makes_no_plan_by_time(name: str) -> None:
    (one,) = all_of(name)
    result = translated(one)
    order, _ = of(result, Kind.SALES_ORDER)
    assert order.external_id not in {plan.external_id for plan in result.schedules}
    assert [line.service for line in order.lines] == [None]


def test_before_anything_is_used_only_the_order_is_there() -> None:
    gone = [(USE, f"U-FQ{number}") for number in (1, 2, 3, 4)]
    result = translated(only(without(seed(CPQ).records, *gone), CPQ))
    assert [one.kind for one in result.documents] == [Kind.SALES_ORDER]
    assert result.heading.booked.text() == "8000.00"
    assert result.schedules == ()


def test_another_quarter_adds_documents_and_changes_none() -> None:
    first = translated(only(without(seed(CPQ).records, (USE, "U-FQ3"), (USE, "U-FQ4")), CPQ))
    whole = translated(only(seed(CPQ).records, CPQ))
    assert [one for one in whole.documents if one in first.documents] == list(first.documents)
    assert len(whole.documents) == len(first.documents) + 3


def test_a_wallet_that_salesforce_keeps_differently_is_a_flag() -> None:
    records = with_fields(
        seed(CLOUD).records, key("UsageSummary", "USM-FQ2"), {"DebitedUnits": "29000"}
    )
    (flag,) = flagged(only(records, CLOUD)).flags
    assert flag.code == "WALLET_DIFFERS"
    assert "2026-06-30" in flag.says


def test_use_counts_in_the_accounting_periods_of_netsuite() -> None:
    known = seed(CPQ)
    quarters = [
        Period(name=f"Q{number + 1}", term=Term(start, end))
        for number, (start, end) in enumerate(
            [
                (date(2026, 1, 1), date(2026, 4, 1)),
                (date(2026, 4, 1), date(2026, 7, 1)),
                (date(2026, 7, 1), date(2026, 10, 1)),
                (date(2026, 10, 1), date(2027, 1, 1)),
            ]
        )
    ]
    (order,) = dossiers.orders(known.records)
    dossier = dossiers.of_order(order, known.records, (), known.frame)
    framed = replace(dossier, frame=replace(known.frame, periods=tuple(quarters)))
    result = translated(translate(framed, rules.shipped()))
    assert list(periods(result).values()) == ["1600.00", "2400.00", "3200.00", "2300.00"]
    missing = replace(framed, frame=replace(known.frame, periods=tuple(quarters[:3])))
    assert isinstance(translate(missing, rules.shipped()), Flagged)


def test_where_netsuite_bills_by_use_a_rated_term_is_a_usage_record() -> None:
    (one,) = all_of(CPQ, rules.by_use())
    result = translated(one)
    (order,), (usage,) = of(result, Kind.SALES_ORDER), of(result, Kind.USAGE)
    assert (order.amount.text(), usage.amount.text()) == ("8000.00", "1500.00")
    assert usage.external_id.endswith("-us-20260101")
    assert periods(result)["2026-12"] == "2300.00"


def test_usage_records_are_refused_where_no_subscription_bills_use() -> None:
    with pytest.raises(RulebookInvalid, match="use_finds_its_subscription"):
        rules.changed("usage.yaml", "[USAGE, as_order]", "[USAGE, as_rated]")
