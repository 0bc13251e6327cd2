"""Use that is ordered when its term is rated, and orders of another day than the booking."""

from collections import Counter
from datetime import date

from bridge.model.deal import Charge
from bridge.model.schedule import Method
from bridge.reconcile.rows import Target
from tests.reconcile.injections.patterns import ramp
from tests.reconcile.stating import amounts, stated
from tests.reconcile.worlds import Line, a_line, an_element, money, rebook, rehold, rule, terms

MARCH, LAST = date(2026, 3, 1), date(2027, 2, 28)


def rated(line: Line) -> None:
    """Nobody sold it; it was used in March and in May, and is ordered when the year is over."""
    said = terms(line, method=Method.ON_USE)
    rebook(line, charge=Charge.USAGE, sold=())
    rule(line, terms=said, dated=LAST)
    element = an_element(line, {"2027-02": line.total})
    rehold(line, terms=said, dated=LAST, elements=(element,))
    line.expected[line.key] = {"2026-03": money(90_000), "2026-05": money(30_000)}


def test_use_counts_when_it_was_and_is_planned_when_it_is_ordered() -> None:
    line = a_line(1, MARCH)
    line.posted = 0
    rated(line)
    found = stated(line, target=Target.PLANNED)
    assert amounts(found) == Counter(
        {
            ("SCP-4", "2026-03"): 90_000,
            ("SCP-4", "2026-05"): 30_000,
            ("TIM-3", "2026-03"): -90_000,
            ("TIM-3", "2026-05"): -30_000,
            ("TIM-3", "2027-02"): 120_000,
        }
    )


def test_use_is_ordered_on_the_day_of_its_order_all_at_once() -> None:
    line = a_line(1, MARCH)
    rated(line)
    found = stated(line, target=Target.ORDERED)
    assert amounts(found) == Counter({("SCP-4", "2027-02"): 120_000})


def test_use_that_nobody_has_approved_yet_is_no_journal_to_post() -> None:
    line = a_line(1, MARCH)
    rated(line)
    rehold(line, is_approved=False, elements=())
    found = stated(line, target=Target.PLANNED)
    assert found.amount("ORD-1") == money(-120_000)
    assert "JRN-1" not in found.classes


def test_all_steps_of_a_line_count_on_the_day_of_the_order() -> None:
    line = a_line(1, MARCH)
    ramp(line)
    rebook(line, close_on=date(2026, 2, 20))
    found = stated(line, target=Target.ORDERED)
    moved = {("TIM-3", "2026-02"): -120_000, ("TIM-3", "2026-03"): 120_000}
    assert amounts(found) == Counter(moved)
