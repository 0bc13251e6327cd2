"""The signs that a number is said to have are those that it has."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bridge.rules.language.signs import signs
from bridge.rules.parse import parse
from tests.examples import share
from tests.rules.expressions.generated import expressions
from tests.rules.expressions.random_facts import FACTS
from tests.rules.expressions.rationals import NoValue, rational

SLOW = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)


@settings(max_examples=share(200), suppress_health_check=SLOW)
@given(source=expressions("number"), facts=FACTS)
def test_a_number_has_one_of_its_possible_signs(source: str, facts: dict[str, Any]) -> None:
    node = parse(source)
    try:
        found = rational(node, facts)
    except NoValue:
        return  # a day outside the calendar: there is no number
    assert (found > 0) - (found < 0) in signs(node, frozenset())


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("a", {-1, 0, 1}),
        ("0.00", {0}),
        ("-3", {-1}),
        ("-ABS(a)", {-1, 0}),
        ("ABS(a) + 1", {1}),
        ("ABS(a) - 1", {-1, 0, 1}),
        ("-1 - ABS(a)", {-1}),
        ("ABS(a) * ABS(b)", {0, 1}),
        ("2 / 3", {1}),
        ("MAX(a, b, 1)", {1}),
        ("MAX(-1, a)", {-1, 0, 1}),
        ("MIN(a, -1)", {-1}),
        ("MIN(ABS(a), 5)", {0, 1}),
        ("IF(a > 0, a, 1)", {1}),
        ("IF(a <> 0, a, -1)", {-1, 1}),
        ("BLANKVALUE(ABS(a), 1)", {0, 1}),
        ("CEILING(MAX(a, 0.1))", {1}),
        ("FLOOR(MAX(a, 0.1))", {0, 1}),
        ("ROUND(MAX(a, 0.1), 2)", {0, 1}),
        ("MOD(ABS(a), 3)", {0, 1}),
        ("YEAR(d) * MONTH(d) * DAY(d)", {1}),
        ("LEN(s) + COUNT(lines)", {0, 1}),
        ("DAYS(d, e)", {-1, 0, 1}),
    ],
)
def test_the_signs_of_a_form_are(source: str, wanted: set[int]) -> None:
    assert signs(parse(source), frozenset()) == wanted
