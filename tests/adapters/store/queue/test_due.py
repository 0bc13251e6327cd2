import importlib.util
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bridge.adapters.store.queue.tables import CaseRow
from bridge.ledger.moves import flag_content
from bridge.mappers.judge import UNKNOWN_IN_NETSUITE
from bridge.model.flags import Flag
from bridge.model.ids import canonical
from bridge.model.money import Currency, Money
from bridge.queue.acts import Ask, Assign, Escalate, Snooze
from bridge.queue.cause import cause_of
from bridge.queue.life import Until, WaitsFor, Weight
from tests.adapters.store.opening import judge, moment, opened
from tests.ledger.building import a_deal, a_translation, flagged

SECOND, THIRD = "801000000000002AAA", "801000000000003AAA"
USD, EUR = Currency("USD"), Currency("EUR")
FIVE = Until(count=5)
MIGRATION = Path(__file__).parents[4] / (
    "bridge/adapters/migrations/versions/0005_exception_queue.py"
)


def test_what_open_exceptions_of_a_cause_weigh_is_added_by_currency(store_url: str) -> None:
    with opened(store_url) as store:
        judge(
            store,
            flagged(a_deal("100.00")),
            flagged(a_deal("-30.00", deal=SECOND)),
            flagged(a_deal(Money(7, EUR), deal=THIRD)),
        )
        with store.reading() as view:
            cause = view.cases.known(1).fingerprint
            held = view.due.weights([cause])
            judged = {view.cases.known(number).fingerprint for number in (2, 3)}
        assert judged == {cause}
        assert held == {cause: Weight(3, {EUR: Money(7, EUR), USD: Money(7000, USD)})}
        judge(store, a_translation(a_deal("100.00")))
        with store.reading() as view:
            assert view.due.weights([cause])[cause].amounts[USD] == Money(-3000, USD)


def test_amounts_that_only_together_need_more_than_64_bits_are_added_exactly(
    store_url: str,
) -> None:
    large = Money(2**62, USD)
    with opened(store_url) as store:
        judge(store, *(flagged(a_deal(large, deal=one)) for one in (SECOND, THIRD)))
        judge(store, flagged(a_deal(large)))
        with store.reading() as view:
            cause = view.cases.known(1).fingerprint
            assert view.due.weights([cause])[cause].amounts == {USD: Money(3 * 2**62, USD)}


def test_unanswered_is_what_is_open_was_not_put_off_and_not_escalated(store_url: str) -> None:
    deals = (a_deal(), a_deal(deal=SECOND), a_deal(deal=THIRD))
    with opened(store_url) as store:
        judge(store, *map(flagged, deals))
        later = moment() + timedelta(seconds=1)
        with store.transaction("triage", actor="Ana") as tx:
            tx.lives.act(2, Assign("Ben"))
            tx.lives.act(3, Ask(WaitsFor.POLICY, "which policy?"))
            assert tx.due.unanswered(later) == ((1, moment(), 0), (2, moment(), 1))
            assert tx.due.unanswered(moment()) == ()
            tx.lives.act(1, Escalate("late"))
            tx.lives.act(2, Snooze(FIVE, "few"))
            assert tx.due.unanswered(later) == ()
            assert [(number, life.rests) for number, _, life in tx.due.resting()] == [(2, FIVE)]
        judge(store, a_translation(deals[1]))
        with store.reading() as view:
            assert view.due.resting() == ()


def test_a_code_is_found_among_all_reasons_of_what_is_open(store_url: str) -> None:
    with opened(store_url) as store:
        first = flagged(a_deal(), "FIRST")
        second = replace(first.flags[0], code=UNKNOWN_IN_NETSUITE)
        judge(store, replace(first, flags=(*first.flags, second)))
        with store.reading() as view:
            assert view.due.is_flagged_by(UNKNOWN_IN_NETSUITE)
            assert not view.due.is_flagged_by("UNKNOWN")
        judge(store, a_translation())
        with store.reading() as view:
            assert not view.due.is_flagged_by(UNKNOWN_IN_NETSUITE)


@pytest.mark.parametrize(
    "says",
    [
        "line 3: no item for 'SEAT-1' (1,200.00 USD)",
        "the customer's own terms of 2026-01-31, not Acme's 'Net 30'",
        'a rule says "2 of 3" for bridge-801-so-1 and 801000000000001AAA',
        "x" * 400,
    ],
)
def test_books_from_before_get_the_causes_that_are_found_today(says: str) -> None:
    """A pattern that changes needs a migration that finds the causes of old exceptions anew."""
    flag = Flag("CODE", says, (), Money(1, USD))
    spec = importlib.util.spec_from_file_location("migration_0005", MIGRATION)
    assert spec is not None
    assert spec.loader is not None
    migration = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(migration)
    kept = canonical([flag_content(flag)]).decode()
    assert migration._fingerprint(kept) == cause_of([flag]).fingerprint
    assert CaseRow.__tablename__ == migration._CASE.name
