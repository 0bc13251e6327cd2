"""What the daemon does about reconciliation by itself: a statement of each measure, and a word."""

from collections.abc import Callable

from bridge.flow.reconciling import predicting
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.stating import Asked, Ends, Reconciling
from bridge.model.money import Currency, Money
from bridge.rules.rulebook import Rulebook
from bridge.telemetry import log

#: What of the measures is stated by itself: each reads NetSuite's changes once more.
DAILY = (Measures.BOOKINGS, Measures.PLAN, Measures.REVENUE)
NAME = "reconcile"


def state_all(
    ends: Ends, rulebook: Callable[[], Rulebook], thresholds: dict[Currency, Money]
) -> None:
    """
    Make and keep the statements of today; before anything was ordered there is nothing to state.

    Raises as any read of either system: the next day tries again.
    """
    with ends.store.reading() as view:
        if not view.reports.sizes().documents:
            return
    reconciling = Reconciling(ends, rulebook())
    unread = reconciling.read()
    for measure in DAILY:
        asked = Asked(as_of=ends.clock().date(), measure=measure)
        found = reconciling.state(asked, unread)
        if measure is Measures.PLAN:
            opened, closed = predicting.keep(ends.store, predicting.comparison(found.sides))
            log().info("plans.compared", opened=opened, closed=closed)
        errors = [f"{code} {money}" for code, money in found.errors(thresholds)]
        tell = log().warning if errors else log().info
        tell("reconciled", measure=measure.value, statement=found.kept.id, errors=errors)
