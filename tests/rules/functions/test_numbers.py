"""Functions of numbers: figures by hand, or from Salesforce's descriptions of its functions."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.rules.types import decimal
from tests.rules.expressions.evaluate import marked, refused, value

SCOPE = {"a": decimal(14, 4), "b": decimal(14, 4)}


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        # half goes away from zero, on both sides
        ("ROUND(1.5, 0)", "2"),
        ("ROUND(1.2345, 0)", "1"),
        ("ROUND(-1.5, 0)", "-2"),
        ("ROUND(225.49823, 2)", "225.50"),
        ("ROUND(2.345, 2)", "2.35"),
        ("ROUND(-2.345, 2)", "-2.35"),
        ("ROUND(2.344999, 2)", "2.34"),
        ("ROUND(7, 2)", "7"),
        ("ROUND(0.5, 1)", "0.5"),
        ("ROUND(0.0000000001, 10)", "0.0000000001"),
        # half goes to the even neighbour
        ("ROUND_EVEN(2.345, 2)", "2.34"),
        ("ROUND_EVEN(2.355, 2)", "2.36"),
        ("ROUND_EVEN(-2.345, 2)", "-2.34"),
        ("ROUND_EVEN(0.5, 0)", "0"),
        ("ROUND_EVEN(1.5, 0)", "2"),
        ("ROUND_EVEN(2.3450001, 2)", "2.35"),
        ("ABS(-3.20)", "3.2"),
        ("ABS(3)", "3"),
        ("MIN(3, -1.5, 2)", "-1.5"),
        ("MAX(3, -1.5, 2)", "3"),
        # Salesforce's FLOOR goes towards zero, its CEILING away from it
        ("FLOOR(2.9)", "2"),
        # MFLOOR goes down and MCEILING up, whatever the sign
        ("MFLOOR(2.9)", "2"),
        ("MFLOOR(-2.5)", "-3"),
        ("MFLOOR(-3.0)", "-3"),
        ("MCEILING(2.1)", "3"),
        ("MCEILING(-2.5)", "-2"),
        ("MCEILING(-10 / 3)", "-3"),
        ("MFLOOR(-10 / 3)", "-4"),
        ("TRUNC(2.349, 2)", "2.34"),
        ("TRUNC(-2.349, 2)", "-2.34"),
        ("TRUNC(-0.9, 0)", "0"),
        ("TRUNC(-2 / 3, 2)", "-0.66"),
        ("FLOOR(-2.5)", "-2"),
        ("FLOOR(5)", "5"),
        ("CEILING(2.1)", "3"),
        ("CEILING(-2.1)", "-3"),
        ("CEILING(-2.0)", "-2"),
        ("CEILING(0)", "0"),
        # the sign of MOD is that of the dividend
        ("MOD(7, 3)", "1"),
        ("MOD(-7, 3)", "-1"),
        ("MOD(7, -3)", "1"),
        ("MOD(7.5, 2)", "1.5"),
        ("MOD(-7.5, 2)", "-1.5"),
        ("MOD(123, 100)", "23"),
    ],
)
def test_a_function_of_numbers_gives(source: str, wanted: str) -> None:
    assert value(source) == Decimal(wanted)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        # a rounding between the steps would lose the cent: 0.04 / 3 * 0.375 = 0.005 exactly
        ("ROUND(0.04 / 3 * 0.375, 2)", "0.01"),
        ("ROUND_EVEN(0.04 / 3 * 0.375, 2)", "0.00"),
        ("ROUND(1 / 3 * 3, 2)", "1.00"),
        ("ROUND(1 / 3 + 1 / 6, 0)", "1"),
        ("ROUND(-1 / 8, 2)", "-0.13"),
        ("ROUND_EVEN(-1 / 8, 2)", "-0.12"),
        ("ROUND(2 / 3, 4)", "0.6667"),
        ("ROUND(10 / 4, 0)", "3"),
        ("FLOOR(1 / 3 * 3)", "1"),
        ("CEILING(10 / 3)", "4"),
        ("FLOOR(-10 / 3)", "-3"),
        ("ROUND(ABS(-1 / 3), 3)", "0.333"),
        ("ROUND(MAX(1 / 3, 0.3333), 5)", "0.33333"),
        ("ROUND(MIN(1 / 3, 1), 1)", "0.3"),
        ("ROUND(-(1 / 3), 1)", "-0.3"),
        ("ROUND(IF(1 / 3 = 2 / 6, 1 / 9, 5), 2)", "0.11"),
        ("ROUND(CASE(1 / 3 * 3, 1, 0.5, 2 / 3), 1)", "0.5"),
    ],
)
def test_a_quotient_stays_exact_until_it_is_rounded(source: str, wanted: str) -> None:
    assert value(source) == Decimal(wanted)


def test_a_quotient_is_compared_exactly() -> None:
    assert value("1 / 3 * 3 = 1") is True
    assert value("1 / 3 < 0.3333333333333333333333333333333333333333333333334") is True
    assert value("1 / 4 IN (0.5, 0.25)") is True


def test_rounding_twice_is_not_what_rounding_does() -> None:
    # 0.4444...445 (60 digits) would become 0.45 and then 0.5 if it were cut off at 50 digits first
    assert value("ROUND(4 / 9 + 0.0055555555555555555555555555555555555555555555555, 2)") == (
        Decimal("0.45")
    )
    assert value("ROUND(4.4999999999999999999999999999999999999999999999999, 0)") == 4


@given(st.decimals(-(10**9), 10**9, places=4), st.integers(0, 4))
def test_rounding_moves_by_at_most_half_a_unit(number: Decimal, places: int) -> None:
    for function in ("ROUND", "ROUND_EVEN"):
        found = value(f"{function}(a, {places})", SCOPE, {"a": number})
        assert abs(found - number) * 2 <= Decimal(1).scaleb(-places)


@pytest.mark.parametrize(
    ("source", "message", "mark"),
    [
        ("ROUND(a, 11)", "ROUND needs a constant number of decimals, 0 to 10", "11"),
        ("ROUND(a, -1)", "ROUND needs a constant number of decimals, 0 to 10", "-1"),
        ("ROUND(a, b)", "ROUND needs a constant number of decimals, 0 to 10", "b"),
        ("ROUND(a, TRUE)", "ROUND needs a constant number of decimals, 0 to 10", "TRUE"),
        ('ABS("x")', "ABS needs a number here, but this is text", '"x"'),
        ('MIN(a, "x")', "MIN needs numbers or dates, but this is text", '"x"'),
        (
            "MAX(a, DATE(2026, 1, 1))",
            "MAX: the results differ in type: decimal(14,4) and date",
            "DATE(2026, 1, 1)",
        ),
        ("MOD(a, b)", "the divisor 'b' may be zero", "b"),
        ("MOD(a / 3, 2)", "MOD needs exact numbers, not an unrounded quotient", "MOD(a / 3, 2)"),
    ],
)
def test_a_function_of_numbers_refuses(source: str, message: str, mark: str) -> None:
    problem = refused(source, SCOPE)
    assert (problem.message, marked(source, problem)) == (message, mark)
