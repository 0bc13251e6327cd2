"""What a condition is said to prove is so, whatever the facts are."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bridge.rules.language.narrowing import proved
from bridge.rules.language.typed import Absent, Equal, Fact, Present, Signed
from bridge.rules.parse import parse
from tests.examples import share
from tests.rules.expressions.generated import expressions
from tests.rules.expressions.random_facts import FACTS
from tests.rules.expressions.rationals import NoValue, is_blank, rational

SLOW = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)


def holds(fact: Fact, facts: dict[str, Any]) -> bool:
    try:
        found = rational(fact.node, facts)
    except TypeError:
        return True  # the difference of two texts, of which nobody can make use
    if isinstance(fact, Present):
        return not is_blank(found)
    if isinstance(fact, Absent):
        return is_blank(found)
    if isinstance(fact, Equal):
        return bool(found == fact.text)
    return found is None or (found > 0) - (found < 0) in fact.signs


@settings(max_examples=share(200), suppress_health_check=SLOW)
@given(source=expressions("boolean"), facts=FACTS)
def test_what_a_condition_proves_is_so(source: str, facts: dict[str, Any]) -> None:
    condition = parse(source)
    try:
        truth = bool(rational(condition, facts))
        assert all(holds(fact, facts) for fact in proved(condition, truth=truth))
    except NoValue:
        pass  # a day outside the calendar: the condition has no truth


A = parse("a")


@pytest.mark.parametrize(
    ("source", "signs"),
    [
        ("a = 0", {0}),
        ("a <> 0", {-1, 1}),
        ("a > 0", {1}),
        ("a >= 0", {0, 1}),
        ("a < 0", {-1}),
        ("a <= 0", {-1, 0}),
        ("a > -1", {-1, 0, 1}),
        ("a >= 1", {1}),
        ("a < 1", {-1, 0, 1}),
        ("a <= -0.5", {-1}),
        ("a = 5", {1}),
        ("a = -5", {-1}),
        ("a <> 5", {-1, 0, 1}),
        ("0 < a", {1}),
        ("0 >= a", {-1, 0}),
        ("NOT a = 0", {-1, 1}),
        ("!(a <= 0)", {1}),
    ],
)
def test_a_comparison_leaves_these_signs(source: str, signs: set[int]) -> None:
    assert proved(parse(source), truth=True) == {Signed(A, frozenset(signs))}


@pytest.mark.parametrize("source", ["a OR b", "a", "CONTAINS(a, 'x')", "a <> BLANK OR b <> BLANK"])
def test_a_condition_that_proves_nothing_says_so(source: str) -> None:
    assert proved(parse(source), truth=True) == frozenset()


@pytest.mark.parametrize("source", ['a = "USD"', '"USD" = a', 'NOT (a <> "USD")'])
def test_an_equality_with_a_text_is_remembered(source: str) -> None:
    assert proved(parse(source), truth=True) == {Equal(A, "USD")}


@pytest.mark.parametrize("source", ['a > MONEY(5, "USD")', 'MONEY(5, "USD") < a'])
def test_a_comparison_with_money_leaves_the_signs_of_the_bare_amount(source: str) -> None:
    assert proved(parse(source), truth=True) == {Signed(A, frozenset({1}))}


def test_two_ways_to_the_same_truth_prove_what_both_prove() -> None:
    condition = parse("(a <> BLANK AND b > 0) OR (a <> BLANK AND b < 0)")
    assert proved(condition, truth=True) == {Present(A)}
