"""The tables that a query can read, made from the records of the account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.records.store import Line, Record, Value
from bridge.sandbox.netsuite.schema.fields import Field, Kind
from bridge.sandbox.netsuite.schema.orders import STATUSES
from bridge.sandbox.netsuite.schema.revenue import INNER
from bridge.sandbox.netsuite.suiteql import revenue_rows
from bridge.sandbox.netsuite.suiteql.cells import Cell, text
from bridge.sandbox.netsuite.suiteql.rows import Display, Row, Table, cell_of, record_row

_FAMILIES = {
    "accountingperiod": "accountingPeriod",
    "billingschedule": "billingSchedule",
    "classification": "classification",
    "currency": "currency",
    "customer": "entity",
    "department": "department",
    "employee": "employee",
    "item": "item",
    "location": "location",
    "subsidiary": "subsidiary",
    "term": "term",
    **revenue_rows.FAMILIES,
}


def _names(written: str) -> frozenset[str]:
    return frozenset(written.split())


_ORDER_COLUMNS = _names(
    "id externalid type recordtype status trandate tranid transactionnumber entity currency "
    "exchangerate postingperiod posting voided memo createddate lastmodifieddate foreigntotal "
    "otherrefnum startdate enddate terms"
)
_LINE_COLUMNS = _names(
    "id uniquekey linesequencenumber transaction item itemtype quantity quantitybilled rate "
    "rateamount foreignamount netamount isclosed mainline taxline isrevrectransaction "
    "revenueelement createdfrom memo class department location subsidiary billingschedule "
    "revrecstartdate revrecenddate linelastmodifieddate"
)
_TYPES = {"SalesOrd": "Sales Order", "RevArrng": "Revenue Arrangement", "Journal": "Journal"}
_CREDIT_SIDE = ("quantity", "amount")


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
        if name == revenue_rows.PLANNED:
            return self._planned_revenue()
        if name == revenue_rows.ACCOUNTING:
            rows = tuple(revenue_rows.accounting_rows(self._account))
            shown = {"transaction": self._display("journalEntry")}
            return Table(revenue_rows.ACCOUNTING_COLUMNS, rows, shown)
        return self._plain(name) if name in _FAMILIES else None

    def _plain(self, name: str) -> Table:
        """A table with the fields of a family of records as columns."""
        family = _FAMILIES[name]
        fields = self._fields(family)
        shown = revenue_rows.element_row if family == "revenueElement" else record_row
        rows = tuple(map(shown, self._account.store.of_family(family)))
        extra = {"id", "fullname"} | ({"itemtype"} if family == "item" else set())
        extra |= set() if family == "accountingPeriod" else {"externalid"}
        columns = (frozenset(fields) | extra) - INNER
        return Table(columns, rows, self._displays(fields))

    def _transactions(self) -> Table:
        custom = self._custom("salesOrder", "")
        store = self._account.store
        arrangements = map(revenue_rows.arrangement_row, store.of_family("revenueArrangement"))
        journals = map(revenue_rows.journal_row, store.of_family("journalEntry"))
        rows = (*map(_order_row, store.of_family("salesOrder")), *arrangements, *journals)
        fields = self._fields("salesOrder")
        displays = self._displays(fields) | {
            "status": lambda cell: cell and f"Sales Order : {STATUSES.get(str(cell), '')}",
            "type": lambda cell: _TYPES.get(str(cell)),
            "postingperiod": self._display("accountingPeriod"),
        }
        return Table(_ORDER_COLUMNS | custom, rows, displays)

    def _transaction_lines(self) -> Table:
        sign = -1 if self._account.settings.lines_are_credits else 1
        orders = self._account.store.of_family("salesOrder")
        elements = revenue_rows.elements_by_line(self._account)
        rows = tuple(
            {**row, "revenueelement": elements.get((order.id, row.get("lineuniquekey")))}
            for order in orders
            for row in _line_rows(order, sign)
        )
        custom = self._custom("salesOrder", "item")
        lines = dict(self._account.types["salesOrder"].sublists["item"].fields)
        displays = self._displays(lines)
        displays["transaction"] = self._display("salesOrder")
        return Table(_LINE_COLUMNS | custom, rows, displays)

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

    def _display(self, family: str) -> Display:
        def shown(cell: Cell) -> str | None:
            record = self._account.store.get(family, text(cell) or "")
            return text(cell) if record is None else record.shown_name()

        return shown


def _label(field: Field) -> Display:
    return lambda cell: field.choices.get(str(cell), text(cell))


def _order_row(order: Record) -> Row:
    row = {name.lower(): cell_of(value) for name, value in order.fields.items()}
    row["foreigntotal"] = row["total"]
    row.update(
        id=Decimal(order.id),
        externalid=order.external_id,
        type="SalesOrd",
        recordtype="salesorder",
        posting="F",
        voided="F",
    )
    row.setdefault("exchangerate", Decimal(1))
    return row


def _line_rows(order: Record, sign: int) -> Iterator[Row]:
    """Yield the main line, then the lines with items."""
    body = order.fields
    shared: dict[str, Cell] = {
        "transaction": Decimal(order.id),
        "subsidiary": cell_of(body.get("subsidiary")),
        "taxline": "F",
        "isrevrectransaction": "F",
        "linelastmodifieddate": _day(body.get("lastModifiedDate")),
    }
    total = cell_of(body.get("total"))
    yield {
        **shared,
        "id": Decimal(0),
        "linesequencenumber": Decimal(0),
        "mainline": "T",
        "foreignamount": total,
        "netamount": total,
        "memo": cell_of(body.get("memo")),
    }
    for position, line in enumerate(order.lines["item"], 1):
        yield {**shared, **_item_row(line, sign), "linesequencenumber": Decimal(position)}


def _item_row(line: Line, sign: int) -> dict[str, Cell]:
    row = {name.lower(): cell_of(value) for name, value in line.items() if value is not None}
    for name in _CREDIT_SIDE:
        value = row.get(name)
        row[name] = value * sign if isinstance(value, Decimal) else value
    row["itemtype"] = "Service"
    row["mainline"] = "F"
    row["id"] = row.get("line")
    row["uniquekey"] = row.get("lineuniquekey")
    row["foreignamount"] = row["netamount"] = row.get("amount")
    row["memo"] = row.get("description")
    row["quantitybilled"] = Decimal(0)
    return row


def _day(value: Value) -> Cell:
    return value.date() if isinstance(value, datetime) else None
