"""A plan by a method that nobody knows here is told as such, if it plans the same amount."""

from datetime import date

from bridge.reconcile.rows import Target
from tests.reconcile.stating import stated
from tests.reconcile.worlds import a_line, plan, rehold

MARCH = date(2026, 3, 1)


def test_another_spread_of_the_same_amount_is_a_rule_that_differs_and_names_the_word() -> None:
    line = a_line(1, MARCH)
    moved = {**line.by_month(10_000), "2026-03": 15_000, "2026-04": 5_000}
    plan(line, moved)
    rehold(line, unknown="MILESTONES")
    found = stated(line, target=Target.PLANNED)
    assert found.classes["DAT-4"] == {"2026-03": 5_000, "2026-04": -5_000}
    assert not found.unexplained


def test_what_is_missing_stays_unexplained_whatever_the_method_is_called() -> None:
    line = a_line(1, MARCH)
    short = {**line.by_month(10_000), "2026-03": 9_000}
    [element] = line.held[0].elements
    plan(line, short, sales=element.sales, allocated=element.allocated)
    rehold(line, unknown="MILESTONES")
    found = stated(line, target=Target.PLANNED)
    assert found.classes["UNX-1"] == {"2026-03": -1_000}
    assert "DAT-4" not in found.classes
