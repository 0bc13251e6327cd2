"""Each known discrepancy comes out in its class, to the cent, and nothing is left unexplained."""

from collections import Counter
from datetime import date

import pytest

from bridge.reconcile.rows import Target
from bridge.reconcile.starting import Bookings
from bridge.reconcile.statement import Grid, Statement, statements
from bridge.reconcile.walk import Route
from tests.reconcile.injections.all import INJECTIONS
from tests.reconcile.worlds import NAMES, Amounts, Line, a_line, sides

START = date(2026, 3, 1)


def stated(*lines: Line, without: frozenset[str] = frozenset()) -> Statement:
    route = Route(Bookings(), Target.RECOGNISED, without)
    [found] = statements(sides(*lines), Grid(route, NAMES))
    return found


def amounts(statement: Statement) -> Amounts:
    return Counter(
        {
            (code, period): minor
            for code, vector in statement.classes.items()
            for period, minor in vector.items()
            if minor
        }
    )


def injected(*lines: Line) -> Amounts:
    found: Amounts = Counter()
    for line in lines:
        for key, minor in line.amounts.items():
            found[key] += minor
    return Counter({key: minor for key, minor in found.items() if minor})


@pytest.mark.parametrize("name", INJECTIONS)
def test_a_discrepancy_alone_comes_out_in_its_class_month_by_month(name: str) -> None:
    line = a_line(1, START)
    INJECTIONS[name](line)
    found = stated(line)
    assert amounts(found) == injected(line)
    assert found.ties
    assert bool(found.unexplained) == (name == "UNX-1")
