"""The tables that a query can read, made from the records of the account."""

from __future__ import annotations

from collections.abc import Mapping

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.schema.fields import Field, Kind
from bridge.sandbox.netsuite.schema.revenue import INNER
from bridge.sandbox.netsuite.suiteql import revenue_rows
from bridge.sandbox.netsuite.suiteql.cells import Cell, text
from bridge.sandbox.netsuite.suiteql.rows import Display, Table, record_row
from bridge.sandbox.netsuite.suiteql.transactions import ledger, links
from bridge.sandbox.netsuite.suiteql.transactions.kinds import FAMILIES, KINDS, LABELS
from bridge.sandbox.netsuite.suiteql.transactions.rows import (
    COLUMNS,
    LINE_COLUMNS,
    header,
    lines,
    status_shown,
)

_FAMILIES = {
    "account": "account",
    "accountingperiod": "accountingPeriod",
    "billingschedule": "billingSchedule",
    "classification": "classification",
    "currency": "currency",
    "currencyrate": "currencyRate",
    "customer": "entity",
    "department": "department",
    "employee": "employee",
    "item": "item",
    "location": "location",
    "subsidiary": "subsidiary",
    "term": "term",
    **revenue_rows.FAMILIES,
}


class Tables:
    """Tables by name, made again when a record has changed."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._made: dict[str, Table] = {}
        self._revision = -1

    def get(self, name: str) -> Table | None:
        """Return a table; None if there is none of this name."""
        if self._revision != self._account.store.revision:
            self._made.clear()
            self._revision = self._account.store.revision
        if name not in self._made:
            table = self._make(name)
            if table is None:
                return None
            self._made[name] = table
        return self._made[name]

    def _make(self, name: str) -> Table | None:
        if name == "transaction":
            return self._transactions()
        if name == "transactionline":
            return self._transaction_lines()
        if name in links.BY_LINE | links.BY_DOCUMENT:
            return self._links(by_lines=name in links.BY_LINE)
        if name == revenue_rows.PLANNED:
            return self._planned_revenue()
        if name == revenue_rows.ACCOUNTING:
            posted = (*ledger.rows(self._account), *revenue_rows.accounting_rows(self._account))
            shown = {"transaction": self._display(*FAMILIES)}
            shown["account"] = self._display("account")
            return Table(revenue_rows.ACCOUNTING_COLUMNS, posted, shown)
        known = name in _FAMILIES and self._fields(_FAMILIES[name])
        return self._plain(name) if known else None

    def _plain(self, name: str) -> Table:
        """A table with the fields of a family of records as columns."""
        family = _FAMILIES[name]
        fields = self._fields(family)
        shown = revenue_rows.shown_row if family in revenue_rows.SHADED else record_row
        rows = tuple(map(shown, self._account.store.of_family(family)))
        extra = {"id", "fullname"} | ({"itemtype"} if family == "item" else set())
        extra |= set() if family == "accountingPeriod" else {"externalid"}
        columns = (frozenset(fields) | extra) - INNER
        return Table(columns, rows, self._displays(fields))

    def _transactions(self) -> Table:
        store = self._account.store
        sales = (header(record) for family in KINDS for record in store.of_family(family))
        arrangements = map(revenue_rows.arrangement_row, store.of_family("revenueArrangement"))
        journals = map(revenue_rows.journal_row, store.of_family("journalEntry"))
        displays = self._displays(self._fields("salesOrder")) | {
            "id": self._display(*FAMILIES),
            "status": status_shown,
            "type": lambda cell: LABELS.get(str(cell)),
            "postingperiod": self._display("accountingPeriod"),
        }
        columns = COLUMNS | self._custom("salesOrder", "")
        return Table(columns, (*sales, *arrangements, *journals), displays)

    def _transaction_lines(self) -> Table:
        sign = -1 if self._account.settings.lines_are_credits else 1
        store = self._account.store
        elements = revenue_rows.elements_by_line(self._account)
        sold = (
            {**row, "revenueelement": elements.get((record.id, row.get("lineuniquekey")))}
            for family in KINDS
            for record in store.of_family(family)
            for row in lines(record, sign)
        )
        rows = (*sold, *revenue_rows.journal_lines(self._account))
        columns = LINE_COLUMNS | self._custom("salesOrder", "item")
        displays = self._displays(self._account.types["salesOrder"].sublists["item"].fields)
        displays |= dict.fromkeys(("transaction", "createdfrom"), self._display(*FAMILIES))
        return Table(columns, rows, displays)

    def _links(self, *, by_lines: bool) -> Table:
        made = links.by_line if by_lines else links.by_document
        columns = links.COLUMNS if by_lines else links.DOCUMENT_COLUMNS
        documents = dict.fromkeys(("previousdoc", "nextdoc"), self._display(*FAMILIES))
        return Table(columns, tuple(made(self._account)), documents)

    def _planned_revenue(self) -> Table:
        fields = revenue_rows.PLANNED_FIELDS
        displays = self._displays(fields)
        displays["revenueplan"] = self._display("revenuePlan")
        rows = tuple(revenue_rows.planned_rows(self._account))
        return Table(frozenset(fields) | {"revenueplan"}, rows, displays)

    def _fields(self, family: str) -> dict[str, Field]:
        return {
            name: field
            for record_type in self._account.types.values()
            if record_type.family == family
            for name, field in record_type.fields.items()
            if field.kind is not Kind.REFERENCES
        }

    def _custom(self, type_name: str, sublist: str) -> frozenset[str]:
        record_type = self._account.types[type_name]
        fields = record_type.sublists[sublist].fields if sublist else record_type.fields
        return frozenset(name for name in fields if name.startswith("cust"))

    def _displays(self, fields: Mapping[str, Field]) -> dict[str, Display]:
        shown = {
            name: self._display(field.family) for name, field in fields.items() if field.family
        }
        shown |= {name: _label(field) for name, field in fields.items() if field.choices}
        shown["id"] = text
        return shown

    def _display(self, *families: str) -> Display:
        def shown(cell: Cell) -> str | None:
            found = (self._account.store.get(family, text(cell) or "") for family in families)
            record = next((one for one in found if one is not None), None)
            return text(cell) if record is None else record.shown_name()

        return shown


def _label(field: Field) -> Display:
    return lambda cell: field.choices.get(str(cell), text(cell))
