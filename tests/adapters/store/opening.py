"""How the tests of the store open it: on a clock that stands still, its tables there already."""

from datetime import UTC, datetime

from bridge.adapters.store.database import Store
from bridge.ledger.judgement import Judgement
from bridge.ledger.transition import Decision
from bridge.model.calendar import Clock
from tests.databases import with_tables


def moment() -> datetime:
    """Return a time that needs all its microseconds."""
    return datetime(2026, 1, 15, 9, 0, 0, 1, tzinfo=UTC)


def opened(url: str, clock: Clock = moment) -> Store:
    """Open a store whose two clocks are the one that is handed in."""
    return Store(with_tables(url), clock=clock, database_clock=clock)


def judge(store: Store, *judgements: Judgement) -> list[Decision]:
    """Record judgements, each in a transaction of its own."""
    decisions = []
    for judged in judgements:
        with store.transaction("judged") as tx:
            decisions.append(tx.judgements.record(judged))
    return decisions
