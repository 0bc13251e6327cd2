"""
Use of CPQ orders: usage records of Salesforce Billing, rated by the order product's own tiers.

What is used within the free units of a line that sold credits draws on them; what is used beyond
is owed when its billing term is over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bridge.mappers.graph import Hop, Road, Roads, Step
from bridge.mappers.read.row import Reading
from bridge.mappers.read.usage import packs, rates, told
from bridge.mappers.read.usage.metered import Metered, unit_price, with_steps
from bridge.mappers.read.usage.rates import RATE, SCHEDULE, Rates
from bridge.mappers.read.usage.told import SUMMARY, USAGE, Told
from bridge.model.calendar import Term
from bridge.model.credits.events import Grant, Use
from bridge.model.credits.units import NONE, added, less
from bridge.model.deal import Action, Charge, Line, Segment
from bridge.model.ids import LineId
from bridge.model.money import Money, total
from bridge.model.usage import metering
from bridge.model.usage.metering import Metering, Pool, Rated
from bridge.model.usage.rating import OnBound, Rating, Tariff, Unrated, charges

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
    """A usage line with its rates and what was used; `place`: which of the usage lines it is."""

    place: int
    line: Line
    service: Term
    rates: Rates
    told: Told


#: A rated term as a step of a line.
_Step = tuple[LineId, Segment, Rated]


def read(reading: Reading, lines: Sequence[Line]) -> Metered:
    """Return the lines of a deal with what was rated of their use, and the credits it draws on."""
    metered = [line for line in lines if line.charge is Charge.USAGE and _is_sold(line)]
    places = enumerate(metered)
    used = [one for place, line in places if (one := _used(reading, line, place))]
    if not used:
        return Metered(tuple(lines), None, ())
    sold = _packs(reading, used, lines)
    found = [each for one in used for each in _rated(reading, one, sold)]
    for one in used:
        _check_rated(one, [step for line, step, _ in found if line == one.line.id])
        _check_told(reading, one)
    known = Metering(
        pools=tuple(_pool(one, sold[one.line.id]) for one in used if one.line.id in sold),
        rated=tuple(rated for _, _, rated in found),
    )
    rows = [row for one in used for row in (*one.rates.rows, *one.told.rows)]
    return Metered(with_steps(lines, [(line, step) for line, step, _ in found]), known, tuple(rows))


def _is_sold(line: Line) -> bool:
    return line.action is Action.ADD or (line.action is Action.RENEW and line.quantity > 0)


def _used(reading: Reading, line: Line, place: int) -> _Used | None:
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
    return _Used(place, line, line.term, known, told.read(reading, item, line, line.term, known))


def _packs(
    reading: Reading, used: Sequence[_Used], lines: Sequence[Line]
) -> Mapping[LineId, tuple[Grant, ...]]:
    """Return what was granted for each usage line that has one billing term for all its days."""
    free = [
        packs.Free(one.line.id, one.rates.free, one.service)
        for one in used
        if one.rates.free and [*one.rates.terms(one.service)] == [one.service]
    ]
    return packs.found(reading, free, lines)


def _pool(one: _Used, granted: tuple[Grant, ...]) -> Pool:
    return Pool(
        events=(*granted, *one.told.uses),
        through=one.told.through,
        place=one.place,
    )


def _rated(
    reading: Reading, one: _Used, sold: Mapping[LineId, tuple[Grant, ...]]
) -> Iterator[_Step]:
    """Yield the step of each billing term whose last day is told, and whose use costs anything."""
    through = one.told.through
    for term in one.rates.terms(one.service):
        uses = [use for use in one.told.uses if term.start <= use.on < term.end]
        if through is None or term.last > through or not uses:
            continue
        rated = _cost(reading, one, uses, term)
        amount = rated.amount(one.line.amount.currency) if rated else None
        if not rated or not amount:
            continue
        if one.rates.tariff.rating is Rating.VOLUME and one.line.id in sold:
            _object_to_volume(reading, one, amount)
        units = _paid_units(one, uses)
        price = unit_price(amount, units)
        step = Segment(id=rated.step, quantity=units, unit_price=price, amount=amount, term=term)
        yield one.line.id, step, rated


def _cost(reading: Reading, one: _Used, uses: Sequence[Use], term: Term) -> Rated | None:
    line, currency = one.line.id, one.line.amount.currency
    tariff = _on_bound(reading, one, added(use.units for use in uses), term)
    if tariff is None:
        return None
    try:
        costs = charges(tariff, [use.units for use in uses], currency)
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
    paid = tuple(metering.Charge(on, cost) for on, cost in days if cost)
    return Rated(step, paid, place=one.place)


def _on_bound(reading: Reading, one: _Used, units: Decimal, term: Term) -> Tariff | None:
    """
    Return the tariff by which a quantity is rated.

    Which tier rates all of a quantity that lies on the bound between two is not documented: the
    subtotal of the usage summary decides, and where there is none, nobody does.
    """
    tariff, currency = one.rates.tariff, one.line.amount.currency
    if tariff.rating is not Rating.VOLUME or not tariff.is_bound(units):
        return tariff
    summary = one.told.summary(term)
    stated = summary.number("blng__Subtotal__c") if summary else None
    for tried in (tariff, replace(tariff, on_bound=OnBound.BELOW)):
        (cost,) = charges(tried, [units], currency)
        if stated is not None and cost.decimal() == stated:
            return tried
    reading.object(
        "USAGE_ON_BOUND",
        f"{units:f} units were used, which is the bound between two tiers; which of them rates all "
        "units is not documented, and no usage summary has an amount that one of them gives",
        f"OrderItem {one.line.id}",
        line=one.line.id,
        nearest="let Salesforce sum the term up: the subtotal of its usage summary decides",
    )
    return None


def _object_to_volume(reading: Reading, one: _Used, amount: Money) -> None:
    reading.object(
        "CREDITS_CHARGED_AGAIN",
        f"the tiers are of type Range: more than the credits was used, and {amount} is owed for "
        "all of it, also for what was paid for ahead",
        *[row.names("SBQQ__Type__c") for row in one.rates.rows[:1]],
        line=one.line.id,
        nearest="rate what is used beyond credits by tiers of type Slab",
    )


def _paid_units(one: _Used, uses: Sequence[Use]) -> Decimal:
    """Return the units of a term that are not free; by volume all are paid for."""
    free = one.rates.free if one.rates.tariff.rating is Rating.GRADUATED else None
    return less(added(use.units for use in uses), free or NONE)


def _check_rated(one: _Used, steps: Sequence[Segment]) -> None:
    """Object where Salesforce rated the use of a term differently."""
    through = one.told.through or date.min
    for summary in one.told.summaries:
        stated = summary.number("blng__Subtotal__c")
        days = told.summary_days(summary)
        rated = [step.amount for step in steps if step.term and _days(step.term) == days]
        own = total(rated, one.line.amount.currency)
        over = days[1] is not None and days[1] <= through
        if stated is not None and over and stated != own.decimal():
            summary.reading.object(
                "USAGE_RATED_DIFFERENTLY",
                f"the usage summary of {days[0]} to {days[1]} comes to {stated:,f}, by the tiers "
                f"of the order product it is {own}",
                summary.names("blng__Subtotal__c"),
                line=summary.line,
            )


def _days(term: Term) -> tuple[date, date]:
    return term.start, term.last


def _check_told(reading: Reading, one: _Used) -> None:
    """Object to a billing term in a closed period of which nobody said what was used."""
    closed = [period.term for period in reading.dossier.frame.periods if period.closed]
    through = one.told.through or date.min
    silent = [
        term
        for term in one.rates.terms(one.service)
        if not (term.last <= through and one.told.tells_of(term))
        and any(period.start <= term.last < period.end for period in closed)
    ]
    for term in silent[:1]:
        reading.object(
            "USAGE_UNREPORTED",
            f"the term of {term.start} to {term.last} is over and its period closed, and no usage "
            "record or processed summary says what was used until its last day "
            f"({len(silent)} such terms)",
            f"OrderItem {one.line.id}",
            line=one.line.id,
            nearest="report what was used, zero if it is nothing, or let the summary be processed",
        )
