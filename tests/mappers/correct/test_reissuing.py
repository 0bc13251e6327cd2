"""Orders that are approved are given back whole, and ordered anew under the next number."""

from dataclasses import replace
from datetime import date

import pytest

from bridge.mappers.write import return_authorization
from bridge.model.calendar import months
from bridge.model.document import Kind
from bridge.model.money import Currency
from bridge.rules.rulebook import Rulebook
from bridge.translate import Translated, Translation
from tests.mappers import rules
from tests.mappers.builders import Built, Sold, a_cpq_order
from tests.mappers.correct.telling import (
    acknowledged,
    by_month,
    changes,
    new,
    reissuing,
    told,
    why,
)

#: 10 seats for 12,000.00 in 2026, of which 10,800.00 were agreed.
WRONG, RIGHT = Sold(unit_price="1200.00"), Sold(unit_price="1080.00")
SETUP = Sold(product="ONBOARDING", quantity="1", unit_price="500.00")
#: January and February are closed.
MARCH = tuple(
    replace(one, closed=one.name < "2026-03")
    for one in months(date(2026, 1, 1), date(2026, 12, 31))
)


def in_march(*lines: Sold) -> Built:
    deal = a_cpq_order(*lines)
    return deal.in_frame(replace(deal.frame, periods=MARCH))


def first(*lines: Sold) -> Translation:
    return a_cpq_order(*lines).result(reissuing())


def reissued(invoiced: dict[int, str], *lines: Sold) -> Translation:
    posted = acknowledged(first(WRONG), approved=True, invoiced=invoiced)
    return told(in_march(*(lines or (RIGHT,))), posted, reissuing())


def revenue(result: Translation) -> list[dict[str, str]]:
    """What each document of a deal plans, month by month."""
    assert isinstance(result, Translated)
    return [
        by_month(one for one in result.schedules if one.external_id == document.external_id)
        for document in result.documents
    ]


def test_a_wrong_price_found_after_two_months_were_billed() -> None:
    """2 of 12 months are invoiced: 2,000.00; the other 10,000.00 never will be."""
    result = reissued({1: "1.6667"})
    closing, back, order = new(result)
    assert [one.external_id[-4:] for one in (closing, back, order)] == ["oc-1", "ra-1", "so-2"]
    assert changes(closing) == [(1, "-8.3333", "-9999.96")]
    assert changes(back) == [(1, "-1.6667", "-2000.04")]
    assert changes(order) == [(1, "10", "10800.00")]
    assert isinstance(result, Translated)
    # by hand: 1,000.00 stay in January and February each, though 900.00 were right; March takes
    # up -2,000.00 of the first order and 3 x 900.00 of the second; then 900.00 a month
    assert by_month(result.schedules) == {
        "2026-01": "1000.00",
        "2026-02": "1000.00",
        "2026-03": "700.00",
        **{f"2026-{month:02}": "900.00" for month in range(4, 13)},
    }
    sold, _, returned, again = revenue(result)
    assert (sold["2026-12"], returned, again["2026-03"]) == (
        "1000.00",
        {"2026-03": "-2000.04"},
        "2700.00",
    )


def test_what_is_invoiced_whole_is_given_back_over_its_days() -> None:
    """By hand: March is 1,000.00 - 3 x 1,000.00 + 3 x 900.00, April 1,000 - 1,000 + 900."""
    result = reissued({1: "10"})
    back, order = new(result)
    assert (back.kind, order.external_id[-4:]) == (Kind.RETURN_AUTHORIZATION, "so-2")
    assert changes(back) == [(1, "-10", "-12000.00")]
    assert isinstance(result, Translated)
    assert by_month(result.schedules) == {
        "2026-01": "1000.00",
        "2026-02": "1000.00",
        "2026-03": "700.00",
        **{f"2026-{month:02}": "900.00" for month in range(4, 13)},
    }


def test_what_is_recognised_and_was_never_invoiced_leaves_in_the_first_open_month() -> None:
    """By hand: March is -2 x 1,000.00 + 3 x 900.00, then 900.00 a month."""
    result = reissued({})
    closing, order = new(result)
    assert changes(closing) == [(1, "-10", "-12000.00")]
    assert closing.lines[0].service is not None
    assert closing.lines[0].service.last == date(2026, 2, 28)
    assert (order.external_id[-4:], order.amount.text()) == ("so-2", "10800.00")
    assert isinstance(result, Translated)
    assert by_month(result.schedules) == {
        "2026-01": "1000.00",
        "2026-02": "1000.00",
        "2026-03": "700.00",
        **{f"2026-{month:02}": "900.00" for month in range(4, 13)},
    }


@pytest.mark.parametrize("invoiced", [{}, {2: "1"}])
def test_what_is_handed_over_at_once_is_closed_or_given_back(invoiced: dict[int, str]) -> None:
    posted = acknowledged(first(WRONG, SETUP), approved=True, invoiced=invoiced)
    result = told(in_march(WRONG), posted, reissuing())
    *back, order = new(result)
    kinds = {"oc-1": "-12500.00"} if not invoiced else {"oc-1": "-12000.00", "ra-1": "-500.00"}
    assert {one.external_id[-4:]: one.amount.text() for one in back} == kinds
    assert changes(order) == [(1, "10", "12000.00")]


def test_one_that_is_under_way_goes_on_where_it_is() -> None:
    whole = reissued({1: "1.6667"})
    for sent in (1, 2, 3):
        posted = acknowledged(whole, of_them=sent, approved=True, invoiced={1: "1.6667"})
        again = told(in_march(RIGHT), posted, reissuing())
        assert new(again) == new(whole)[sent - 1 :]
    assert new(told(in_march(RIGHT), acknowledged(whole), reissuing())) == ()


@pytest.mark.parametrize(("price", "amount"), [("960.00", "9600.00"), ("1200.00", "12000.00")])
def test_a_second_correction_goes_under_the_third_number_and_so_does_one_back(
    price: str, amount: str
) -> None:
    posted = acknowledged(reissued({1: "10"}), approved=True, invoiced={1: "10"})
    closing, order = new(told(in_march(Sold(unit_price=price)), posted, reissuing()))
    assert (closing.target, closing.external_id[-4:]) == (f"{order.external_id[:-1]}2", "oc-1")
    assert changes(closing) == [(1, "-10", "-10800.00")]
    assert (order.external_id[-4:], order.amount.text()) == ("so-3", amount)


def test_what_ends_with_no_day_of_its_term_is_for_a_person() -> None:
    """1.7 of 10 are invoiced: two months and a part of a day."""
    found = why(reissued({1: "1.7"}))
    assert found[0] == "changed: amount changes"
    assert found[-1].startswith("2,040.00 USD of line 1 of bridge-")


def test_what_is_recognised_stays_with_a_person_where_the_account_keeps_days() -> None:
    posted = acknowledged(first(WRONG), approved=True)
    (sold,) = posted.documents
    kept = replace(sold, document=replace(sold.document, keeps_dates=True))
    found = why(told(in_march(RIGHT), replace(posted, documents=(kept,)), reissuing()))
    assert found[-1].startswith("revenue of line 1 of bridge-")


def another_party(row: str, **texts: str) -> Rulebook:
    """Rules that reissue an order of which one party was wrong."""
    shipped = rules.files()["corrections.yaml"]
    table = shipped.replace(f"{row}, review]", f"{row}, return_and_reissue]")
    assert table != shipped
    return rules.loaded({**rules.files(), "corrections.yaml": table, **texts})


def test_an_order_of_the_wrong_customer_goes_back_whole_and_anew_to_the_right_one() -> None:
    """
    10 of 12 months are not invoiced: they are closed; what is invoiced goes back where it was paid.

    NetSuite makes the return from the first order, so that its customer is that order's.
    """
    orders = rules.files()["orders.yaml"].replace('"SFA-"', '"SFB-"')
    rulebook = another_party("other-customer: [-, -, -, yes, -", **{"orders.yaml": orders})
    posted = acknowledged(first(WRONG), approved=True, invoiced={1: "1.6667"})
    closing, back, order = new(told(in_march(RIGHT), posted, rulebook))
    assert [one.external_id[-4:] for one in (closing, back, order)] == ["oc-1", "ra-1", "so-2"]
    assert changes(closing) == [(1, "-8.3333", "-9999.96")]
    assert changes(back) == [(1, "-1.6667", "-2000.04")]
    assert "entity" not in return_authorization.content(back)
    assert str(order.fields["entity"]).startswith("SFB-")
    assert changes(order) == [(1, "10", "10800.00")]


def test_an_order_in_the_wrong_currency_is_for_a_person() -> None:
    """What goes back and what comes would be two amounts that do not add up."""
    rulebook = another_party("other-currency: [-, -, -, no, yes")
    posted = acknowledged(first(WRONG), approved=True)
    deal = in_march(WRONG)
    euros = deal.in_frame(replace(deal.frame, currency=Currency("EUR")))
    says = "is in USD, and its deal in EUR now: no document gives back both"
    assert why(told(euros, posted, rulebook))[-1].endswith(says)
    # so it is when all of it was given back, and what was ordered anew is not there yet
    given_back = acknowledged(reissued({}), of_them=2, approved=True)
    assert [one.document.kind for one in given_back.documents] == [
        Kind.SALES_ORDER,
        Kind.ORDER_CHANGE,
    ]
    assert why(told(euros, given_back, rulebook))[-1].endswith(says)
