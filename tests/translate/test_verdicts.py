"""The verdicts of the translation: translated, excluded, flagged - one of them, and why."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bridge.flow.judging import Patience, judge
from bridge.ledger import judgement
from bridge.model.calendar import Period, Term, months
from bridge.translate import Excluded, Flagged
from tests.mappers import rules
from tests.mappers.builders import Built, Sold, a_cpq_order, a_revenue_cloud_order

Builder = Callable[..., Built]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
both = pytest.mark.parametrize("build", [a_cpq_order, a_revenue_cloud_order])


def framed(deal: Built, **parts: Any) -> Built:
    return deal.in_frame(replace(deal.frame, **parts))


@both
def test_an_evaluation_is_excluded_by_the_row_that_says_so(build: Builder) -> None:
    deal = build().with_fields("Order", "O-1", Deal_Purpose__c="Evaluation")
    result = deal.result()
    assert isinstance(result, Excluded)
    assert result.rule == "scope#evaluation"
    assert result.heading.booked.text() == "1200.00"
    judged = judge(deal.dossier, rules.shipped(), Patience(now=NOW, since=NOW, limit=timedelta(0)))
    assert isinstance(judged, judgement.Excluded)
    assert judged.says == "left out by scope#evaluation"


@both
def test_a_purpose_that_no_rule_knows_is_a_flag_with_the_whole_deal(build: Builder) -> None:
    deal = build().with_fields("Order", "O-1", Deal_Purpose__c="Barter")
    _, evidence, amount = deal.flag("SCOPE_UNDECIDED")
    assert evidence == (deal.dossier.deal, "scope#otherwise")
    assert amount == "1200.00"


@both
def test_a_currency_without_a_subsidiary_is_a_flag_beside_those_of_the_lines(
    build: Builder,
) -> None:
    deal = build(Sold(product="MYSTERY")).with_fields("Order", "O-1", CurrencyIsoCode="CHF")
    deal = framed(deal, multi_currency=True)
    assert deal.codes() == {"SUBSIDIARY_UNDECIDED", "ITEM_UNMAPPED"}


@both
def test_a_product_that_is_spread_over_time_needs_a_time(build: Builder) -> None:
    deal = build(Sold(product="ONBOARDING", first=None, last=None))
    book = rules.changed("items.yaml", "ONBOARDING, AT_ONCE]", "ONBOARDING, STRAIGHT_LINE_DAYS]")
    result = deal.result(book)
    assert isinstance(result, Flagged)
    assert [flag.code for flag in result.flags] == ["METHOD_NEEDS_TERM"]


@both
@pytest.mark.parametrize(
    ("kind", "code"), [("item", "SUB-ENT"), ("subsidiary", "US-INC"), ("customer", "SFA-")]
)
def test_a_code_that_netsuite_does_not_have_is_a_flag(build: Builder, kind: str, code: str) -> None:
    deal = build()
    entity = str(deal.translated().documents[0].fields["entity"])
    known = {"item": {"SUB-ENT"}, "subsidiary": {"US-INC"}, "customer": {entity}}
    complete = {name: frozenset(codes) for name, codes in known.items()}
    assert framed(deal, codes=complete).translated()
    says, _, amount = framed(deal, codes={**complete, kind: frozenset({"OTHER"})}).flag(
        "UNKNOWN_IN_NETSUITE"
    )
    assert f"NetSuite has no {kind} with the external id {code}" in says
    assert amount == "1200.00"
    unasked = {name: codes for name, codes in complete.items() if name != kind}
    assert framed(deal, codes=unasked).translated()


@both
def test_a_billing_schedule_that_netsuite_does_not_have_is_a_flag_of_its_line(
    build: Builder,
) -> None:
    deal = build()
    schedule = str(deal.translated().documents[0].lines[0].fields["billingSchedule"])
    assert framed(deal, codes={"billingschedule": frozenset({schedule})}).translated()
    says, _, amount = framed(deal, codes={"billingschedule": frozenset()}).flag(
        "UNKNOWN_IN_NETSUITE"
    )
    assert says.startswith(f"NetSuite has no billing schedule with the external id {schedule}")
    assert amount == "1200.00"


@both
def test_what_a_rule_leaves_blank_names_no_record(build: Builder) -> None:
    deal = build()
    assert deal.translated().documents[0].fields["terms"] is None
    assert framed(deal, codes={"term": frozenset()}).translated()


@both
def test_accounting_periods_that_end_before_the_service_hold_the_deal(build: Builder) -> None:
    half = framed(build(), periods=months(date(2026, 1, 1), date(2026, 6, 30)))
    says, _, amount = half.flag("NO_ACCOUNTING_PERIOD")
    assert "cover 181 of the 365 days from 2026-01-01 to 2026-12-31" in says
    assert amount == "1200.00"


@both
def test_a_sale_at_once_needs_exactly_one_period_for_its_day(build: Builder) -> None:
    deal = build(Sold(product="ONBOARDING", first=None, last=None))
    year = Period(name="FY26", term=Term(date(2026, 1, 1), date(2027, 1, 1)))
    (schedule,) = framed(deal, periods=(year,)).translated().schedules
    assert [part.period for part in schedule.planned] == ["FY26"]
    for periods in (months(date(2027, 1, 1), date(2027, 6, 30)), (year, replace(year, name="B"))):
        assert framed(deal, periods=periods).codes() == {"NO_ACCOUNTING_PERIOD"}


@both
def test_accounting_periods_of_the_account_name_the_schedule(build: Builder) -> None:
    quarters = tuple(
        Period(name=f"Q{quarter}", term=Term(date(2026, 3 * quarter - 2, 1), end))
        for quarter, end in enumerate(
            [date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1), date(2027, 1, 1)], start=1
        )
    )
    (schedule,) = framed(build(), periods=quarters).translated().schedules
    planned = [(part.period, part.amount.text()) for part in schedule.planned]
    assert planned == [("Q1", "300.00"), ("Q2", "300.00"), ("Q3", "300.00"), ("Q4", "300.00")]


@both
def test_every_line_of_a_translation_is_explained_by_a_row(build: Builder) -> None:
    result = build(Sold(), Sold(product="ONBOARDING", first=None, last=None)).translated()
    subjects = {step.subject for step in result.trace}
    assert {f"line {line.id}" for line in result.heading.lines} < subjects
    assert {f"deal {result.heading.id}", f"order of {result.heading.id}"} <= subjects
    rows = {line.rule for document in result.documents for line in document.lines}
    assert rows == {"line_treatment#subscription", "line_treatment#at-once"}
    assert all(step.rule for step in result.trace)


@both
def test_one_flagged_line_holds_the_other_lines_back(build: Builder) -> None:
    result = build(Sold(), Sold(product="MYSTERY")).result()
    assert isinstance(result, Flagged)
    assert result.heading.booked.text() == "2400.00"


@both
def test_a_deal_of_a_day_before_the_rules_is_a_flag_and_no_guess(build: Builder) -> None:
    deal = build().with_fields("Order", "O-1", EffectiveDate="2019-12-31")
    assert deal.codes() == {"NOT_IN_EFFECT"}


def test_patience_ends_after_the_limit_and_not_at_it() -> None:
    limit = timedelta(hours=1)
    assert not Patience(now=NOW, since=NOW - limit, limit=limit).ended
    assert Patience(now=NOW, since=NOW - limit - timedelta(seconds=1), limit=limit).ended
