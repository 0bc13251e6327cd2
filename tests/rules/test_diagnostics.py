"""Findings: where they stand, and how they are shown."""

from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import BridgeError
from bridge.rules.diagnostics import (
    Diagnostic,
    Problem,
    RulebookInvalid,
    Severity,
    did_you_mean,
    nearest,
)


def test_a_finding_names_place_message_and_hint() -> None:
    found = Diagnostic(
        file="items.yaml",
        line=3,
        column=7,
        length=4,
        message="unknown 'qty'",
        hint="quantity?",
    )
    assert found.text() == "items.yaml:3:7: unknown 'qty'\n  hint: quantity?"


def test_a_warning_says_that_it_is_one() -> None:
    found = Diagnostic(
        file="a.yaml", line=1, column=1, length=1, message="a gap", severity=Severity.WARNING
    )
    assert found.text() == "a.yaml:1:1: warning: a gap"


def test_a_problem_in_the_first_line_counts_from_the_columns_of_its_text() -> None:
    found = Problem("no", 4, 7).located("a + bcd", "a.yaml", line=9, column=12)
    assert (found.line, found.column, found.length) == (9, 16, 3)


def test_a_problem_in_a_later_line_counts_from_the_start_of_that_line() -> None:
    found = Problem("no", 6, 9).located("a +\n  bcd", "a.yaml", line=9, column=12)
    assert (found.line, found.column, found.length) == (10, 3, 3)


def test_a_mark_stops_at_the_end_of_its_line_and_is_never_empty() -> None:
    assert Problem("no", 0, 9).located("ab\ncdefghi", "a", 1, 1).length == 2
    assert Problem("no", 2, 2).located("ab", "a", 1, 1).length == 1
    assert Problem("no", 5, 1).end == 5


@given(st.text(alphabet="ab\n", max_size=20), st.integers(0, 20))
def test_the_place_of_a_problem_is_that_of_its_first_character(source: str, start: int) -> None:
    start = min(start, len(source))
    found = Problem("no", start, start + 1).located(source, "a", line=1, column=1)
    lines = source.split("\n")
    assert sum(len(line) + 1 for line in lines[: found.line - 1]) + found.column - 1 == start


def test_an_invalid_rulebook_holds_and_shows_every_finding() -> None:
    findings = tuple(
        Diagnostic(file="a.yaml", line=line, column=1, length=1, message="no") for line in (1, 2)
    )
    error = RulebookInvalid(findings)
    assert isinstance(error, BridgeError)
    assert error.diagnostics == findings
    assert str(error) == "a.yaml:1:1: no\na.yaml:2:1: no"


def test_the_nearest_name_ignores_capitals_and_gives_up_on_strangers() -> None:
    assert nearest("NET_PRICE", ["net_price", "quantity"]) == "net_price"
    assert nearest("xyz", ["net_price", "quantity"]) is None


def test_a_hint_names_the_nearest_or_a_few_or_nothing() -> None:
    assert did_you_mean("quantty", ["quantity"], "facts") == "did you mean 'quantity'?"
    assert did_you_mean("x", ["bb", "aa"], "facts") == "facts: aa, bb"
    many = [f"name{at}" for at in range(9)]
    assert did_you_mean("zzz", many, "facts") == (
        "facts: name0, name1, name2, name3, name4, name5, name6, name7, ..."
    )
    assert did_you_mean("x", [], "facts") is None
