"""What becomes of exceptions by time alone: rests end, and what nobody answered is escalated."""

from collections.abc import Iterator
from datetime import date

from bridge.adapters.store.cases import ExceptionCase
from bridge.adapters.store.database import Store, Transaction
from bridge.model.calendar import Clock
from bridge.model.ids import Digest
from bridge.model.money import Money
from bridge.queue.acts import Act, Escalate, Reopen
from bridge.queue.deadline import due_on
from bridge.queue.deciding import Decline
from bridge.queue.life import CaseState, Weight
from bridge.telemetry import log


def wake(store: Store, clock: Clock, answer_within_days: int) -> None:
    """
    Take up what has rested long enough, and escalate what is open for too many working days.

    0 days: nothing is escalated. Where nothing is due, nothing is written.
    """
    with store.reading() as view:
        due = list(_due(view, clock, answer_within_days))
    if not due:
        return
    with store.transaction("woken") as tx:
        for number, act in _due(tx, clock, answer_within_days):
            tx.lives.act(number, act)
    log().info("exceptions.woken", count=len(due))


def _due(view: Transaction, clock: Clock, within_days: int) -> Iterator[tuple[int, Act]]:
    cases = view.cases.all()
    weights = _weights(cases)
    today = clock().date()
    for case in cases:
        rests = case.lived.life.rests
        if rests is not None and rests.is_over(today, weights[case.cause.fingerprint]):
            yield case.id, Reopen(f"what it rested for has come: {rests}")
        elif within_days and _is_unanswered(case):
            due = due_on(_open_since(view, case), within_days)
            if today > due:
                yield case.id, Escalate(f"nobody answered by {due}")


def _is_unanswered(case: ExceptionCase) -> bool:
    return case.state is CaseState.OPEN and not case.lived.life.escalated


def _open_since(view: Transaction, case: ExceptionCase) -> date:
    """Return the day since which it is to be worked on: opened, or taken up again."""
    if not case.lived.acts:
        return case.opened_at.date()
    taken_up = [
        one.at for one in view.lives.story(case.id) if isinstance(one.act, (Reopen, Decline))
    ]
    return max([case.opened_at, *taken_up]).date()


def _weights(cases: tuple[ExceptionCase, ...]) -> dict[Digest, Weight]:
    weights: dict[Digest, Weight] = {}
    for case in cases:
        cause, amount = case.cause.fingerprint, case.amount
        known = weights.get(cause, Weight(0, {}))
        held = known.amounts.get(amount.currency, Money(0, amount.currency))
        weights[cause] = Weight(known.count + 1, {**known.amounts, amount.currency: held + amount})
    return weights
