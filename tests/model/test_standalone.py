"""What a line would sell for alone: of a whole, of a part, of a return, and written."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.model import standalone
from bridge.model.money import Currency, Money
from bridge.model.schedules.allocation import Allocation, Share, allocated
from bridge.model.standalone import StandAlone

USD = Currency("USD")
NORMAL = Allocation.NORMAL


def worth(value: str | None) -> StandAlone:
    return StandAlone(allocation=NORMAL, fair_value=None if value is None else Decimal(value))


def test_units_of_a_price_are_worth_their_time_to_six_decimals() -> None:
    # 30 seats at 1,200.00 a year for seven months and fifteen days
    time = 30 * (Fraction(7, 12) + Fraction(15, 365))
    assert StandAlone.of(NORMAL, Decimal(1200), time) == worth("22479.452055")


def test_without_a_price_nothing_is_worth_anything_that_is_known() -> None:
    nobody_said = StandAlone.of(NORMAL, None, Fraction(5))
    assert nobody_said.fair_value is None
    half, whole = (Money.parse(one, USD) for one in ("1", "2"))
    assert nobody_said.part(half, whole) == nobody_said
    assert nobody_said.given_back(Decimal(1), Decimal(2)) == nobody_said


@pytest.mark.parametrize(
    ("quantity", "value"), [("16.6667", "-20000.040000"), ("100", "-120000.000000"), ("0", "0E-6")]
)
def test_what_is_given_back_is_worth_its_quantity_of_the_whole(quantity: str, value: str) -> None:
    back = worth("120000").given_back(Decimal(quantity), Decimal(100))
    assert back == worth(value)


@settings(max_examples=40)
@given(
    percent=st.integers(1, 10_000),
    minor=st.integers(1, 10**8),
    cuts=st.lists(st.integers(0, 10**8), min_size=1, max_size=4),
)
def test_parts_of_a_line_share_what_they_were_sold_for_as_it_stands(
    percent: int, minor: int, cuts: list[int]
) -> None:
    """From a hundredth of its price to a hundred times as much: a line is worth about its price."""
    whole = Money(minor, USD)
    parts = whole.split([*cuts, 1])
    alone = StandAlone.of(NORMAL, whole.decimal(), Fraction(percent, 100))
    worths = [alone.part(one, whole).fair_value for one in parts]
    shares = [
        Share(sold=one, fair_value=None if each is None else Fraction(each))
        for one, each in zip(parts, worths, strict=True)
    ]
    assert list(allocated(shares)) == list(parts)


@given(
    st.sampled_from([Allocation.NORMAL, Allocation.EXCLUDE]),
    st.none() | st.decimals(-(10**9), 10**9, places=6, allow_nan=False, allow_infinity=False),
)
def test_what_is_written_is_read_back_as_the_same(how: Allocation, value: Decimal | None) -> None:
    one = StandAlone(allocation=how, fair_value=value)
    assert standalone.parse(standalone.written(one)) == one
