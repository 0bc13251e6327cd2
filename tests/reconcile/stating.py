"""Statements of lines, and what they and the injections come to, in one form."""

from collections import Counter

from bridge.reconcile.rows import Target
from bridge.reconcile.starting import Bookings
from bridge.reconcile.statement import Grid, Statement, statements
from bridge.reconcile.walk import Route
from tests.reconcile.worlds import NAMES, Amounts, Line, sides


def stated(
    *lines: Line,
    target: Target = Target.RECOGNISED,
    without: frozenset[str] = frozenset(),
) -> Statement:
    """Return the statement of lines in one currency of the books, from bookings."""
    [found] = statements(sides(*lines), Grid(Route(Bookings(), target, without), NAMES))
    return found


def amounts(statement: Statement) -> Amounts:
    """Return all that a statement attributes, by class and month."""
    return Counter(
        {
            (code, period): minor
            for code, vector in statement.classes.items()
            for period, minor in vector.items()
            if minor
        }
    )


def injected(*lines: Line) -> Amounts:
    """Return all that was injected, by class and month."""
    found: Amounts = Counter()
    for line in lines:
        for key, minor in line.amounts.items():
            found[key] += minor
    return Counter({key: minor for key, minor in found.items() if minor})
