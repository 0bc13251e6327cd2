"""Texts that were written to break the language: each is refused, or harmless, and soon."""

from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.rules.check import check
from bridge.rules.compile import compile_all
from bridge.rules.diagnostics import Problem
from bridge.rules.types import BOOLEAN, DATE, TEXT, Type, decimal, list_of, record
from tests.rules.expressions.evaluate import refused, value

SCOPE: dict[str, Type] = {
    "a": decimal(14, 4),
    "b": decimal(14, 4).optional(),
    "s": TEXT,
    "d": DATE,
    "f": BOOLEAN,
    "lines": list_of(record("Line", {"amount": decimal(18, 2)})),
}

ATTACKS = [
    "__import__('os').system('true')",
    "__class__",
    "s.__class__.__mro__",
    "s.upper()",
    "s.format",
    "lines.append",
    "().__class__",
    "eval('1')",
    "exec('1')",
    "open('x')",
    "lambda: 1",
    "[x for x in s]",
    "{1: 2}",
    "s[0]",
    "a if f else a",
    "a ** 99",
    "9 ** 9 ** 9",
    "f'{s}'",
    "a := 1",
    "import os",
    "a; a",
    "a\\\n+ a",
    "`id`",
    "$(id)",
    "${s}",
    "{{ s }}",
    "s % s",
    "MATCHES(s, '(a+)+$')",
    "REGEX(s, '.*')",
    "globals()",
    "facts",
    "fact_a",
    "do_TEXT(s)",
    "constant_0",
    "GETATTR(s, 'upper')",
    "\u202ea",
    "s\u200b",
    "\uff41",
    "a\u0301",
    "\U0001d41a",
    "1\u00b2",
    "\u0661",
    "-" * 3999 + "1",
    "NOT " * 900 + "f",
    "!" * 3000 + "f",
    "(" * 3999,
    "(" * 1900 + "a" + ")" * 1900,
    "IF(" * 1300,
    "ABS(" * 900 + "a" + ")" * 900,
    "a+" * 1999 + "a",
    "s&" * 1999 + "s",
    "f OR " * 700 + "f",
    "a = a AND " * 300 + "f",
    "a" * 4001,
    "9" * 51,
    "0." + "1" * 60,
    "'" * 3999,
    "\\" * 3999,
    "'" + "\\" * 3997,
    "s IN (" + "'x'," * 900 + "'x')",
    "MAX(" + "a," * 41 + "a)",
    "s." * 1900 + "s",
    "1e999999999",
    "1E5",
    "\x00",
    "\n" * 4000,
]


@pytest.mark.parametrize("source", ATTACKS, ids=range(len(ATTACKS)))
def test_an_attack_is_refused_with_its_place(source: str) -> None:
    problem = refused(source, SCOPE)
    assert 0 <= problem.start <= len(source)
    assert problem.start <= problem.end <= len(source) + 1
    assert problem.message
    assert len(problem.message) < 4200


def judged(source: str) -> Problem | None:
    """Check and compile a text; return why it was refused, None if it was not."""
    try:
        compile_all({"x": check(source, SCOPE)})
    except Problem as problem:
        return problem
    return None


def stands_in(source: str, problem: Problem | None) -> bool:
    return problem is None or 0 <= problem.start <= problem.end <= len(source) + 1


@given(st.text(max_size=60))
def test_any_text_is_checked_or_refused_and_nothing_else(source: str) -> None:
    assert stands_in(source, judged(source))


_PIECES = [
    *["a", "b", "s", "d", "f", "lines", "lines.amount", "1", "0.5", "'x'", "BLANK", "TRUE"],
    *["(", ")", ",", ".", "+", "-", "*", "/", "&", "=", "<>", "<", ">=", "AND", "OR", "NOT", "IN"],
    *["IF(", "CASE(", "ROUND(", "SUM(lines,", "ISBLANK(", "BLANKVALUE(", "MAX(", "TEXT(", "2)"],
]


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map(" ".join))
def test_any_row_of_words_is_checked_or_refused_and_nothing_else(source: str) -> None:
    assert stands_in(source, judged(source))


def test_code_in_a_text_stays_a_text() -> None:
    source = "\"__import__('os').system('true')\" & '{s}' & '%s' & \"\\\\\""
    assert value(source) == "__import__('os').system('true'){s}%s\\"


def test_a_fact_may_be_called_like_anything_in_python() -> None:
    names = ["class", "lambda", "None", "print", "sum", "facts", "rule", "do_ABS", "elements"]
    scope = {name: decimal(14, 4) for name in names}
    source = " + ".join(names)
    assert value(source, scope, dict.fromkeys(names, Decimal(1))) == len(names)


def test_the_largest_expression_that_is_allowed_runs() -> None:
    deep = "ABS(" * 58 + "a" + ")" * 58
    assert value(deep, SCOPE, {"a": Decimal(-1)}) == 1
    wide = "MAX(" + ", ".join(["MAX(" + ", ".join(["a"] * 11) + ")"] * 40) + ")"
    assert value(wide, SCOPE, {"a": Decimal(-1)}) == -1
    nested = "IF(f, " * 58 + "a" + ", a)" * 58
    assert value(nested, SCOPE, {"a": Decimal(2), "f": True}) == 2


#: The costliest texts known: conditions over conditions, each with a divisor to be proved.
COSTLY = [
    "IF(a <> 0, " * 40 + "ROUND(1 / a, 2)" + ", 0)" * 40,
    "".join(f"IF(a <> {at}, " for at in range(50)) + "ROUND(1 / (a * a - 1 + 2), 2)" + ", 0)" * 50,
    "IF(" + " AND ".join(["a <> 0"] * 50) + ", " + "ROUND(1 / a, 2) + " * 50 + "1, 0)",
    "ROUND(1 / " + "IF(a > 0, a, " * 25 + "1" + ")" * 25 + ", 2)",
    "ROUND(1 / MAX(" + ", ".join(["a"] * 39) + ", 1), 2)",
    "ROUND(1 / MAX(" + "MAX(a, " * 20 + "1" + ")" * 20 + ", 1), 2)",
    "ROUND(" + "1 / (1 + ABS(a)) + " * 40 + "0, 2)",
]


@pytest.mark.parametrize("source", COSTLY, ids=range(len(COSTLY)))
def test_a_costly_text_is_judged_within_a_second(source: str) -> None:
    began = process_time()
    problem = judged(source)
    assert problem is None or any(word in problem.message for word in ("zero", "nested", "parts"))
    assert process_time() - began < 1
