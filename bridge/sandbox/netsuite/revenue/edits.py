"""
What somebody changes in a plan itself (help page section_4369089832): holds, dates, rows.

A script of the account can do so; no web service can.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Line, Record, Reference
from bridge.sandbox.netsuite.revenue.arithmetic.spreading import Share
from bridge.sandbox.netsuite.revenue.book import Book, amount, day
from bridge.sandbox.netsuite.revenue.drafts import ACTUAL
from bridge.sandbox.netsuite.revenue.plans import (
    has_begun,
    plan_element,
    replace_rows,
    settle,
    show_status,
)
from bridge.sandbox.netsuite.schema.revenue import ROWS

_PERIOD = "accountingPeriod"


class EditRefused(Exception):
    """A plan cannot be changed like that; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What is to be changed; None leaves it as it is."""

    plan: str  #: internal id
    hold: bool | None = None
    catch_up: str | None = None  #: external id of the period that takes up what was held
    start: date | None = None
    end: date | None = None
    rows: Mapping[str, Decimal] | None = None  #: external id of a period -> amount to recognise
    override: bool = False  #: "Override Period Restrictions"


def edit(account: Account, wanted: Edit) -> Record:
    """
    Change a plan and return it.

    Raises:
        EditRefused: something forbids it; nothing was changed.
    """
    book = Book(account)
    plan = account.store.get("revenuePlan", wanted.plan)
    if plan is None:
        raise EditRefused("That record does not exist.")
    element = target(plan.fields["createdFrom"], account.store)
    arrangement = target(element.fields["revenueArrangement"], account.store)
    if arrangement.fields["isLocked"]:
        raise EditRefused("The revenue arrangement is locked.")
    dates = wanted.start is not None or wanted.end is not None
    if dates + (wanted.rows is not None) + (wanted.hold is not None) != 1:
        raise EditRefused("Change either dates, or planned revenue, or the hold.")
    if dates:
        _move(book, element, plan, wanted)
    elif wanted.rows is not None:
        _spread(book, plan, wanted)
    else:
        _hold(book, plan, wanted)
    show_status(book, element)
    return plan


def _move(book: Book, element: Record, plan: Record, wanted: Edit) -> None:
    """Give a plan dates of its own, and plan anew."""
    if wanted.start is not None and has_begun(plan):
        raise EditRefused("The start date cannot be changed once revenue has been recognized.")
    open_rows = [row for row in plan.lines[ROWS] if not row["isRecognized"]]
    if wanted.end is not None and has_begun(plan):
        if not open_rows:
            raise EditRefused("All revenue of this plan has been recognized.")
        first = day(target(open_rows[0]["plannedPeriod"], book.account.store).fields["startDate"])
        if wanted.end <= first:
            raise EditRefused(f"The end date must be after {first}.")
    before = {name: plan.fields.get(name) for name in ("ownStartDate", "ownEndDate")}
    mine = {"ownStartDate": wanted.start, "ownEndDate": wanted.end}
    book.save(plan, {name: value for name, value in mine.items() if value is not None})
    plan_element(book, element)
    if element.fields["revenuePlanStatus"] == "Plan Failed":
        book.save(plan, before)
        plan_element(book, element)
        raise EditRefused("The revenue plan cannot be created for these dates.")


def _spread(book: Book, plan: Record, wanted: Edit) -> None:
    """Replace the rows that are not recognised; with the others they add up to the plan."""
    done = sum(
        (amount(row, "amount") for row in plan.lines[ROWS] if row["isRecognized"]), Decimal()
    )
    rows = wanted.rows or {}
    if done + sum(rows.values()) != amount(plan.fields, "amount"):
        raise EditRefused("The total of the planned revenue must equal the amount of the plan.")
    shares = [Share(book.calendar.named(_open(book, code, wanted).id), rows[code]) for code in rows]
    replace_rows(book, plan, sorted(shares, key=lambda share: share.period.first))


def _hold(book: Book, plan: Record, wanted: Edit) -> None:
    """Put a plan on hold, or release it: what was held is due in the catch-up period."""
    if plan.fields["revenuePlanType"] != ACTUAL:
        raise EditRefused("A forecast plan cannot be put on hold.")
    released = plan.fields["holdRevenueRecognition"] and wanted.hold is False
    changes: Line = {"holdRevenueRecognition": wanted.hold}
    if released:
        period = _catch_up_period(book, wanted)
        begins = day(period.fields["startDate"])
        for row in plan.lines[ROWS]:
            planned = target(row["plannedPeriod"], book.account.store)
            if not row["isRecognized"] and day(planned.fields["startDate"]) < begins:
                row["plannedPeriod"] = Reference(_PERIOD, period.id)
        changes["catchUpPeriod"] = Reference(_PERIOD, period.id)
    book.save(plan, changes)
    settle(book, plan, {})


def _catch_up_period(book: Book, wanted: Edit) -> Record:
    if wanted.catch_up is not None:
        return _open(book, wanted.catch_up, wanted)
    periods = (book.account.store.get(_PERIOD, one.id) for one in book.calendar.all())
    first = next((one for one in periods if one is not None and not _is_shut(one, wanted)), None)
    if first is None:
        raise EditRefused("There is no open period to catch up in.")
    return first


def _open(book: Book, code: str, wanted: Edit) -> Record:
    """Return a period by its external id, if revenue can be planned in it."""
    period = book.account.store.by_external_id(_PERIOD, code)
    known = {one.id for one in book.calendar.all()}
    if period is None or period.id not in known:
        raise EditRefused(f"There is no period {code!r}.")
    if _is_shut(period, wanted):
        raise EditRefused(f"The accounting period {period.shown_name()} is closed or locked.")
    return period


def _is_shut(period: Record, wanted: Edit) -> bool:
    fields = period.fields
    locked = fields.get("arLocked") and not wanted.override
    return bool(fields.get("closed") or fields.get("allLocked") or locked)
