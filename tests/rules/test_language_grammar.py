"""Whatever the written grammar derives, the parser reads."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bridge.rules.diagnostics import Problem
from bridge.rules.expression import written
from bridge.rules.parse import parse
from tests.examples import share

PAGE = (Path(__file__).parents[2] / "docs" / "rules-language.md").read_text()
GRAMMAR = PAGE.partition("```ebnf\n")[2].partition("```")[0]
Draw = Callable[[st.SearchStrategy[Any]], Any]

#: Words are drawn from a few, so that a name is never a keyword by chance.
WORDS = {
    "name": ("a", "net_price", "deal", "If", "x9"),
    "number": ("0", "12", "0.50", "007.10"),
    "text": ('""', "'it'", '"\\"\\n\\\\"', "'“'"),
}


def rules() -> dict[str, list[str]]:
    """Return each rule of the grammar as the list of its marks and words."""
    bare = re.sub(r"\(\*.*?\*\)", "", GRAMMAR)
    mark = r"\"[^\"]*\"|'[^']*'|[\w]+|[|{}\[\]();,=]|\.\."
    found: dict[str, list[str]] = {}
    for rule in re.split(r";\s*\n", bare.strip() + "\n")[:-1]:
        name, _, *marks = re.findall(mark, rule)
        found[name] = marks
    return found


RULES = rules()
CLOSED_BY = {"(": ")", "[": "]", "{": "}"}


@cache
def alternatives(marks: tuple[str, ...]) -> list[list[str]]:
    """Split marks at each bar that is in no bracket."""
    parts: list[list[str]] = [[]]
    depth = 0
    for mark in marks:
        depth += (mark in CLOSED_BY) - (mark in CLOSED_BY.values())
        if mark == "|" and depth == 0:
            parts.append([])
        else:
            parts[-1].append(mark)
    return parts


def group(marks: list[str], start: int) -> int:
    """Return where the bracket that opens at `start` is closed."""
    depth = 0
    for at in range(start, len(marks)):
        depth += (marks[at] in CLOSED_BY) - (marks[at] in CLOSED_BY.values())
        if depth == 0:
            return at
    raise AssertionError(marks)


def derive(draw: Draw, marks: list[str], depth: int) -> list[str]:
    """Draw the words of one derivation; deep down, the shortest."""
    chosen = alternatives(tuple(marks))
    row = chosen[0] if depth <= 0 else draw(st.sampled_from(chosen))
    words: list[str] = []
    at = 0
    while at < len(row):
        mark = row[at]
        if mark in CLOSED_BY:
            end = group(row, at)
            words += repeated(draw, mark, row[at + 1 : end], depth)
            at = end
        elif mark[0] in "\"'":
            words.append(mark[1:-1])
        elif mark in WORDS:
            words.append(draw(st.sampled_from(WORDS[mark])))
        elif mark != ",":
            words += derive(draw, RULES[mark], depth - 1)
        at += 1
    return words


def repeated(draw: Draw, bracket: str, marks: list[str], depth: int) -> list[str]:
    # mostly nothing, for each level may hold all others again
    often = {"(": [1], "[": [0, 0, 1], "{": [0, 0, 0, 0, 1, 2]}[bracket]
    times = often[0] if depth <= 0 else draw(st.sampled_from(often))
    return [word for _ in range(times) for word in derive(draw, marks, depth)]


@st.composite
def sentences(draw: Draw) -> str:
    words = derive(draw, RULES["expression"], 16)
    return "".join(word + draw(st.sampled_from([" ", " ", "\n", "\t "])) for word in words)


def test_every_name_of_the_grammar_has_its_rule() -> None:
    used = {mark for marks in RULES.values() for mark in marks if re.fullmatch(r"\w+", mark)}
    assert used - set(RULES) == {"character"}
    assert set(RULES) <= used


@settings(max_examples=share(50), suppress_health_check=[HealthCheck.too_slow])
@given(sentences())
def test_what_the_grammar_derives_is_read(source: str) -> None:
    try:
        tree = parse(source)
    except Problem as problem:
        if not any(word in problem.message for word in ("nested", "parts", "longer")):
            raise
        return
    assert parse(written(tree)) == tree
