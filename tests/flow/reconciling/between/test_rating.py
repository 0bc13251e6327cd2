"""Currency rates are read where a measure reports in one currency, and kept as they were told."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import responses

from bridge.adapters.netsuite.revenue.held import CurrencyRate
from bridge.adapters.store.database import Store
from bridge.adapters.store.reconciling.rows import RATES
from bridge.errors import Unavailable
from bridge.flow.reconciling.between import rating
from bridge.flow.reconciling.reading.progress import Progress
from bridge.flow.reconciling.reading.revenue import Read, RevenueReading
from bridge.model.money import Currency
from bridge.rules.rulebook import Rulebook, load
from bridge.rules.vocabulary import Vocabulary
from tests.adapters.netsuite.accounts import SUITEQL, account
from tests.adapters.netsuite.scripted import SetClock
from tests.flow.reconciling.accounts import MemoryAccount, currency_rate
from tests.rules.files.test_measures import TEXT

WORDS = Vocabulary(enums={}, records={}, treatments={}, targets={}, forbidden={}, models=())
IN_USD = load({"m.yaml": TEXT + "reported_in: USD\n"}, WORDS)
IN_NONE = load({"m.yaml": TEXT}, WORDS)
USD, EUR = Currency("USD"), Currency("EUR")


@pytest.fixture
def held() -> Iterator[MemoryAccount]:
    found = MemoryAccount({"currency_rate": [currency_rate(1), currency_rate(2, money="GBP")]})
    with responses.RequestsMock() as web:
        found.serve(web)
        yield found


def read(store: Store, clock: SetClock, rulebook: Rulebook = IN_USD) -> Read:
    revenue = account().revenue
    besides = rating.wanted(store, revenue, rulebook)
    return RevenueReading(store, revenue, clock, Progress(store, clock), besides).run()


def kept(store: Store) -> list[CurrencyRate]:
    with store.reading() as view:
        return list(view.reconciling.revenue.rates({"USD"}, {"EUR", "GBP"}))


def test_rates_are_kept_exactly_and_then_only_what_changed_of_them_is_read(
    store: Store, clock: SetClock, held: MemoryAccount
) -> None:
    held.rows["currency_rate"][0] = currency_rate(1, rate="1.10000000000001")
    read(store, clock)
    first = CurrencyRate(
        id=1,
        source=EUR,
        target=USD,
        rate=Decimal("1.10000000000001"),
        effective=date(2026, 1, 1),
    )
    assert kept(store)[0] == first
    held.rows["currency_rate"].append(currency_rate(3, effective="2026-02-28"))
    held.changed = {"currency_rate": {"3"}}
    held.asked.clear()
    assert RATES not in read(store, clock).whole
    rates = [how for kind, how in held.asked if kind == RATES]
    assert rates == ["tally", "changed", "tally"], "the first asks whether NetSuite tells them"
    assert [one.id for one in kept(store)] == [1, 2, 3]


def test_a_rate_that_was_deleted_unseen_shows_in_their_number(
    store: Store, clock: SetClock, held: MemoryAccount
) -> None:
    read(store, clock)
    del held.rows["currency_rate"][0]
    assert read(store, clock).whole == (RATES,)
    assert [one.id for one in kept(store)] == [2]


def test_nothing_is_asked_of_rates_where_no_measure_reports_in_a_currency(
    store: Store, clock: SetClock, held: MemoryAccount
) -> None:
    read(store, clock, IN_NONE)
    assert RATES not in {kind for kind, _ in held.asked}


@pytest.mark.usefixtures("held")
def test_rates_that_netsuite_refuses_are_kept_no_longer(store: Store, clock: SetClock) -> None:
    read(store, clock)
    assert len(kept(store)) == 2
    detail = {"detail": "Record 'currencyrate' was not found.", "o:errorCode": "INVALID_PARAMETER"}
    with responses.RequestsMock() as web:
        web.post(SUITEQL, json={"o:errorDetails": [detail]}, status=400)
        assert rating.wanted(store, account().revenue, IN_USD) == ()
    assert kept(store) == []
    with store.reading() as view:
        assert RATES not in view.reconciling.revenue.readings()


@pytest.mark.parametrize("rate", ["0", "-1.1", "", "NaN"])
def test_a_rate_that_is_none_ends_the_reading_with_its_number(
    store: Store, clock: SetClock, held: MemoryAccount, rate: str
) -> None:
    held.rows["currency_rate"] = [currency_rate(7, rate=rate)]
    with pytest.raises(Unavailable, match="currency_rate 7 cannot be read"):
        read(store, clock)
