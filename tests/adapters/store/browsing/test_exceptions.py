from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bridge.adapters.store.browsing.exception_filter import ExceptionFilter
from bridge.adapters.store.browsing.exception_order import Order
from bridge.adapters.store.browsing.pages import Reach
from bridge.adapters.store.database import Store
from bridge.errors import Misconfigured
from bridge.ledger.judgement import Flagged
from bridge.model.money import Currency, Money
from bridge.queue.acts import Ask, Assign, Escalate, Snooze
from bridge.queue.life import CaseState, Until, WaitsFor
from tests.adapters.store.opening import judge, moment, opened
from tests.ledger.building import a_deal, a_translation, flagged

#: The deals of the queue: id, amount, currency, code; the exceptions count up from 1.
DEALS = (
    ("801000000000001AAA", 500_00, "USD", "ITEM_UNMAPPED"),
    ("801000000000002AAA", -900_00, "USD", "ITEM_UNMAPPED"),
    ("801000000000003AAA", 700_00, "EUR", "TERM_MISSING"),
    ("801000000000004AAA", 100_00, "USD", "TERM_MISSING"),
    ("801000000000005AAA", 300_00, "EUR", "ITEM_UNMAPPED"),
    ("801000000000006AAA", 300_00, "USD", "ITEM_UNMAPPED"),
)
OPEN = ExceptionFilter(state=CaseState.OPEN)
WAITING = ExceptionFilter(state=CaseState.WAITING)
FILTERS: tuple[tuple[ExceptionFilter, list[int]], ...] = (
    (ExceptionFilter(), [1, 2, 3, 4, 5, 6, 7]),
    (WAITING, [4]),
    (ExceptionFilter(state=CaseState.SNOOZED), [5]),
    (ExceptionFilter(state=CaseState.RESOLVED), [6]),
    (replace(OPEN, code="ITEM_UNMAPPED"), [1, 2, 7]),
    (replace(OPEN, currency="EUR"), [3]),
    (replace(OPEN, owner="Ben"), [2]),
    (replace(OPEN, owner=""), [1, 3, 7]),
    (replace(OPEN, owner="nobody of that name"), []),
    (replace(OPEN, is_overdue=True), [2]),
    (replace(OPEN, at_least=600_00), [2, 3]),
    (replace(WAITING, waits_for="origin"), [4]),
    (replace(WAITING, waits_for="rule"), []),
    (ExceptionFilter(came_back=True), [7]),
    (ExceptionFilter(text="globex"), [4]),
    (ExceptionFilter(text="100%"), [4]),
    (ExceptionFilter(text="%"), [4]),
    (ExceptionFilter(text="#3"), [3]),
    (ExceptionFilter(text="801000000000005AAA"), [5]),
    (ExceptionFilter(text="no such thing"), []),
    (ExceptionFilter(text="9" * 30), []),
)


def a_flagged(place: int) -> Flagged:
    deal, minor, code, flag = DEALS[place]
    facts = a_deal(Money(minor, Currency(code)), deal=deal)
    name = "Globex 100%" if place == 3 else "Acme"
    return flagged(replace(facts, account_name=name), flag)


@contextmanager
def a_queue(url: str) -> Iterator[Store]:
    """Give seven exceptions: 4 waits, 5 rests, 6 came back as 7, 2 is Ben's and overdue."""
    hours = iter(range(1000))

    def clock() -> datetime:
        return moment() + timedelta(hours=next(hours))

    with opened(url, clock) as found:
        judge(found, *(a_flagged(place) for place in range(len(DEALS))))
        with found.transaction("triage", actor="Ana") as tx:
            tx.lives.act(4, Ask(WaitsFor.ORIGIN, "please enter the term"))
            tx.lives.act(5, Snooze(Until(count=9), "a pilot"))
            tx.lives.act(2, Assign("Ben"))
            tx.lives.act(2, Escalate("nobody answered"))
        judge(found, a_translation(a_deal("300.00", deal=DEALS[5][0])), a_flagged(5))
        yield found


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with a_queue(f"sqlite:///{tmp_path_factory.mktemp('queue') / 'bridge.sqlite'}") as found:
        yield found


def numbers(
    store: Store, wanted: ExceptionFilter, order: Order = Order.OLDEST, limit: int = 50
) -> list[int]:
    """Leaf through the whole list."""
    found: list[int] = []
    after: str | None = None
    while True:
        with store.reading() as view:
            page = view.lists.exceptions.page(wanted, Reach(after, limit), order)
        found += [one.id for one in page.items]
        assert len(page.items) <= limit
        after = page.next
        if after is None:
            return found


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.OLDEST, [1, 2, 3, 7]),
        (Order.NEWEST, [7, 3, 2, 1]),
        (Order.LARGEST, [1, 7, 2, 3]),
        (Order.SMALLEST, [3, 2, 7, 1]),
    ],
)
def test_pages_of_any_size_tell_the_list_once_and_in_order(
    store: Store, order: Order, expected: list[int], limit: int
) -> None:
    assert numbers(store, OPEN, order, limit) == expected


@pytest.mark.parametrize(("wanted", "expected"), FILTERS)
def test_a_filter_leaves_what_was_asked_for(
    store: Store, wanted: ExceptionFilter, expected: list[int]
) -> None:
    assert numbers(store, wanted) == expected
    with store.reading() as view:
        assert list(view.lists.exceptions.numbers(wanted, 100)) == expected


def test_counts_and_amounts_are_those_of_what_was_asked_for(store: Store) -> None:
    with store.reading() as view:
        found = view.lists.exceptions
        assert found.counts(OPEN) == {
            CaseState.OPEN: 4,
            CaseState.WAITING: 1,
            CaseState.SNOOZED: 1,
            CaseState.RESOLVED: 1,
        }
        assert found.counts(replace(OPEN, currency="EUR"))[CaseState.SNOOZED] == 1
        assert [str(one) for one in found.amounts(OPEN)] == ["700.00 EUR", "-100.00 USD"]
        assert found.codes() == ("ITEM_UNMAPPED", "TERM_MISSING")
        assert found.currencies() == ("EUR", "USD")
        assert found.owners() == ("Ben",)


def test_causes_are_counted_and_added_up_by_currency(store: Store) -> None:
    with store.reading() as view:
        found = view.lists.exceptions
        groups = found.causes(ExceptionFilter(), 10)
        assert [(one.cause.code, one.count) for one in groups.shown] == [
            ("ITEM_UNMAPPED", 5),
            ("TERM_MISSING", 2),
        ]
        assert [str(one) for one in groups.shown[0].amounts] == ["300.00 EUR", "200.00 USD"]
        assert groups.shown[0].cause.says == "no item for ENT"
        assert groups.shown[0].oldest < groups.shown[1].oldest
        assert groups.more == 0
        assert found.causes(ExceptionFilter(), 1).more == 1
        name = groups.shown[1].fingerprint
    assert numbers(store, ExceptionFilter(cause=name)) == [3, 4]
    assert numbers(store, ExceptionFilter(cause=name[:8])) == [3, 4]


def test_both_databases_answer_alike(store_url: str) -> None:
    with a_queue(store_url) as found:
        assert [numbers(found, wanted) for wanted, _ in FILTERS] == [one for _, one in FILTERS]
        assert numbers(found, OPEN, Order.LARGEST, limit=1) == [1, 7, 2, 3]
        assert numbers(found, OPEN, Order.NEWEST, limit=1) == [7, 3, 2, 1]
        with found.reading() as view:
            assert sum(view.lists.exceptions.counts(OPEN).values()) == 7
            assert len(view.lists.exceptions.causes(ExceptionFilter(), 1).shown) == 1
            assert view.lists.exceptions.codes() == ("ITEM_UNMAPPED", "TERM_MISSING")
            assert str(view.lists.exceptions.amounts(OPEN)[0]) == "700.00 EUR"


def test_where_an_exception_stands_is_part_of_the_proof(store: Store) -> None:
    assert store.verify() == ()


@pytest.mark.parametrize("after", ["", "no-cursor", "WyIyMDI2LTAxLTE1Il0", "W10", "a" * 2000])
def test_what_is_no_place_of_the_list_is_told(store: Store, after: str) -> None:
    with store.reading() as view, pytest.raises(Misconfigured, match="no such place"):
        view.lists.exceptions.page(OPEN, Reach(after))
