"""
Use of CPQ orders: usage records of Salesforce Billing, rated by the order product's own tiers.

Salesforce Billing has no wallet. Prepaid credits are a line that is charged once, beside a usage
line whose first tier is free up to the quantity of that line, over the same days: the credits are
what is free. Where no line has that quantity, the free units are included use, and no credits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bridge.mappers.graph import Hop, Road, Roads, Step
from bridge.mappers.read import whole
from bridge.mappers.read.row import Reading, Row
from bridge.mappers.read.usage import rates
from bridge.mappers.read.usage.days import day
from bridge.mappers.read.usage.metered import Metered, late, object_to, unit_price, with_steps
from bridge.mappers.read.usage.rates import RATE, SCHEDULE, Rates
from bridge.mappers.read.values import plain
from bridge.model.calendar import Term
from bridge.model.credits.events import Event, Grant, GrantId, Use, once
from bridge.model.credits.units import NONE, added, less
from bridge.model.deal import Action, Charge, Line, Segment
from bridge.model.ids import LineId
from bridge.model.money import total
from bridge.model.usage import metering
from bridge.model.usage.metering import Metering, Rated
from bridge.model.usage.rating import Rating, Unrated, charges

USAGE = "blng__Usage__c"
SUMMARY = "blng__UsageSummary__c"
GRAPH = (
    Step(SCHEDULE, "SBQQ__OrderItem__c", (("OrderItem", "Id"),)),
    Step(RATE, "SBQQ__OrderItemConsumptionSchedule__c", ((SCHEDULE, "Id"),)),
    Step(USAGE, "blng__OrderProduct__c", (("OrderItem", "Id"),)),
    Step(SUMMARY, "blng__OrderProduct__c", (("OrderItem", "Id"),)),
    Step(SUMMARY, "Id", ((USAGE, "blng__UsageSummary__c"),)),
)
_OF_LINE = Road("blng__OrderProduct__r.OrderId")
#: Whose changes may change a deal, and the roads from there to its order.
POLLED: Roads = {
    SCHEDULE: (Road("SBQQ__OrderItem__r.OrderId"),),
    RATE: (Road("SBQQ__OrderItemConsumptionSchedule__r.SBQQ__OrderItem__r.OrderId"),),
    USAGE: (_OF_LINE,),
    SUMMARY: (
        _OF_LINE,
        Road(
            "Id",
            (
                Hop(USAGE, "blng__UsageSummary__c", "blng__OrderProduct__c"),
                Hop("OrderItem", "Id", "OrderId"),
            ),
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class _Used:
    """A usage line with its rates and what was used."""

    line: Line
    service: Term
    rates: Rates
    uses: tuple[Use, ...]
    summaries: tuple[Row, ...]


def read(reading: Reading, lines: Sequence[Line]) -> Metered:
    """Return the lines of a deal with what was rated of their use, and the credits it draws on."""
    metered = [line for line in lines if line.charge is Charge.USAGE and line.action is Action.ADD]
    rows: list[Row] = []
    used = [one for line in metered if (one := _used(reading, line, rows))]
    if not used:
        return Metered(tuple(lines), None, tuple(rows))
    found = [each for one in used for each in _rated(reading, one)]
    for one in used:
        _check_rated(one, [step for line, step, _ in found if line == one.line.id])
    known = Metering(
        events=tuple(event for one in used for event in _events(one, lines)),
        through=_through(used),
        rated=tuple(rated for _, _, rated in found),
    )
    steps = [(line, step) for line, step, _ in found]
    return Metered(with_steps(lines, steps), known, tuple(rows))


def _used(reading: Reading, line: Line, rows: list[Row]) -> _Used | None:
    item = reading.one("OrderItem", line.id)
    if item is None:
        return None
    if line.amount:
        reading.object(
            "USAGE_PRICED_AHEAD",
            f"the line is charged by use, and its total is {line.amount} before anything was used",
            item.names("TotalPrice"),
            line=line.id,
        )
    known = rates.read(reading, item)
    if known is None or line.term is None:
        return None
    records = whole.of_line(item, reading.where(USAGE, "blng__OrderProduct__c", item.id))
    summaries = _summaries(reading, item, records)
    rows += [*known.rows, *records, *summaries]
    uses = [use for row in records if (use := _use(row, line.term, known))]
    once_each, conflicts = once(uses)
    object_to(reading, conflicts, line.id)
    single = tuple(event for event in once_each if isinstance(event, Use))
    return _Used(line, line.term, known, single, tuple(summaries))


def _use(row: Row, service: Term, known: Rates) -> Use | None:
    """Return what a record says was used, on its last day; object to one of no billing term."""
    row.text("blng__OrderProduct__c")
    units, first, last = (
        row.number("blng__Quantity__c"),
        day(row, "blng__StartDateTime__c"),
        day(row, "blng__EndDateTime__c"),
    )
    if units is None:
        row.needed("blng__Quantity__c")
    if units is None or first is None or last is None:
        return None
    within = [term for term in known.terms(service) if term.start <= first <= last < term.end]
    if not within:
        row.reading.object(
            "USAGE_OUTSIDE_TERM",
            f"what was used from {first} to {last} lies in no billing term of the line, which "
            f"serves {service.start} to {service.last}",
            row.names("blng__StartDateTime__c"),
            row.names("blng__EndDateTime__c"),
            line=row.line,
        )
        return None
    reference = row.text("blng__ReferenceId__c") or row.id
    return Use(reference=reference, on=last, units=plain(units), meter=str(row.line))


def _through(used: Sequence[_Used]) -> date | None:
    """Return the day until which use is told: by a record of it, or by a summary that is done."""
    reported = [use.on for one in used for use in one.uses]
    summed = [
        summary.day("blng__SummaryEndDate__c")
        for one in used
        for summary in one.summaries
        if summary.text("blng__Status__c") == "Processed"
    ]
    return max((*reported, *filter(None, summed)), default=None)


def _rated(reading: Reading, one: _Used) -> Iterator[tuple[LineId, Segment, Rated]]:
    """Yield the step of each billing term whose last day is told, and whose use costs anything."""
    through = _through([one])
    for term in one.rates.terms(one.service):
        uses = [use for use in one.uses if term.start <= use.on < term.end]
        if through is None or term.last > through or not uses:
            continue
        rated = _cost(reading, one, uses, term)
        amount = rated.amount(one.line.amount.currency) if rated else None
        if rated and amount:
            units = _paid_units(one, uses)
            step = Segment(
                id=rated.step,
                quantity=units,
                unit_price=unit_price(amount, units),
                amount=amount,
                term=term,
            )
            yield one.line.id, step, rated


def _cost(reading: Reading, one: _Used, uses: Sequence[Use], term: Term) -> Rated | None:
    whole_use = added(use.units for use in uses)
    tariff, line = one.rates.tariff, one.line.id
    if tariff.rating is Rating.VOLUME and tariff.is_bound(whole_use):
        reading.object(
            "USAGE_ON_BOUND",
            f"{whole_use:f} units were used, which is the bound between two tiers; which of them "
            "rates all units is not documented",
            f"OrderItem {line}",
            line=line,
        )
        return None
    try:
        costs = charges(tariff, [use.units for use in uses], one.line.amount.currency)
    except (Unrated, ValueError) as error:
        reading.object(
            "USAGE_NOT_RATED",
            f"what was used from {term.start} to {term.last} cannot be rated: {error}",
            f"OrderItem {line}",
            line=line,
        )
        return None
    days = zip((use.on for use in uses), costs, strict=True)
    step = LineId(f"{line}-{term.start:%Y%m%d}")
    return Rated(step, tuple(metering.Charge(on, cost) for on, cost in days if cost))


def _paid_units(one: _Used, uses: Sequence[Use]) -> Decimal:
    """Return the units of a term that are not free."""
    return less(added(use.units for use in uses), one.rates.free or NONE)


def _events(one: _Used, lines: Sequence[Line]) -> tuple[Event, ...]:
    """Return the credits that a usage line draws on, and its use; nothing where there are none."""
    sold = [line for line in lines if _is_credit(line, one)]
    if len(sold) != 1:
        return ()
    credit = sold[0]
    grant = Grant(
        id=GrantId(credit.id),
        on=one.service.start,
        units=credit.quantity,
        paid=credit.amount,
        valid=one.service,
    )
    return (grant, *one.uses)


def _is_credit(line: Line, one: _Used) -> bool:
    whole_term = [*one.rates.terms(one.service)] == [one.service]
    return (
        line.charge is Charge.ONE_TIME
        and line.action is Action.ADD
        and line.term == one.service
        and whole_term
        and line.quantity == one.rates.free
    )


def _summaries(reading: Reading, item: Row, records: Sequence[Row]) -> list[Row]:
    """
    Return the summaries of an order product's use, and object to use that one of them left out.

    What Salesforce has summed up and processed is not summed up again: use that arrives later
    for the same days waits for ever, unless a person decides what becomes of it.
    """
    named = [row.to(SUMMARY, "blng__UsageSummary__c") for row in records]
    own = reading.where(SUMMARY, "blng__OrderProduct__c", item.id)
    summaries = {row.id: row for row in (*own, *named) if row}
    for summary in whole.of_line(item, list(summaries.values())):
        held = [row for row in records if row.text("blng__UsageSummary__c") == summary.id]
        _check_summary(summary, held)
        closed = summary.text("blng__Status__c") == "Processed"
        for row in (one for one in records if closed and one not in held):
            _check_late(summary, row)
    return list(summaries.values())


def _check_summary(summary: Row, held: Sequence[Row]) -> None:
    summed = summary.number("blng__TotalQuantity__c")
    used = added(row.number("blng__Quantity__c") or NONE for row in held)
    if held and summed is not None and summed != used:
        summary.reading.object(
            "USAGE_SUMMED_DIFFERENTLY",
            f"the usage summary says {summed:f} units, its usage records add up to {used:f}",
            summary.names("blng__TotalQuantity__c"),
            line=summary.line,
        )


def _check_rated(one: _Used, steps: Sequence[Segment]) -> None:
    """Object where Salesforce rated the use of a term differently."""
    through = _through([one]) or date.min
    for summary in one.summaries:
        stated = summary.number("blng__Subtotal__c")
        days = (summary.day("blng__SummaryStartDate__c"), summary.day("blng__SummaryEndDate__c"))
        rated = [step.amount for step in steps if step.term and _days(step.term) == days]
        own = total(rated, one.line.amount.currency)
        told = days[1] is not None and days[1] <= through
        if stated is not None and told and stated != own.decimal():
            summary.reading.object(
                "USAGE_RATED_DIFFERENTLY",
                f"the usage summary of {days[0]} to {days[1]} comes to {stated:,f}, by the tiers "
                f"of the order product it is {own}",
                summary.names("blng__Subtotal__c"),
                line=summary.line,
            )


def _days(term: Term) -> tuple[date, date]:
    return term.start, term.last


def _check_late(summary: Row, row: Row) -> None:
    first, last = summary.day("blng__SummaryStartDate__c"), summary.day("blng__SummaryEndDate__c")
    on = day(row, "blng__EndDateTime__c")
    if first and last and on and first <= on <= last:
        late(row, on, f"{SUMMARY} {summary.id}")
