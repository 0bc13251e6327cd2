"""The queue at earlier moments."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bridge.adapters.store.database import Store
from bridge.model.money import Currency, Money
from tests.adapters.store.opening import judge, moment, opened
from tests.ledger.building import a_deal, a_translation, flagged

DAY = timedelta(days=1)
USD, EUR = Currency("USD"), Currency("EUR")


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Store]:
    """100.00 USD and 7.00 EUR are held up; the dollars for two days."""
    now = moment()

    def clock() -> datetime:
        return now

    with opened(f"sqlite:///{tmp_path / 'bridge.sqlite'}", clock) as store:
        dollars = a_deal(Money(10_000, USD), deal="801000000000001AAA")
        euros = a_deal(Money(700, EUR), deal="801000000000002AAA")
        judge(store, flagged(dollars), flagged(euros))
        now += 2 * DAY
        judge(store, a_translation(dollars))
        yield store


def test_what_was_held_up_at_a_moment_is_counted_and_added_by_currency(books: Store) -> None:
    moments = [moment() - DAY, moment(), moment() + DAY, moment() + 2 * DAY]
    with books.reading() as view:
        before, begun, held, after = view.lists.trend.levels(moments)
    assert (before.counts, before.amounts) == ({}, {})
    assert begun.counts == held.counts == {USD: 1, EUR: 1}
    assert held.amounts == {USD: Money(10_000, USD), EUR: Money(700, EUR)}
    assert (after.at, after.counts) == (moment() + 2 * DAY, {EUR: 1})
    assert after.amounts == {EUR: Money(700, EUR)}


def test_a_deal_that_changed_has_not_changed_its_past(books: Store) -> None:
    with books.reading() as view:
        (case,) = view.cases.all()
    raised = a_deal(Money(900, EUR), deal=case.deal, revision=2)
    judge(books, flagged(raised))
    with books.reading() as view:
        (held,) = view.lists.trend.levels([moment() + DAY])
        (last,) = view.lists.trend.levels([moment() + 3 * DAY])
    assert held.amounts[EUR] == Money(700, EUR)
    assert last.amounts == {EUR: Money(900, EUR)}
