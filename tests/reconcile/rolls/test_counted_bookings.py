"""
Bookings are closed from a count that knows no lines: one that is lost or doubled is a gap.

The ledger has 1,200.00 of a deal of January and 600.00 of one of February, each sold by one line.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bridge.model.ids import DealId
from bridge.model.money import Currency, Money
from bridge.reconcile.rolls.accounts import Accounting
from bridge.reconcile.rolls.roll import Measured, Roll
from bridge.reconcile.rolls.rolling import rolled
from bridge.reconcile.rolls.span import Stretch
from bridge.reconcile.sides import Booked, Counted, Sides
from tests.reconcile.worlds import EUR, PERIODS, USD, a_line, money, rebook, sides, terms

QUARTER = Stretch(PERIODS, tuple(one for one in PERIODS if "2026-01" <= one.name <= "2026-03"))
JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
LEDGER = (
    Counted(DealId("D1"), JANUARY, money(120_000)),
    Counted(DealId("D3"), FEBRUARY, money(60_000)),
)
Changed = Callable[[tuple[Booked, ...]], tuple[Booked, ...]]


def booked() -> Sides:
    found = sides(a_line(1, JANUARY), a_line(3, FEBRUARY, monthly=5_000))
    return replace(found, counted=LEDGER)


def bookings(of: Sides, currency: Currency = USD) -> Roll:
    roll = rolled(of, Accounting(), None, QUARTER).of(Measured.BOOKINGS, currency)
    assert roll is not None
    return roll


def closings(roll: Roll) -> list[int]:
    return [one.closing for one in roll.months]


def gaps(roll: Roll) -> list[int]:
    return [one.gap for one in roll.months]


def of_march(line: Booked) -> Booked:
    return replace(line, close_on=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (lambda lines: lines, [0, 0, 0]),
        (lambda lines: lines[:1], [0, 60_000, 0]),
        (lambda lines: (lines[0], *lines), [-120_000, 0, 0]),
        (lambda lines: (lines[0], of_march(lines[1])), [0, 60_000, -60_000]),
        (lambda lines: lines[2:], [120_000, 60_000, 0]),
    ],
    ids=["as counted", "lost", "doubled", "of another day", "all lost"],
)
def test_a_line_that_is_lost_doubled_or_of_another_day_is_a_gap(
    changed: Changed, expected: list[int]
) -> None:
    whole = booked()
    roll = bookings(replace(whole, booked=changed(whole.booked)))
    assert closings(roll) == [120_000, 180_000, 180_000]
    assert gaps(roll) == expected


def test_a_deal_that_the_ledger_does_not_count_is_a_gap() -> None:
    roll = bookings(replace(booked(), counted=LEDGER[:1]))
    assert closings(roll) == [120_000] * 3
    assert gaps(roll) == [0, -60_000, 0]


def test_a_deal_without_lines_stands_in_its_own_currency() -> None:
    euros = Counted(DealId("D9"), FEBRUARY, Money(700, EUR))
    of = replace(booked(), counted=(*LEDGER, euros))
    assert gaps(bookings(of)) == [0, 0, 0]
    assert gaps(bookings(of, EUR)) == [0, 700, 0]


def test_another_currency_is_counted_at_the_rates_of_the_lines() -> None:
    """Two lines of 0.05 EUR at 1.1 are 0.06 USD each, and 0.11 together: that is no gap."""
    line = a_line(1, JANUARY)
    small = terms(line, amount=Money(5, EUR), rate=Decimal("1.1"))
    rebook(line, sold=(small,))
    [first] = line.booked
    both = replace(
        sides(line),
        booked=(first, first),
        counted=(Counted(DealId("D1"), JANUARY, Money(10, EUR)),),
    )
    assert closings(bookings(both)) == [12, 12, 12]
    assert gaps(bookings(both)) == [0, 0, 0]
    assert gaps(bookings(replace(both, booked=(first,)))) == [6, 0, 0]
