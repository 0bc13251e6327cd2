"""
The rates of a CPQ usage line: a consumption schedule with its tiers, and its billing terms.

A *Slab* rates each tier by itself, a *Range* the whole quantity by the tier that it reaches; lower
bounds are inclusive, upper ones exclusive, which no page of Salesforce confirms.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from bridge.mappers.read import whole
from bridge.mappers.read.row import Reading, Row, only
from bridge.model.calendar import Term, add_months
from bridge.model.usage.rating import Price, Rating, Tariff, Tier

SCHEDULE = "SBQQ__OrderItemConsumptionSchedule__c"
RATE = "SBQQ__OrderItemConsumptionRate__c"
_RATINGS = {"Slab": Rating.GRADUATED, "Range": Rating.VOLUME}
_PRICES = {"PerUnit": Price.PER_UNIT, "FlatFee": Price.FLAT_FEE}
_MONTHS = {"Month": 1, "Quarter": 3, "Year": 12}


@dataclass(frozen=True, slots=True)
class Rates:
    """By which tariff a line is rated, over which terms, and the records that say so."""

    tariff: Tariff
    months: int  #: of a billing term
    rows: tuple[Row, ...]

    def terms(self, service: Term) -> Iterator[Term]:
        """Yield the billing terms of a line; the last one ends with its service."""
        for number in count():
            start = add_months(service.start, number * self.months)
            if start >= service.end:
                return
            end = add_months(service.start, (number + 1) * self.months)
            yield Term(start, min(end, service.end))

    @property
    def free(self) -> Decimal | None:
        """How many units of a term cost nothing; None where none or all do."""
        first = self.tariff.tiers[0]
        return first.upper if not first.price else None


def read(reading: Reading, item: Row) -> Rates | None:
    """Return the rates of an order product; None, with an objection, where it has none."""
    schedules = reading.where(SCHEDULE, "SBQQ__OrderItem__c", item.id)
    schedule = only(schedules)
    if schedule is None:
        reading.object(
            "RATE_MISSING",
            f"the line is charged by use and has {len(schedules) or 'no'} consumption schedules: "
            "what use costs is not known",
            *[f"{SCHEDULE} {one.id}" for one in schedules],
            f"OrderItem {item.id}",
            line=item.line,
            nearest="give the order product one consumption schedule",
        )
        return None
    rates = reading.where(RATE, "SBQQ__OrderItemConsumptionSchedule__c", schedule.id)
    whole.of_line(item, (schedule, *rates))
    months = _months(schedule)
    tariff = _tariff(schedule, rates)
    return Rates(tariff, months, (schedule, *rates)) if tariff and months else None


def _months(schedule: Row) -> int | None:
    term = schedule.number("SBQQ__BillingTerm__c")
    unit = _MONTHS.get(schedule.needed("SBQQ__BillingTermUnit__c"))
    if unit is None or term is None or term < 1 or term % 1:
        _object(schedule, "SBQQ__BillingTerm__c", "SBQQ__BillingTermUnit__c")
        return None
    return unit * int(term)


def _tariff(schedule: Row, rates: Sequence[Row]) -> Tariff | None:
    """Return the tariff of a schedule; object to one whose tiers do not follow on each other."""
    rating = _RATINGS.get(schedule.needed("SBQQ__Type__c"))
    if rating is None or schedule.text("SBQQ__RatingMethod__c") != "Tier":
        _object(schedule, "SBQQ__Type__c", "SBQQ__RatingMethod__c")
        return None
    ordered = sorted(rates, key=lambda row: row.number("SBQQ__LowerBound__c") or Decimal(0))
    tiers = [_tier(row) for row in ordered]
    lowers = [row.number("SBQQ__LowerBound__c") for row in ordered]
    for row in ordered:
        row.number("SBQQ__ProcessingOrder__c")
    known = [tier for tier in tiers if tier]
    uppers = [tier.upper for tier in known]
    if not known or len(known) < len(tiers) or lowers != [Decimal(0), *uppers[:-1]]:
        schedule.reading.object(
            "RATE_GAP",
            "the tiers of the consumption schedule do not follow on each other from 0 on, or one "
            "has no price",
            *[
                row.names(name)
                for row in ordered
                for name in ("SBQQ__LowerBound__c", "SBQQ__UpperBound__c")
            ],
            line=schedule.line,
        )
        return None
    try:
        return Tariff(rating, tuple(known))
    except ValueError:
        _object(schedule, "SBQQ__Type__c")
        return None


def _tier(row: Row) -> Tier | None:
    price = row.number("SBQQ__Price__c")
    kind = _PRICES.get(row.needed("SBQQ__PricingMethod__c"))
    upper = row.number("SBQQ__UpperBound__c")
    return Tier(upper=upper, price=price, kind=kind) if price is not None and kind else None


def _object(schedule: Row, *fields: str) -> None:
    schedule.reading.object(
        "RATE_UNKNOWN",
        "how the consumption schedule rates is not representable: "
        f"{', '.join(schedule.shown(one) for one in fields)}",
        *[schedule.names(one) for one in fields],
        line=schedule.line,
    )
