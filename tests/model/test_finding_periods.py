"""Accounting periods found by bisection, beside the plain search through all of them."""

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bridge.model.calendar import Period, Term, closed_of, in_order, ordered, those_of, touched

#: Lengths of periods, each with the days that are missing ahead of it, and whether it is closed.
drawn = st.lists(
    st.tuples(st.integers(1, 40), st.integers(-3, 3), st.booleans()), min_size=1, max_size=12
)
offsets = st.integers(-30, 400)
_FIRST = date(2026, 1, 1)


def _periods(lengths: list[tuple[int, int, bool]]) -> tuple[Period, ...]:
    """Return periods with gaps, and with overlaps where days are missing less than none."""
    found, start = list[Period](), _FIRST
    for number, (days, missing, closed) in enumerate(lengths):
        start += timedelta(days=missing)
        term = Term(start, start + timedelta(days=days))
        found.append(Period(name=f"P{number}", term=term, closed=closed))
        start = term.end
    return tuple(found)


def _said(ask: Callable[[], object]) -> object:
    try:
        return ask()
    except ValueError as error:
        return str(error)


def _day(offset: int) -> date:
    return _FIRST + timedelta(days=offset)


@given(drawn, offsets, st.integers(1, 300))
def test_a_tuple_of_periods_is_searched_as_a_list_is(
    lengths: list[tuple[int, int, bool]], first: int, days: int
) -> None:
    known, term = _periods(lengths), Term(_day(first), _day(first + days))
    listed = [*known]  # a list may change: it is looked through each time
    assert ordered(listed) is None
    assert _said(lambda: touched(term, known)) == _said(lambda: touched(term, listed))
    assert [*those_of(term.start, known)] == [*those_of(term.start, listed)]
    assert closed_of(known) == closed_of(listed)
    names = {"P0", "P3", "P7", "another"}
    assert in_order(names, known) == in_order(names, listed)


def test_periods_that_overlap_or_share_a_name_are_looked_through() -> None:
    january = Period(name="2026-01", term=Term(date(2026, 1, 1), date(2026, 2, 1)))
    whole = Period(name="2026", term=Term(date(2026, 1, 1), date(2027, 1, 1)))
    again = Period(name="2026-01", term=Term(date(2026, 2, 1), date(2026, 3, 1)))
    assert ordered((january, whole)) is None
    assert ordered((january, again)) is None
    assert ordered((january,)) is not None
