"""What the plans of an element are going to be: rule, term, amount and rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Record, Value
from bridge.sandbox.netsuite.revenue.arithmetic.periods import PlanFails, Span
from bridge.sandbox.netsuite.revenue.arithmetic.rules import (
    EndSource,
    Impact,
    Method,
    Rule,
    StartSource,
)
from bridge.sandbox.netsuite.revenue.arithmetic.slices import slice_of
from bridge.sandbox.netsuite.revenue.arithmetic.spans import Dates, span
from bridge.sandbox.netsuite.revenue.arithmetic.spreading import Share, Whole, planned, rounded
from bridge.sandbox.netsuite.revenue.book import Book, amount, day, digits_of, rule_of
from bridge.sandbox.netsuite.revenue.events import AT_ARRANGEMENT, GOES_WITH, Event, events_of
from bridge.sandbox.netsuite.schema.revenue import COMBINED

ACTUAL, FORECAST = "ACTUAL", "FORECAST"
#: Events on which the custom method is not supported.
_NO_CUSTOM = frozenset({"PROJECTPROGRESS", "SUBSCRIPTIONEVENTS"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A plan that an element is to have."""

    kind: str
    amount: Decimal
    event: Event | None = None  #: None: the creation of the arrangement
    before: Decimal = Decimal(0)  #: what the events before this one bear

    @property
    def key(self) -> str:
        """What tells the plans of an element and a kind apart."""
        return "" if self.event is None else self.event.key


@dataclass(frozen=True, slots=True)
class Draft:
    """What a plan is going to be."""

    wanted: Wanted
    rule_record: Record
    rule: Rule
    whole: Whole
    shares: Sequence[Share]


def wanted_plans(book: Book, element: Record) -> Iterator[Wanted]:
    """
    Yield the plans that an element is to have: a forecast, and actual ones by its events.

    The parts of several events are rounded one after the other: together they are what the events
    bear of the revenue amount.
    """
    whole = amount(element.fields, "allocationAmount")
    if element.fields.get("isKitItemType"):
        return
    if book.account.settings.forecast_plans:
        yield Wanted(FORECAST, whole)
    if element.fields.get("createRevenuePlansOn") == AT_ARRANGEMENT:
        yield Wanted(ACTUAL, whole)
        return
    digits = digits_of(element.fields["currency"], book.account)
    parts, planned_so_far = Fraction(), Decimal(0)
    for event in events_of(book, element):
        parts += event.part
        upto = rounded(Fraction(whole) * parts, digits, book.readings)
        yield Wanted(ACTUAL, upto - planned_so_far, event, planned_so_far)
        planned_so_far = upto


def draft(book: Book, element: Record, wanted: Wanted, existing: Record | None) -> Draft:
    """
    Work out a plan as if nothing of it were recognised.

    Raises:
        PlanFails: dates, periods or rule do not give a plan.
    """
    fields, forecast = element.fields, wanted.kind == FORECAST
    chosen = fields.get("revRecForecastRule") if forecast else None
    record = target(chosen or fields["revenueRecognitionRule"], book.account.store)
    rule = _merged(rule_of(record), element, forecast=forecast)
    if not forecast:
        _check_event(rule, str(fields["createRevenuePlansOn"]))
    names = ("forecastStartDate", "forecastEndDate") if forecast else _ACTUAL_DATES
    first, last = (fields.get(name) for name in names)
    dates = _dates(book, element, wanted.event, _or_none(first), _or_none(last))
    whole = Whole(
        amount=wanted.amount,
        span=_as_edited(span(rule, dates, book.calendar, book.readings), existing),
        digits=digits_of(fields["currency"], book.account),
        readings=book.readings,
    )
    if wanted.event is not None and wanted.event.steps:
        caught_up = replace(rule, impact=Impact.ALL)
        return Draft(wanted, record, caught_up, whole, _stepped(book, wanted.event, whole))
    if wanted.event is not None and book.account.settings.plans_of_events == "order_schedule":
        entire = replace(whole, amount=amount(fields, "allocationAmount"))
        schedule = planned(entire, rule, book.calendar)
        caught_up = replace(rule, impact=Impact.ALL)
        shares = slice_of(schedule, wanted.before, wanted.amount)
        return Draft(wanted, record, caught_up, whole, shares)
    return Draft(wanted, record, rule, whole, planned(whole, rule, book.calendar))


_ACTUAL_DATES = ("revRecStartDate", "revRecEndDate")


def _stepped(book: Book, event: Event, whole: Whole) -> list[Share]:
    """Return a row for each step of a project; together they are what it reached."""
    shares, so_far = [], Decimal(0)
    for on, reached in event.steps:
        part = reached / event.part if event.part else Fraction()
        upto = whole.rounded(Fraction(whole.amount) * part)
        shares.append(Share(book.calendar.touched(Span(on, on))[0], upto - so_far))
        so_far = upto
    return shares


def _check_event(rule: Rule, created_on: str) -> None:
    """Some sources of the amount make no sense with some events (section_4356113783)."""
    if rule.source not in {None, GOES_WITH.get(created_on)}:
        raise PlanFails(f"The amount source {rule.source} cannot be used with {created_on}.")
    if rule.method is Method.CUSTOM and created_on in _NO_CUSTOM:
        raise PlanFails(f"The custom method cannot be used with {created_on}.")


def _dates(
    book: Book, element: Record, event: Event | None, first: date | None, last: date | None
) -> Dates:
    fields = element.fields
    arrangement = target(fields["revenueArrangement"], book.account.store)
    months, days = fields.get("termMonths"), day(fields["elementDate"])
    arranged = day(arrangement.fields["tranDate"])
    return Dates(
        source=days,
        arrangement=arranged,
        event=event.on if event else None,
        event_end=event.until if event else None,
        start=first,
        end=last,
        term_months=months if isinstance(months, int) else None,
    )


def _as_edited(found: Span, existing: Record | None) -> Span:
    """Keep the dates that somebody gave to the plan itself."""
    if existing is None:
        return found
    first, last = (_or_none(existing.fields.get(name)) for name in ("ownStartDate", "ownEndDate"))
    return Span(first or found.first, last or found.last)


def _or_none(value: Value) -> date | None:
    return None if value is None else day(value)


def _merged(rule: Rule, element: Record, *, forecast: bool) -> Rule:
    """Catch up at once after a combined merge; keep the end of a residual's actual plan."""
    if element.fields.get("lastMergeType") == COMBINED:
        return replace(rule, impact=Impact.ALL)
    if element.fields.get("residualOf") is None:
        return rule
    plain = replace(rule, initial_amount=None, initial_percent=None, period_offset=0)
    anew = replace(plain, start=StartSource.ELEMENT_START, start_offset=0)
    return anew if forecast else replace(anew, end=EndSource.ELEMENT_END)
