"""The lines of some weeks beside the figures of the overview."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bridge.console.pages.overview.spark import HEIGHT, WIDTH, moments, of_amounts, of_counts
from bridge.model.money import Currency, Money
from tests.adapters.store.opening import moment


def test_a_line_has_each_week_since_the_first_and_now() -> None:
    found = moments(moment())
    assert len(found) == 9
    assert (found[0], found[-1]) == (moment() - timedelta(days=56), moment())


def test_an_amount_below_zero_counts_as_far_as_it_is_from_zero() -> None:
    usd = Currency("USD")
    found = of_amounts([Money(one, usd) for one in (-1000, 0, 500)], "USD")
    assert found.points == "0,2 50,22 100,12"
    assert found.says == "USD: minus 10.00 USD 8 weeks ago, 5.00 USD now"


@given(st.lists(st.integers(min_value=0, max_value=10**18), min_size=2, max_size=20))
def test_every_point_lies_within_the_line_and_the_ends_at_its_ends(values: list[int]) -> None:
    pairs = [tuple(map(int, one.split(","))) for one in of_counts(values, "Open").points.split(" ")]
    assert len(pairs) == len(values)
    assert (pairs[0][0], pairs[-1][0]) == (0, WIDTH)
    assert all(0 < y < HEIGHT for _, y in pairs)
