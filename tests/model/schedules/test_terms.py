"""From which to which day rules recognise."""

from datetime import date

import pytest

from bridge.model.calendar import Term, months
from bridge.model.schedules.terms import Dates, End, Start, TermRule, term

YEARS = months(date(2014, 1, 1), date(2019, 12, 31))
DATES = Dates(
    source=date(2015, 7, 7),
    arrangement=date(2015, 7, 9),
    event=date(2015, 8, 1),
    start=date(2015, 9, 1),
    last=date(2016, 2, 29),
)


def term_by(start: Start, end: End, count: int | None = None, dates: Dates = DATES) -> Term:
    return term(TermRule(start=start, end=end, count=count), dates, YEARS)


@pytest.mark.parametrize(
    ("start", "day"),
    [
        (Start.SOURCE_DATE, date(2015, 7, 7)),
        (Start.ARRANGEMENT_DATE, date(2015, 7, 9)),
        (Start.EVENT_DATE, date(2015, 8, 1)),
        (Start.LINE_START, date(2015, 9, 1)),
    ],
)
def test_a_rule_starts_where_its_source_says(start: Start, day: date) -> None:
    assert term_by(start, End.AT_ONCE) == Term.inclusive(day, day)


@pytest.mark.parametrize(
    ("end", "count", "last"),
    [
        # The three examples of help section 4356113783, from 7 July 2015 on.
        (End.TERM_IN_MONTHS, 12, date(2016, 7, 6)),
        (End.TERM_IN_DAYS, 60, date(2015, 9, 4)),
        (End.LINE_END, None, date(2016, 2, 29)),
    ],
)
def test_a_rule_ends_where_its_source_says(end: End, count: int | None, last: date) -> None:
    assert term_by(Start.SOURCE_DATE, end, count) == Term.inclusive(date(2015, 7, 7), last)


def test_recognition_periods_end_with_a_period_and_the_first_one_counts() -> None:
    open_ended = Dates(source=date(2015, 7, 7), arrangement=date(2015, 7, 7))
    found = term_by(Start.SOURCE_DATE, End.RECOGNITION_PERIODS, 12, open_ended)
    assert found == Term.inclusive(date(2015, 7, 7), date(2016, 6, 30))


@pytest.mark.parametrize(
    ("start", "end", "missing"),
    [(Start.LINE_START, End.AT_ONCE, "start"), (Start.SOURCE_DATE, End.LINE_END, "end")],
)
def test_a_date_that_the_line_does_not_have_is_refused(
    start: Start, end: End, missing: str
) -> None:
    goods = Dates(source=date(2015, 7, 7), arrangement=date(2015, 7, 7))
    with pytest.raises(ValueError, match=f"needs the {missing} date"):
        term_by(start, end, None, goods)


@pytest.mark.parametrize(
    ("end", "count"), [(End.LINE_END, 12), (End.TERM_IN_DAYS, None), (End.TERM_IN_MONTHS, 0)]
)
def test_a_count_goes_with_periods_months_and_days(end: End, count: int | None) -> None:
    with pytest.raises(ValueError, match="count"):
        TermRule(start=Start.SOURCE_DATE, end=end, count=count)
