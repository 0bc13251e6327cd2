"""NetSuite's rows of revenue as JSON, and back; amounts in minor units beside their currency."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

from bridge.adapters.netsuite.revenue.held import BillingLine, Element, OrderLine, Plan
from bridge.model.ids import canonical
from bridge.model.money import Currency, Money

_JSON = msgspec.json.Decoder(float_hook=Decimal)
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


def read(kind: str, kept: Sequence[tuple[int, str, str]]) -> Iterator[Record]:
    """Read written ones of a kind, each with its number and its currency."""
    made, parsers = _VALUES[kind], _PARSERS[kind]
    # All at once: to begin a text of its own for each takes longer than to read it.
    texts = ",".join(content for _, _, content in kept)
    forms = _JSON.decode(f"[{texts}]")
    for (number, currency, _), told in zip(kept, forms, strict=True):
        money = _currency(currency)
        for name, parse in parsers:
            if told[name] is not None:
                told[name] = parse(told[name], money)
        yield made(id=number, **told)


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


@lru_cache(maxsize=256)
def _currency(code: str) -> Currency:
    return Currency(code)


@lru_cache(maxsize=8_192)
def _day(written: str, _: Currency) -> date:
    return date.fromisoformat(written)


@lru_cache(maxsize=8_192)
def _number(written: str, _: Currency) -> Decimal:
    return Decimal(written)


def _parser(name: str) -> Callable[[Any, Currency], object] | None:
    if name in _MONEY:
        return Money
    if name in _DAYS:
        return _day
    return _number if name in _NUMBERS else None


#: Kind -> the values that are more than they are in JSON, and how they are read.
_PARSERS: Mapping[str, tuple[tuple[str, Callable[[Any, Currency], object]], ...]] = {
    kind: tuple((one.name, parse) for one in fields(made) if (parse := _parser(one.name)))
    for kind, made in _VALUES.items()
}
