"""Obligations, balances, roll-forwards and forecasts, beyond the published examples."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.model.calendar import Term, months
from bridge.model.money import Money, total
from bridge.reconcile.measures.balances import Position, by_contract, by_element
from bridge.reconcile.measures.obligations import Changes, Obligation, remaining, rolled
from bridge.reconcile.measures.orders import Priced
from bridge.reconcile.measures.reforecast import Recalculation, reforecast
from bridge.reconcile.valuing import Calendar
from tests.reconcile.worlds import USD, money

CALENDAR = Calendar(months(date(2026, 1, 1), date(2028, 12, 1)), date(2026, 1, 1), date(2026, 1, 1))
AMOUNTS = st.integers(min_value=0, max_value=10**9).map(money)
POSITIONS = st.lists(
    st.builds(Position, recognised=AMOUNTS, billed=AMOUNTS), min_size=1, max_size=6
)


def test_a_contract_that_is_an_asset_has_no_liability() -> None:
    """30.00 and 10.00 unbilled against 20.00 deferred leave 20.00: three quarters, one quarter."""
    elements = [
        Position(recognised=money(3_000), billed=money(0)),
        Position(recognised=money(0), billed=money(2_000)),
        Position(recognised=money(1_000), billed=money(0)),
    ]
    found = by_contract(elements, USD)
    assert [one.minor for one in found.unbilled] == [1_500, 0, 500]
    assert not any(found.deferred)
    assert [one.minor for one in found.entries] == [1_500, -2_000, 500]


@settings(max_examples=60, deadline=None)
@given(POSITIONS)
def test_netting_moves_nothing_into_or_out_of_a_contract(elements: list[Position]) -> None:
    alone, together = by_element(elements, USD), by_contract(elements, USD)
    assert not total(together.entries, USD)
    assert not (any(together.deferred) and any(together.unbilled))
    ahead = total((one.ahead for one in elements), USD)
    for one in (alone, together):
        assert total(one.deferred, USD) - total(one.unbilled, USD) == ahead


def test_what_is_due_within_twelve_months_behind_the_day_is_current() -> None:
    plan = {name: money(100) for name in ("2026-06", "2026-07", "2027-06", "2027-07")}
    found = remaining([Obligation(plan)], date(2026, 6, 15), CALENDAR, USD)
    assert (found.current.minor, found.later.minor) == (200, 100)


def test_a_closing_that_was_read_tells_the_gap() -> None:
    zero = money(0)
    changes = Changes(
        new_bookings=money(500), modifications=zero, revenue=money(-300), cancelled=zero, fx=zero
    )
    assert rolled(money(1_000), changes, money(1_205)).gap == money(5)


def test_a_part_of_a_month_counts_by_its_days_or_by_thirty() -> None:
    """From 1 January to 14 February: a month and 14 of 28, or 14 of 30, at 300.00."""
    found = Priced(
        quantity=Decimal(1),
        price=Decimal(300),
        list_price=Decimal(400),
        term=Term(date(2026, 1, 1), date(2026, 2, 15)),
        currency=USD,
    )
    assert found.contract_value == Money.parse("450", USD)
    assert found.contract_billings == Money.parse("440", USD)
    assert found.list_value == Money.parse("600", USD)


@pytest.mark.parametrize("offset", [-1, 2])
def test_an_offset_that_leads_to_no_period_is_refused(offset: int) -> None:
    plan = {"01": money(100), "02": money(100)}
    with pytest.raises(ValueError, match="leads to no period"):
        reforecast(plan, plan, Recalculation("01", offset), ["01", "02"])


@pytest.mark.parametrize("offset", range(5))
def test_a_forecast_that_is_made_again_keeps_its_sum(offset: int) -> None:
    periods = [f"{number:02}" for number in range(1, 7)]
    plan = dict.fromkeys(periods[:3], money(100))
    actual = dict.fromkeys(periods[:4], money(75))
    found = reforecast(plan, actual, Recalculation("01", offset), periods)
    assert total(found.values(), USD) == money(300)
