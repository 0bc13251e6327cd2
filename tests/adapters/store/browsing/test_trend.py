"""The queue at earlier moments."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bridge.adapters.store.database import Store
from bridge.ledger.balance import Balances
from bridge.model.money import Currency, Money
from tests.adapters.store.opening import judge, moment, opened
from tests.ledger.building import a_deal, a_translation, flagged

DAY = timedelta(days=1)
USD, EUR = Currency("USD"), Currency("EUR")


@pytest.fixture
def books(store_url: str) -> Iterator[Store]:
    """100.00 USD and 7.00 EUR are held up; 30.00 USD of them go after a day, the others later."""
    now = moment()

    def clock() -> datetime:
        return now

    with opened(store_url, clock) as store:
        dollars = a_deal(Money(10_000, USD), deal="801000000000001AAA")
        euros = a_deal(Money(700, EUR), deal="801000000000002AAA")
        judge(store, flagged(dollars), flagged(euros))
        now += DAY
        judge(store, flagged(a_deal(Money(7_000, USD), deal="801000000000001AAA")))
        now += DAY
        judge(store, a_translation(dollars))
        yield store


MOMENTS = [moment() + days * DAY for days in (-1, 0, 1, 2)]


def test_what_was_not_resolved_at_a_moment_is_counted_by_currency(books: Store) -> None:
    with books.reading() as view:
        before, begun, held, after = view.lists.trend.counts(MOMENTS)
    assert before == {}
    assert begun == held == {USD: 1, EUR: 1}
    assert after == {EUR: 1}


def test_what_was_in_suspense_at_a_moment_is_what_the_ledger_held_then(books: Store) -> None:
    """An amount that changed since is told as it was: the ledger knows, the exception does not."""
    with books.reading() as view:
        today = {USD: Money(0, USD), EUR: Money(700, EUR)}
        found = view.lists.trend.suspense(MOMENTS, today)
        again = view.lists.trend.suspense([moment() + 9 * DAY], today)
        ledger = [view.ledger.balances(as_of=one) for one in MOMENTS]
    assert [one.minor for one in found[USD]] == [0, 10_000, 7_000, 0]
    assert [one.minor for one in found[EUR]] == [0, 700, 700, 700]
    assert {currency: line[0] for currency, line in again.items()} == today
    assert [_dollars(one) for one in ledger] == list(found[USD])


def _dollars(balances: Balances) -> Money:
    held = (
        one for (name, code), one in balances.items() if name[:9] == "suspense:" and code == USD
    )
    return sum(held, Money(0, USD))
