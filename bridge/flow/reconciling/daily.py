"""
What the daemon does about reconciliation by itself: a statement of each measure, and a word.

Old statements go again, but for those that a period was prepared or signed from, and those that
somebody named: the ledger knows which.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from bridge.adapters.store.database import Store, Transaction
from bridge.flow.explaining.figures import naming
from bridge.flow.explaining.rolls import naming as rolls
from bridge.flow.reconciling import predicting, signing
from bridge.flow.reconciling.definitions import Measures
from bridge.flow.reconciling.figures import COVERED
from bridge.flow.reconciling.rolls import signed
from bridge.flow.reconciling.rolls.making import Wanted, roll, usual
from bridge.flow.reconciling.stating import Asked, Ends, Gathered, Reconciling
from bridge.model.money import Currency, Money
from bridge.reconcile.signatures import PERIODS
from bridge.rules.rulebook import Rulebook
from bridge.telemetry import log

NAME = "reconcile"
#: How a text names a figure of one statement; in JSON, a line that ends before it is `\n`.
_KINDS = (naming.KIND, rolls.KIND)
_NAMED = re.compile(rf"(?:{'|'.join(_KINDS)}):(\d+)/", re.ASCII)


def state_all(
    ends: Ends,
    rulebook: Callable[[], Rulebook],
    thresholds: dict[Currency, Money],
    kept_for: timedelta | None,
) -> None:
    """
    Make and keep the statements of today, and suspend periods whose figures moved.

    Older ones than they are kept for are let go; None keeps all. Before
    anything was ordered there is nothing to state.

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
    if kept_for is not None:
        let_go(ends.store, ends.clock() - kept_for)


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


def let_go(store: Store, before: datetime) -> int:
    """
    Let the statements go that were made before a moment and replaced since; return how many.

    What was the last one when somebody, or a pass, did something about a period stays, whatever
    became of the period, and so does what a comment or a reason names, as `variance:12/...` or as
    `roll:12/...`.
    """
    with store.reading() as view:
        old = view.reconciling.statements.outdated(before)
        if not old:
            return 0
        # The whole ledger is looked through for it: no writer is to wait for that.
        head = view.ledger.head().seq
        named = _named(view)
    with store.transaction("statements_pruned") as tx:
        gone = set(old) - named - _named(tx, after=head) - _stated(tx)
        tx.reconciling.statements.prune(gone)
    log().info(
        "statements.pruned", count=len(gone), kept=len(old) - len(gone), before=before.isoformat()
    )
    return len(gone)


def _named(view: Transaction, after: int = -1) -> set[int]:
    """Return the numbers of the statements that the ledger behind an entry names."""
    texts = (text for kind in _KINDS for text in view.ledger.payloads_with(f"{kind}:", after=after))
    return {int(number) for text in texts for number in _NAMED.findall(text)}


def _stated(view: Transaction) -> set[int]:
    """Return the numbers of the statements that acts about periods were of."""
    statements = view.reconciling.statements
    return {
        number
        for entry in view.ledger.entries(deal=PERIODS)
        for measure in (*COVERED, signed.KIND)
        for number in statements.as_at(measure, entry.at)
    }
