"""Revenue planned by invoices and shipments."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.calendar import Term, months
from bridge.model.money import Currency, Money, total
from bridge.model.schedule import Method, spread
from bridge.model.schedules.events import borne, used_up

USD = Currency("USD")


def test_an_invoice_bears_its_part_of_the_revenue() -> None:
    # 420 of 1,200 were invoiced of an element with 1,000.00 of revenue, then the rest.
    parts = borne(Money.parse("1000", USD), [Fraction(420, 1200), Fraction(780, 1200)])
    assert [part.text() for part in parts] == ["350.00", "650.00"]


def test_more_invoiced_than_planned_is_refused() -> None:
    term = Term(date(2026, 1, 1), date(2026, 4, 1))
    plan = spread(Method.STRAIGHT_LINE_EVEN, Money(300, USD), term, months(term.start, term.last))
    with pytest.raises(ValueError, match="more than is left"):
        used_up(plan, [Money(299, USD), Money(2, USD)])


def test_amounts_below_zero_use_up_no_schedule() -> None:
    # Half a cent a month is rounded up eleven times: the last month takes five cents back.
    term = Term(date(2026, 1, 1), date(2027, 1, 1))
    plan = spread(Method.STRAIGHT_LINE_EVEN, Money(6, USD), term, months(term.start, term.last))
    with pytest.raises(ValueError, match="uses up no schedule"):
        used_up(plan, [Money(6, USD)])


@given(st.integers(-(10**10), 10**10), st.lists(st.integers(1, 1000), min_size=1, max_size=9))
def test_events_that_are_the_whole_bear_the_whole(minor: int, weights: list[int]) -> None:
    parts = [Fraction(weight, sum(weights)) for weight in weights]
    assert total(borne(Money(minor, USD), parts), USD) == Money(minor, USD)


@given(st.lists(st.integers(12 * 12, 10**6), min_size=1, max_size=9))
def test_invoices_of_the_whole_order_use_its_schedule_up(amounts: list[int]) -> None:
    term = Term(date(2026, 1, 1), date(2027, 1, 1))
    known = months(term.start, term.last)
    plan = spread(Method.STRAIGHT_LINE_EVEN, Money(sum(amounts), USD), term, known)
    invoices = used_up(plan, [Money(amount, USD) for amount in amounts])
    assert [total((part.amount for part in one), USD).minor for one in invoices] == amounts
    for period in plan:
        taken = [part.amount for one in invoices for part in one if part.period == period.period]
        assert total(taken, USD) == period.amount
