"""Movements exclude each other and come to the closing, for each customer and in sum."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.model.measures.definition import (
    Converted,
    GrossRetained,
    Measure,
    Reactivated,
    Retained,
)
from bridge.model.money import Money
from bridge.reconcile.measures.movements import (
    Bought,
    Movements,
    Span,
    gross_retention,
    movements,
    net_retention,
    nothing,
)
from tests.reconcile.worlds import EUR, USD

ARR = Measure(name="arr")
SAME = {USD: Fraction(1), EUR: Fraction(11, 10)}
DEARER = {USD: Fraction(1), EUR: Fraction(12, 10)}
NAMES = ("new", "reactivation", "expansion", "contraction", "churn")


def a_span(
    opening: dict[Bought, int], closing: dict[Bought, int], known: frozenset[str] = frozenset()
) -> Span:
    return Span(
        opening={one: Fraction(minor) for one, minor in opening.items()},
        closing={one: Fraction(minor) for one, minor in closing.items()},
        rates_at_opening=SAME,
        rates_at_closing=DEARER,
        known_before=known,
    )


def of(name: str, product: str = "SEAT") -> Bought:
    return Bought(name, product, USD)


def test_a_swap_of_products_is_no_churn() -> None:
    """Line by line this would be 100.00 of churn and 120.00 of new."""
    found = movements(a_span({of("a", "OLD"): 10_000}, {of("a", "PLUS"): 12_000}), ARR, USD)["a"]
    assert (found.churn.minor, found.new.minor) == (0, 0)
    assert (found.expansion.minor, found.contraction.minor) == (12_000, -10_000)


@pytest.mark.parametrize(
    ("reactivated", "name"),
    [
        (Reactivated.SEPARATE, "reactivation"),
        (Reactivated.NEW, "new"),
        (Reactivated.EXPANSION, "expansion"),
    ],
)
def test_a_customer_that_comes_back_is_what_the_definition_says(
    reactivated: Reactivated, name: str
) -> None:
    span = a_span({}, {of("a"): 500, of("b"): 700}, frozenset({"a"}))
    found = movements(span, Measure(name="arr", reactivated=reactivated), USD)
    assert getattr(found["a"], name) == Money(500, USD)
    assert found["b"].new == Money(700, USD)


def test_what_leaves_leaves_at_the_opening_rate_and_what_stays_is_revalued_first() -> None:
    """100.00 EUR leave at 1.10; 100.00 stay and become 60.00: 10.00 of rates, -48.00 at 1.20."""
    span = a_span(
        {Bought("a", "X", EUR): 10_000, Bought("b", "X", EUR): 10_000},
        {Bought("b", "X", EUR): 6_000},
    )
    found = movements(span, Measure(name="arr", converted=Converted.SPOT), USD)
    assert (found["a"].churn.minor, found["a"].fx.minor) == (-11_000, 0)
    assert (found["b"].fx.minor, found["b"].contraction.minor) == (1_000, -4_800)


def test_each_formula_of_net_retention() -> None:
    """A large customer of 900.00 stays, a small one of 100.00 grows by a half, one comes."""
    opening = {of("a"): 90_000, of("b"): 10_000}
    span = a_span(opening, {of("a"): 90_000, of("b"): 15_000, of("c"): 1})
    each = movements(span, ARR, USD)
    weighted = Measure(name="arr", retained=Retained.CUSTOMER_WEIGHTED)
    assert net_retention(each, ARR) == Decimal("105.00")
    assert net_retention(each, weighted) == Decimal("125.00")


def test_net_retention_from_point_to_point_holds_the_rates() -> None:
    span = a_span({Bought("a", "X", EUR): 11_000}, {Bought("a", "X", EUR): 11_000})
    spot = Measure(name="arr", converted=Converted.SPOT, retained=Retained.POINT_TO_POINT)
    assert net_retention(movements(span, spot, USD), spot) == Decimal("109.09")


def test_some_leave_contraction_out_of_gross_retention() -> None:
    span = a_span({of("a"): 10_000}, {of("a"): 9_000})
    each = movements(span, ARR, USD)
    without = Measure(name="arr", gross_retention=GrossRetained.WITHOUT_CONTRACTION)
    assert gross_retention(each, ARR) == Decimal("90.00")
    assert gross_retention(each, without) == Decimal("100.00")


def test_without_an_opening_there_is_no_retention() -> None:
    each = movements(a_span({}, {of("a"): 1}), ARR, USD)
    assert net_retention(each, ARR) is None
    assert gross_retention(each, ARR) is None


CURRENCIES = st.sampled_from([USD, EUR])
BOOKS = st.dictionaries(
    st.builds(Bought, st.sampled_from("abcde"), st.sampled_from("XYZ"), CURRENCIES),
    st.integers(min_value=1, max_value=10**9),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(BOOKS, BOOKS, st.frozensets(st.sampled_from("abcde")), st.sampled_from(Converted))
def test_the_opening_and_the_movements_come_to_the_closing(
    opening: dict[Bought, int],
    closing: dict[Bought, int],
    known: frozenset[str],
    converted: Converted,
) -> None:
    measure = Measure(name="arr", converted=converted)
    each = movements(a_span(opening, closing, known), measure, USD)
    assert all(one.ties for one in each.values())
    assert sum(each.values(), start=nothing(USD)).ties
    assert all(excludes(one) for one in each.values())


def excludes(one: Movements) -> bool:
    """A customer arrives, leaves or stays; only one that stays grows or shrinks."""
    moved = {name for name in NAMES if getattr(one, name)}
    return len(moved & {"new", "reactivation", "churn"}) <= 1 and (
        moved <= {"expansion", "contraction"} or len(moved) == 1
    )
