"""Seeded histories of two systems: each class is what was injected, to the cent, every month."""

from datetime import date
from pathlib import Path

import pytest

from bridge.flow.reconciling.definitions import TARGETS, Measures
from bridge.flow.reconciling.predicting import comparison
from bridge.flow.reconciling.rolls.making import Wanted, roll
from bridge.flow.reconciling.stating import Asked, Ends, Reconciled, Reconciling
from bridge.model.money import Currency
from bridge.reconcile.starting import Bookings
from bridge.reconcile.statement import Grid, Statement, statements
from bridge.reconcile.walk import Route
from tests.stories.reconciling.drawing.amounts import BOTH_ENDS, Stated, stated
from tests.stories.reconciling.drawing.histories import DRIFTED, History, drawn
from tests.stories.reconciling.drawing.playing import named, play
from tests.stories.reconciling.drawing.spending import rated
from tests.stories.stand import SCENARIOS, Stand, a_stand, changed_rules

UPSELL = SCENARIOS / "b-upsell-mid-term.cpq.json"
MEASURES = (Measures.BOOKINGS, Measures.PLAN, Measures.REVENUE)
QUICK, LONG = range(3), range(3, 203)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped rules, in which the subsidiary with books in dollars sells in pounds, too."""
    old = "- [EUR, DE-GMBH]"
    pounds = f"{old}\n  - [GBP, US-INC]"
    return changed_rules(tmp_path_factory.mktemp("pounds"), "subsidiaries.yaml", old, pounds)


@pytest.mark.parametrize(
    "seed", [*QUICK, *(pytest.param(one, marks=pytest.mark.on_demand) for one in LONG)]
)
def test_each_class_is_what_was_injected_and_without_it_that_is_unexplained(
    seed: int, tmp_path: Path, rules: Path
) -> None:
    history = drawn(seed)
    with a_stand(tmp_path, UPSELL, rules=rules) as stand:
        play(stand, history)
        found = {one.asked.measure: one for one in reconciled(stand)}
    for measure, one in found.items():
        injected = stated(history, measure)
        assert {each.currency.code: told(each) for each in one.statements} == injected
        claimed = [
            (code, Currency(currency))
            for currency, classes in injected.items()
            for code in classes.keys() - BOTH_ENDS
        ]
        assert all(is_unexplained_without(*each, one) for each in claimed)
    plans = comparison(found[Measures.PLAN].sides)
    assert {one.key.record for one in plans.differing} == drifted(history)


def reconciled(stand: Stand) -> tuple[Reconciled, ...]:
    """Read both systems once, and state all measures of the quarter."""
    ends = Ends(
        salesforce=stand.ends.salesforce,
        revenue=stand.ends.netsuite.revenue,
        store=stand.ends.store,
        clock=stand.ends.clock,
        contract_assets=("1250 Contract Assets",),
    )
    reconciling = Reconciling(ends, stand.edition.rulebook)
    both = reconciling.gather(reconciling.read())
    wanted = Wanted(as_of=date(2026, 3, 31), definition="current")
    rolled = roll(ends.store, reconciling.rulebook, wanted, both).rolls
    assert rolled.ties, "every roll-forward ties, to the accounts as well"
    asked = (Asked(as_of=date(2026, 3, 31), measure=one) for one in MEASURES)
    return tuple(reconciling.state(one, both) for one in asked)


def told(one: Statement) -> Stated:
    """What a statement says of each month, without what is nothing."""
    assert one.ties
    assert not one.unexplained
    found = {"START": one.start, **one.classes, "END": one.end}
    kept = {
        code: {month: minor for month, minor in vector.items() if minor and month in one.periods}
        for code, vector in found.items()
    }
    return {code: months for code, months in kept.items() if months}


def is_unexplained_without(code: str, currency: Currency, found: Reconciled) -> bool:
    """Say whether something is unexplained when a class is not claimed."""
    [periods] = {one.periods for one in found.statements}
    route = Route(Bookings(), TARGETS[found.asked.measure], frozenset({code}))
    again = statements(found.sides, Grid(route, periods))
    return any(one.currency == currency and one.unexplained for one in again)


def drifted(history: History) -> set[str]:
    """
    The orders of which somebody changed what is planned.

    Use beyond credits is planned for the day on which it is ordered, and not when it was used.
    """
    edited = {
        named(one.orders[0])
        for one in history.contracts
        if one.fate in DRIFTED and not one.is_suspended
    }
    return edited | {rated(one) for one in history.prepaid if any(one.beyond[:2])}
