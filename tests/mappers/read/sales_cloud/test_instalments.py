"""Instalments of opportunity products: steps or a forecast as the source answers, never a guess."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.mappers.read.seeds import seed_id
from bridge.model.deal import Charge, Line
from bridge.model.money import Currency, Money, total
from bridge.model.record import Scalar
from bridge.translate import Flagged, Translated
from tests.mappers.builders import Built, Rows, Sold
from tests.mappers.plain import SETUP, a_plain_order, with_records

Instalment = tuple[str, str | None, str | None]
ITEM = ("OrderItem", "OI-O-1-1")
OPPORTUNITY = seed_id("Opportunity", "OPP")
REVENUE = (
    ("2026-02-27", "4500.00", None),
    ("2026-04-30", "2700.00", None),
    ("2026-06-30", "1800.00", None),
)


def kind_of(part: Instalment) -> str:
    if part[1] is None:
        return "Quantity"
    return "Revenue" if part[2] is None else "Both"


def from_opportunity(deal: Built, parts: Sequence[Instalment] = REVENUE) -> Built:
    """The deal came from an opportunity, whose one product has these instalments."""
    product = next(one.id for one in deal.records if one.type == "Product2")
    rows: Rows = [
        {"type": "Opportunity", "key": "OPP", "Name": "A roll-out"},
        {
            "type": "OpportunityLineItem",
            "key": "OLI",
            "OpportunityId": "@OPP",
            "Product2Id": product,
            "HasSchedule": bool(parts),
        },
    ]
    for place, part in enumerate(parts, start=1):
        day, revenue, quantity = part
        rows.append(
            {
                "type": "OpportunityLineItemSchedule",
                "key": f"OLIS-{place}",
                "OpportunityLineItemId": "@OLI",
                "Type": kind_of(part),
                "ScheduleDate": day,
                "Revenue": revenue,
                "Quantity": quantity,
            }
        )
    return with_records(deal, *rows).with_fields("Order", "O-1", OpportunityId=OPPORTUNITY)


def from_quote(deal: Built) -> Built:
    """The order names no opportunity; its quote line names the opportunity product."""
    line = seed_id("OpportunityLineItem", "OLI")
    deal = with_records(
        deal,
        {"type": "Quote", "key": "Q"},
        {"type": "QuoteLineItem", "key": "QL", "QuoteId": "@Q", "OpportunityLineItemId": line},
    )
    quote = {"OpportunityId": None, "QuoteId": seed_id("Quote", "Q")}
    deal = deal.with_fields("Order", "O-1", **quote)
    return deal.with_fields(*ITEM, QuoteLineItemId=seed_id("QuoteLineItem", "QL"))


def line_of(deal: Built) -> Line:
    (line,) = deal.translated().heading.lines
    return line


def steps_of(deal: Built) -> list[tuple[str, str, date | None]]:
    """Quantity, amount and day of delivery of each step."""
    return [
        (f"{step.quantity:f}", step.amount.text(), step.term.start if step.term else None)
        for step in line_of(deal).segments
    ]


def test_each_instalment_of_a_service_is_a_step_on_its_own_day() -> None:
    deal = from_opportunity(a_plain_order(SETUP))
    assert steps_of(deal) == [
        ("0.5", "4500.00", date(2026, 2, 27)),
        ("0.3", "2700.00", date(2026, 4, 30)),
        ("0.2", "1800.00", date(2026, 6, 30)),
    ]
    assert line_of(deal).charge is Charge.ONE_TIME
    assert [step.id for step in line_of(deal).segments] == [
        seed_id(*ITEM),
        seed_id("OpportunityLineItemSchedule", "OLIS-2"),
        seed_id("OpportunityLineItemSchedule", "OLIS-3"),
    ]


def test_the_quote_line_of_an_order_product_leads_to_its_instalments() -> None:
    deal = from_opportunity(a_plain_order(SETUP))
    assert steps_of(from_quote(deal)) == steps_of(deal)


def test_instalments_of_quantity_are_sold_at_the_price_of_the_order() -> None:
    sold = Sold(product="ONBOARDING", quantity="3", unit_price="33.35", first=None, last=None)
    parts = (("2026-02-01", None, "1"), ("2026-03-01", None, "2"))
    deal = from_opportunity(a_plain_order(sold), parts)
    assert steps_of(deal) == [
        ("1", "33.35", date(2026, 2, 1)),
        ("2", "66.70", date(2026, 3, 1)),
    ]


def test_instalments_of_both_have_their_own_quantity_and_revenue() -> None:
    sold = Sold(product="ONBOARDING", quantity="3", unit_price="100.00", first=None, last=None)
    parts = (("2026-02-01", "120.00", "2"), ("2026-03-01", "180.00", "1"))
    deal = from_opportunity(a_plain_order(sold), parts)
    assert steps_of(deal) == [
        ("2", "120.00", date(2026, 2, 1)),
        ("1", "180.00", date(2026, 3, 1)),
    ]


def test_instalments_that_are_a_forecast_leave_the_line_as_it_was_sold() -> None:
    sold = Sold(quantity="10", unit_price="900.00")
    assert line_of(from_opportunity(a_plain_order(sold))) == line_of(a_plain_order(sold))


@pytest.mark.parametrize("family", [None, "Hardware"])
def test_instalments_that_nobody_explained_are_a_flag(family: str | None) -> None:
    deal = from_opportunity(a_plain_order(Sold(unit_price="900.00")))
    deal = deal.with_fields("Product2", "P-ENT", Family=family)
    says, evidence, amount = deal.flag("INSTALMENTS_UNDECIDED")
    assert says.startswith("the opportunity product has 3 instalments; whether they are steps")
    assert "answer 'instalments' in sources/sales_cloud.yaml for it" in says
    days = {one.rpartition(" ")[2] for one in evidence if "ScheduleDate" in one}
    assert days == {"2026-02-27", "2026-04-30", "2026-06-30"}
    assert amount == "9000.00"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"Revenue": "4400.00"}, "they add up to 8,900.00 USD, and 9,000.00 USD was sold"),
        ({"Type": "Quantity"}, "they are not all of revenue, or of quantity, or of both"),
        ({"Type": "Both"}, "they are not all of revenue, or of quantity, or of both"),
        ({"ScheduleDate": None}, "their days are not within its days of service"),
        ({"Revenue": "0.00"}, "each must have an amount above zero"),
    ],
)
def test_instalments_that_are_not_what_was_sold_are_a_flag(
    fields: dict[str, Scalar], says: str
) -> None:
    deal = from_opportunity(a_plain_order(SETUP))
    deal = deal.with_fields("OpportunityLineItemSchedule", "OLIS-1", **fields)
    found = [flag.says for flag in deal.flagged().flags if flag.code == "INSTALMENTS_DIFFER"]
    assert any(says in one for one in found), deal.flagged().flags


def test_quantities_that_are_not_what_was_sold_are_a_flag() -> None:
    sold = Sold(product="ONBOARDING", quantity="3", unit_price="100.00", first=None, last=None)
    parts = (("2026-02-01", "100.00", "2"), ("2026-03-01", "200.00", "2"))
    says, _, _ = from_opportunity(a_plain_order(sold), parts).flag("INSTALMENTS_DIFFER")
    assert says.endswith("their quantities add up to 4, and 3 were sold")


def test_steps_outside_of_the_days_that_the_order_product_states_are_a_flag() -> None:
    deal = from_opportunity(a_plain_order(SETUP))
    served = {"ServiceDate": "2026-02-01", "EndDate": "2026-06-29"}
    assert deal.with_fields(*ITEM, **served).codes() == {"INSTALMENTS_DIFFER"}


def test_instalments_that_cannot_be_seen_are_a_flag() -> None:
    deal = from_opportunity(a_plain_order(SETUP)).without("OpportunityLineItemSchedule")
    assert deal.codes() == {"INSTALMENTS_UNREADABLE"}


def test_an_opportunity_product_without_instalments_changes_nothing() -> None:
    alone = line_of(a_plain_order(SETUP))
    assert line_of(from_opportunity(a_plain_order(SETUP), ())) == alone


def test_two_lines_of_one_product_do_not_share_instalments() -> None:
    deal = from_opportunity(a_plain_order(SETUP, SETUP))
    assert deal.codes() == {"INSTALMENTS_AMBIGUOUS"}
    settled = from_quote(deal).with_fields("Order", "O-1", OpportunityId=None)
    assert settled.translated()


def test_a_product_that_the_opportunity_does_not_sell_has_no_instalments() -> None:
    deal = from_opportunity(a_plain_order(SETUP))
    deal = deal.with_fields("OpportunityLineItem", "OLI", Product2Id=seed_id("Product2", "P-ULT"))
    assert line_of(deal) == line_of(a_plain_order(SETUP))


def test_a_quote_line_that_leads_to_another_product_is_a_flag() -> None:
    deal = from_quote(from_opportunity(a_plain_order(SETUP)))
    deal = deal.with_fields("OpportunityLineItem", "OLI", Product2Id=seed_id("Product2", "P-ULT"))
    assert deal.codes() == {"OPPORTUNITY_PRODUCT_DIFFERS"}


@given(
    st.lists(st.integers(1, 10**4), min_size=1, max_size=12),
    st.integers(1, 10**6).map(lambda units: Decimal(units).scaleb(-2)),
    st.integers(10**3, 10**6),
)
def test_steps_lose_neither_a_cent_nor_a_unit(
    weights: list[int], quantity: Decimal, price: int
) -> None:
    """Unless a share is less than four decimals or a cent can hold: then it is a flag."""
    whole = Money.parse(quantity * price, Currency("USD"))
    amounts = whole.split(weights)
    parts = [(f"2026-{at:02}-15", one.text(), None) for at, one in enumerate(amounts, 1)]
    deal = from_opportunity(a_plain_order(SETUP), parts)
    sold = {"Quantity": f"{quantity:f}", "UnitPrice": f"{price}.00", "TotalPrice": whole.text()}
    deal = deal.with_fields(*ITEM, **sold).with_fields("Order", "O-1", TotalAmount=whole.text())
    least = min(one.minor for one in amounts)
    if least * quantity * 10_000 < whole.minor or not least:
        assert isinstance(deal.result(), Translated | Flagged)
        return
    steps = line_of(deal).segments
    assert [step.amount for step in steps] == list(amounts)
    assert total((step.amount for step in steps), whole.currency) == whole
    assert sum(step.quantity for step in steps) == quantity
