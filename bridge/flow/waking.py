"""
What becomes of exceptions by time alone.

Rests and overrides end, what nobody answered is escalated, and nothing waits for rules that were
thrown away.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from bridge.adapters.store.database import Store, Transaction
from bridge.model.calendar import Clock
from bridge.queue import story
from bridge.queue.acts import Act, Bounce, Escalate, Reopen
from bridge.queue.deadline import due_on, last_overdue
from bridge.queue.deciding import Decline, Lapse
from bridge.telemetry import log

#: What lets an exception be open again, so that the time for an answer begins anew.
_TAKES_UP = (Reopen, Decline, Bounce)


def wake(store: Store, clock: Clock, answer_within_days: int) -> None:
    """
    Take up what has rested long enough, end overrides, escalate what is open for too long.

    0 days: nothing is escalated. Where nothing is due, nothing is written.
    """
    _do(store, lambda view: _due(view, clock, answer_within_days))


def take_up_discarded(store: Store) -> None:
    """Open what waits for working copies of the rules that were discarded."""
    _do(store, _discarded)


def _do(store: Store, finds: Callable[[Transaction], Iterator[tuple[int, Act]]]) -> None:
    with store.reading() as view:
        due = list(finds(view))
    if not due:
        return
    with store.transaction("woken") as tx:
        for number, act in finds(tx):
            tx.lives.act(number, act)
    log().info("exceptions.woken", count=len(due))


def _due(view: Transaction, clock: Clock, within_days: int) -> Iterator[tuple[int, Act]]:
    today = clock().date()
    yield from _rested(view, today)
    yield from _lapsed(view, today)
    yield from _discarded(view)
    if within_days:
        yield from _overdue(view, today, within_days)


def _rested(view: Transaction, today: date) -> Iterator[tuple[int, Act]]:
    resting = view.due.resting()
    weights = view.due.weights(cause for _, cause, _ in resting) if resting else {}
    for number, cause, life in resting:
        if life.rests is not None and life.rests.is_over(today, weights[cause]):
            yield number, Reopen(f"what it rested for has come: {life.rests}")


def _lapsed(view: Transaction, today: date) -> Iterator[tuple[int, Act]]:
    for number, decision in view.due.overrides():
        if not decision.proposal.holds_on(today):
            yield number, Lapse(f"its last day was {decision.proposal.until}")


def _discarded(view: Transaction) -> Iterator[tuple[int, Act]]:
    let_go = view.copies.let_go()
    waits = view.due.for_rules() if let_go else frozenset()
    for copy in let_go:
        for number in sorted(copy.exceptions & waits):
            if story.awaited_copy(view.lives.story(number)) == copy.number:
                yield number, Reopen(f"{copy.by} discarded working copy {copy.number} of the rules")


def _overdue(view: Transaction, today: date, within_days: int) -> Iterator[tuple[int, Act]]:
    last = last_overdue(today, within_days)
    before = datetime.combine(last + timedelta(days=1), time.min, tzinfo=UTC)
    for number, opened_at, acts in view.due.unanswered(before):
        since = _taken_up(view, number, opened_at) if acts else opened_at
        due = due_on(since.date(), within_days)
        if today > due:
            yield number, Escalate(f"nobody answered by {due}")


def _taken_up(view: Transaction, number: int, opened_at: datetime) -> datetime:
    """Return when it was taken up last: opened, or taken up again."""
    told = view.lives.story(number)
    return max((opened_at, *(one.at for one in told if isinstance(one.act, _TAKES_UP))))
