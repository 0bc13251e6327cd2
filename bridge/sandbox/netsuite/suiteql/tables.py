"""The tables that a query can read, made from the records of the account."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.records.store import Line, Record, Reference, Value
from bridge.sandbox.netsuite.schema.fields import Field, Kind
from bridge.sandbox.netsuite.schema.orders import STATUSES
from bridge.sandbox.netsuite.suiteql.cells import Cell, text

Row = Mapping[str, Cell]
Display = Callable[[Cell], str | None]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; `displays` says how BUILTIN.DF shows a column."""

    columns: frozenset[str]
    rows: tuple[Row, ...]
    displays: Mapping[str, Display] = field(default_factory=dict)


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
        return self._plain(name) if name in _FAMILIES else None

    def _plain(self, name: str) -> Table:
        """A table with the fields of a family of records as columns."""
        family = _FAMILIES[name]
        fields = self._fields(family)
        rows = tuple(_record_row(record) for record in self._account.store.of_family(family))
        extra = {"id", "fullname"} | ({"itemtype"} if family == "item" else set())
        extra |= set() if family == "accountingPeriod" else {"externalid"}
        columns = frozenset(fields) | extra
        return Table(columns, rows, self._displays(fields))

    def _transactions(self) -> Table:
        custom = self._custom("salesOrder", "")
        rows = tuple(_order_row(order) for order in self._account.store.of_family("salesOrder"))
        fields = self._fields("salesOrder")
        displays = self._displays(fields) | {
            "status": lambda cell: f"Sales Order : {STATUSES.get(str(cell), '')}",
            "type": lambda _cell: "Sales Order",
        }
        return Table(_ORDER_COLUMNS | custom, rows, displays)

    def _transaction_lines(self) -> Table:
        sign = -1 if self._account.settings.lines_are_credits else 1
        orders = self._account.store.of_family("salesOrder")
        rows = tuple(row for order in orders for row in _line_rows(order, sign))
        custom = self._custom("salesOrder", "item")
        lines = dict(self._account.types["salesOrder"].sublists["item"].fields)
        displays = self._displays(lines)
        displays["transaction"] = self._display("salesOrder")
        return Table(_LINE_COLUMNS | custom, rows, displays)

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
        shown["id"] = text
        return shown

    def _display(self, family: str) -> Display:
        def shown(cell: Cell) -> str | None:
            record = self._account.store.get(family, text(cell) or "")
            return text(cell) if record is None else record.shown_name()

        return shown


def cell_of(value: Value) -> Cell:
    """Return a stored value as a query sees it: ids as numbers, booleans as T or F."""
    match value:
        case Reference():
            return Decimal(value.id)
        case bool():
            return "T" if value else "F"
        case int():
            return Decimal(value)
        case datetime():
            return value.astimezone(UTC)
        case tuple():
            return ", ".join(one.id for one in value)
    return value


def _record_row(record: Record) -> Row:
    row = {name.lower(): cell_of(value) for name, value in record.fields.items()}
    row["id"] = Decimal(record.id)
    row["fullname"] = record.shown_name()
    if record.type.family == "item":
        row["itemtype"] = "Discount" if record.type.name == "discountItem" else "Service"
    if record.type.family != "accountingPeriod":
        row["externalid"] = record.external_id
    flags = (name for name, part in record.type.fields.items() if part.kind is Kind.BOOLEAN)
    row.update((flag, "F") for flag in flags if row.get(flag) is None)
    return row


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
