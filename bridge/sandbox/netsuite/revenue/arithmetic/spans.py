"""From which to which day a plan runs: the sources of dates that a rule names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bridge.sandbox.netsuite.revenue.arithmetic.periods import (
    Calendar,
    PlanFails,
    Span,
    end_of_days,
    end_of_months,
    months_later,
)
from bridge.sandbox.netsuite.revenue.arithmetic.rules import (
    EndSource,
    Method,
    Readings,
    Rule,
    StartSource,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """What an element knows of dates; those of the line were copied when it was created."""

    source: date  #: of the transaction it comes from
    arrangement: date
    event: date | None = None  #: of what the plan is created on; None: the arrangement itself
    start: date | None = None
    end: date | None = None
    term_months: int | None = None  #: of the element; wins over that of the rule
    event_end: date | None = None  #: of a subscription: when its term ends


def span(rule: Rule, dates: Dates, calendar: Calendar, readings: Readings) -> Span:
    """
    Return the days that a plan runs over, before offsets.

    Raises:
        PlanFails: a date, term or period is missing.
    """
    first = _first(rule, dates, calendar, readings)
    if rule.method is Method.CUSTOM:
        begun = calendar.touched(Span(first, first))[0]
        return Span(
            first, calendar.later(begun, max((line.offset for line in rule.lines), default=0)).last
        )
    if rule.end is EndSource.TERM_IN_MONTHS:
        return Span(first, _end_of_months(rule, dates, first, readings))
    return Span(first, _last(rule, dates, first, calendar))


def _first(rule: Rule, dates: Dates, calendar: Calendar, readings: Readings) -> date:
    match rule.start:
        case StartSource.ARRANGEMENT_DATE:
            return dates.arrangement
        case StartSource.EVENT_DATE | StartSource.SUBSCRIPTION_START:
            return dates.event or dates.arrangement
        case StartSource.SOURCE_DATE:
            return dates.source
    if dates.start is not None:
        return dates.start
    if readings.undated_line == "fails":
        raise PlanFails("The revenue element has no start date.")
    if readings.undated_line == "period_start":
        return calendar.touched(Span(dates.source, dates.source))[0].first
    return dates.source


def _end_of_months(rule: Rule, dates: Dates, first: date, readings: Readings) -> date:
    months = _given(dates.term_months or rule.term_months, "term in months")
    # Of a month that is too short, the same day is its last one.
    is_cut = months_later(first, months).day < first.day
    if is_cut and readings.short_month_terms == "month_end":
        return months_later(first, months)
    return end_of_months(first, months)


def _last(rule: Rule, dates: Dates, first: date, calendar: Calendar) -> date:
    match rule.end:
        case EndSource.ARRANGEMENT_DATE | EndSource.EVENT_DATE | EndSource.SOURCE_DATE:
            return first
        case EndSource.TERM_IN_DAYS:
            # A term of 0 days is that of NetSuite's own example of what is used up at once.
            days = 1 if rule.term_days == 0 else rule.term_days
            return end_of_days(first, _given(days, "term in days"))
        case EndSource.SUBSCRIPTION_END if dates.event_end is not None:
            return dates.event_end
        case EndSource.RECOGNITION_PERIOD if dates.end is None:
            count = _given(rule.recognition_period, "recognition period")
            return calendar.later(calendar.touched(Span(first, first))[0], count - 1).last
    if dates.end is None:
        raise PlanFails("The revenue element has no end date.")
    return dates.end


def _given(count: int | None, name: str) -> int:
    if not count:
        raise PlanFails(f"Neither rule nor element has a {name}.")
    return count
