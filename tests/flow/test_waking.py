from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bridge.adapters.store.cases import ExceptionCase
from bridge.adapters.store.database import Store
from bridge.flow.waking import wake
from bridge.model.money import Currency, Money
from bridge.queue.acts import Act, Ask, Assign, Reopen, Snooze
from bridge.queue.life import CaseState, Until, WaitsFor
from tests.adapters.store.opening import judge, opened
from tests.ledger.building import a_deal, flagged

FRIDAY = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)
OTHERS = ("801000000000002AAA", "801000000000003AAA")
DAYS = 3


class Morning:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = FRIDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Morning:
    return Morning()


@pytest.fixture
def store(clock: Morning, tmp_path: Path) -> Iterator[Store]:
    with opened(f"sqlite:///{tmp_path}/books.sqlite", clock) as found:
        judge(found, flagged(a_deal("100.00")))
        yield found


def do(store: Store, act: Act) -> None:
    with store.transaction("triage", actor="Ana") as tx:
        tx.lives.act(1, act)


def first(store: Store) -> ExceptionCase:
    with store.reading() as view:
        found = view.cases.one(1)
    assert found is not None
    return found


def test_a_rest_until_a_day_is_over_on_that_day(store: Store, clock: Morning) -> None:
    do(store, Snooze(Until(day=date(2026, 3, 20)), "the quarter ends"))
    clock.now = datetime(2026, 3, 19, 23, 59, tzinfo=UTC)
    wake(store, clock, DAYS)
    assert first(store).state is CaseState.SNOOZED
    clock.now = datetime(2026, 3, 20, 0, 0, tzinfo=UTC)
    wake(store, clock, DAYS)
    assert first(store).state is CaseState.OPEN
    with store.reading() as view:
        last = view.lives.story(1)[-1]
    assert (last.by, last.act) == ("bridge", Reopen("what it rested for has come: 2026-03-20"))
    assert store.verify() == ()


def test_a_rest_until_many_have_its_cause_counts_the_cause_alone(
    store: Store, clock: Morning
) -> None:
    do(store, Snooze(Until(count=2), "one does not matter"))
    judge(store, flagged(a_deal("5.00", deal=OTHERS[0]), "ANOTHER_CODE"))
    wake(store, clock, DAYS)
    assert first(store).state is CaseState.SNOOZED
    judge(store, flagged(a_deal("5.00", deal=OTHERS[1])))
    wake(store, clock, DAYS)
    assert first(store).state is CaseState.OPEN


def test_a_rest_until_an_amount_counts_its_currency_alone(store: Store, clock: Morning) -> None:
    do(store, Snooze(Until(amount=Money(15_000, Currency("USD"))), "too little to matter"))
    judge(store, flagged(a_deal(Money(10**9, Currency("EUR")), deal=OTHERS[0])))
    wake(store, clock, DAYS)
    assert first(store).state is CaseState.SNOOZED
    judge(store, flagged(a_deal("50.00", deal=OTHERS[1])))
    wake(store, clock, DAYS)
    assert first(store).state is CaseState.OPEN


def test_what_nobody_answers_is_overdue_after_three_working_days(
    store: Store, clock: Morning
) -> None:
    # Opened on a Friday: Monday, Tuesday and Wednesday are the three.
    clock.now = FRIDAY + timedelta(days=5)
    wake(store, clock, DAYS)
    assert not first(store).lived.life.escalated
    clock.now = FRIDAY + timedelta(days=6)
    wake(store, clock, DAYS)
    wake(store, clock, DAYS)
    assert first(store).lived.life.escalated
    with store.reading() as view:
        assert len(view.lives.story(1)) == 1


def test_where_nothing_is_to_be_overdue_nothing_is(store: Store, clock: Morning) -> None:
    clock.now = FRIDAY + timedelta(days=365)
    wake(store, clock, 0)
    assert first(store).lived.acts == 0


def test_to_assign_is_no_answer_and_to_ask_is_one(store: Store, clock: Morning) -> None:
    do(store, Assign("Ben"))
    clock.now = FRIDAY + timedelta(days=6)
    wake(store, clock, DAYS)
    assert first(store).lived.life.escalated
    do(store, Ask(WaitsFor.ORIGIN, "which product?"))
    clock.now = FRIDAY + timedelta(days=60)
    wake(store, clock, DAYS)
    assert not first(store).lived.life.escalated


def test_what_is_taken_up_again_has_its_days_anew(store: Store, clock: Morning) -> None:
    do(store, Ask(WaitsFor.ORIGIN, "which product?"))
    clock.now = FRIDAY + timedelta(days=28)
    do(store, Reopen("they answered"))
    clock.now = FRIDAY + timedelta(days=33)
    wake(store, clock, DAYS)
    assert not first(store).lived.life.escalated
    clock.now = FRIDAY + timedelta(days=34)
    wake(store, clock, DAYS)
    assert first(store).lived.life.escalated
