"""The job "Create Revenue Recognition Journal Entries": planned revenue of a period is posted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Line, Record, Reference, Value
from bridge.sandbox.netsuite.revenue.arithmetic.spreading import rounded
from bridge.sandbox.netsuite.revenue.book import Book, amount, day, digits_of, id_of
from bridge.sandbox.netsuite.revenue.drafts import ACTUAL
from bridge.sandbox.netsuite.revenue.plans import settle, show_status
from bridge.sandbox.netsuite.schema.revenue import JOURNAL_LINES, ROWS

_PERIOD = "accountingPeriod"


class JobRefused(Exception):
    """A job cannot be done; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Due:
    """One row of a plan that is to be posted now."""

    element: Record
    plan: Record
    row: Line


def recognise(account: Account, period: Record, *, override: bool = False) -> dict[str, int]:
    """
    Post what is planned for a period, and for earlier ones that are closed or locked by now.

    There is one journal for each subsidiary, in its currency at the rate of the plans. Return how
    many journals and how many planned amounts that were.

    Args:
        account: the account.
        period: where to post.
        override: "Override Period Restrictions": post although receivables are locked.

    Raises:
        JobRefused: the period is closed or locked.
    """
    _check_open(period, override=override)
    book = Book(account)
    due: dict[str, list[Due]] = {}
    for one in _due(book, period):
        due.setdefault(id_of(one.element.fields["subsidiary"]), []).append(one)
    for subsidiary, rows in due.items():
        _post(book, period, Reference("subsidiary", subsidiary), rows)
    return {"journals": len(due), "rows": sum(map(len, due.values()))}


def _check_open(period: Record, *, override: bool) -> None:
    fields, name = period.fields, period.shown_name()
    if fields.get("closed"):
        raise JobRefused(f"The accounting period {name} is closed.")
    if fields.get("allLocked") or (fields.get("arLocked") and not override):
        raise JobRefused(f"The accounting period {name} is locked.")


def _due(book: Book, period: Record) -> Iterator[Due]:
    store = book.account.store
    for plan in store.of_family("revenuePlan"):
        if plan.fields["revenuePlanType"] != ACTUAL or plan.fields["holdRevenueRecognition"]:
            continue
        element = target(plan.fields["createdFrom"], store)
        rows = (row for row in plan.lines[ROWS] if _is_due(book, row, period))
        yield from (Due(element, plan, row) for row in rows)


def _is_due(book: Book, row: Line, period: Record) -> bool:
    if row["isRecognized"]:
        return False
    planned = target(row["plannedPeriod"], book.account.store)
    if planned.id == period.id:
        return True
    shut = planned.fields.get("closed") or planned.fields.get("allLocked")
    earlier = day(planned.fields["startDate"]) < day(period.fields["startDate"])
    return bool(shut) and earlier


def _post(book: Book, period: Record, subsidiary: Reference, due: list[Due]) -> None:
    store, now = book.account.store, book.account.clock.now()
    currency = target(subsidiary, store).fields["currency"]
    dated_today = book.account.settings.journal_date == "today"
    journal = book.create(
        "journalEntry",
        {
            "tranDate": now.date() if dated_today else period.fields["endDate"],
            "postingPeriod": Reference(_PERIOD, period.id),
            "subsidiary": subsidiary,
            "currency": currency,
            "exchangeRate": Decimal(1),
            "createdDate": now.replace(microsecond=0),
        },
    )
    for one in due:
        journal.lines[JOURNAL_LINES] += _lines(book, one, currency, len(journal.lines["line"]))
        one.row.update(
            isRecognized=True,
            postingPeriod=Reference(_PERIOD, period.id),
            journal=Reference("journalEntry", journal.id),
            dateExecuted=now.date(),
        )
    for plan, element in {one.plan.id: (one.plan, one.element) for one in due}.values():
        settle(book, plan, {})
        show_status(book, element)
    total = sum((amount(line, "debit") for line in journal.lines[JOURNAL_LINES]), Decimal(0))
    number = f"JE{journal.id}"
    book.save(journal, {"tranId": number, "transactionNumber": number, "total": total})


def _lines(book: Book, due: Due, currency: Value, count: int) -> list[Line]:
    """Debit deferred revenue and credit revenue; a negative amount turns the sides."""
    exact = Fraction(amount(due.row, "amount")) * Fraction(amount(due.plan.fields, "exchangeRate"))
    posted = rounded(exact, digits_of(currency, book.account), book.readings)
    debit, credit = due.row.get("deferredRevenueAccount"), due.row.get("recognitionAccount")
    if posted < 0:
        debit, credit = credit, debit
    return [
        {"line": count, "account": debit, "debit": abs(posted)},
        {"line": count + 1, "account": credit, "credit": abs(posted)},
    ]
