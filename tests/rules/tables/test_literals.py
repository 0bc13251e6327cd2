"""The values that stand in rows."""

from datetime import date
from decimal import Decimal

import pytest

from bridge.rules.diagnostics import Problem
from bridge.rules.tables.literals import parse_value
from bridge.rules.types import BOOLEAN, DATE, INTEGER, TEXT, Type, decimal, enum

BILLING = enum("Billing", ("Annual", "Monthly", "One Time"))
PERCENT = decimal(6, 2)


@pytest.mark.parametrize(
    ("text", "value_type", "value"),
    [
        ("0100", TEXT, "0100"),
        ("", TEXT, ""),
        ("blank", TEXT, "blank"),
        ("blank", TEXT.optional(), None),
        ("", TEXT.optional(), None),
        ("Annual", BILLING, "Annual"),
        ("no", BOOLEAN, False),
        ("007", INTEGER, 7),
        ("1.5", PERCENT, Decimal("1.5")),
        ("2026-01-31", DATE, date(2026, 1, 31)),
        ("blank", INTEGER.optional(), None),
    ],
)
def test_a_value_of_a_row_has_the_type_of_its_column(
    text: str, value_type: Type, value: object
) -> None:
    found = parse_value(text, value_type)
    assert found == value
    assert type(found) is type(value)


def test_a_value_that_its_type_cannot_hold_is_refused() -> None:
    with pytest.raises(Problem, match="'12345' has 5 digits before the point, decimal"):
        parse_value("12345", PERCENT)


@pytest.mark.parametrize(("text", "alike"), [("1.5", "1.50"), ("-0", "0.00"), ("01.500", "1.50")])
def test_equal_decimals_are_written_alike(text: str, alike: str) -> None:
    assert str(parse_value(text, PERCENT)) == alike
