"""A schedule is used up slice by slice, and nothing of it is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bridge.sandbox.netsuite.revenue.arithmetic.periods import Period
from bridge.sandbox.netsuite.revenue.arithmetic.slices import slice_of
from bridge.sandbox.netsuite.revenue.arithmetic.spreading import Share

CENT = Decimal("0.01")
CENTS = st.integers(0, 10**6)


def schedule(cents: list[int], sign: int) -> list[Share]:
    months = [Period(str(n), date(2026, n, 1), date(2026, n, 28)) for n in range(1, len(cents) + 1)]
    return [Share(month, sign * amount * CENT) for month, amount in zip(months, cents, strict=True)]


@given(
    cents=st.lists(CENTS, min_size=1, max_size=12),
    cut=st.lists(st.integers(0, 100), max_size=4),
    sign=st.sampled_from([1, -1]),
)
def test_slices_are_together_the_schedule(cents: list[int], cut: list[int], sign: int) -> None:
    shares, whole = schedule(cents, sign), sum(cents)
    bounds = [0, *sorted(percent * whole // 100 for percent in cut), whole]
    found: dict[str, Decimal] = {}
    for first, last in pairwise(bounds):
        taken = slice_of(shares, sign * first * CENT, sign * (last - first) * CENT)
        assert sum((one.amount for one in taken), Decimal(0)) == sign * (last - first) * CENT
        for one in taken:
            found[one.period.id] = found.get(one.period.id, Decimal(0)) + one.amount
    assert found == {one.period.id: one.amount for one in shares if one.amount}


def test_more_than_is_left_takes_what_is_left() -> None:
    shares = schedule([1000, 1000], 1)
    assert slice_of(shares, Decimal(15), Decimal(100)) == [Share(shares[1].period, Decimal(5))]
