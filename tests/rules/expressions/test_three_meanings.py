"""The compiler, closures and exact fractions agree on random expressions and facts."""

from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, reject, settings

from bridge.rules.check import Checked, check
from bridge.rules.compile import NotComputable, compile_all
from bridge.rules.diagnostics import Problem
from bridge.rules.expression import written
from bridge.rules.language.exactness import OutOfReach, exact
from bridge.rules.parse import parse
from bridge.rules.types import Kind
from tests.examples import share
from tests.rules.expressions.closures import closure
from tests.rules.expressions.generated import results
from tests.rules.expressions.random_facts import FACTS, SCOPE
from tests.rules.expressions.rationals import NoValue, months_between, rational

Facts = dict[str, Any]
NOTHING = "no value"
#: Expressions are long to draw, and some are refused for their size.
SLOW = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)


def checked_or_refused(source: str) -> Checked:
    """Check an expression; only a limit of size may refuse what was built to the types."""
    try:
        return check(source, SCOPE)
    except Problem as problem:
        if not any(word in problem.message for word in ("digits", "parts", "nested", "longer")):
            raise
        return reject()


def by_compiler(checked: Checked, facts: Facts) -> Any:
    with localcontext(prec=5):  # a caller's context must not matter
        try:
            return compile_all({"x": checked})(facts)["x"]
        except NotComputable:
            return NOTHING


def by_closures(checked: Checked, facts: Facts) -> Any:
    try:
        with exact():
            return closure(checked.tree)(facts)
    except OutOfReach:
        return NOTHING


def by_rationals(checked: Checked, facts: Facts) -> Any:
    try:
        return rational(checked.node, facts)
    except NoValue:
        return NOTHING


def agree(source: str, facts: Facts) -> None:
    checked = checked_or_refused(source)
    compiled = by_compiler(checked, facts)
    assert compiled == by_closures(checked, facts)
    wanted = by_rationals(checked, facts)
    is_number = checked.type.is_number and compiled is not None and compiled != NOTHING
    assert (Fraction(compiled) if is_number else compiled) == wanted
    assert_of_type(compiled, checked)


def assert_of_type(value: Any, checked: Checked) -> None:
    if value is None or value == NOTHING:
        assert value == NOTHING or checked.type.blank
        return
    python = {
        Kind.INTEGER: int,
        Kind.DECIMAL: Decimal,
        Kind.DATE: date,
        Kind.BOOLEAN: bool,
    }.get(checked.type.kind, str)
    assert type(value) is python
    if isinstance(value, Decimal):
        assert value.as_tuple().exponent == -(checked.type.scale or 0)
        assert not (value.is_zero() and value.is_signed())


@settings(max_examples=share(300), suppress_health_check=SLOW)
@given(source=results(), facts=FACTS)
def test_three_evaluators_agree(source: str, facts: Facts) -> None:
    agree(source, facts)


@pytest.mark.on_demand
@settings(max_examples=100_000, suppress_health_check=SLOW)
@given(source=results(), facts=FACTS)
def test_three_evaluators_agree_in_a_long_campaign(source: str, facts: Facts) -> None:
    agree(source, facts)


@settings(max_examples=share(100), suppress_health_check=SLOW)
@given(one=results(), other=results(), facts=FACTS)
def test_rules_that_share_parts_give_what_each_gives_alone(
    one: str, other: str, facts: Facts
) -> None:
    sources = {"one": one, "other": other, "again": one}
    checked = {name: checked_or_refused(source) for name, source in sources.items()}
    alone = {name: by_compiler(each, facts) for name, each in checked.items()}
    assume(NOTHING not in alone.values())
    assert compile_all(checked)(facts) == alone


@settings(max_examples=share(200), suppress_health_check=SLOW)
@given(source=results())
def test_what_is_written_from_a_tree_parses_to_the_same_tree(source: str) -> None:
    tree = parse(source)
    assert parse(written(tree)) == tree


def test_months_are_counted_from_the_first_day_that_there_is() -> None:
    assert months_between(date.min, date.min) == 0
    assert months_between(date.min, date(1, 2, 1)) == 1
