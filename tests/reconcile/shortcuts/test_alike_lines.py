"""What is left out of a line of which both sides say the same would not make a difference."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from bridge.model.schedule import Method
from bridge.reconcile.matching import matches
from bridge.reconcile.rows import Target, rows_of
from bridge.reconcile.statement import calendar_of
from bridge.reconcile.steps.move import Scene
from bridge.reconcile.steps.population import is_alike
from bridge.reconcile.valuing import Valuer
from bridge.reconcile.walk import ORDER_STEPS, STEPS, moves, sold_state, steps_of
from tests.reconcile.injections.all import INJECTIONS
from tests.reconcile.stating import amounts, stated
from tests.reconcile.worlds import Line, a_line, money, rebook, rule, sides, terms

START = date(2026, 3, 1)


def every_line() -> Iterator[Line]:
    """Each discrepancy on lines that sales spread in each way, and lines without one."""
    for method in Method:
        for inject in (None, _has_an_event, _of_a_change, *INJECTIONS.values()):
            line = a_line(1, START)
            if inject is not None:
                inject(line)
            booked = line.booked[0] if line.booked else None
            if booked and len(booked.sold) == 1:
                rebook(line, sold=(replace(booked.sold[0], method=method),))
            yield line


def _has_an_event(line: Line) -> None:
    """Service began later than it was sold for, and the order has not been moved."""
    rebook(line, start_event_on=date(2026, 9, 1))


def _of_a_change(line: Line) -> None:
    """A change of an older order has said the line: it has the date of that order."""
    rule(line, is_change=True, dated=date(2026, 5, 1))


@pytest.mark.parametrize("target", Target)
def test_a_step_that_is_left_out_of_a_line_in_order_would_do_nothing(target: Target) -> None:
    every = ORDER_STEPS if target is Target.ORDERED else STEPS
    left_out = 0
    for line in every_line():
        both = sides(line)
        for match in matches(both):
            if not is_alike(match):
                continue
            left_out += 1
            valuer = Valuer(calendar_of(both), match.base)
            scene = Scene(match, valuer, rows_of(match.held, match.base))
            state = sold_state(match, target)
            taken = tuple(moves(scene, state, steps_of(match, target)))
            assert taken == tuple(moves(scene, state, every)), line
    assert left_out > len(Method), "of lines that are alike"


def test_days_that_sales_count_otherwise_are_nothing_but_day_1() -> None:
    line = a_line(1, START)
    rebook(line, sold=(terms(line, method=Method.STRAIGHT_LINE_DAYS),))
    [match] = matches(sides(line))
    assert is_alike(match)
    found = {key[1]: minor for key, minor in amounts(stated(line)).items() if key[0] == "DAY-1"}
    # 1,200.00 over 365 days: 31 of March are worth 101.92, 30 of April 98.63, and a month 100.00.
    assert (found["2026-03"], found["2026-04"]) == (-192, 137)
    assert sum(found.values()) == 0


def test_an_order_is_stated_by_its_date_whatever_its_plan_is_predicted_as() -> None:
    line = a_line(1, START)
    late = {line.month(1): money(2 * line.monthly)}
    line.expected[line.key] = {**line.expected[line.key], line.month(0): money(0), **late}
    found = stated(line, target=Target.ORDERED)
    assert found.classes == {}
    assert not found.unexplained
