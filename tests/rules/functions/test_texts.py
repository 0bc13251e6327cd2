"""Functions of texts: values by hand, or from Salesforce's descriptions of its functions."""

import pytest

from bridge.rules.compile import NotComputable
from bridge.rules.types import BOOLEAN, TEXT, decimal, enum
from tests.rules.expressions.evaluate import marked, refused, value

SCOPE = {"s": TEXT, "a": decimal(14, 4), "f": BOOLEAN, "k": enum("Kind", ("NEW", "OLD"))}


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ('"SF-" & "1"', "SF-1"),
        ("'a' & 'b' & (\"c\" & 'd')", "abcd"),
        # a number is written with just the decimals that it needs
        ("TEXT(12)", "12"),
        ("TEXT(-12.50)", "-12.5"),
        ("TEXT(100.00)", "100"),
        ("TEXT(0.00)", "0"),
        ("TEXT(-0.0)", "0"),
        ("TEXT(0.0000000001)", "0.0000000001"),
        ("TEXT(ROUND(2 / 3, 2))", "0.67"),
        ("TEXT(DATE(2026, 1, 31))", "2026-01-31"),
        ("TEXT('as it is')", "as it is"),
        ("UPPER('Straße')", "STRASSE"),
        ("LOWER('ÄB')", "äb"),
        # spaces alone are trimmed, at both ends alone
        ("TRIM('  a  b ')", "a  b"),
        ("TRIM('\\t a')", "\t a"),
        # FIND and the paddings as in Salesforce's own engine: an empty text is not filled
        ("FIND('b', 'abcb')", 2),
        ("FIND('b', 'abcb', 3)", 4),
        ("FIND('b', 'abcb', -5)", 2),
        ("FIND('b', 'abcb', 9)", 0),
        ("FIND('x', 'abc')", 0),
        ("FIND('B', 'abc')", 0),
        ("LPAD('42', 6, '0')", "000042"),
        ("LPAD('42', 5, 'abc')", "abc42"),
        ("LPAD('42', 7, 'abc')", "abcab42"),
        ("LPAD('42', 4)", "  42"),
        ("LPAD('12345', 3, '0')", "123"),
        ("LPAD('12', 0, '0')", ""),
        ("LPAD('', 3, '0')", ""),
        ("RPAD('42', 6, 'abc')", "42abca"),
        ("RPAD('42', 4)", "42  "),
        ("RPAD('12345', 3)", "123"),
        ("LEFT('abc', 2)", "ab"),
        ("LEFT('abc', 9)", "abc"),
        ("LEFT('abc', 0)", ""),
        ("LEFT('abc', -1)", ""),
        ("RIGHT('abc', 2)", "bc"),
        ("RIGHT('abc', 9)", "abc"),
        ("RIGHT('abc', 0)", ""),
        ("RIGHT('abc', -1)", ""),
        ("MID('abcdef', 2, 3)", "bcd"),
        ("MID('abcdef', 0, 2)", "ab"),
        ("MID('abcdef', 5, 9)", "ef"),
        ("MID('abcdef', 9, 1)", ""),
        ("MID('abcdef', 2, -1)", ""),
        ("SUBSTITUTE('a-b-c', '-', '')", "abc"),
        ("SUBSTITUTE('aaa', 'aa', 'b')", "ba"),
        ("SUBSTITUTE('Coupon', 'coupon', 'x')", "Coupon"),
    ],
)
def test_a_function_of_texts_gives(source: str, wanted: str) -> None:
    assert value(source) == wanted


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("LEN('')", 0),
        ("LEN('äöü')", 3),
        ("CONTAINS('North America', 'Am')", True),
        ("CONTAINS('North America', 'am')", False),
        ("CONTAINS('x', '')", True),
        ("BEGINS('PROD-1', 'PROD')", True),
        ("BEGINS('PROD-1', 'prod')", False),
        ("BEGINS('PROD-1', 'ROD')", False),
        ("'a' = 'A'", False),
    ],
)
def test_a_question_about_texts_is_answered_case_by_case(source: str, wanted: object) -> None:
    assert value(source) == wanted


def test_an_empty_text_is_found_nowhere_and_replaces_nothing() -> None:
    assert value("SUBSTITUTE('abc', s, 'x')", SCOPE, {"s": ""}) == "abc"


def test_a_text_that_grows_too_long_has_no_value() -> None:
    long = "a" * 131_072
    assert value('s & ""', SCOPE, {"s": long}) == long
    with pytest.raises(NotComputable, match="longer than 131072 characters"):
        value('s & "b"', SCOPE, {"s": long})
    with pytest.raises(NotComputable, match="longer than 131072 characters"):
        value("SUBSTITUTE(s, 'a', 'bb')", SCOPE, {"s": long})


@pytest.mark.parametrize(
    ("source", "message", "hint"),
    [
        ("s & a", "'&' joins texts, but this is decimal(14,4)", "use TEXT(a)"),
        ("UPPER(a)", "UPPER needs a text here, but this is decimal(14,4)", "TEXT(a)"),
        ("UPPER(f)", "UPPER needs a text here, but this is boolean", None),
        (
            "LEFT(s, 1.5)",
            "LEFT needs a whole number here, but this is decimal(2,1)",
            "FLOOR(1.5) or ROUND(1.5, 0)",
        ),
        ("TEXT(a / 3)", "an unrounded quotient has no text", "TEXT(ROUND(a / 3, 2))"),
        (
            "TEXT(f)",
            "TEXT takes a number, a date or an enum value, but this is boolean",
            'IF(f, "yes", "no")',
        ),
        ("SUBSTITUTE(s, '', 'x')", "SUBSTITUTE needs a text to look for", None),
    ],
)
def test_a_function_of_texts_refuses(source: str, message: str, hint: str | None) -> None:
    problem = refused(source, SCOPE)
    assert (problem.message, problem.hint) == (message, hint)


def test_an_enum_value_is_joined_and_cut_as_a_text() -> None:
    assert value('k & "-" & LEFT(k, 1)', SCOPE, {"k": "NEW"}) == "NEW-N"


def test_the_text_of_an_enum_value_is_one_of_its_values() -> None:
    assert value("TEXT(k)", SCOPE, {"k": "OLD"}, enum("Kind", ("NEW", "OLD", "GONE"))) == "OLD"
    problem = refused("IF(f, TEXT(k), 'OLDER')", SCOPE, enum("Kind", ("NEW", "OLD")))
    assert problem.message == "'OLDER' is not a value of Kind"
    assert problem.hint == "did you mean 'OLD'?"
    assert marked("IF(f, TEXT(k), 'OLDER')", problem) == "'OLDER'"
