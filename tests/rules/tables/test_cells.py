"""What the cells of a table accept."""

from datetime import date
from decimal import Decimal

import pytest

from bridge.rules.diagnostics import Problem
from bridge.rules.tables.cells import parse_cell
from bridge.rules.types import BOOLEAN, DATE, INTEGER, TEXT, Type, decimal, enum

BILLING = enum("Billing", ("Annual", "Monthly", "One Time"))
PERCENT = decimal(6, 2)


def accepted(cell: str, column: Type, *values: object) -> list[object]:
    return [value for value in values if parse_cell(cell, column).accepts(value)]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("-", ["Annual", "Monthly", "One Time", None]),
        ("Annual", ["Annual"]),
        ("Annual, One Time", ["Annual", "One Time"]),
        (" Annual ,One Time ", ["Annual", "One Time"]),
        ('"Annual"', ["Annual"]),
        ("not Annual", ["Monthly", "One Time"]),
        ("not Annual, One Time", ["Monthly"]),
        ("blank", [None]),
        ("Annual, blank", ["Annual", None]),
        ("not blank", ["Annual", "Monthly", "One Time"]),
        ("not Annual, blank", ["Monthly", "One Time"]),
    ],
)
def test_named_values(cell: str, expected: list[object]) -> None:
    assert accepted(cell, BILLING.optional(), "Annual", "Monthly", "One Time", None) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("-", [-1, 0, 4, 5, 6, None]),
        ("5", [5]),
        ("-1, 5 .. 6", [-1, 5, 6]),
        ("0 .. 5", [0, 4, 5]),
        (".. 5", [-1, 0, 4, 5]),
        ("5 ..", [5, 6]),
        ("-1..0", [-1, 0]),
        (">= 5", [5, 6]),
        ("> 5", [6]),
        ("<= 0", [-1, 0]),
        ("< 0", [-1]),
        ("<0, blank", [-1, None]),
        ("not 0 .. 5", [-1, 6]),
        ("blank", [None]),
    ],
)
def test_numbers(cell: str, expected: list[object]) -> None:
    assert accepted(cell, INTEGER.optional(), -1, 0, 4, 5, 6, None) == expected


def test_the_ends_of_a_range_belong_to_it_to_the_last_decimal() -> None:
    values = [Decimal("-5.01"), Decimal(-5), Decimal("5.00"), Decimal("5.01")]
    assert accepted("-5 .. 5", PERCENT, *values) == values[1:3]


def test_dates_have_the_forms_of_numbers() -> None:
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert accepted("2026-01-01 .. 2026-12-31", DATE, *days) == days[1:3]
    assert accepted("< 2026-01-01, 2027-01-01", DATE, *days) == [days[0], days[3]]


def test_booleans_are_yes_and_no() -> None:
    values = (True, False, None)
    assert accepted("yes", BOOLEAN.optional(), *values) == [True]
    assert accepted("no, blank", BOOLEAN.optional(), *values) == [False, None]


def test_a_text_with_a_comma_or_a_reserved_word_stands_in_quotes() -> None:
    texts = ["Smith, Jones", "blank", "not me", "-", None]
    for text in texts[:-1]:
        assert accepted(f'"{text}"', TEXT.optional(), *texts) == [text]
    assert accepted('"Smith, Jones", blank', TEXT.optional(), *texts) == ["Smith, Jones", None]


@pytest.mark.parametrize(
    ("cell", "column", "start", "message"),
    [
        ("", BILLING, 0, "an empty cell"),
        ("Annual, Weekly", BILLING, 8, "'Weekly' is not a value of Billing"),
        ("Annual,", BILLING, 7, "a value is missing beside the comma"),
        ("Annual,, Monthly", BILLING, 7, "a value is missing beside the comma"),
        ("not", BILLING, 0, "'not' is not a value of Billing"),
        ("Annual, -", BILLING, 8, "'-' is not a value of Billing"),
        ('"Annual', BILLING, 0, "this is not a list of values"),
        ('An"nual"', BILLING, 0, "this is not a list of values"),
        ("blank", BILLING, 0, "this column is never blank"),
        ("A, -", TEXT, 3, "'-' is no value"),
        ("true", BOOLEAN, 0, "'true' is not yes or no"),
        ("five", INTEGER, 0, "'five' is not a number"),
        ("1 .. five", INTEGER, 0, "'five' is not a number"),
        ("..", INTEGER, 0, "'..' is not a number"),
        ("1 ... 5", INTEGER, 0, "'1 ... 5' is not a number"),
        ("> 1 .. 5", INTEGER, 0, "'> 1 .. 5' is not a number"),
        ("5 .. 1", INTEGER, 0, "5 is more than 1: nothing lies between them"),
        ("1.5", INTEGER, 0, "'1.5' has 1 decimals, the column has 0"),
        ("1, > 5.005", PERCENT, 3, "'5.005' has 3 decimals, the column has 2"),
        ("1e3", PERCENT, 0, "'1e3' is not a number"),
        ("NaN", PERCENT, 0, "'NaN' is not a number"),
        ("٣", INTEGER, 0, "'٣' is not a number"),
        ("2026-02-30", DATE, 0, "'2026-02-30' is not a date"),
        ("20260131", DATE, 0, "'20260131' is not a date"),
        ("2026-W05-6", DATE, 0, "'2026-W05-6' is not a date"),
    ],
)
def test_a_wrong_cell_is_refused_at_its_piece(
    cell: str, column: Type, start: int, message: str
) -> None:
    with pytest.raises(Problem) as caught:
        parse_cell(cell, column)
    assert (caught.value.message, caught.value.start) == (message, start)
