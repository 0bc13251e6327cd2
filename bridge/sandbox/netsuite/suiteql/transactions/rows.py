"""Sales transactions as rows of `transaction` and of `transactionline`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from bridge.sandbox.netsuite.records.store import Line, Record, Value
from bridge.sandbox.netsuite.schema.transactions import ITEMS
from bridge.sandbox.netsuite.suiteql.cells import Cell, text
from bridge.sandbox.netsuite.suiteql.rows import Row, cell_of
from bridge.sandbox.netsuite.suiteql.transactions.kinds import KINDS


def _names(*written: str) -> frozenset[str]:
    return frozenset(name for line in written for name in line.split())


COLUMNS = _names(
    "id externalid type recordtype status trandate tranid transactionnumber entity currency "
    "exchangerate postingperiod posting voided memo createddate lastmodifieddate foreigntotal",
    "otherrefnum startdate enddate terms duedate foreignamountpaid foreignamountunpaid",
)
LINE_COLUMNS = _names(
    "id uniquekey linesequencenumber transaction item itemtype quantity quantitybilled rate",
    "quantityshiprecv rateamount foreignamount netamount isclosed mainline taxline memo",
    "isrevrectransaction revenueelement createdfrom class department location subsidiary",
    "billingschedule revrecstartdate revrecenddate linelastmodifieddate",
)
_SIGNED = ("quantity", "amount")


class Status(str):
    """The letter of a status, which BUILTIN.DF shows with the kind of transaction before it."""

    __slots__ = ("shown",)
    shown: str


def header(record: Record) -> Row:
    """Return the row of a transaction; what gives back has a negative total."""
    kind = KINDS[record.type.name]
    row = {name.lower(): cell_of(value) for name, value in record.fields.items()}
    total = row.get("total")
    row.update(
        id=Decimal(record.id),
        externalid=record.external_id,
        type=kind.code,
        recordtype=record.type.name.lower(),
        posting="T" if kind.posts else "F",
        voided="F",
        status=_status(record),
        foreigntotal=-total if kind.gives_back and isinstance(total, Decimal) else total,
        foreignamountpaid=row.get("amountpaid"),
        foreignamountunpaid=row.get("amountremaining"),
    )
    if row.get("exchangerate") is None:
        row["exchangerate"] = Decimal(1)
    return row


def status_shown(cell: Cell) -> str | None:
    """Return what BUILTIN.DF shows of a status."""
    return cell.shown if isinstance(cell, Status) else text(cell)


def lines(record: Record, sign: int) -> Iterator[Row]:
    """
    Yield the main line of a transaction, then its lines with items.

    Args:
        record: the transaction.
        sign: of quantities and amounts of what is sold; what gives back has the other one.
    """
    head = header(record)
    shared: dict[str, Cell] = {
        "transaction": head["id"],
        "subsidiary": head.get("subsidiary"),
        "createdfrom": head.get("createdfrom"),
        "taxline": "F",
        "isrevrectransaction": "F",
        "isclosed": "F",
        "linelastmodifieddate": _day(record.fields.get("lastModifiedDate")),
    }
    total = head.get("foreigntotal")
    yield {
        **shared,
        "id": Decimal(0),
        "linesequencenumber": Decimal(0),
        "mainline": "T",
        "foreignamount": total,
        "netamount": total,
        "memo": head.get("memo"),
    }
    side = -sign if KINDS[record.type.name].gives_back else sign
    for position, line in enumerate(record.lines.get(ITEMS, ()), 1):
        yield {**shared, **_item(line, side), "linesequencenumber": Decimal(position)}


def _item(line: Line, sign: int) -> dict[str, Cell]:
    row = {name.lower(): cell_of(value) for name, value in line.items() if value is not None}
    for name in _SIGNED:
        value = row.get(name)
        row[name] = value * sign if isinstance(value, Decimal) else value
    row["itemtype"] = "Service"
    row["mainline"] = "F"
    row["id"] = row.get("line")
    row["uniquekey"] = row.get("lineuniquekey")
    row["foreignamount"] = row["netamount"] = row.get("amount")
    row["memo"] = row.get("description")
    row["quantitybilled"] = row.get("quantitybilled") or Decimal(0)
    moved = row.get("quantityfulfilled") or row.get("quantityreceived")
    row["quantityshiprecv"] = moved or Decimal(0)
    return row


def _status(record: Record) -> Status:
    kind = KINDS[record.type.name]
    letter = Status(record.fields.get("status") or "")
    label = kind.statuses(record.type.name).get(letter, "")
    letter.shown = f"{kind.label} : {label}"
    return letter


def _day(value: Value) -> Cell:
    return value.date() if isinstance(value, datetime) else None
