"""
What becomes of an order line of which seats are given up in the middle of its term.

The line ends with the last day before; the seats that stay go on in a line of their own. Where the
months from then on are posted and closed already, the next open one puts it right.
"""

from fractions import Fraction
from typing import NamedTuple

from tests.stories.reconciling.drawing.sold.contracts import Seats
from tests.stories.reconciling.drawing.worth.months import (
    OPEN,
    POSTED,
    QUARTER,
    Months,
    booked,
    days,
    even,
    less,
    moved_on,
)


class Piece(NamedTuple):
    """What is planned of one order line, and the classes that lead there from what was sold."""

    steps: tuple[tuple[str, Months], ...]
    plan: Months


def rebooked(first: Seats, gone: Seats, unpaid: int = 12) -> Months:
    """
    The order says less as of its own date, and sales booked it later.

    Of what is given up only what is of months that are `unpaid`; the rest is returned.
    """
    [later] = booked(gone)
    [ordered] = booked(first)
    minor = min(unpaid, 13 - gone.first.month) * _of_a_month(gone.seats, gone)
    return {ordered: minor, later: -minor}


def _of_a_month(seats: int, line: Seats) -> Fraction:
    """What so many seats of a line are worth each month."""
    return Fraction(int(seats * line.a_year * 100), 12)


def ended_and_going_on(first: Seats, gone: Seats, *, is_late: bool) -> tuple[Piece, Piece]:
    """Return what the line has until the day, and what the line of the other seats has from it."""
    return _ended(first, gone, is_late=is_late), _going_on(first, gone, is_late=is_late)


def _ended(first: Seats, gone: Seats, *, is_late: bool) -> Piece:
    whole = int(first.seats * gone.price * 100)
    as_sold = less(days(first.minor, first.first, first.last), days(whole, gone.first, gone.last))
    monthly, day = Fraction(first.minor, 12), f"{gone.first:%Y-%m}"
    plan = {month: monthly for month in (*POSTED, OPEN) if month < day}
    if is_late:
        undone = [month for month in POSTED if month >= day]
        plan |= dict.fromkeys(undone, monthly) | {OPEN: -monthly * len(undone)}
    return Piece((("MOD-1", less(plan, as_sold)),), plan)


def _going_on(first: Seats, gone: Seats, *, is_late: bool) -> Piece:
    minor = int((first.seats + gone.seats) * gone.price * 100)
    plan = even(minor, gone.first, gone.last)
    counted = less(plan, days(minor, gone.first, gone.last))
    moved = moved_on(plan) if is_late else {}
    after = less(plan, less({}, moved))
    return Piece((("DAY-1", counted), ("TIM-2", moved)), after)


def returned_of_a_quarter(first: Seats, gone: Seats) -> tuple[Piece, ...]:
    """
    Return what becomes of a line that is invoiced until the end of March, and cut in March.

    It ends with March; what stays goes on in April, and what of March is given up is returned.
    Sales have all of it from March on.
    """
    unpaid = int(9 * _of_a_month(first.seats, first))
    stays = int(9 * _of_a_month(first.seats + gone.seats, first))
    back = int(_of_a_month(gone.seats, first))
    as_sold = less(days(first.minor, first.first, first.last), days(unpaid, gone.first, gone.last))
    own = dict.fromkeys(QUARTER, _of_a_month(first.seats, first))
    given = {OPEN: Fraction(back)}
    return (
        Piece((("MOD-1", less(own, as_sold)),), own),
        Piece((("MOD-1", less({}, days(stays, gone.first, gone.last))),), {}),
        Piece((("MOD-1", less(given, days(back, gone.first, gone.last))),), given),
    )
