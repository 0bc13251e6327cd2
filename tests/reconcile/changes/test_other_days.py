"""Lines that are ruled over other days than they were sold for: a level ramp, and paid months."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bridge.model.calendar import Term
from bridge.reconcile.sides import Held, OrderKey, Ruled, Terms
from tests.reconcile.stating import stated
from tests.reconcile.test_changes import MARCH, SEPTEMBER, beside_bookings, less_seats
from tests.reconcile.worlds import Line, a_line, an_element, money, rebook, terms


def as_lines(line: Line, *parts: tuple[Terms, dict[str, int]]) -> tuple[Ruled, ...]:
    """Let NetSuite have an order line for each part, planned so; return what was ruled of them."""
    [said] = line.booked[0].ruled
    found, held = list[Ruled](), list[Held]()
    for number, (one, monthly) in enumerate(parts, start=1):
        key = OrderKey(line.key.record, number)
        element = an_element(line, monthly, id=f"E1-{number}")
        found.append(replace(said, key=key, terms=one))
        held.append(replace(line.held[0], line=number, key=key, terms=one, elements=(element,)))
        line.expected[key] = {period: money(minor) for period, minor in monthly.items()}
    line.held[:] = held
    return tuple(found)


@pytest.mark.parametrize("event", [None, MARCH], ids=["no event", "live on the first day"])
def test_a_ramp_of_which_each_step_is_level_by_itself_is_levelled_and_not_begun_later(
    event: date | None,
) -> None:
    """50.00 and 150.00 a month are one line each of 25.00 and 75.00 over the whole year."""
    line = a_line(1, MARCH)
    first, second = Term(MARCH, SEPTEMBER), Term(SEPTEMBER, line.term.end)
    low, high = terms(line, amount=money(30_000)), terms(line, amount=money(90_000))
    ruled = as_lines(line, (low, line.by_month(2_500)), (high, line.by_month(7_500)))
    rebook(line, sold=(replace(low, term=first), replace(high, term=second)), ruled=ruled)
    rebook(line, start_event_on=event)
    before, after = line.served()[:6], line.served()[6:]
    assert beside_bookings(stated(line)) == Counter(
        {
            **{("PAT-1", one): 5_000 for one in before},
            **{("PAT-1", one): -5_000 for one in after},
        }
    )


def test_what_is_taken_in_days_that_are_paid_is_a_change_and_no_start_event() -> None:
    """
    Two of ten seats go in September, and nine months are paid.

    The line of 100.00 a month ends with November, eight seats go on at 80.00, and what is returned
    is 20.00 for each of three months: together what was sold.
    """
    line = a_line(1, MARCH)
    less_seats(line)
    december = date(2026, 12, 1)
    paid, rest = Term(MARCH, december), Term(december, line.term.end)
    autumn = Term(SEPTEMBER, december)
    served = line.served()
    ended = terms(line, amount=money(90_000), quantity=Decimal("7.5"), term=paid)
    stays = terms(line, amount=money(24_000), term=rest)
    back = terms(line, amount=money(-6_000), term=autumn)
    own, going_on, returned = as_lines(
        line,
        (ended, dict.fromkeys(served[:9], 10_000)),
        (stays, dict.fromkeys(served[9:], 8_000)),
        (back, dict.fromkeys(served[6:9], -2_000)),
    )
    less = replace(ended, amount=money(-30_000), quantity=Decimal("-2.5"))
    cut = replace(own, terms=less, is_change=True)
    line.booked[1] = replace(
        line.booked[1], ruled=(cut, replace(going_on, is_change=True), returned)
    )
    assert beside_bookings(stated(line)) == Counter()
