"""
What makes revenue beside sales orders: returns, credits, and invoices without an order.

A return takes back a part of an element, and makes an element of its own with a negative quantity
that leads to it (section_4333740355); the arrangements of both are merged by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.lifecycle.quantities import number
from bridge.sandbox.netsuite.lifecycle.steps import source_of
from bridge.sandbox.netsuite.records.store import Line, Record, Reference
from bridge.sandbox.netsuite.revenue.sources import Obligation, Source, obligations, of_lines
from bridge.sandbox.netsuite.schema.transactions import (
    CASH_SALE,
    CREDIT,
    INVOICE,
    ITEMS,
    RETURN,
)

_PREFIXES = {INVOICE: "CustInvc", CASH_SALE: "CashSale", RETURN: "RtnAuth", CREDIT: "CustCred"}


def returns(account: Account) -> Iterator[Source]:
    """Yield approved return authorizations, and credit memos that were not made from one."""
    for record in account.store.of_family(RETURN):
        yield _source(record, tuple(_taken_back(record, obligations(record, account), account)))
    for record in account.store.of_family(CREDIT):
        origin = source_of(record, account)
        if origin is None or origin.type.name != RETURN:
            yield _source(record, tuple(_taken_back(record, of_lines(record, account), account)))


def standing_alone(account: Account) -> Iterator[Source]:
    """Yield invoices and cash sales, with the lines that no order has."""
    for family in (INVOICE, CASH_SALE):
        for record in account.store.of_family(family):
            own = record.copy()
            own.lines[ITEMS] = [line for line in own.lines[ITEMS] if line.get("orderLine") is None]
            yield _source(record, tuple(of_lines(own, account)))


def _source(record: Record, found: tuple[Obligation, ...]) -> Source:
    return Source(
        record=record,
        header=record.fields,
        shown=record.shown_name(),
        type=record.type.name.lower(),
        prefix=_PREFIXES[record.type.name],
        obligations=found,
    )


def _taken_back(record: Record, found: list[Obligation], account: Account) -> Iterator[Obligation]:
    for one in found:
        yield replace(
            one,
            quantity=-number(one.quantity),
            sales=-one.sales,
            discounted=-one.discounted,
            return_of=_original(record, one, account),
        )


def _original(record: Record, one: Obligation, account: Account) -> Reference | None:
    """Return the element that a line takes back; None if it comes from no sale."""
    sold, line = source_of(record, account), one.line
    while sold is not None:
        key = line.get("orderLine")
        found = next((each for each in sold.lines[ITEMS] if each["line"] == key), None)
        if found is None:
            return None
        element = _element(sold, found, one.member, account)
        if element is not None:
            return element
        sold, line = source_of(sold, account), found
    return None


def _element(sold: Record, line: Line, member: int, account: Account) -> Reference | None:
    """Return the first element of a line: residuals of merges come after it."""
    origin = Reference(sold.type.family, sold.id)
    for record in account.store.referring(origin.family, origin.id):
        fields = record.fields
        if fields.get("sourceRecord") == origin and record.type.name == "revenueElement":
            place = (fields.get("sourceLine"), fields.get("sourceMember") or 0)
            if place == (line["lineUniqueKey"], member):
                return Reference(record.type.family, record.id)
    return None
