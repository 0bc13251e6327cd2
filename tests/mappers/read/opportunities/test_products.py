"""The products of a won opportunity: their prices, days and instalments."""

from decimal import Decimal

import pytest

from bridge.model.deal import Charge, Deal, Line
from bridge.model.record import Scalar
from bridge.rules.rulebook import Rulebook
from bridge.translate import Flagged, translate
from tests.mappers import rules
from tests.mappers.builders import Built, Sold
from tests.mappers.read.opportunities.won import SETUP, a_won_opportunity, scheduled, with_records

SOURCE = "sources/opportunity.yaml"
ITEM = "OLI-OPP-1-1"
YEAR = Sold(quantity="12", unit_price="100.00")  # 1,200.00 for 2026
QUARTERS = ("2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01")


def line(deal: Built) -> Line:
    heading = deal.translated().heading
    assert isinstance(heading, Deal)
    return heading.lines[0]


def item(deal: Built, **fields: Scalar) -> Built:
    return deal.with_fields("OpportunityLineItem", ITEM, **fields)


def codes(deal: Built, rulebook: Rulebook) -> set[str]:
    result = translate(deal.dossier, rulebook)
    return {flag.code for flag in result.flags} if isinstance(result, Flagged) else set()


def test_a_discount_lowers_the_price_of_each_unit() -> None:
    deal = a_won_opportunity(Sold(quantity="10", unit_price="150.00"))
    discounted = item(deal, Discount="20", TotalPrice="1200.00")
    found = line(discounted.with_fields("Opportunity", "OPP-1", Amount="1200.00"))
    assert found.segments[0].unit_price == Decimal(120)  # four fifths of 150
    assert found.amount.text() == "1200.00"


def test_a_total_that_discount_and_price_do_not_give_holds_the_deal() -> None:
    deal = item(a_won_opportunity(Sold(quantity="10", unit_price="150.00")), Discount="20")
    assert deal.flag("TOTAL_TYPED_OVER")[2] == "1500.00"


def test_a_price_that_salesforce_made_of_the_total_is_the_price() -> None:
    """1,000.00 for three units: Salesforce states 333.33 for each."""
    deal = a_won_opportunity(Sold(quantity="3", unit_price="333.33"))
    exact = item(deal, TotalPrice="1000.00")
    assert line(exact.with_fields("Opportunity", "OPP-1", Amount="1000.00")).amount.minor == 100_000
    wrong = item(deal, TotalPrice="1001.00")
    assert "TOTAL_TYPED_OVER" in wrong.with_fields("Opportunity", "OPP-1", Amount="1001.00").codes()


def test_an_opportunity_of_another_amount_than_its_products_holds_the_deal() -> None:
    deal = a_won_opportunity().with_fields("Opportunity", "OPP-1", Amount="1300.00")
    says, _, amount = deal.flag("TOTALS_DIFFER")
    assert says == "the lines add up to 1,200.00 USD, the opportunity says 1,300.00 USD"
    assert amount == "1200.00"


def test_an_opportunity_without_products_waits_with_its_own_amount() -> None:
    deal = a_won_opportunity().without("OpportunityLineItem")
    assert deal.awaited().heading.booked.text() == "1200.00"
    assert deal.awaited().missing == ("the opportunity has no products yet",)


def test_both_days_make_a_service_and_one_day_a_delivery() -> None:
    found = line(a_won_opportunity())
    assert found.charge is Charge.RECURRING
    assert found.term is not None
    assert (str(found.term.start), str(found.term.last)) == ("2026-01-01", "2026-12-31")
    once = line(a_won_opportunity(Sold(product="ONBOARDING", last="2026-01-01")))
    assert once.charge is Charge.ONE_TIME


def test_a_service_that_ends_before_it_starts_holds_the_deal() -> None:
    assert "END_BEFORE_START" in a_won_opportunity(Sold(last="2025-12-31")).codes()


def test_a_product_without_days_is_served_over_the_term_of_the_contract() -> None:
    bare = a_won_opportunity(Sold(first=None, last=None))
    contract: dict[str, Scalar] = {
        "type": "Contract",
        "key": "C-1",
        "AccountId": "@ACME",
        "Status": "Activated",
        "StartDate": "2026-03-01",
        "EndDate": "2027-02-28",
        "ContractTerm": 12,
    }
    deal = with_records(bare, {"type": "Account", "key": "ACME"}, contract)
    (made,) = [one for one in deal.records if one.type == "Contract"]
    under = deal.with_fields("Opportunity", "OPP-1", ContractId=made.id)
    term = line(under).term
    assert term is not None
    assert (str(term.start), str(term.last)) == ("2026-03-01", "2027-02-28")
    draft = under.with_fields("Contract", "C-1", Status="Draft")
    assert "CONTRACT_NOT_ACTIVE" in draft.codes()
    assert bare.codes() == {"TERM_MISSING"}
    other = under.with_fields("Contract", "C-1", AccountId="001000000000009AAA")
    assert "CUSTOMER_DIFFERS" in other.codes()


def test_a_product_that_nobody_can_date_names_the_fields_that_would_do() -> None:
    deal = a_won_opportunity(Sold(last=None)).with_fields("Product2", "P-ENT", Family="Hardware")
    (flag,) = [one for one in deal.flagged().flags if one.code == "DATES_UNDECIDED"]
    assert flag.nearest == "fill ServiceDate and Service_End__c of the opportunity product"
    without = rules.changed(SOURCE, "  last_day: {always: Service_End__c}\n", "")
    assert "DATES_UNDECIDED" in codes(deal, without)


def test_a_last_day_alone_holds_what_is_delivered_at_once() -> None:
    deal = a_won_opportunity(Sold(product="ONBOARDING", first=None, last="2026-03-31"))
    assert deal.codes() == {"START_MISSING"}


def test_instalments_of_services_are_steps_that_are_delivered() -> None:
    parts = (("2026-02-27", "4500.00"), ("2026-04-30", "2700.00"), ("2026-06-30", "1800.00"))
    steps = line(scheduled(a_won_opportunity(SETUP), "Revenue", *parts)).segments
    assert [step.amount.text() for step in steps] == ["4500.00", "2700.00", "1800.00"]
    # five, three and two tenths of the one that was sold
    assert [step.quantity for step in steps] == [Decimal("0.5"), Decimal("0.3"), Decimal("0.2")]


def test_steps_that_are_not_what_was_sold_hold_the_line() -> None:
    deal = scheduled(a_won_opportunity(SETUP), "Revenue", ("2026-02-27", "4500.00"))
    says, _, amount = deal.flag("INSTALMENTS_DIFFER")
    assert "the steps of the opportunity product, and they add up to 4,500.00 USD" in says
    assert amount == "9000.00"


@pytest.mark.parametrize(
    ("days", "rhythm"),
    [
        (QUARTERS, "Quarterly"),
        (("2026-01-01",), "Annual"),
        (tuple(f"2026-{month:02}-01" for month in range(1, 13)), "Monthly"),
    ],
)
def test_equal_instalments_of_a_service_say_how_it_is_billed(
    days: tuple[str, ...], rhythm: str
) -> None:
    part = f"{Decimal(1200) / len(days):.2f}"
    found = line(scheduled(a_won_opportunity(YEAR), "Revenue", *[(day, part) for day in days]))
    assert (found.billing_frequency, found.billing_type) == (rhythm, "Advance")
    assert len(found.segments) == 1


def test_the_last_of_equal_instalments_takes_what_cannot_be_shared() -> None:
    deal = a_won_opportunity(Sold(quantity="1", unit_price="1000.01"))
    parts = [*[(day, "250.00") for day in QUARTERS[:3]], (QUARTERS[3], "250.01")]
    assert line(scheduled(deal, "Revenue", *parts)).billing_frequency == "Quarterly"


@pytest.mark.parametrize(
    "parts",
    [
        (("2026-01-01", "600.00"), ("2026-07-01", "600.00")),  # half years are no rhythm of ours
        (("2026-01-15", "1200.00"),),  # not on the first day
        (("2026-01-01", "300.00"), *[(day, "300.00") for day in QUARTERS[1:3]]),  # too little
        ((QUARTERS[0], "600.00"), *[(day, "200.00") for day in QUARTERS[1:]]),  # not equal
    ],
)
def test_instalments_without_a_rhythm_hold_the_line(parts: tuple[tuple[str, str], ...]) -> None:
    deal = scheduled(a_won_opportunity(YEAR), "Revenue", *parts)
    assert "INSTALMENTS_IRREGULAR" in deal.codes()


def test_instalments_of_quantity_alone_are_no_invoices() -> None:
    deal = scheduled(a_won_opportunity(YEAR), "Quantity", *[(day, "3") for day in QUARTERS])
    assert "INSTALMENTS_IRREGULAR" in deal.codes()


def test_instalments_that_nobody_answers_for_hold_the_line() -> None:
    deal = scheduled(a_won_opportunity(SETUP), "Revenue", ("2026-02-27", "9000.00"))
    hardware = deal.with_fields("Product2", "P-ONBOARDING", Family="Hardware")
    assert "INSTALMENTS_UNDECIDED" in hardware.codes()


def test_a_forecast_of_instalments_changes_nothing() -> None:
    book = rules.changed(SOURCE, "Software: invoices", "Software: forecast")
    deal = scheduled(a_won_opportunity(YEAR), "Revenue", ("2026-05-15", "1200.00"))
    assert codes(deal, book) == set()


def test_hidden_instalments_hold_the_line() -> None:
    assert "INSTALMENTS_UNREADABLE" in item(a_won_opportunity(), HasSchedule=True).codes()


def test_instalments_of_a_product_that_says_it_has_none_were_moved_there() -> None:
    moved = item(
        scheduled(a_won_opportunity(), "Revenue", ("2026-01-01", "1200.00")), HasSchedule=False
    )
    assert moved.flag("INSTALMENTS_CONTRADICTED")[2] == "1200.00"


@pytest.mark.parametrize(
    ("record_type", "name"), [("Opportunity", "OPP-1"), ("OpportunityLineItem", ITEM)]
)
def test_a_filled_field_that_nobody_names_holds_the_deal(record_type: str, name: str) -> None:
    deal = a_won_opportunity().with_fields(record_type, name, Penalty__c="5 %")
    assert "UNREAD_FIELD" in deal.codes()


def test_a_product_that_takes_away_holds_the_deal() -> None:
    deal = item(a_won_opportunity(), Quantity="-10", TotalPrice="-1200.00")
    negative = deal.with_fields("Opportunity", "OPP-1", Amount="-1200.00")
    assert (
        f"OpportunityLineItem {line(a_won_opportunity()).id}" in negative.flag("NEGATIVE_SALE")[1]
    )


def test_a_type_of_which_nobody_says_what_it_is_holds_the_deal() -> None:
    deal = a_won_opportunity().with_fields("Opportunity", "OPP-1", Type="Existing Business")
    says, _, amount = deal.flag("OPPORTUNITY_TYPE_UNKNOWN")
    assert "Opportunity.Type is Existing Business: answer 'opportunity_type'" in says
    assert amount == "1200.00"


def test_the_day_of_the_booking_is_the_close_date_or_a_declared_one() -> None:
    deal = a_won_opportunity().with_fields("Opportunity", "OPP-1", Signed__c="2026-01-09")
    named = rules.changed(SOURCE, "answers:\n", "answers:\n  booked_on: {always: Signed__c}\n")
    assert str(translate(deal.dossier, named).heading.booked_on) == "2026-01-09"
    assert str(deal.flagged().heading.booked_on) == "2026-01-01"
