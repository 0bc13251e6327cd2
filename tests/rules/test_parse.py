"""How expressions are read: what binds how, and where reading stops."""

import pytest

from bridge.rules.diagnostics import Problem
from bridge.rules.expression import Literal, Path, walk, written
from bridge.rules.parse import parse
from tests.rules.expressions.evaluate import marked


@pytest.mark.parametrize(
    ("source", "meaning"),
    [
        ("a + b * c", "(a + (b * c))"),
        ("a - b - c", "((a - b) - c)"),
        ("a / b / c", "((a / b) / c)"),
        ("-a * b", "((-a) * b)"),
        ("a - -1.50", "(a - -1.50)"),
        ("-(1)", "-1"),
        ("a & b + c", "(a & (b + c))"),
        ("a & b = c & d", "((a & b) = (c & d))"),
        ("a = b AND c <> d OR e", "(((a = b) AND (c <> d)) OR e)"),
        ("a OR b AND c", "(a OR (b AND c))"),
        ("a && b || c", "((a AND b) OR c)"),
        ("a == b", "(a = b)"),
        ("a != b", "(a <> b)"),
        ("NOT a = b", "(NOT (a = b))"),
        ("NOT a AND b", "((NOT a) AND b)"),
        ("!a = b", "((NOT a) = b)"),
        ("NOT(a)", "(NOT a)"),
        ("NOT NOT a", "(NOT (NOT a))"),
        ("a AND NOT b OR c", "((a AND (NOT b)) OR c)"),
        ("AND(a, b, c)", "((a AND b) AND c)"),
        ("OR(a, b) AND c", "((a OR b) AND c)"),
        ("a IN (1, 2)", "(a IN (1, 2))"),
        ("a NOT IN ('x')", '(NOT (a IN ("x")))'),
        ("a + 1 IN (2) AND b", "(((a + 1) IN (2)) AND b)"),
        ("if(a, b, c)", "IF(a, b, c)"),
        ("Round(a.b.c, 2)", "ROUND(a.b.c, 2)"),
        ("true AND False", "(TRUE AND FALSE)"),
        ("null", "BLANK"),
        ("Blank", "BLANK"),
        ("\"it's\" & '\"'", '("it\'s" & "\\"")'),
        (r"'a\n\t\\\'b'", '"a\\n\\t\\\\\'b"'),
        ("a\n  +\tb", "(a + b)"),
        ("((a))", "a"),
        ("1.50", "1.50"),
        ("007", "7"),
    ],
)
def test_an_expression_reads_as(source: str, meaning: str) -> None:
    assert written(parse(source)) == meaning
    assert parse(meaning) == parse(source)


def test_equal_expressions_have_equal_trees_wherever_they_stand() -> None:
    assert parse("  a+b ") == parse("a + b")
    assert parse("1") != parse("1.0")
    assert parse("1") != parse("TRUE")
    assert parse("'a'") == parse('"a"')


def test_each_node_knows_its_place() -> None:
    source = "IF(a > 1, -b, deal.currency & 'x')"
    found = {source[node.start : node.end] for node in walk(parse(source))}
    assert found == {
        source,
        "a > 1",
        "a",
        "1",
        "-b",
        "b",
        "deal.currency & 'x'",
        "deal.currency",
        "'x'",
    }


def test_a_path_names_a_fact_of_a_record() -> None:
    assert parse("deal.currency") == Path(("deal", "currency"))
    assert parse('"deal.currency"') == Literal("deal.currency")


@pytest.mark.parametrize(
    ("source", "message", "mark"),
    [
        ("", "the expression is empty", ""),
        (" \n ", "the expression is empty", " "),
        ("a b", "unexpected 'b' after the end of the expression", "b"),
        ("a)", "unexpected ')' after the end of the expression", ")"),
        ("(a", "expected ')' but found the end", ""),
        ("a +", "expected a fact, a value or a function but found the end", ""),
        ("* a", "expected a fact, a value or a function but found '*'", "*"),
        ("a + AND", "expected a fact, a value or a function but found 'AND'", "AND"),
        ("f(a, )", "expected a fact, a value or a function but found ')'", ")"),
        ("f(a b)", "expected ',' or ')' but found 'b'", "b"),
        ("a < b < c", "comparisons cannot be chained", "<"),
        ("a = b = c", "comparisons cannot be chained", "="),
        ("a IN (1) = b", "comparisons cannot be chained", "="),
        ("a = b NOT IN (1)", "comparisons cannot be chained", "NOT"),
        ("a + NOT b", "NOT needs brackets here", "NOT"),
        ("-NOT a", "NOT needs brackets here", "NOT"),
        ("a NOT b", "expected IN after NOT but found 'b'", "b"),
        ("a IN 1", "expected '(' but found '1'", "1"),
        ("a.1", "expected a name after '.' but found '1'", "1"),
        ("a.", "expected a name after '.' but found the end", ""),
        ("AND(a)", "AND(...) takes two or more conditions", "AND(a)"),
        ("a ? b", "unexpected character '?'", "?"),
        ("a # b", "unexpected character '#'", "#"),
        ("a\\b", "unexpected character '\\\\'", "\\"),
        ("a[0]", "unexpected character '['", "["),
        ("1.2.3", "the number 1.2 runs into '.'", "1.2."),
        ("1.", "the number 1 runs into '.'", "1."),
        ("1e5", "the number 1 runs into 'e'", "1e"),
        ("0x1F", "the number 0 runs into 'x'", "0x"),
        ("1_000", "the number 1 runs into '_'", "1_"),
        ("12٣", "the number 12 runs into '٣'", "12٣"),
        (".5", "expected a fact, a value or a function but found '.'", "."),
        ("_a", "'_a' cannot be a name", "_a"),
        ("a__b", "'a__b' cannot be a name", "a__b"),
        ("größe", "unexpected character 'ö'", "ö"),
        ("a \u00a0b", "unexpected character U+00A0", "\u00a0"),
        ("a\x00b", "unexpected character U+0000", "\x00"),
        (
            "'abc",
            "this text is not closed by a quote, or holds a backslash that escapes nothing",
            "'abc",
        ),
        (
            '"a\nb"',
            "this text is not closed by a quote, or holds a backslash that escapes nothing",
            '"a',
        ),
        (
            r"'a\q'",
            "this text is not closed by a quote, or holds a backslash that escapes nothing",
            r"'a\q'",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_stands(
    source: str, message: str, mark: str
) -> None:
    with pytest.raises(Problem) as caught:
        parse(source)
    assert caught.value.message == message
    assert marked(source, caught.value) == mark


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("\u201cabc\u201d", "use straight quotes: \" or '"),
        ("a \u2013 b", "use the hyphen - for minus"),
        ("a \u00d7 b", "use * to multiply"),
        ("a \u2260 b", "use <> for not equal"),
        ("a\u00a0+ b", "this is a non-breaking space; type a plain space"),
        ("a ^ 2", "there is no power; multiply"),
        ("a; b", "separate arguments by commas"),
        ("a < b < c", "write a < b AND b < c"),
        ("a b", "an operator such as & + = AND may be missing"),
        ("1,5", "an operator such as & + = AND may be missing"),
        ("1e5", "write numbers with digits and one point: 1000 or 0.5, no exponent"),
    ],
)
def test_a_usual_slip_comes_with_its_remedy(source: str, hint: str) -> None:
    with pytest.raises(Problem) as caught:
        parse(source)
    assert caught.value.hint == hint
