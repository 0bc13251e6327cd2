"""What a field's value says: exact numbers and days, or nothing."""

import sys
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.mappers.read.values import day_of, exact, filled, is_day, plain, stated_day
from bridge.model.record import Scalar


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (0, "0"),
        ("0.00", "0"),
        ("-0", "0"),
        (Decimal("0e400"), "0"),
        (12, "12"),
        ("749.32", "749.32"),
        ("-749.32", "-749.32"),
        ("1e3", "1000"),
        (Decimal("1E+3"), "1000"),
        ("999999999999999999", "999999999999999999"),
        ("0.000000000000000001", "0.000000000000000001"),
    ],
)
def test_a_number_is_read_exactly(value: Scalar, number: str) -> None:
    assert exact(value) == Decimal(number)


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, False, "", " 1", "1 ", "1,5", "1_0", "+1", ".5", "5.", "NaN", "inf", "٣"),
        *(10**18, "1e18", "1e-19", "1." + "1" * 28, Decimal("NaN"), Decimal("sNaN")),
        *(Decimal("-Infinity"), "1e99999", "9" * 10_000),
    ],
    ids=lambda value: str(value)[:12],
)
def test_what_is_no_figure_of_a_deal_is_no_number(value: Scalar) -> None:
    assert exact(value) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12)))
def test_one_number_has_one_spelling(number: Decimal) -> None:
    if exact(number) is None:
        return
    assert plain(number) == number
    assert plain(number + Decimal("0.0000000")) == plain(number)
    assert str(plain(number)) == str(plain(Decimal(f"{number:f}")))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-17", date(2026, 5, 17)),
        ("2026-05-17T23:59:59.000+0000", date(2026, 5, 17)),
        ("2026-05-17T23:59:59.000Z", date(2026, 5, 17)),
        ("2026-05-17T16:00:00.000-0800", date(2026, 5, 18)),
        ("2026-05-17T01:00:00.000+0200", date(2026, 5, 16)),
        ("2026-05-17T23:59:59", date(2026, 5, 17)),
        ("1700-01-01", date(1700, 1, 1)),
        ("4000-12-31", date(4000, 12, 31)),
    ],
)
def test_a_moment_has_a_utc_day(text: str, day: date) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize(
    ("time_zone", "day"),
    [
        ("UTC", date(2027, 1, 1)),
        ("America/Los_Angeles", date(2026, 12, 31)),
        ("Asia/Tokyo", date(2027, 1, 1)),
        ("Mars/Olympus", date(2027, 1, 1)),
        ("../etc", date(2027, 1, 1)),
        ("", date(2027, 1, 1)),
    ],
)
def test_a_moment_has_a_day_in_the_time_zone_of_its_org(time_zone: str, day: date) -> None:
    assert day_of("2027-01-01T07:59:59.000+0000", time_zone) == day


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-02-29", "1699-12-31", "4001-01-01", "0001-01-01"]
)
def test_what_no_org_can_store_is_no_day(text: str) -> None:
    assert day_of(text) is None


@given(st.text())
def test_no_text_ends_in_an_error(text: str) -> None:
    assert day_of(text) is None or isinstance(day_of(text), date)
    assert exact(text) is None or isinstance(exact(text), Decimal)


def test_what_is_long_is_forgotten() -> None:
    """Whoever sends texts of millions of characters as figures and days fills no memory."""
    long = "9" * 1_000_000
    held = sys.getrefcount(long)
    assert exact(long) is None
    assert stated_day(long) is None
    assert day_of(long) is None
    assert day_of("2026-03-01", long) == date(2026, 3, 1)
    assert sys.getrefcount(long) == held


def test_a_day_has_one_form() -> None:
    assert is_day("2026-05-17")
    assert not any(map(is_day, ["20260517", "2026-W01-1", "2026-5-17", "2026-05-17 "]))


@pytest.mark.parametrize(
    ("value", "default", "is_text", "expected"),
    [
        *[(value, None, False, False) for value in (None, "", False, 0, "0", "0.00", Decimal(0))],
        *[(value, None, False, True) for value in (True, 1, "x", " ", Decimal("0.01"), "-1")],
        ("x", "x", True, False),
        ("0", None, True, True),
        ("", None, True, False),
        (Decimal("NaN"), None, False, True),
        (Decimal("sNaN"), None, False, True),
    ],
)
def test_filled_is_what_somebody_filled(
    value: Scalar,
    default: Scalar,
    is_text: bool,  # noqa: FBT001 - a column of the table
    expected: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert filled(value, default, is_text=is_text) is expected
