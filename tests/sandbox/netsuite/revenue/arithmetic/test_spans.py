"""Where a plan's first and last day come from."""

from __future__ import annotations

import pytest

from bridge.sandbox.netsuite.revenue.arithmetic.periods import PlanFails
from bridge.sandbox.netsuite.revenue.arithmetic.rules import (
    EndSource,
    Method,
    Readings,
    Rule,
    StartSource,
)
from bridge.sandbox.netsuite.revenue.arithmetic.spans import Dates, span
from tests.sandbox.netsuite.revenue.arithmetic.months import MONTHS, day, term

YEAR = Rule(method=Method.EVEN_PERIODS, end=EndSource.RECOGNITION_PERIOD, recognition_period=12)


def dates(start: str | None = None, end: str | None = None, **others: object) -> Dates:
    known = {
        "source": day("2007-01-15"),
        "arrangement": day("2007-02-01"),
        "event": day("2007-03-01"),
        "start": start and day(start),
        "end": end and day(end),
    }
    return Dates(**{**known, **others})  # type: ignore[arg-type]  # named by the caller


def test_a_term_in_months_keeps_the_day_of_the_month() -> None:
    rule = Rule(method=Method.EVEN_PERIODS, end=EndSource.TERM_IN_MONTHS, term_months=12)
    found = span(rule, dates("2015-07-07"), MONTHS, Readings())
    assert found == term("2015-07-07", "2016-07-06")
    assert len(MONTHS.touched(found)) == 13
    own = span(rule, dates("2015-07-07", term_months=1), MONTHS, Readings())
    assert own == term("2015-07-07", "2015-08-06")


@pytest.mark.parametrize(
    ("readings", "months", "last"),
    [
        (Readings(short_month_terms="day_before"), 1, "2015-02-27"),
        (Readings(short_month_terms="month_end"), 1, "2015-02-28"),
        (Readings(short_month_terms="day_before"), 2, "2015-03-30"),
        (Readings(short_month_terms="month_end"), 2, "2015-03-30"),
    ],
)
def test_a_term_to_a_month_that_lacks_its_day_ends_as_the_reading_says(
    readings: Readings, months: int, last: str
) -> None:
    rule = Rule(method=Method.EVEN_PERIODS, end=EndSource.TERM_IN_MONTHS, term_months=months)
    found = span(rule, dates("2015-01-31"), MONTHS, readings)
    assert found == term("2015-01-31", last)


def test_a_term_in_days_counts_its_first_day() -> None:
    rule = Rule(method=Method.EVEN_PERIODS, end=EndSource.TERM_IN_DAYS, term_days=60)
    found = span(rule, dates("2018-06-23"), MONTHS, Readings())
    assert found == term("2018-06-23", "2018-08-21")
    assert len(MONTHS.touched(found)) == 3


def test_a_recognition_period_ends_with_its_last_period() -> None:
    assert span(YEAR, dates("2015-07-07"), MONTHS, Readings()) == term("2015-07-07", "2016-06-30")


@pytest.mark.parametrize(
    ("start", "end", "expected", "periods"),
    [
        ("2007-01-01", None, term("2007-01-01", "2007-12-31"), 12),
        ("2007-01-01", "2007-11-01", term("2007-01-01", "2007-11-01"), 11),
        (None, None, term("2007-01-01", "2007-12-31"), 12),
    ],
)
def test_dates_of_the_line_go_before_the_recognition_period(
    start: str | None, end: str | None, expected: object, periods: int
) -> None:
    readings = Readings(undated_line="period_start")
    found = span(YEAR, dates(start, end), MONTHS, readings)
    assert found == expected
    assert len(MONTHS.touched(found)) == periods


def test_a_line_without_dates_fails_unless_read_otherwise() -> None:
    with pytest.raises(PlanFails, match="no start date"):
        span(YEAR, dates(), MONTHS, Readings())
    found = span(YEAR, dates(), MONTHS, Readings(undated_line="source_date"))
    assert found == term("2007-01-15", "2007-12-31")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (StartSource.SOURCE_DATE, "2007-01-15"),
        (StartSource.ARRANGEMENT_DATE, "2007-02-01"),
        (StartSource.EVENT_DATE, "2007-03-01"),
    ],
)
def test_a_plan_may_start_with_source_arrangement_or_event(
    source: StartSource, expected: str
) -> None:
    rule = Rule(method=Method.EVEN_PERIODS, start=source)
    assert span(rule, dates(end="2007-12-31"), MONTHS, Readings()).first == day(expected)


def test_an_end_at_the_event_means_all_at_once() -> None:
    rule = Rule(method=Method.EVEN_PERIODS, start=StartSource.EVENT_DATE, end=EndSource.EVENT_DATE)
    assert span(rule, dates(), MONTHS, Readings()) == term("2007-03-01", "2007-03-01")
    no_event = dates(event=None)
    assert span(rule, no_event, MONTHS, Readings()) == term("2007-02-01", "2007-02-01")


@pytest.mark.parametrize(
    ("rule", "line", "says"),
    [
        (Rule(method=Method.EVEN_PERIODS), dates("2007-01-01"), "no end date"),
        (Rule(method=Method.EVEN_PERIODS), dates("2007-02-01", "2007-01-01"), "before the start"),
        (
            Rule(method=Method.EVEN_PERIODS, end=EndSource.TERM_IN_MONTHS),
            *(dates("2007-01-01"), "term in months"),
        ),
    ],
)
def test_what_is_missing_is_named(rule: Rule, line: Dates, says: str) -> None:
    with pytest.raises(PlanFails, match=says):
        span(rule, line, MONTHS, Readings())
