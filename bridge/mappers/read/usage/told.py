"""
What was used of a CPQ order product, by usage records and summaries of Salesforce Billing.

A summary that is processed closes its days: nothing that is reported for them later is summed up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bridge.mappers.read import whole
from bridge.mappers.read.row import Reading, Row
from bridge.mappers.read.usage.days import day
from bridge.mappers.read.usage.metered import late, object_to
from bridge.mappers.read.usage.rates import Rates
from bridge.mappers.read.values import plain
from bridge.model.calendar import Term
from bridge.model.credits.events import Use, once
from bridge.model.credits.units import NONE, added, less
from bridge.model.deal import Line

USAGE = "blng__Usage__c"
SUMMARY = "blng__UsageSummary__c"
_PROCESSED, _CANCELLED = "Processed", "Cancelled"
#: A summary keeps two decimals of what usage records say with three.
_SUMMED_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Told:
    """The use of one line by its days, the summaries that are in force, and the records of both."""

    uses: tuple[Use, ...]
    summaries: tuple[Row, ...]
    rows: tuple[Row, ...]

    @property
    def through(self) -> date | None:
        """The day until which use is told: by a record of it, or by a summary that is done."""
        reported = [use.on for use in self.uses]
        summed = [summary.day("blng__SummaryEndDate__c") for summary in self._processed()]
        return max((*reported, *filter(None, summed)), default=None)

    def tells_of(self, term: Term) -> bool:
        """Say whether a record, or a summary that is done, has a day of a term."""
        days = [use.on for use in self.uses]
        days += [on for one in self._processed() if (on := one.day("blng__SummaryEndDate__c"))]
        return any(term.start <= on < term.end for on in days)

    def summary(self, term: Term) -> Row | None:
        """Return the summary of exactly the days of a term, None where there is none."""
        days = (term.start, term.last)
        return next((one for one in self.summaries if summary_days(one) == days), None)

    def _processed(self) -> list[Row]:
        return [one for one in self.summaries if one.text("blng__Status__c") == _PROCESSED]


def summary_days(summary: Row) -> tuple[date | None, date | None]:
    """Return the first and the last day of a summary."""
    return summary.day("blng__SummaryStartDate__c"), summary.day("blng__SummaryEndDate__c")


def read(reading: Reading, item: Row, line: Line, service: Term, rates: Rates) -> Told:
    """Read what was used of a line; what contradicts itself, or came late, is an objection."""
    records = whole.of_line(item, reading.where(USAGE, "blng__OrderProduct__c", item.id))
    summaries = _summaries(reading, item, records)
    uses = [use for row in records if (use := _use(row, service, rates))]
    once_each, conflicts = once(uses)
    object_to(reading, conflicts, line.id)
    in_force = [one for one in summaries if one.text("blng__Status__c") != _CANCELLED]
    for summary in in_force:
        _check_summary(summary, records)
    return Told(
        uses=tuple(event for event in once_each if isinstance(event, Use)),
        summaries=tuple(in_force),
        rows=(*records, *in_force),
    )


def _use(row: Row, service: Term, rates: Rates) -> Use | None:
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
    within = [term for term in rates.terms(service) if term.start <= first <= last < term.end]
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


def _summaries(reading: Reading, item: Row, records: Sequence[Row]) -> list[Row]:
    named = [row.to(SUMMARY, "blng__UsageSummary__c") for row in records]
    own = reading.where(SUMMARY, "blng__OrderProduct__c", item.id)
    summaries = {row.id: row for row in (*own, *named) if row}
    return list(whole.of_line(item, list(summaries.values())))


def _check_summary(summary: Row, records: Sequence[Row]) -> None:
    """
    Object to a summary that does not add up, and to use that it left out.

    What Salesforce has summed up and processed is not summed up again: use that arrives later
    for the same days waits for ever, unless a person decides what becomes of it.
    """
    held = [row for row in records if row.text("blng__UsageSummary__c") == summary.id]
    summed = summary.number("blng__TotalQuantity__c")
    used = added(row.number("blng__Quantity__c") or NONE for row in held)
    if held and summed is not None and not _sums_up(summed, used):
        summary.reading.object(
            "USAGE_SUMMED_DIFFERENTLY",
            f"the usage summary says {summed:f} units, its usage records add up to {used:f}",
            summary.names("blng__TotalQuantity__c"),
            line=summary.line,
        )
    if summary.text("blng__Status__c") == _PROCESSED:
        for row in (one for one in records if one not in held):
            _check_late(summary, row)


def _sums_up(summed: Decimal, used: Decimal) -> bool:
    """Say whether a total is what was used, or that cut or rounded to the summary's decimals."""
    if summed == used:
        return True
    finer = bool(used.scaleb(_SUMMED_DECIMALS) % 1)
    return finer and less(summed, used).copy_abs().scaleb(_SUMMED_DECIMALS) < 1


def _check_late(summary: Row, row: Row) -> None:
    first, last = summary_days(summary)
    on = day(row, "blng__EndDateTime__c")
    if first and last and on and first <= on <= last:
        late(row, on, f"{SUMMARY} {summary.id}")
