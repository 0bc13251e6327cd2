"""What an account holds of revenue, found by what it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Line, Record, Reference, Value
from bridge.sandbox.netsuite.revenue.arithmetic.periods import Calendar, Period
from bridge.sandbox.netsuite.revenue.arithmetic.rules import (
    AmountSource,
    CustomLine,
    EndSource,
    Impact,
    Method,
    Readings,
    Reforecast,
    Rule,
    StartSource,
)
from bridge.sandbox.netsuite.schema.recognition import CUSTOM_LINES

#: Flags of periods that revenue is neither planned nor posted in.
NO_MONTH = ("isQuarter", "isYear", "isAdjust", "isInactive")
_DIGITS = 2


class Book:
    """The arrangements, elements and plans of an account, for as long as one job runs."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.calendar = calendar_of(account)
        self.readings = readings_of(account)
        self.fair_values = [*account.store.of_family("fairValuePrice")]
        self._of_source: dict[Value, list[Record]] = {}
        self._of_arrangement: dict[str, list[Record]] = {}
        self._plans: dict[str, list[Record]] = {}
        for element in account.store.of_family("revenueElement"):
            self._know_element(element)
        for plan in account.store.of_family("revenuePlan"):
            self._plans.setdefault(id_of(plan.fields["createdFrom"]), []).append(plan)

    def elements_from(self, source: Reference) -> list[Record]:
        """Return the elements that come from an order, a subscription or another source."""
        return list(self._of_source.get(source, ()))

    def elements_of(self, arrangement_id: str) -> list[Record]:
        """Return the elements of an arrangement."""
        return list(self._of_arrangement.get(arrangement_id, ()))

    def plans_of(self, element_id: str) -> list[Record]:
        """Return the plans of an element."""
        return list(self._plans.get(element_id, ()))

    def create(self, type_name: str, fields: Mapping[str, Value]) -> Record:
        """Make a record and store it."""
        record_type = self.account.types[type_name]
        number = self.account.store.new_id(record_type.family)
        record = Record(type=record_type, id=number, external_id=None)
        record.lines = {sublist.name: [] for sublist in record_type.sublists.values()}
        if "recordnumber" in record_type.fields:
            record.fields["recordNumber"] = number
        self.save(record, fields)
        if type_name == "revenueElement":
            self._know_element(record)
        if type_name == "revenuePlan":
            self._plans.setdefault(id_of(record.fields["createdFrom"]), []).append(record)
        return record

    def save(self, record: Record, changes: Mapping[str, Value]) -> None:
        """Change fields of a record and store it."""
        record.fields.update(changes)
        record.fields["lastModifiedDate"] = self.account.clock.now().replace(microsecond=0)
        self.account.store.put(record)

    def remove_element(self, element: Record) -> None:
        """Take an element and its plans out."""
        for plan in self._plans.pop(element.id, ()):
            self.account.store.remove("revenuePlan", plan.id)
        self.account.store.remove("revenueElement", element.id)
        self._of_source[element.fields["sourceRecord"]].remove(element)
        self._of_arrangement[id_of(element.fields["revenueArrangement"])].remove(element)

    def remove_plan(self, plan: Record) -> None:
        """Take a plan out."""
        self._plans[id_of(plan.fields["createdFrom"])].remove(plan)
        self.account.store.remove("revenuePlan", plan.id)

    def _know_element(self, element: Record) -> None:
        self._of_source.setdefault(element.fields["sourceRecord"], []).append(element)
        arrangement = id_of(element.fields["revenueArrangement"])
        self._of_arrangement.setdefault(arrangement, []).append(element)


def calendar_of(account: Account) -> Calendar:
    """Return the account's periods that revenue can be planned in."""
    return Calendar(
        Period(period.id, day(period.fields["startDate"]), day(period.fields["endDate"]))
        for period in account.store.of_family("accountingPeriod")
        if not any(period.fields.get(name) for name in NO_MONTH)
    )


def readings_of(account: Account) -> Readings:
    """Return the account's settings as the methods take them."""
    settings = account.settings
    return Readings(
        rounding=settings.rounding,
        exact_days_residue=settings.exact_days_residue,
        prorate_residue=settings.prorate_residue,
        period_rate=settings.period_rate,
        period_rate_residue=settings.period_rate_residue,
        start_offset_begins=settings.start_offset_begins,
        short_month_terms=settings.short_month_terms,
        undated_line=settings.undated_line,
    )


def rule_of(record: Record) -> Rule:
    """Read a recognition rule from its record."""
    fields = record.fields
    source, reforecast = fields.get("amountSource"), fields.get("reforecastMethod")
    return Rule(
        method=Method(str(fields["recognitionMethod"])),
        start=StartSource(str(fields.get("revRecStartDateSource") or StartSource.ELEMENT_START)),
        end=EndSource(str(fields.get("revRecEndDateSource") or EndSource.ELEMENT_END)),
        recognition_period=_count(fields, "recognitionPeriod"),
        term_months=_count(fields, "termInMonths"),
        term_days=_count(fields, "termInDays"),
        period_offset=_count(fields, "periodOffset") or 0,
        start_offset=_count(fields, "startOffset") or 0,
        initial_amount=_number(fields, "initialAmount"),
        initial_percent=_number(fields, "initialAmountPercent"),
        impact=Impact(str(fields.get("endDateChangeImpact") or Impact.REMAINING)),
        source=AmountSource(str(source)) if source else None,
        lines=tuple(
            CustomLine(_count(line, "periodOffset") or 0, amount(line, "amountPercentage"))
            for line in record.lines[CUSTOM_LINES]
        ),
        reforecast=Reforecast(str(reforecast)) if reforecast else None,
        recalculation_offset=_count(fields, "recalculationOffset") or 0,
    )


def digits_of(currency: Value, account: Account) -> int:
    """Return how many decimal places a currency has."""
    digits = target(currency, account.store).fields.get("currencyPrecision")
    return digits if isinstance(digits, int) else _DIGITS


def id_of(reference: Value) -> str:
    """Return the id in a reference; empty if there is none."""
    return reference.id if isinstance(reference, Reference) else ""


def amount(row: Line, name: str) -> Decimal:
    """Return an amount of a record or line; none counts as zero."""
    return _number(row, name) or Decimal(0)


def day(value: Value) -> date:
    """
    Return a date that must be there.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is no date")
    return value


def _count(fields: Line, name: str) -> int | None:
    value = fields.get(name)
    return value if isinstance(value, int) else None


def _number(fields: Line, name: str) -> Decimal | None:
    value = fields.get(name)
    return value if isinstance(value, Decimal) else None
