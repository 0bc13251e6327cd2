"""Terms, periods and months."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.calendar import (
    Term,
    add_months,
    add_months_sticky,
    months,
    touched,
    whole_months,
    years,
)

days = st.dates(date(1990, 1, 1), date(2080, 1, 1))


def test_a_term_holds_at_least_a_day() -> None:
    assert Term.inclusive(date(2026, 1, 1), date(2026, 1, 1)).days == 1
    with pytest.raises(ValueError, match="must hold a day"):
        Term(date(2026, 1, 1), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("day", "count", "clipped", "sticky"),
    [
        (date(2025, 2, 28), 1, date(2025, 3, 28), date(2025, 3, 31)),
        (date(2025, 1, 31), 1, date(2025, 2, 28), date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28), date(2025, 2, 28)),
        (date(2026, 5, 17), -5, date(2025, 12, 17), date(2025, 12, 17)),
    ],
)
def test_months_are_added_clipping_or_sticking_to_the_month_end(
    day: date, count: int, clipped: date, sticky: date
) -> None:
    assert add_months(day, count) == clipped
    assert add_months_sticky(day, count) == sticky


def test_a_term_of_whole_months_is_recognised() -> None:
    assert whole_months(Term.inclusive(date(2026, 1, 1), date(2028, 12, 31))) == 36
    assert whole_months(Term.inclusive(date(2026, 5, 17), date(2026, 12, 31))) is None
    assert whole_months(Term.inclusive(date(2026, 1, 1), date(2026, 1, 5))) is None


@given(days, st.integers(1, 800))
def test_calendar_months_cover_any_term_without_gap_or_overlap(day: date, length: int) -> None:
    term = Term(day, date.fromordinal(day.toordinal() + length))
    periods = months(term.start, term.last)
    assert sum(period.term.overlap(term) for period in periods) == term.days
    assert touched(term, tuple(reversed(periods))) == periods


@pytest.mark.parametrize(
    ("first", "last", "months", "days"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), 12, 0),
        (date(2026, 8, 1), date(2026, 12, 31), 5, 0),
        (date(2026, 5, 17), date(2026, 12, 31), 7, 15),
        (date(2026, 3, 5), date(2026, 3, 5), 0, 1),
        (date(2026, 1, 31), date(2026, 2, 28), 1, 1),
        (date(2028, 2, 29), date(2029, 2, 27), 12, 0),
        (date(2027, 12, 31), date(2029, 1, 1), 12, 2),
    ],
)
def test_years_are_whole_months_of_twelve_and_days_left_over_of_365(
    first: date, last: date, months: int, days: int
) -> None:
    wanted = Fraction(months, 12) + Fraction(days, 365)
    assert years(Term.inclusive(first, last)) == wanted
