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


def rebooked(first: Seats, gone: Seats) -> Months:
    """The order says less as of its own date, and sales booked it later."""
    [(later, minor)] = booked(gone).items()
    [ordered] = booked(first)
    return {ordered: minor, later: -minor}


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
