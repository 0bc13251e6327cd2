"""Recurring revenue and remaining obligations of whole sides, derived by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from bridge.model.calendar import Term
from bridge.model.measures.definition import Converted, Measure
from bridge.model.schedule import Method
from bridge.reconcile.measures.books import Between, book_of, span_of
from bridge.reconcile.measures.movements import Bought, movements
from bridge.reconcile.measures.planned import Rolled, remaining_of, rolled_between
from bridge.reconcile.sides import Row
from bridge.reconcile.valuing import Calendar
from tests.reconcile.worlds import EUR, PERIODS, USD, a_line, money, plan, rebook, rehold, terms

ARR = Measure(name="arr")
MARCH, DECEMBER = date(2026, 3, 1), date(2026, 12, 31)
CALENDAR = Calendar(PERIODS, MARCH, DECEMBER)
ONE = {USD: Fraction(1)}
YEAR = Between(
    opening=DECEMBER, closing=date(2027, 12, 31), rates_at_opening=ONE, rates_at_closing=ONE
)


def test_lines_of_one_customer_and_product_add_up() -> None:
    """1,200.00 and a decrease of 240.00 a year from September on."""
    line, less = a_line(1, MARCH), a_line(2, date(2026, 9, 1))
    gone = terms(line, amount=money(-12_000), term=Term(date(2026, 9, 1), date(2027, 3, 1)))
    rebook(less, customer="A0", sold=(gone,))
    booked = [line.booked[0], less.booked[0]]
    bought = Bought("A0", "SEAT", USD)
    assert book_of(booked, ARR, date(2026, 8, 31)) == {bought: 120_000}
    assert book_of(booked, ARR, date(2026, 9, 1)) == {bought: 96_000}
    assert book_of(booked, ARR, date(2027, 3, 1)) == {}


def test_at_the_rate_of_each_booking_a_book_has_the_currency_of_the_books() -> None:
    line = a_line(1, MARCH)
    rebook(line, sold=(terms(line, amount=money(120_000, EUR), rate=Decimal("1.1")),))
    booking = Measure(name="arr", converted=Converted.BOOKING)
    assert book_of(line.booked, booking, MARCH) == {Bought("A0", "SEAT", USD): 132_000}
    assert book_of(line.booked, ARR, MARCH) == {Bought("A0", "SEAT", EUR): 120_000}


def test_who_renews_grows_and_who_paused_over_the_opening_comes_back() -> None:
    first, more = a_line(1, MARCH), a_line(2, date(2027, 3, 1), monthly=15_000)
    gone, back = a_line(4, date(2025, 6, 1)), a_line(5, date(2027, 6, 1), monthly=7_000)
    late = a_line(7, date(2027, 6, 1), monthly=1_000)
    booked = [line.booked[0] for line in (first, more, gone, back, late)]
    found = movements(span_of(booked, ARR, YEAR), ARR, USD)
    assert found["A0"].expansion == money(60_000)
    assert found["A1"].reactivation == money(84_000)
    assert found["A2"].new == money(12_000)


def test_who_comes_and_who_goes_never_net_where_nobody_can_read_who_they_are() -> None:
    """As much as one of them took from March to March the other brings from March on."""
    gone, come = a_line(1, MARCH), a_line(4, date(2027, 3, 1))
    for line in (gone, come):
        rebook(line, customer="")
    found = movements(span_of([gone.booked[0], come.booked[0]], ARR, YEAR), ARR, USD)
    assert sum(one.churn.minor for one in found.values()) == -120_000
    assert sum(one.new.minor for one in found.values()) == 120_000


def test_remaining_obligations_are_the_rows_behind_the_period_and_no_use() -> None:
    """Twenty months of 100.00 from March: after June sixteen are left, twelve of them current."""
    line, used = a_line(1, MARCH, 20), a_line(2, MARCH)
    rehold(used, terms=terms(used, method=Method.ON_USE))
    found = remaining_of([*line.held, *used.held], USD, "2026-06", CALENDAR)
    assert (found.current, found.later) == (money(120_000), money(40_000))


def test_obligations_roll_from_one_period_to_another() -> None:
    """
    After June: 800.00 of the first, before it grew by 12.00; 600.00 come, 50.00 are given back.

    Until September 303.00 of the first are recognised, and one month of each of the others.
    """
    first, new, back = a_line(1, MARCH), a_line(2, date(2026, 9, 1), 6), a_line(3, MARCH)
    plan(first, first.by_month(10_100))
    rehold(back, dated=date(2026, 9, 1))
    [element] = back.held[0].elements
    returned = (Row("2026-09", "2026-09", -5_000, is_recognised=True),)
    rehold(back, elements=(replace(element, rows=returned),))
    span = Rolled("2026-06", "2026-09", {"90001:1": money(120_000)})
    found = rolled_between([*first.held, *new.held, *back.held], USD, span, CALENDAR)
    assert found.opening == money(8 * 10_100 - 1_200)
    assert {name: amount.minor for name, amount in found.movements.items()} == {
        "new_bookings": 60_000,
        "modifications": 1_200,
        "revenue": -(3 * 10_100 + 10_000 - 5_000),
        "cancelled": -5_000,
        "fx": 0,
    }
    assert found.closing == money(5 * 10_100 + 5 * 10_000)
    assert not found.gap
