"""A change that all records confirm is translated as it stands, by arithmetic of the test's own."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import share
from tests.mappers.builders import Built, Sold, a_cpq_order, a_revenue_cloud_order

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize("build", [a_cpq_order, a_revenue_cloud_order])
@settings(max_examples=share(60))
@given(
    quantity=st.integers(1, 10_000),
    cents=st.integers(0, 10_000_000),
    first=DAYS,
    days=st.integers(1, 1500),
)
def test_what_every_record_says_is_ordered_and_recognised(
    build: Callable[..., Built], quantity: int, cents: int, first: date, days: int
) -> None:
    last = first + timedelta(days=days - 1)
    price = f"{cents // 100}.{cents % 100:02}"
    sold = Sold(quantity=str(quantity), unit_price=price, first=str(first), last=str(last))
    result = build(sold).translated()
    (line,) = result.documents[0].lines
    assert (line.quantity, line.amount.minor) == (Decimal(quantity), quantity * cents)
    assert line.service is not None
    assert (line.service.start, line.service.last) == (first, last)
    planned = result.schedules[0].planned
    assert sum(part.amount.minor for part in planned) == quantity * cents
    within = {f"{first:%Y-%m}", f"{last:%Y-%m}"}
    assert {planned[0].period, planned[-1].period} <= within
