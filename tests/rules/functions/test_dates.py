"""Functions of dates: days by hand, and the month ends of Salesforce and of spreadsheets."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.rules.compile import NotComputable
from bridge.rules.types import DATE, INTEGER, TEXT, decimal
from tests.rules.expressions.evaluate import refused, value

SCOPE = {"d": DATE, "e": DATE, "n": INTEGER, "a": decimal(14, 4), "w": decimal(6, 0), "s": TEXT}


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        # the last day of a month stays the last day
        ("ADDMONTHS(DATE(2025, 2, 28), 1)", date(2025, 3, 31)),
        ("ADDMONTHS(DATE(2024, 2, 28), 1)", date(2024, 3, 28)),
        ("ADDMONTHS(DATE(2024, 2, 29), 12)", date(2025, 2, 28)),
        ("ADDMONTHS(DATE(2026, 4, 30), -2)", date(2026, 2, 28)),
        ("ADDMONTHS(DATE(2026, 1, 30), 1)", date(2026, 2, 28)),
        ("ADDMONTHS(DATE(2026, 1, 15), 0)", date(2026, 1, 15)),
        # the day stays, or becomes the last one that the month has
        ("EDATE(DATE(2025, 2, 28), 1)", date(2025, 3, 28)),
        ("EDATE(DATE(2026, 1, 31), 1)", date(2026, 2, 28)),
        ("EDATE(DATE(2026, 3, 31), -1)", date(2026, 2, 28)),
        ("EDATE(DATE(2026, 12, 5), 1)", date(2027, 1, 5)),
        ("DATE(2026, 1, 31) + 1", date(2026, 2, 1)),
        ("DATE(2026, 3, 1) - 1", date(2026, 2, 28)),
        ("MAX(DATE(2026, 1, 1), DATE(2025, 12, 31))", date(2026, 1, 1)),
        ("MIN(DATE(2026, 1, 1), DATE(2025, 12, 31))", date(2025, 12, 31)),
    ],
)
def test_a_date_is_moved_to(source: str, wanted: date) -> None:
    assert value(source) == wanted


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("DATE(2026, 3, 1) - DATE(2026, 2, 1)", 28),
        ("DAYS(DATE(2024, 3, 1), DATE(2024, 2, 1))", 29),
        ("DAYS(DATE(2026, 1, 1), DATE(2026, 1, 2))", -1),
        # an end date that is not served any more: a year from 1 January is 12 months
        ("MONTHS_BETWEEN(DATE(2026, 1, 1), DATE(2027, 1, 1))", 12),
        ("MONTHS_BETWEEN(DATE(2026, 1, 1), DATE(2026, 12, 31))", 11),
        ("MONTHS_BETWEEN(DATE(2026, 1, 31), DATE(2026, 2, 28))", 1),
        ("MONTHS_BETWEEN(DATE(2026, 2, 28), DATE(2026, 3, 27))", 0),
        ("MONTHS_BETWEEN(DATE(2026, 2, 28), DATE(2026, 3, 28))", 1),
        ("MONTHS_BETWEEN(DATE(2026, 3, 1), DATE(2026, 1, 15))", -2),
        ("YEAR(DATE(2026, 3, 15))", 2026),
        # 4 January 2026 was a Sunday
        ("WEEKDAY(DATE(2026, 1, 4))", 1),
        ("WEEKDAY(DATE(2026, 1, 10))", 7),
        ("DAY(DATEVALUE('2026-01-31'))", 31),
        ("MONTH(DATE(2026, 3, 15))", 3),
        ("DAY(DATE(2026, 3, 15))", 15),
    ],
)
def test_a_count_of_days_or_months_is(source: str, wanted: int) -> None:
    assert value(source) == wanted


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_months_between_is_the_last_count_that_does_not_pass_the_end(one: date, end: date) -> None:
    source = "EDATE(d, MONTHS_BETWEEN(d, e)) <= e AND EDATE(d, MONTHS_BETWEEN(d, e) + 1) > e"
    assert value(source, SCOPE, {"d": one, "e": end}) is True


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("DATE(n, 2, 30)", "there is no day 2026-2-30"),
        ("DATE(2026, 13, n)", "there is no day 2026-13-2026"),
        ("DATE(n * 1000000000000, 1, 1)", "there is no day 2026000000000000-1-1"),
        ("d + n * 9999", "the day would lie outside the years 1 to 9999"),
        ("d - n * 99999999999", "the day would lie outside the years 1 to 9999"),
        ("ADDMONTHS(d, n * 999)", "the day would lie outside the years 1 to 9999"),
        ("EDATE(d, -n * 99999999999)", "the day would lie outside the years 1 to 9999"),
    ],
)
def test_a_day_that_does_not_exist_is_a_value_that_cannot_be_computed(
    source: str, reason: str
) -> None:
    with pytest.raises(NotComputable) as caught:
        value(source, SCOPE, {"d": date(2026, 1, 1), "n": 2026})
    assert (caught.value.field, caught.value.reason) == ("x", reason)


def test_the_ends_of_the_calendar_can_be_reached() -> None:
    facts = {"d": date(9999, 12, 30), "e": date(1, 1, 1), "n": 1}
    assert value("d + n", SCOPE, facts) == date.max
    assert value("ADDMONTHS(d + 1, 0)", SCOPE, facts) == date.max
    assert value("EDATE(e, 0)", SCOPE, facts) == date.min


def test_days_may_be_a_decimal_without_decimals() -> None:
    from_decimal = value("d + w", SCOPE, {"d": date(2026, 1, 1), "w": 31})
    assert from_decimal == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("source", "message", "hint"),
    [
        (
            "d + a",
            "a date takes a whole number of days after '+', but this is decimal(14,4)",
            "use ROUND(..., 0) or FLOOR(...)",
        ),
        ("d + e", "a date takes a whole number of days after '+', but this is date", None),
        ("n + d", "'+' needs numbers, but this is date", None),
        ("YEAR(n)", "YEAR needs a date here, but this is integer", None),
        (
            "ADDMONTHS(d, a)",
            "ADDMONTHS needs a whole number here, but this is decimal(14,4)",
            "FLOOR(a) or ROUND(a, 0)",
        ),
        ("d < n", "cannot compare date with integer", None),
        ("d & s", "'&' joins texts, but this is date", "use TEXT(d)"),
    ],
)
def test_a_function_of_dates_refuses(source: str, message: str, hint: str | None) -> None:
    problem = refused(source, SCOPE)
    assert (problem.message, problem.hint) == (message, hint)
