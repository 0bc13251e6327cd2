"""Accounting periods of posting transactions: which one, and whether it can still be posted to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.errors import user_error
from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Record, Reference, Value
from bridge.sandbox.netsuite.schema.transactions import FULFILLMENT, RECEIPT

_FAMILY = "accountingPeriod"
_NO_MONTH = ("isQuarter", "isYear", "isAdjust", "isInactive")
_GL_LOCKED = "The G/L impact of a transaction in a closed period cannot be changed."
_NOT_EDITABLE = "This transaction is in a period that has been closed. You may not edit it."
_UNDEFINED = "There is no accounting period for the date of this transaction."
_STOCK = frozenset({FULFILLMENT, RECEIPT})
#: What can change without changing what is posted.
_NOT_POSTED = frozenset({"memo", "otherRefNum", "salesRep", "dueDate", "lastModifiedDate", "terms"})


def settle(transaction: Record, existing: Record | None, account: Account) -> None:
    """
    Date a transaction that says nothing else today, and find its posting period.

    Raises:
        Refusal: there is no such period, or it is closed or locked.
    """
    fields = transaction.fields
    if fields.get("tranDate") is None:
        fields["tranDate"] = account.clock.now().date()
    if existing is not None and not _moves(transaction, existing):
        return
    chosen = fields.get("postingPeriod")
    if existing is not None and chosen == existing.fields["postingPeriod"]:
        chosen = None  # the date went to another period, and takes the transaction along
    fields["postingPeriod"] = Reference(_FAMILY, _period(transaction, chosen, account).id)


def check_change(existing: Record, draft: Record | None, account: Account) -> None:
    """
    Check that a posted transaction may be changed; without a draft it is to be deleted.

    Raises:
        Refusal: its period is closed or locked; some periods allow what posts nothing.
    """
    period = target(existing.fields["postingPeriod"], account.store)
    if not is_shut(period, existing):
        return
    if not period.fields.get("allowNonGLChanges"):
        raise user_error(_NOT_EDITABLE)
    if draft is None or _posted(existing) != _posted(draft):
        raise user_error(_GL_LOCKED)


def _moves(transaction: Record, existing: Record) -> bool:
    names = ("postingPeriod", "tranDate")
    return any(transaction.fields.get(name) != existing.fields.get(name) for name in names)


def _period(transaction: Record, chosen: Value, account: Account) -> Record:
    if chosen is not None:
        period = target(chosen, account.store)
        if is_shut(period, transaction):
            raise user_error(_GL_LOCKED, "postingPeriod")
        return period
    period = _of_date(transaction.fields["tranDate"], account)
    if not is_shut(period, transaction):
        return period
    if account.settings.date_in_closed_period == "refused":
        raise user_error(_GL_LOCKED, "tranDate")
    return _first_open(transaction, account)


def is_shut(period: Record, transaction: Record) -> bool:
    """Tell whether a transaction of its kind can no longer be posted in a period."""
    names = ["closed", "allLocked"]
    if transaction.type.name not in _STOCK:
        names.append("arLocked")
    return any(period.fields.get(name) is True for name in names)


def _posted(transaction: Record) -> object:
    fields = {
        name: value
        for name, value in transaction.fields.items()
        if name not in _NOT_POSTED and not name.startswith("cust") and value is not None
    }
    lines = [
        [
            {name: line.get(name) for name in ("line", "item", "quantity", "amount", "doc")}
            for line in lines
        ]
        for lines in transaction.lines.values()
    ]
    return fields, lines


def _of_date(day: Value, account: Account) -> Record:
    for period, first, last in _months(account):
        if isinstance(day, date) and first <= day <= last:
            return period
    raise user_error(_UNDEFINED, "tranDate")


def _first_open(transaction: Record, account: Account) -> Record:
    """Return the first open period after the date of a transaction."""
    day = transaction.fields["tranDate"]
    for period, first, _ in _months(account):
        if isinstance(day, date) and first > day and not is_shut(period, transaction):
            return period
    raise user_error(_UNDEFINED, "tranDate")


def _months(account: Account) -> Iterator[tuple[Record, date, date]]:
    for period in account.store.of_family(_FAMILY):
        first, last = period.fields["startDate"], period.fields["endDate"]
        is_month = not any(period.fields.get(name) for name in _NO_MONTH)
        if is_month and isinstance(first, date) and isinstance(last, date):
            yield period, first, last
