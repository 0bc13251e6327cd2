"""Rows of NetSuite's answers become values; what is missing or odd names its table and row."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from bridge.adapters.netsuite.faults import SYSTEM
from bridge.adapters.netsuite.revenue.held import (
    AccountMove,
    BillingLine,
    Books,
    CurrencyRate,
    Element,
    JournalPart,
    LedgerAccount,
    OrderLine,
    Plan,
    PlannedRow,
)
from bridge.adapters.netsuite.suiteql import Row
from bridge.errors import Unavailable
from bridge.model.money import Currency, Money

_KINDS = {"SalesOrd": False, "RtnAuth": True}
_FLAGS = {"T": True, "F": False}
_Read = TypeVar("_Read")


def read(what: str, row: Row, parse: Callable[[Row], _Read]) -> _Read:
    """
    Read a row.

    Raises Unavailable, which names table, row and what is odd: nothing is left out in silence.
    """
    try:
        return parse(row)
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        odd = f"no {error}" if isinstance(error, KeyError) else str(error)
        says = f"{what} {row.get('id') or row.get('journal') or '?'} cannot be read: {odd}"
        raise Unavailable(SYSTEM, "revenue", "UNREADABLE", says) from error


def order_line(row: Row) -> OrderLine:
    """Read a line of an order or return."""
    return OrderLine(
        id=_number(row, "id"),
        document=_id(row, "document"),
        shown=_text(row, "shown"),
        external_id=row.get("external") or None,
        digest=row.get("digest") or None,
        is_return=_KINDS[_text(row, "kind")],
        state=_text(row, "state").rpartition(":")[2],
        dated=_day(row, "dated"),
        customer=_id(row, "customer"),
        customer_name=row.get("customername") or "",
        subsidiary=_id(row, "subsidiary"),
        rate=_decimal(row, "rate"),
        key=_number(row, "thekey"),
        item=_text(row, "item"),
        code=row.get("code") or _text(row, "item"),
        quantity=_decimal(row, "quantity", "0"),
        amount=_money(row, "amount"),
        closed=_flag(row, "isclosed"),
        first=_day_or_none(row, "firstday"),
        last=_day_or_none(row, "lastday"),
        element=_number_or_none(row, "element"),
    )


def element(row: Row) -> Element:
    """Read a revenue element."""
    return Element(
        id=_number(row, "id"),
        arrangement=_id(row, "arrangement"),
        source=row.get("source") or "",
        item=row.get("item") or "",
        customer=row.get("customer") or "",
        customer_name=row.get("customername") or "",
        subsidiary=row.get("subsidiary") or "",
        rate=_decimal(row, "rate"),
        quantity=_decimal(row, "quantity", "0"),
        sales=_money(row, "sales"),
        discounted=_money(row, "discounted"),
        allocated=_money(row, "allocated") if row.get("allocated") is not None else None,
        rule=row.get("rule") or "",
        first=_day_or_none(row, "firstday"),
        last=_day_or_none(row, "lastday"),
        status=row.get("status") or "",
        stale=_flag(row, "stale"),
        returns=_number_or_none(row, "returns"),
        merged_from=row.get("mergedfrom") or None,
        merged_how=(row.get("how") or "").upper(),
    )


def plan(row: Row) -> Plan:
    """Read a revenue plan."""
    return Plan(
        id=_number(row, "id"),
        element=_number(row, "element"),
        amount=_money(row, "amount"),
        rate=_decimal(row, "rate"),
        rule=row.get("rule") or "",
        method=row.get("method") or "",
        first=_day_or_none(row, "firstday"),
        last=_day_or_none(row, "lastday"),
        status=_text(row, "status"),
        on_hold=_flag(row, "hold"),
    )


def planned_row(row: Row) -> PlannedRow:
    """Read what a plan says of a period; what is recognised must say where it is posted."""
    recognised, posted = _flag(row, "recognised"), row.get("posted") or None
    if recognised and posted is None:
        raise ValueError("it is recognised, and has no posting period")
    return PlannedRow(
        id=_number(row, "id"),
        plan=_number(row, "plan"),
        planned=_id(row, "planned"),
        posted=posted if recognised else None,
        amount=_money(row, "amount"),
        recognised=recognised,
        journal=row.get("journal") or None,
    )


def books(row: Row) -> Books:
    """Read a subsidiary."""
    number = _id(row, "id")
    return Books(id=number, code=row.get("code") or number, currency=Currency(_text(row, "money")))


def ledger_account(row: Row) -> LedgerAccount:
    """Read an account of the general ledger."""
    return LedgerAccount(
        id=_id(row, "id"),
        code=row.get("code") or None,
        number=row.get("thenumber") or None,
        shown=_text(row, "shown"),
    )


def journal(row: Row) -> JournalPart:
    """Read what a journal books on one account."""
    return JournalPart(
        journal=_id(row, "journal"),
        number=row.get("thenumber") or "",
        dated=_day(row, "dated"),
        period=_id(row, "period"),
        memo=row.get("memo") or "",
        account=_text(row, "account"),
        subsidiary=_id(row, "subsidiary"),
        amount=_money(row, "amount"),
    )


def billing_line(row: Row) -> BillingLine:
    """Read a line of an invoice, or of what gives back."""
    return BillingLine(
        id=_number(row, "id"),
        document=_id(row, "document"),
        shown=_text(row, "shown"),
        period=_id(row, "period"),
        subsidiary=_id(row, "subsidiary"),
        customer_name=row.get("customername") or "",
        key=_number(row, "thekey"),
        account=_text(row, "account"),
        amount=_money(row, "amount"),
        previous=_id(row, "previous") if row.get("previous") else None,
        previous_key=_number_or_none(row, "previouskey"),
    )


def currency_rate(row: Row) -> CurrencyRate:
    """Read a rate; one that is not above zero is no rate."""
    rate = _decimal(row, "rate")
    if rate <= 0:
        raise ValueError(f"rate is {rate}, which is not above zero")
    return CurrencyRate(
        id=_number(row, "id"),
        source=Currency(_text(row, "money")),
        target=Currency(_text(row, "base")),
        rate=rate,
        effective=_day(row, "effective"),
    )


def move(row: Row) -> AccountMove:
    """Read by how much an account moved."""
    return AccountMove(
        account=_text(row, "account"),
        period=_id(row, "period"),
        kind=_text(row, "kind"),
        subsidiary=_id(row, "subsidiary"),
        amount=_money(row, "amount"),
    )


def _text(row: Row, name: str) -> str:
    text = row[name]
    if not text:
        raise ValueError(f"{name} is blank")
    return text


def _id(row: Row, name: str) -> str:
    text = _text(row, name)
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"{name} is {text[:40]!r}, which is no internal id")
    return text


def _number(row: Row, name: str) -> int:
    return int(_id(row, name))


def _number_or_none(row: Row, name: str) -> int | None:
    return _number(row, name) if row.get(name) else None


def _decimal(row: Row, name: str, blank: str | None = None) -> Decimal:
    text = row.get(name) or blank
    if text is None:
        raise ValueError(f"{name} is blank")
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(f"{name} is {text[:40]!r}, which is no number")
    return number


def _money(row: Row, name: str) -> Money:
    return Money.parse(_decimal(row, name), Currency(_text(row, "money")))


def _flag(row: Row, name: str) -> bool:
    text = row.get(name) or "F"
    if text not in _FLAGS:
        raise ValueError(f"{name} is {text[:40]!r}, which is neither T nor F")
    return _FLAGS[text]


def _day(row: Row, name: str) -> date:
    return date.fromisoformat(_text(row, name))


def _day_or_none(row: Row, name: str) -> date | None:
    return _day(row, name) if row.get(name) else None
