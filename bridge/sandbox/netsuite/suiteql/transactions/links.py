"""
What follows what: the tables of links between transactions, by line and by document.

The tables with "Next" and with "Previous" in their names hold the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.lifecycle.steps import source_of
from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Record
from bridge.sandbox.netsuite.schema.transactions import (
    APPLIED,
    CASH_SALE,
    CREDIT,
    FULFILLMENT,
    INVOICE,
    ITEMS,
    ORDER,
    RECEIPT,
    RETURN,
)
from bridge.sandbox.netsuite.suiteql.cells import Cell
from bridge.sandbox.netsuite.suiteql.rows import Row, cell_of
from bridge.sandbox.netsuite.suiteql.transactions.kinds import KINDS

BY_LINE = frozenset({"nexttransactionlinelink", "previoustransactionlinelink"})
BY_DOCUMENT = frozenset({"nexttransactionlink", "previoustransactionlink"})
_DOCUMENT = ("previousdoc", "previoustype", "previousdate", "nextdoc", "nexttype", "nextdate")
DOCUMENT_COLUMNS = frozenset({*_DOCUMENT, "linktype", "foreignamount", "lastmodifieddate"})
COLUMNS = DOCUMENT_COLUMNS | {"previousline", "nextline", "quantity"}
_PAYMENT = "Payment"
_SHIPS, _BILLS, _RETURNS = "ShipRcpt", "OrdBill", "SaleRet"
#: Source -> what is made of it -> kind of link; all other links bill, or refund.
_TYPES: Mapping[str, Mapping[str, str]] = {
    ORDER: {FULFILLMENT: _SHIPS, RETURN: _RETURNS},
    INVOICE: {RETURN: _RETURNS, CREDIT: _RETURNS},
    CASH_SALE: {RETURN: _RETURNS},
    RETURN: {RECEIPT: _SHIPS},
}


def by_line(account: Account) -> Iterator[Row]:
    """Yield a row for each line that stands for a line before it, and for each application."""
    for family in KINDS:
        for record in account.store.of_family(family):
            yield from _made(record, account)
            yield from _applied(record, account)


def by_document(account: Account) -> Iterator[Row]:
    """Yield a row for each pair of documents and kind of link, with the sum of amounts."""
    found: dict[tuple[Cell, ...], dict[str, Cell]] = {}
    for row in by_line(account):
        key = (row["previousdoc"], row["nextdoc"], row["linktype"])
        first = found.setdefault(key, {**row, "foreignamount": Decimal(0)})
        amounts = (first["foreignamount"], row["foreignamount"])
        first["foreignamount"] = sum((a for a in amounts if isinstance(a, Decimal)), Decimal(0))
    yield from found.values()


def _made(record: Record, account: Account) -> Iterator[Row]:
    source = source_of(record, account)
    for line in record.lines.get(ITEMS, ()) if source is not None else ():
        if source is not None and line.get("orderLine") is not None:
            kind = _TYPES.get(source.type.name, {}).get(record.type.name, _BILLS)
            yield {
                **_pair(source, record),
                "linktype": kind,
                "previousline": cell_of(line["orderLine"]),
                "nextline": cell_of(line["line"]),
                "quantity": cell_of(line.get("quantity")),
                "foreignamount": cell_of(line.get("amount")),
            }


def _applied(record: Record, account: Account) -> Iterator[Row]:
    for line in record.lines.get(APPLIED, ()):
        invoice = target(line["doc"], account.store)
        yield {
            **_pair(invoice, record),
            "linktype": _PAYMENT,
            "previousline": Decimal(0),
            "nextline": Decimal(0),
            "quantity": None,
            "foreignamount": cell_of(line["amount"]),
        }


def _pair(before: Record, after: Record) -> dict[str, Cell]:
    return {
        "previousdoc": Decimal(before.id),
        "previoustype": KINDS[before.type.name].code,
        "previousdate": cell_of(before.fields.get("tranDate")),
        "nextdoc": Decimal(after.id),
        "nexttype": KINDS[after.type.name].code,
        "nextdate": cell_of(after.fields.get("tranDate")),
        "lastmodifieddate": cell_of(after.fields.get("lastModifiedDate")),
    }
