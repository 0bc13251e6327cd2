"""The job "Recalculate Revenue Forecast Plans" (help page section_4521314063)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.records.store import Line, Record
from bridge.sandbox.netsuite.revenue.arithmetic.periods import PlanFails, Span
from bridge.sandbox.netsuite.revenue.arithmetic.reforecasting import Recalculation, recalculated
from bridge.sandbox.netsuite.revenue.arithmetic.rules import Reforecast
from bridge.sandbox.netsuite.revenue.arithmetic.spreading import Share, Whole
from bridge.sandbox.netsuite.revenue.book import Book, amount, day, digits_of, id_of
from bridge.sandbox.netsuite.revenue.drafts import ACTUAL, FORECAST
from bridge.sandbox.netsuite.revenue.journals import JobRefused
from bridge.sandbox.netsuite.revenue.plans import replace_rows
from bridge.sandbox.netsuite.schema.revenue import ROWS


def recalculate(account: Account, period: Record) -> dict[str, int]:
    """
    Let forecasts say what the actual plans say up to a period; return how many plans that were.

    Plans whose rule has no reforecast method stay as they are.

    Raises:
        JobRefused: an accounting period is not set up; plans before that one are recalculated.
    """
    book, done = Book(account), 0
    for plan in account.store.of_family("revenuePlan"):
        if plan.fields["revenuePlanType"] != FORECAST or not plan.fields.get("reforecastMethod"):
            continue
        try:
            _recalculate(book, plan, period)
        except PlanFails as fails:
            raise JobRefused(str(fails)) from fails
        done += 1
    return {"plans": done}


def _recalculate(book: Book, plan: Record, period: Record) -> None:
    fields, offset = plan.fields, plan.fields.get("recalculationOffset")
    forecast = [_share(book, row) for row in plan.lines[ROWS]]
    whole = Whole(
        amount=amount(fields, "amount"),
        span=Span(day(fields["revRecStartDate"]), day(fields["revRecEndDate"])),
        digits=digits_of(fields["revenuePlanCurrency"], book.account),
        readings=book.readings,
    )
    how = Recalculation(
        method=Reforecast(str(fields["reforecastMethod"])),
        as_of=book.calendar.named(period.id),
        offset=offset if isinstance(offset, int) else 0,
    )
    element_id = id_of(fields["createdFrom"])
    actual = _by_period(one for one in book.plans_of(element_id) if _is_actual(one))
    replace_rows(book, plan, recalculated(whole, forecast, actual, how, book.calendar))


def _is_actual(plan: Record) -> bool:
    return plan.fields["revenuePlanType"] == ACTUAL


def _by_period(plans: Iterable[Record]) -> Mapping[str, Decimal]:
    """Return id of a period -> what the plans hold for it: posted there, or planned."""
    amounts: dict[str, Decimal] = {}
    for plan in plans:
        for row in plan.lines[ROWS]:
            period = id_of(row.get("postingPeriod") or row["plannedPeriod"])
            amounts[period] = amounts.get(period, Decimal(0)) + amount(row, "amount")
    return amounts


def _share(book: Book, row: Line) -> Share:
    return Share(book.calendar.named(id_of(row["plannedPeriod"])), amount(row, "amount"))
