"""The grammar of filters: what is written, and what is read from it."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.sandbox.netsuite.platform.filters.grammar import (
    OPERATORS,
    Condition,
    Every,
    Filter,
    FilterInvalid,
    Some,
    read,
)

A, B, C = (Condition(name, "IS", ("x",)) for name in "abc")


@pytest.mark.parametrize(
    ("text", "filter_"),
    [
        ("a IS x", A),
        ('a is "x"', Condition("a", "IS", ("x",))),
        ("a IS 'it is'", Condition("a", "IS", ("it is",))),
        (r'a IS "say \"hi\""', Condition("a", "IS", ('say "hi"',))),
        ("a EMPTY", Condition("a", "EMPTY")),
        ("a EMPTY_NOT AND b IS x", Every((Condition("a", "EMPTY_NOT"), B))),
        ("a BETWEEN [1, 2]", Condition("a", "BETWEEN", ("1", "2"))),
        ("a ANY_OF [1,2,3]", Condition("a", "ANY_OF", ("1", "2", "3"))),
        ("a ANY_OF 1", Condition("a", "ANY_OF", ("1",))),
        ("a IS x OR b IS x AND c IS x", Some((A, Every((B, C))))),
        ("(a IS x OR b IS x) AND c IS x", Every((Some((A, B)), C))),
        ("((a IS x))", A),
        ("  a   IS\tx  ", A),
        ("a IS x and b IS x", Every((A, B))),
    ],
)
def test_a_filter_is_read_as_it_is_meant(text: str, filter_: Filter) -> None:
    assert read(text) == filter_


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Expected a field."),
        ("a", "Expected an operator."),
        ("a LIKE x", "Unknown operator 'LIKE'."),
        ("a IS", "A value is missing."),
        ("a IS x b", "Unexpected 'b'."),
        ("a IS x AND", "Expected a field."),
        ("(a IS x", "A closing parenthesis is missing."),
        ("a IS x)", "Unexpected ')'."),
        ("a BETWEEN [1]", "The operator BETWEEN does not take 1 values."),
        ("a BETWEEN 1", "The operator BETWEEN does not take 1 values."),
        ("a IS [1, 2]", "The operator IS does not take 2 values."),
        ("a ANY_OF [1, 2", "A closing bracket is missing."),
        ("a ANY_OF []", "A value is missing."),
        ('a IS "open', "Unexpected '\"open'."),
        ("(" * 60 + "a IS x" + ")" * 60, "The query is nested too deep."),
    ],
)
def test_what_is_no_filter_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(FilterInvalid) as caught:
        read(text)
    assert str(caught.value) == says


VALUES = st.text(st.characters(codec="utf-8"), max_size=12)
ONE = sorted(
    set(OPERATORS)
    - {"EMPTY", "EMPTY_NOT"}
    - {o for o in OPERATORS if "WITHIN" in o or "BETWEEN" in o}
)
CONDITIONS = st.one_of(
    st.builds(Condition, st.just("name"), st.sampled_from(["EMPTY", "EMPTY_NOT"])),
    st.builds(Condition, st.just("id"), st.sampled_from(ONE), st.tuples(VALUES)),
    st.builds(Condition, st.just("n"), st.just("BETWEEN"), st.tuples(VALUES, VALUES)),
    st.builds(
        Condition,
        st.just("n"),
        st.just("ANY_OF"),
        st.lists(VALUES, min_size=2, max_size=4).map(tuple),
    ),
)
FILTERS = st.recursive(
    CONDITIONS,
    lambda inner: (
        st.builds(Every, st.lists(inner, min_size=2, max_size=3).map(tuple))
        | st.builds(Some, st.lists(inner, min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=8,
)


def written(one: Filter) -> str:
    match one:
        case Condition(field, operator, ()):
            return f"{field} {operator}"
        case Condition(field, operator, (value,)):
            return f"{field} {operator} {_quoted(value)}"
        case Condition(field, operator, values):
            return f"{field} {operator} [{', '.join(map(_quoted, values))}]"
        case Every(parts):
            return " AND ".join(f"({written(part)})" for part in parts)
        case Some(parts):
            return " OR ".join(f"({written(part)})" for part in parts)


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@given(FILTERS)
def test_a_filter_that_is_written_is_read_again(one: Filter) -> None:
    assert read(written(one)) == one


WORDS = ["(", ")", "[", "]", ",", "AND", "OR", "a", "IS", "EMPTY", "BETWEEN", '"x"', "'", "1", ""]


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=12).map(" ".join))
def test_any_text_is_a_filter_or_is_refused(text: str) -> None:
    with contextlib.suppress(FilterInvalid):
        read(text)


def test_a_long_filter_takes_no_long_time() -> None:
    text = " OR ".join(f"id EQUAL {n}" for n in range(2000))
    found = read(text)
    assert isinstance(found, Some)
    assert len(found.parts) == 2000
