"""Evergreen lines: what is booked of them is the notice that the source answers, and no more."""

from collections.abc import Callable
from datetime import date

import pytest

from bridge.model.record import Scalar
from bridge.translate import Flagged, Translated
from tests.mappers import rules
from tests.mappers.builders import Built, Sold, a_cpq_order, a_revenue_cloud_order, built
from tests.mappers.changes import item

ANSWER = "evergreen_notice_months: {always: 1}"
#: Ten seats at 120.00 a month.
MONTHLY = Sold(last=None)
SEATS = Sold(product="ULT", unit_price="90.00")
QUOTED = ("QuoteLineItem", "QLI-O-1-1")


def cpq(*others: Sold, **fields: Scalar) -> Built:
    """An order whose first line is evergreen, priced by the month."""
    said: dict[str, Scalar] = {"SBQQ__SubscriptionType__c": "Evergreen"}
    said["SBQQ__SubscriptionTerm__c"] = 1
    deal = a_cpq_order(MONTHLY, *others).with_fields(*item(), **said | fields)
    return deal.with_fields("Contract", "C-O-1", SBQQ__Evergreen__c=True)


def cloud(*others: Sold, **fields: Scalar) -> Built:
    said: dict[str, Scalar] = {"SellingModelType": "Evergreen", "PricingTermUnit": "Months"}
    return a_revenue_cloud_order(MONTHLY, *others).with_fields(*QUOTED, **said | fields)


of_both = pytest.mark.parametrize(("build", "model"), [(cpq, "cpq"), (cloud, "revenue_cloud")])
Build = Callable[..., Built]


def with_notice(deal: Built, model: str, answer: str) -> Translated | Flagged:
    result = deal.result(rules.changed(f"sources/{model}.yaml", ANSWER, answer))
    assert isinstance(result, Translated | Flagged)
    return result


def booked(result: Translated | Flagged) -> tuple[str, date, date]:
    """What is booked, and the first and the last day of the only line of the only order."""
    assert isinstance(result, Translated), result
    ((line,),) = [document.lines for document in result.documents]
    assert line.service is not None
    assert line.amount == result.heading.booked
    return line.amount.text(), line.service.start, line.service.last


@of_both
@pytest.mark.parametrize(
    ("months", "amount", "last"),
    [(1, "1200.00", date(2026, 1, 31)), (3, "3600.00", date(2026, 3, 31))],
)
def test_an_evergreen_line_is_booked_for_its_months_of_notice(
    build: Build, model: str, months: int, amount: str, last: date
) -> None:
    found = with_notice(build(), model, f"evergreen_notice_months: {{always: {months}}}")
    assert booked(found) == (amount, date(2026, 1, 1), last)


@of_both
def test_beside_an_evergreen_line_others_are_booked_as_they_were_sold(
    build: Build, model: str
) -> None:
    found = with_notice(build(SEATS), model, "evergreen_notice_months: {always: 2}")
    assert found.heading.booked.text() == "3300.00"  # 2 x 1,200.00 + 900.00


@of_both
def test_without_an_answer_an_evergreen_line_is_a_flag(build: Build, model: str) -> None:
    unheard_of = "evergreen_notice_months: {by: Product2.Family, gives: {Goods: 1}}"
    found = with_notice(build(), model, unheard_of)
    assert isinstance(found, Flagged)
    (flag,) = found.flags
    assert flag.code == "EVERGREEN_UNDECIDED"
    assert f"sources/{model}.yaml" in flag.says
    assert flag.amount.text() == "1200.00"


@of_both
def test_the_notice_may_follow_from_a_field_of_the_product(build: Build, model: str) -> None:
    answer = "evergreen_notice_months: {by: Product2.Family, gives: {Software: 2}}"
    deal = build().with_fields("Product2", "P-ENT", Family="Software")
    assert booked(with_notice(deal, model, answer))[0] == "2400.00"
    other = build().with_fields("Product2", "P-ENT", Family="Hardware")
    assert isinstance(with_notice(other, model, answer), Flagged)


def test_a_price_of_a_year_is_booked_by_its_month() -> None:
    assert booked(with_notice(cloud(PricingTermUnit="Annual"), "revenue_cloud", ANSWER)) == (
        "100.00",
        date(2026, 1, 1),
        date(2026, 1, 31),
    )


def test_a_price_that_has_no_month_in_whole_cents_is_a_flag() -> None:
    deal = cloud(PricingTermUnit="Annual")
    for place in (item(), QUOTED, ("AssetActionSource", "AAS-O-1-1")):
        deal = deal.with_fields(*place, TotalPrice="1000.00")
    deal = deal.with_fields("Order", "O-1", TotalAmount="1000.00")
    says, _, amount = deal.flag("EVERGREEN_UNDECIDED")
    assert "priced by 12 months and enforceable for 1" in says
    assert amount == "1000.00"


@pytest.mark.parametrize(
    "deal",
    [cpq(SBQQ__SubscriptionTerm__c=None), cpq(SBQQ__SubscriptionTerm__c=0)],
    ids=["blank", "zero"],
)
def test_a_total_whose_time_nobody_says_is_a_flag(deal: Built) -> None:
    says, _, _ = deal.flag("EVERGREEN_UNDECIDED")
    assert "for how many months its total is the price is not said" in says


def test_an_evergreen_line_with_a_last_day_contradicts_itself() -> None:
    assert "SUBSCRIPTION_TYPE_UNKNOWN" in cpq(EndDate="2026-12-31").codes()
    ended = cloud().with_fields(*item(), EndDate="2026-12-31")
    assert "SELLING_MODEL_UNKNOWN" in ended.codes()


def test_a_subscription_or_an_asset_with_a_last_day_contradicts_its_evergreen_line() -> None:
    ended = cpq().with_fields(
        "SBQQ__Subscription__c", "SUB-O-1-1", SBQQ__SubscriptionEndDate__c="2026-12-31"
    )
    assert ended.codes() == {"SEGMENT_DATES_DIFFER"}
    asset = cloud().with_fields(
        "AssetActionSource", "AAS-O-1-1", EndDate="2026-12-31T23:59:59.000+0000"
    )
    assert asset.codes() == {"SEGMENT_DATES_DIFFER"}


def test_records_that_disagree_on_the_type_make_no_evergreen_line() -> None:
    deal = cpq().with_fields(
        "SBQQ__QuoteLine__c", "QL-O-1-1", SBQQ__SubscriptionType__c="Renewable"
    )
    assert "SUBSCRIPTION_TYPE_UNKNOWN" in deal.codes()


def test_what_cancels_an_evergreen_line_is_a_flag() -> None:
    deal = cpq(SBQQ__ContractAction__c="Cancel")
    assert "SUBSCRIPTION_TYPE_UNKNOWN" in deal.codes()
    change = cloud()
    change = Built(
        change.order,
        (*change.records, *quote_action("Cancel").records),
        change.frame,
    ).with_fields(*QUOTED, QuoteActionId=quote_action("Cancel").records[0].id)
    assert "SELLING_MODEL_UNKNOWN" in change.codes()


def quote_action(kind: str) -> Built:
    return built("O-1", [{"type": "QuoteAction", "key": "QA", "Type": kind}])


def test_a_contract_that_is_evergreen_without_an_evergreen_line_is_not_passed_over() -> None:
    deal = a_cpq_order().with_fields("Contract", "C-O-1", SBQQ__Evergreen__c=True)
    assert deal.codes() == {"UNREAD_FIELD"}
