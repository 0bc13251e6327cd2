"""Leafing through deals, entries and schedules: nothing twice, and nothing left out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest

from bridge.adapters.store.browsing.deals import DealFilter
from bridge.adapters.store.browsing.entries import EntryFilter
from bridge.adapters.store.browsing.pages import Page, Reach
from bridge.adapters.store.browsing.schedules import ScheduleFilter
from bridge.adapters.store.database import Store, Transaction
from bridge.errors import Misconfigured
from bridge.ledger.judgement import DealState
from bridge.model.money import Currency, Money
from tests.adapters.store.opening import judge, opened
from tests.ledger.building import USD, a_deal, a_schedule, a_translation, flagged, usd

START = datetime(2026, 1, 15, tzinfo=UTC)
EUR = Currency("EUR")


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    present = [START]

    def tick() -> datetime:
        present[0] += timedelta(minutes=1)
        return present[0]

    with opened(store_url, tick) as store:
        yield store


Item = TypeVar("Item")


def named(number: int) -> str:
    return f"80100000000{number:04}AAA"


def leafed(
    store: Store, turn: Callable[[Transaction, Reach], Page[Item]], limit: int
) -> Sequence[Item]:
    found: list[Item] = []
    after: str | None = None
    for _ in range(100):
        with store.reading() as view:
            page = turn(view, Reach(after, limit))
        found.extend(page.items)
        after = page.next
        if after is None:
            return found
    raise AssertionError("the list never ends")


def test_leafing_shows_each_deal_once_the_last_judged_first(store: Store) -> None:
    judge(store, *(a_translation(a_deal(deal=named(n))) for n in range(7)))
    wanted = DealFilter()
    found = leafed(store, lambda view, reach: view.lists.deals.page(wanted, reach), 3)
    assert [one.id for one in found] == [named(n) for n in reversed(range(7))]


def test_a_deal_that_comes_while_one_leafs_moves_no_other(store: Store) -> None:
    judge(store, *(flagged(a_deal(deal=named(n))) for n in range(4)))
    with store.reading() as view:
        first = view.lists.deals.page(DealFilter(), Reach(limit=2))
    judge(store, flagged(a_deal(deal=named(9))))
    with store.reading() as view:
        second = view.lists.deals.page(DealFilter(), Reach(first.next, 2))
    assert [one.id for one in (*first.items, *second.items)] == [named(n) for n in (3, 2, 1, 0)]
    assert second.next is None


def test_deals_are_found_by_state_currency_and_any_part_of_a_name(store: Store) -> None:
    one = replace(a_deal(deal=named(1)), account_name="100% Ärzte_Bund")
    two = replace(a_deal(Money(500, EUR), deal=named(2)), account_name="1000 Ärzte Bund")
    judge(store, a_translation(one), flagged(two))
    assert ids(store, DealFilter(state=DealState.FLAGGED)) == [named(2)]
    assert ids(store, DealFilter(currency="USD")) == [named(1)]
    assert ids(store, DealFilter(text="0% ")) == [named(1)]
    assert ids(store, DealFilter(text="e_b")) == [named(1)]
    assert ids(store, DealFilter(text="BUND")) == [named(2), named(1)]
    assert ids(store, DealFilter(text=named(2))) == [named(2)]
    assert ids(store, DealFilter(text="'; --")) == []


def ids(store: Store, wanted: DealFilter) -> list[str]:
    with store.reading() as view:
        return [one.id for one in view.lists.deals.page(wanted, Reach()).items]


def test_deals_are_counted_by_state_with_what_they_booked_however_much(store: Store) -> None:
    much = Money(2**62, USD)
    judge(store, *(flagged(a_deal(much, deal=named(n))) for n in (2, 3, 4)))
    judge(store, flagged(a_deal(Money(5, EUR), deal=named(5))), a_translation(a_deal("1.00")))
    with store.reading() as view:
        counted = view.lists.deals.counted(DealFilter())
    assert {one.state: (one.count, one.booked) for one in counted} == {
        DealState.FLAGGED: (4, (Money(5, EUR), Money(3 * 2**62, USD))),
        DealState.TRANSLATED: (1, (usd("1.00"),)),
    }


def test_leafing_through_the_ledger_is_reading_it_backwards(store: Store) -> None:
    judge(store, *(a_translation(a_deal(deal=named(n))) for n in range(5)))
    with store.reading() as view:
        entries = list(view.ledger.entries())
    found = leafed(store, lambda view, reach: view.lists.entries.page(EntryFilter(), reach), 4)
    assert found == entries[::-1]


def test_entries_are_found_by_kind_deal_person_and_time(store: Store) -> None:
    judge(store, *(flagged(a_deal(deal=named(n))) for n in range(3)))
    with store.transaction("retry", actor="Ana Example") as tx:
        tx.retry(1)
    with store.reading() as view:
        entries = list(view.ledger.entries())
    noon = entries[4].at
    for wanted, those in (
        (EntryFilter(kind="FLAGGED"), [one for one in entries if one.kind == "FLAGGED"]),
        (EntryFilter(deal=named(1)), [one for one in entries if one.deal == named(1)]),
        (EntryFilter(actor="ana"), [one for one in entries if one.actor == "Ana Example"]),
        (EntryFilter(since=noon), [one for one in entries if one.at >= noon]),
        (EntryFilter(before=noon), [one for one in entries if one.at < noon]),
    ):
        assert those
        with store.reading() as view:
            assert list(view.lists.entries.page(wanted, Reach()).items) == those[::-1]


def test_schedules_are_leafed_through_and_added_up_by_currency_and_period(store: Store) -> None:
    for n in range(3):
        plan = a_schedule("1200.00", deal=named(n))
        judge(store, a_translation(a_deal(deal=named(n)), schedules=(plan,)))
    wanted = ScheduleFilter()
    found = leafed(store, lambda view, reach: view.lists.schedules.page(wanted, reach), 2)
    assert [(one.deal, one.line) for one in found] == [(named(n), 1) for n in range(3)]
    assert found[0].periods["2026-07"] == usd("100.00")
    with store.reading() as view:
        totals = view.lists.schedules.totals(wanted)
        none = view.lists.schedules.totals(ScheduleFilter(currency="EUR"))
        one = view.lists.schedules.page(ScheduleFilter(text=f"order {named(2)}"), Reach())
    assert totals == {USD: {f"2026-{month:02}": usd("300.00") for month in range(1, 13)}}
    assert none == {}
    assert [line.deal for line in one.items] == [named(2)]


@pytest.mark.parametrize(
    "after",
    [
        *("", "x", "%%%", "W10", "bnVsbA", "WyJhIl0", "W1sxXV0", "WzFd" * 300, "é", "\x00"),
        *("WyJ5ZXN0ZXJkYXkiLCJhIl0", "WyIyMDI2LTAxLTAxIiwiYSJd"),  # no moment, and one in no zone
    ],
)
def test_a_cursor_that_is_none_is_told_so(store: Store, after: str) -> None:
    with store.reading() as view, pytest.raises(Misconfigured, match="no such place"):
        view.lists.deals.page(DealFilter(), Reach(after))


@pytest.mark.parametrize("limit", [0, -1, 201])
def test_a_page_holds_one_to_two_hundred_rows(limit: int) -> None:
    with pytest.raises(Misconfigured, match="cannot be had"):
        Reach(limit=limit)
