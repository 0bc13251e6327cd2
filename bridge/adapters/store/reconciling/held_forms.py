"""NetSuite's rows of revenue as JSON, and back; amounts in minor units beside their currency."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from bridge.adapters.netsuite.revenue.held import BillingLine, Element, OrderLine, Plan
from bridge.model.ids import canonical
from bridge.model.money import Currency, Money

Record = OrderLine | BillingLine | Element | Plan

#: Kind -> its values, and the amount by which all of them are compared with NetSuite's.
AMOUNTS: Mapping[str, Callable[[Any], Money | None]] = {
    "order_line": lambda one: one.amount,
    "billing_line": lambda one: one.amount,
    "element": lambda one: one.allocated,
    "plan": lambda one: one.amount,
}
_VALUES: Mapping[str, type[Record]] = {
    "order_line": OrderLine,
    "billing_line": BillingLine,
    "element": Element,
    "plan": Plan,
}
_MONEY = frozenset({"amount", "sales", "discounted", "allocated"})
_DAYS = frozenset({"dated", "first", "last"})
_NUMBERS = frozenset({"rate", "quantity"})


def write(record: Record) -> str:
    """Write a row; its id and its currency stand beside it."""
    named = {one.name: getattr(record, one.name) for one in fields(record) if one.name != "id"}
    return canonical({name: _written(value) for name, value in named.items()}).decode()


def read(kind: str, number: int, currency: str, content: str) -> Record:
    """Read a written one."""
    told = json.loads(content, parse_float=Decimal)
    money = Currency(currency)
    return _VALUES[kind](id=number, **{name: _read(name, told[name], money) for name in told})


def currency_of(record: Record) -> str:
    """Return the currency in which all amounts of a row are."""
    held = record.sales if isinstance(record, Element) else record.amount
    return held.currency.code


def _written(value: object) -> object:
    match value:
        case Money():
            return value.minor
        case Decimal():
            return str(value)
        case _:
            return value


def _read(name: str, value: Any, currency: Currency) -> Any:
    if value is None:
        return None
    if name in _MONEY:
        return Money(value, currency)
    if name in _DAYS:
        return date.fromisoformat(value)
    return Decimal(value) if name in _NUMBERS else value
