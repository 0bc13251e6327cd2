"""Quotients of products are divided once; what cannot be written so stays a fraction."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.rules.check import check
from bridge.rules.compiler.ratios import as_ratio
from bridge.rules.expression import written
from bridge.rules.types import Type, decimal
from tests.rules.expressions.evaluate import value
from tests.rules.expressions.random_facts import decimals

SCOPE: Mapping[str, Type] = {name: decimal(14, 4) for name in "abc"} | {"wide": decimal(37, 4)}


def shown(source: str) -> tuple[list[str], list[str], bool] | None:
    """Return the factors above and below the line, and whether the sign is changed."""
    rounded = check(f"ROUND(IF(b <> 0 AND c <> 0, {source}, 0), 2)", SCOPE)
    ratio = as_ratio(rounded.tree.parts[0].parts[1])
    if ratio is None:
        return None
    above, below = ([written(one.node) for one in side] for side in (ratio.above, ratio.below))
    return above, below, ratio.is_negative


@pytest.mark.parametrize(
    ("source", "ratio"),
    [
        ("a / b", (["a"], ["b"], False)),
        ("a / b * 100", (["a", "100"], ["b"], False)),
        ("100 * (a / b)", (["100", "a"], ["b"], False)),
        ("a / b / c", (["a"], ["b", "c"], False)),
        ("(a / b) * (a / c)", (["a", "a"], ["b", "c"], False)),
        ("-(a / b) * a", (["a", "a"], ["b"], True)),
        ("(-(a / b)) * (-(a / c))", (["a", "a"], ["b", "c"], False)),
        ("(a - b) / 3", (["(a - b)"], ["3"], False)),
        ("a / b + 1", None),
        ("ABS(a / b)", None),
        ("MAX(a / b, 1) * a", None),
        ("wide / b * a", None),  # 37 + 14 digits do not fit into an exact product
    ],
)
def test_a_quotient_reads_as_one_product_over_another(
    source: str, ratio: tuple[list[str], list[str], bool] | None
) -> None:
    assert shown(source) == ratio


@given(a=decimals(14, 4), b=decimals(14, 4), c=decimals(14, 4), places=st.integers(0, 6))
def test_one_division_gives_what_a_fraction_gives(
    a: Decimal, b: Decimal, c: Decimal, places: int
) -> None:
    facts: dict[str, Any] = {"a": a, "b": b, "c": c}
    for function in ("ROUND", "ROUND_EVEN"):
        once = f"IF(b = 0, 0, {function}(-(a / b) * c / 8, {places}))"
        # the sum with nothing keeps it from being read as a ratio
        as_fraction = f"IF(b = 0, 0, {function}(-(a / b) * c / 8 + 0, {places}))"
        assert value(once, SCOPE, facts) == value(as_fraction, SCOPE, facts)
