"""A total that no proration of its price explains is a flag; every published one is explained."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from bridge.mappers.read.witnesses import proration
from bridge.model.calendar import Term
from bridge.model.record import Scalar
from bridge.translate import Flagged, Translated
from tests.mappers import rules
from tests.mappers.builders import Built, Sold, a_cpq_order, a_revenue_cloud_order
from tests.mappers.changes import item

MAY = Term.inclusive(date(2019, 5, 23), date(2019, 9, 30))
#: 15 May to the end of the year: 7 months and 15 days, or 229 days.
REST = {"first": "2026-05-17", "last": "2026-12-31", "quantity": "30"}


@pytest.mark.parametrize(
    ("setting", "charged"),
    [
        ("Month", "5000.00"),
        ("Day", "4306.85"),
        ("Monthly + Daily", "4263.01"),
        ("Calendar Monthly + Daily", "4290.32"),
    ],
)
def test_a_year_of_12000_is_prorated_as_published(setting: str, charged: str) -> None:
    by = proration.multipliers(MAY, Fraction(12))[setting]
    assert abs(12_000 * by - Fraction(charged)) <= Fraction(1, 200)


@pytest.mark.parametrize(
    ("price", "unit", "boundary", "days", "charged"),
    [
        (90, 1, "DayOfPeriod", ("2025-03-28", "2026-02-04"), ["923.23", "990.00"]),
        (90, 1, "AlignToCalendar", ("2025-03-28", "2026-02-04"), ["924.47", "1080.00"]),
        (800, 12, "Anniversary", ("2026-01-01", "2026-11-10"), ["688.22"]),
        (1000, 12, "Anniversary", ("2027-02-28", "2028-02-27"), ["997.27"]),
    ],
)
def test_periods_are_counted_as_published(
    price: int, unit: int, boundary: str, days: tuple[str, str], charged: list[str]
) -> None:
    first, last = map(date.fromisoformat, days)
    counted = proration.counts(Term.inclusive(first, last), unit, boundary, 5)
    amounts = {f"{Decimal(round(price * one * 100)).scaleb(-2)}" for one in counted}
    assert amounts >= set(charged)


def cpq(unit_price: str, multiplier: str, **fields: Scalar) -> Built:
    """Thirty seats of 1,200.00 a year for the rest of 2026, at a prorated price."""
    deal = a_cpq_order(Sold(unit_price=unit_price, **REST))
    stated: dict[str, Scalar] = {"SBQQ__ProrateMultiplier__c": multiplier}
    return deal.with_fields(*item(), SBQQ__UnproratedNetPrice__c="1200.00", **stated | fields)


@pytest.mark.parametrize(
    ("price", "multiplier"),
    [("800.00", "0.6667"), ("752.88", "0.6274"), ("749.32", "0.6244"), ("748.39", "0.6237")],
    ids=["by months", "by days", "by months and days", "by calendar months and days"],
)
def test_a_price_that_a_setting_of_the_org_gives_is_translated(price: str, multiplier: str) -> None:
    assert cpq(price, multiplier).translated().heading.booked.decimal() == Decimal(price) * 30


def test_a_price_that_its_own_multiplier_does_not_give_is_a_flag() -> None:
    says, evidence, amount = cpq("700.00", "0.6244").flag("PRORATION_UNEXPLAINED")
    assert says == "1,200 a unit comes to 749.3151, and the unit price is 700"
    assert any(one.endswith("EndDate = 2026-12-31") for one in evidence)
    assert amount == "21000.00"


@pytest.mark.parametrize("charged", ["14.98", "14.99", "15.02"])
def test_a_price_that_was_rounded_before_three_years_of_it_were_charged_is_translated(
    charged: str,
) -> None:
    # 5.55 less 10 % is 4.995, which is shown as 5.00: three years of it are 14.985.
    assert three_years(charged).translated().heading.booked.text() == f"{Decimal(charged) * 10}"


@pytest.mark.parametrize("charged", ["14.97", "15.03"])
def test_a_price_that_no_rounding_of_the_whole_one_gives_is_a_flag(charged: str) -> None:
    # What is shown as 5.00 is 4.995 to 5.005, and three years of it 14.985 to 15.015.
    says, _, _ = three_years(charged).flag("PRORATION_UNEXPLAINED")
    assert says == f"5 a unit comes to 15, and the unit price is {charged}"


def three_years(charged: str) -> Built:
    """Ten seats for three years, at a price of a year that is shown as 5.00."""
    deal = a_cpq_order(Sold(quantity="10", unit_price=charged, last="2028-12-31"))
    stated = {"SBQQ__ProrateMultiplier__c": "3.0000", "SBQQ__UnproratedNetPrice__c": "5.00"}
    return deal.with_fields(*item(), **stated)


def test_a_multiplier_of_other_days_is_a_flag() -> None:
    says, _, _ = cpq("900.00", "0.7500").flag("PRORATION_UNEXPLAINED")
    assert says == "the multiplier is 0.75, and its days come to 0.6237, 0.6244, 0.6274, 0.6667"


def test_a_multiplier_on_the_quote_line_alone_is_asked_too() -> None:
    deal = cpq("900.00", "0.7500", SBQQ__ProrateMultiplier__c=None).with_fields(
        "SBQQ__QuoteLine__c", "QL-O-1-1", SBQQ__ProrateMultiplier__c="0.7500"
    )
    assert deal.codes() == {"PRORATION_UNEXPLAINED"}


def test_a_segment_may_be_priced_as_a_whole() -> None:
    """A custom segment of fifteen months at 1,500.00, which is not prorated."""
    steps = (
        Sold(unit_price="1500.00", last="2027-03-31", ramp="R"),
        Sold(quantity="20", first="2027-04-01", last="2027-12-31", ramp="R"),
    )
    deal = a_cpq_order(*steps).with_fields(*item(1), SBQQ__ProrateMultiplier__c="1.0000")
    assert deal.translated()


def test_percentages_of_other_lines_are_not_asked() -> None:
    deal = cpq("700.00", "0.6244", SBQQ__SubscriptionPricing__c="Percent Of Total")
    assert deal.translated()


ANSWER = "  evergreen_notice_months: {always: 1}\n"


def answered(deal: Built, model: str, answer: str) -> Translated | Flagged:
    with_answer = f"{ANSWER}  proration: {{always: {answer}}}\n"
    result = deal.result(rules.changed(f"sources/{model}.yaml", ANSWER, with_answer))
    assert isinstance(result, Translated | Flagged)
    return result


def test_where_the_source_says_how_the_org_counts_no_other_way_explains() -> None:
    by_days = cpq("752.88", "0.6274")
    assert isinstance(answered(by_days, "cpq", "Day"), Translated)
    assert isinstance(answered(by_days, "cpq", "Month"), Flagged)


def test_where_the_source_believes_prices_as_stated_nothing_is_asked() -> None:
    assert isinstance(answered(cpq("700.00", "0.7"), "cpq", "as_stated"), Translated)
    assert isinstance(answered(cloud("0.63", "21000.00"), "revenue_cloud", "as_stated"), Translated)


def cloud(count: str, total: str, **fields: Scalar) -> Built:
    """Thirty seats of 1,200.00 a year for the rest of 2026."""
    deal = a_revenue_cloud_order(Sold(unit_price="1200.00", **REST))
    stated: dict[str, Scalar] = {"PricingTermCount": count, "TotalPrice": total}
    deal = deal.with_fields(*item(), **stated | fields)
    deal = deal.with_fields(
        "QuoteLineItem", "QLI-O-1-1", PricingTermUnit="Annual", TotalPrice=total
    )
    deal = deal.with_fields("AssetActionSource", "AAS-O-1-1", TotalPrice=total)
    return deal.with_fields("Order", "O-1", TotalAmount=total)


@pytest.mark.parametrize(
    ("count", "total", "boundary"),
    [
        ("0.63", "22586.30", "Anniversary"),  # 229 of 365 days
        ("0.63", "22586.30", None),
        ("1.00", "36000.00", "Anniversary"),  # a partial year counts as a whole one
    ],
)
def test_a_total_that_counted_periods_give_is_translated(
    count: str, total: str, boundary: str | None
) -> None:
    assert cloud(count, total, PeriodBoundary=boundary).translated()


@pytest.mark.parametrize(
    ("count", "total"), [("0.63", "21000.00"), ("0.75", "27000.00"), ("0.63", "22680.00")]
)
def test_a_total_that_no_count_of_periods_gives_is_a_flag(count: str, total: str) -> None:
    says, _, amount = cloud(count, total).flag("PRORATION_UNEXPLAINED")
    assert says.startswith("36,000 for a period, counted as 0.")
    assert amount == total
