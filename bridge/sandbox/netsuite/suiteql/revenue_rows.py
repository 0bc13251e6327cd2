"""Arrangements, elements, plans and planned revenue as rows of tables."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.records.store import Line, Record, Reference
from bridge.sandbox.netsuite.schema.revenue import INNER, JOURNAL_LINES, PLAN, ROWS
from bridge.sandbox.netsuite.suiteql.cells import Cell
from bridge.sandbox.netsuite.suiteql.rows import Row, cell_of, record_row

#: Table -> the family of records whose fields are its columns.
FAMILIES = {
    "revenueelement": "revenueElement",
    "revenueplan": "revenuePlan",
    "fairvalueprice": "fairValuePrice",
    "subscription": "subscription",
    "subscriptionline": "subscriptionLine",
    "priceplan": "pricePlan",
    "usage": "usage",
    "charge": "charge",
}
#: Families of which queries do not show everything.
SHADED = frozenset({"revenueElement", "revenuePlan"})
PLANNED = "revenueplanplannedrevenue"
ACCOUNTING = "transactionaccountingline"
ACCOUNTING_COLUMNS = frozenset(
    {"transaction", "transactionline", "account", "accountingbook"}
    | {"debit", "credit", "amount", "posting"}
)
PLANNED_FIELDS = PLAN.sublists[ROWS.lower()].fields
_HUNDRED = 100
_PLACES = Decimal("0.0001")


def planned_rows(account: Account) -> Iterator[Row]:
    """Yield the planned revenue of all plans, one row for each period of each plan."""
    for plan in account.store.of_family("revenuePlan"):
        yield from (_planned_row(plan, line) for line in plan.lines[ROWS])


def _planned_row(plan: Record, line: Line) -> Row:
    whole = plan.fields.get("amount")
    row = {name.lower(): cell_of(value) for name, value in line.items()}
    row["revenueplan"] = Decimal(plan.id)
    if row["isrecognized"] == "T" and isinstance(whole, Decimal) and whole:
        row["percentrecognizedinperiod"] = _percent(row["amount"], whole)
        row["percenttotalrecognized"] = _percent(row["totalrecognized"], whole)
    return row


def shown_row(record: Record) -> Row:
    """Return the row of an element or plan, without what no query shows."""
    return {name: cell for name, cell in record_row(record).items() if name not in INNER}


def arrangement_row(arrangement: Record) -> Row:
    """Return the row of an arrangement in the table of transactions."""
    row = record_row(arrangement)
    return {
        **row,
        "foreigntotal": row.get("total"),
        "type": "RevArrng",
        "recordtype": "revenuearrangement",
        "posting": "F",
        "voided": "F",
    }


def journal_row(journal: Record) -> Row:
    """Return the row of a journal in the table of transactions."""
    row = record_row(journal)
    return {
        **row,
        "foreigntotal": row.get("total"),
        "type": "Journal",
        "recordtype": "journalentry",
        "posting": "T",
        "voided": "F",
    }


def journal_lines(account: Account) -> Iterator[Row]:
    """Yield the lines of all journals as rows of the table of lines; the first is the main one."""
    for journal in account.store.of_family("journalEntry"):
        for position, line in enumerate(journal.lines[JOURNAL_LINES]):
            yield {
                "transaction": Decimal(journal.id),
                "id": cell_of(line["line"]),
                "linesequencenumber": Decimal(position),
                "subsidiary": cell_of(journal.fields.get("subsidiary")),
                "memo": cell_of(line.get("memo") or journal.fields.get("memo")),
                "mainline": "F" if position else "T",
                "taxline": "F",
                "isclosed": "F",
                "isrevrectransaction": "F",
            }


def accounting_rows(account: Account) -> Iterator[Row]:
    """Yield the lines of all journals; a credit is a negative amount."""
    for journal in account.store.of_family("journalEntry"):
        for line in journal.lines[JOURNAL_LINES]:
            debit, credit = line.get("debit"), line.get("credit")
            yield {
                "transaction": Decimal(journal.id),
                "transactionline": cell_of(line["line"]),
                "account": cell_of(line["account"]),
                "accountingbook": Decimal(1),
                "debit": cell_of(debit),
                "credit": cell_of(credit),
                "amount": -credit if isinstance(credit, Decimal) else cell_of(debit),
                "posting": "T",
            }


def elements_by_line(account: Account) -> dict[tuple[str, object], Decimal]:
    """Return (order id, key of its line) -> id of the element that comes from it."""
    return {
        (source.id, element.fields["sourceLine"]): Decimal(element.id)
        for element in account.store.of_family("revenueElement")
        if isinstance(source := element.fields["sourceRecord"], Reference)
        and source.family == "salesOrder"
        and not element.fields.get("sourceMember")
    }


def _percent(part: Cell, whole: Decimal) -> Cell:
    if not isinstance(part, Decimal):
        return None
    return (part * _HUNDRED / whole).quantize(_PLACES)
