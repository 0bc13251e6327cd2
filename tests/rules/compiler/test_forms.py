"""Functions that are written out instead of called give what the functions themselves give."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bridge.rules.check import check
from bridge.rules.compile import NotComputable, compile_all
from bridge.rules.language.limits import ELEMENTS_MAX, TEXT_MAX
from bridge.rules.types import DATE, INTEGER, TEXT, Type, decimal, list_of, record
from tests.rules.expressions.evaluate import value

PIECE = record("Piece", {"amount": decimal(9, 2), "count": INTEGER, "kind": TEXT})
SCOPE: dict[str, Type] = {
    "a": decimal(9, 2),
    "b": decimal(9, 2),
    "c": decimal(9, 2),
    "count": INTEGER,
    "day": DATE,
    "word": TEXT,
    "pieces": list_of(PIECE),
}


def found(source: str, **facts: Any) -> Any:
    return value(source, SCOPE, facts)


@pytest.mark.parametrize(
    ("a", "b", "c", "least", "greatest"),
    [(1, 2, 3, 1, 3), (3, 1, 2, 1, 3), (2, 3, 1, 1, 3), (-1, -1, -2, -2, -1), (0, 0, 0, 0, 0)],
)
def test_of_three_numbers_the_least_and_the_greatest_are_found(
    a: int, b: int, c: int, least: int, greatest: int
) -> None:
    facts = {"a": Decimal(a), "b": Decimal(b), "c": Decimal(c)}
    assert found("MIN(a, b, c)", **facts) == least
    assert found("MAX(a, b, c)", **facts) == greatest


def test_least_and_greatest_nest() -> None:
    facts = {"a": Decimal(5), "b": Decimal(2), "c": Decimal(9)}
    assert found("MAX(MIN(a, b), MIN(b, c), MIN(a, c))", **facts) == 5
    assert found("MIN(MAX(a, b), MAX(b, c)) + MAX(a, b)", **facts) == 10


@pytest.mark.parametrize(
    ("source", "moved"),
    [
        ("day + 1", date(2024, 3, 1)),
        ("day - 29", date(2024, 1, 31)),
        ("day + 0", date(2024, 2, 29)),
        ("day + -1", date(2024, 2, 28)),
        ("day - count", date(2024, 2, 22)),
        ("day + count", date(2024, 3, 7)),
    ],
)
def test_days_are_added_across_the_end_of_a_month(source: str, moved: date) -> None:
    assert found(source, day=date(2024, 2, 29), count=7) == moved


@pytest.mark.parametrize(
    ("source", "day"),
    [
        ("day + 1", date.max),
        ("day - 1", date.min),
        ("day + 3652059", date.min),
        ("day + 9999999999", date.min),
        ("day - 9999999999", date.max),
        ("day + count", date.max),
        ("day - count", date.min),
    ],
)
def test_a_day_outside_the_calendar_has_no_value(source: str, day: date) -> None:
    with pytest.raises(NotComputable, match="the day would lie outside the years 1 to 9999"):
        found(source, day=day, count=9_999_999_999)


@pytest.mark.parametrize("pieces", [2, 4, 5])
def test_a_text_is_joined_up_to_its_greatest_length_and_no_further(pieces: int) -> None:
    source = " & ".join(["word"] * (pieces - 1) + ['"x"'])
    longest = "w" * ((TEXT_MAX - 1) // (pieces - 1))
    assert found(source, word=longest) == longest * (pieces - 1) + "x"
    with pytest.raises(NotComputable, match="the text would be longer than"):
        found(source, word=longest + "w" * 2)


def test_what_is_no_text_is_never_joined_as_one() -> None:
    with pytest.raises(TypeError):
        found('"x" & word', word=5)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("SUM(pieces, amount)", "3.75"),
        ("SUM(pieces, amount * 2)", "7.50"),
        ("SUM(pieces, count)", "5"),
        ("LOWEST(pieces, amount)", "-0.25"),
        ("HIGHEST(pieces, count)", "3"),
        ("COUNT(pieces, amount > 0)", "1"),
        ("COUNT(pieces)", "2"),
        ("ALL(pieces, count > 1)", "True"),
        ('ANY(pieces, kind = "box")', "True"),
        ('ALL(pieces, kind = "box")', "False"),
    ],
)
def test_a_list_is_gone_through(source: str, wanted: str) -> None:
    pieces = [
        {"amount": Decimal("4.00"), "count": 2, "kind": "box"},
        {"amount": Decimal("-0.25"), "count": 3, "kind": "bag"},
    ]
    assert str(found(source, pieces=pieces)) == wanted


@pytest.mark.parametrize(
    "source", ["SUM(pieces, amount)", "SUM(pieces, count + 1)", "ANY(pieces, kind = 'x')"]
)
def test_a_list_that_is_too_long_is_not_gone_through(source: str) -> None:
    piece = {"amount": Decimal(0), "count": 0, "kind": ""}
    assert not found(source.replace(" + 1", ""), pieces=[piece] * ELEMENTS_MAX)
    with pytest.raises(NotComputable, match="a list has"):
        found(source, pieces=[piece] * (ELEMENTS_MAX + 1))


def test_a_whole_number_that_came_as_a_decimal_is_an_integer_in_its_place() -> None:
    for count in (12, Decimal(12), Decimal("12.0"), True):
        whole = compile_all({"x": check("count", SCOPE, INTEGER)})({"count": count})["x"]
        assert (whole, type(whole)) == (int(count), int)


@pytest.mark.parametrize("count", [10**10, -(10**10), Decimal(10**10)])
def test_a_whole_number_with_too_many_digits_has_no_value(count: object) -> None:
    with pytest.raises(NotComputable, match="the result has more than 10 digits"):
        compile_all({"x": check("count", SCOPE, INTEGER)})({"count": count})
