"""
From which to which day a rule recognises: its sources of start and end.

Source: NetSuite's field reference of revenue recognition rules (help section 4356113783), with
examples of all three counts: 12 months from 7 July end on 6 July, 60 days from 23 June on 21
August, 12 recognition periods from 7 July on 30 June. What a day that the last month lacks becomes
(one month from 31 January) no page tells: here the day before that month's last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bridge.model.calendar import Period, Term, term_of_days, term_of_months, term_of_periods


class Start(StrEnum):
    """Where a rule takes the first day from."""

    ARRANGEMENT_DATE = "ARRANGEMENT_DATE"
    EVENT_DATE = "EVENT_DATE"
    SOURCE_DATE = "SOURCE_DATE"
    LINE_START = "LINE_START"


class End(StrEnum):
    """Where a rule takes the last day from; a date other than the line's own means: at once."""

    RECOGNITION_PERIODS = "RECOGNITION_PERIODS"
    TERM_IN_MONTHS = "TERM_IN_MONTHS"
    TERM_IN_DAYS = "TERM_IN_DAYS"
    AT_ONCE = "AT_ONCE"
    LINE_END = "LINE_END"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """What is known of the dates of a line."""

    source: date  #: of the order or invoice that the line stands on
    arrangement: date
    event: date | None = None  #: of the invoice or shipment that starts a plan, where one does
    start: date | None = None  #: first day of service, None for goods
    last: date | None = None  #: last day of service, None for goods


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRule:
    """Where a rule takes its term from; `count` goes with periods, months and days."""

    start: Start
    end: End
    count: int | None = None

    def __post_init__(self) -> None:
        counts = self.end in {End.RECOGNITION_PERIODS, End.TERM_IN_MONTHS, End.TERM_IN_DAYS}
        if counts != (self.count is not None and self.count > 0):
            raise ValueError(f"{self.end} goes with {'a' if counts else 'no'} count: {self.count}")


def term(rule: TermRule, dates: Dates, periods: Sequence[Period]) -> Term:
    """Return the days of service; ValueError if a date that the rule needs is not there."""
    first = _given(_first(rule.start, dates), "start")
    match rule.end, rule.count:
        case End.TERM_IN_MONTHS, int(count):
            return term_of_months(first, count)
        case End.TERM_IN_DAYS, int(count):
            return term_of_days(first, count)
        case End.RECOGNITION_PERIODS, int(count):
            return term_of_periods(dates.source, first, dates.last, count, periods)
        case End.LINE_END, None:
            return Term.inclusive(first, _given(dates.last, "end"))
    return Term.inclusive(first, first)


def _first(start: Start, dates: Dates) -> date | None:
    match start:
        case Start.ARRANGEMENT_DATE:
            return dates.arrangement
        case Start.EVENT_DATE:
            return dates.event
        case Start.SOURCE_DATE:
            return dates.source
        case Start.LINE_START:
            return dates.start


def _given(day: date | None, what: str) -> date:
    if day is None:
        raise ValueError(f"the rule needs the {what} date of the line, which has none")
    return day
