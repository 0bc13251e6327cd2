"""What the daemon does about reconciliation by itself: a statement of each measure, and a word."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from bridge.flow.reconciling import predicting, signing
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.rolls.making import Wanted, roll, usual
from bridge.flow.reconciling.stating import Asked, Ends, Gathered, Reconciling
from bridge.model.money import Currency, Money
from bridge.rules.rulebook import Rulebook
from bridge.telemetry import log

NAME = "reconcile"


def state_all(
    ends: Ends, rulebook: Callable[[], Rulebook], thresholds: dict[Currency, Money]
) -> None:
    """
    Make and keep the statements of today, and suspend periods whose figures moved.

    Before anything was ordered there is nothing to state.

    Raises as any read of either system: the next day tries again.
    """
    with ends.store.reading() as view:
        if not view.reports.sizes().documents:
            return
    reconciling = Reconciling(ends, rulebook())
    both = reconciling.gather(reconciling.read())
    for asked in _asked(ends.clock().date(), reconciling.rulebook):
        found = reconciling.state(asked, both)
        if asked.measure is Measures.PLAN:
            opened, closed = predicting.keep(ends.store, predicting.comparison(found.sides))
            log().info("plans.compared", opened=opened, closed=closed)
        errors = [f"{code} {money}" for code, money in found.errors(thresholds)]
        tell = log().warning if errors else log().info
        tell("reconciled", measure=asked.measure.value, statement=found.kept.id, errors=errors)
    _roll(ends, reconciling.rulebook, both)
    for period in signing.suspend(ends.store):
        log().warning("period.suspended", period=period)


def _roll(ends: Ends, rulebook: Rulebook, both: Gathered) -> None:
    """Keep the roll-forwards of the last periods, and say whether they tie."""
    wanted = Wanted(as_of=ends.clock().date(), definition=usual(rulebook.measures))
    found = roll(ends.store, rulebook, wanted, both)
    tell = log().info if found.rolls.ties else log().warning
    tell("rolled", statement=found.statement.id, ties=found.rolls.ties)


def _asked(today: date, rulebook: Rulebook) -> Iterator[Asked]:
    """Yield a statement of each measure; of recurring revenue by the first definition there is."""
    for measure in Measures:
        if measure is not Measures.ARR:
            yield Asked(as_of=today, measure=measure)
    usual = Asked(as_of=today, measure=Measures.ARR)
    names = [usual.definition, *rulebook.measures]
    for name in [one for one in names if one in rulebook.measures][:1]:
        yield replace(usual, definition=name)
