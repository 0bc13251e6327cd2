"""
Orders as they stand in the books after a pass, and copies of them under ids of their own.

Each has four lines, and is judged once for each month in which one may begin.
"""

import json
import string
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from bridge.adapters.store.database import Store
from bridge.adapters.store.engine import database_url, open_engine
from bridge.adapters.store.tables import DealRow, DocumentRow, DossierRow, FrameRow, ScheduleRow
from bridge.flow.judging import Patience, judge
from bridge.flow.rulebook.editions import edition
from bridge.mappers import dossiers
from bridge.mappers.graph import Index
from bridge.mappers.read import seeds
from bridge.model.calendar import Term, add_months, months
from bridge.model.document import State
from bridge.model.ids import eighteen
from bridge.model.money import Currency

ROOT = Path(__file__).parents[2]
USD = Currency("USD")
#: Fields of a record, most of them blank: what an org with a few packages sends.
FIELDS = 100
#: Lines of an order; of how many months one may be the first.
LINES, STARTS = 4, 36
PERIODS = months(date(2020, 1, 1), date(2035, 12, 31))
NOW = datetime(2026, 7, 1, tzinfo=UTC)
_DIGITS = string.digits + string.ascii_uppercase
_PLACE = slice(9, 15)
Written = dict[str, Any]  #: a row


@dataclass(frozen=True, slots=True)
class Template:
    """An order as it stands in the books, and the ids of its records."""

    deal: Written
    dossier: Written
    document: Written
    schedules: list[Written]
    ids: tuple[str, ...]


def seed(number: int, rows: int) -> str:
    """Return an order of four lines of so many months, that begins in the month of its number."""
    start = add_months(date(2023, 1, 1), number)
    last = Term(start, add_months(start, rows)).last.isoformat()
    money = {"CurrencyIsoCode": "USD"}
    records: list[Written] = [
        {"type": "Account", "key": "A", "Name": "Acme Publishing", **money},
        *(
            {"type": "Product2", "key": code, "Name": code, "ProductCode": code, "IsActive": True}
            for code in ("ENT", "ULT")
        ),
        {
            "type": "Order",
            "key": f"O{number}",
            "AccountId": "@A",
            **money,
            "EffectiveDate": start.isoformat(),
            "Status": "Activated",
            "Type": "New",
            "TotalAmount": f"{sum(rows * 100 * line for line in range(1, LINES + 1))}.00",
        },
        *(
            {
                "type": "OrderItem",
                "key": f"I{number}-{line}",
                "OrderId": f"@O{number}",
                "Product2Id": "@ULT" if line % 2 else "@ENT",
                "Quantity": "10",
                "UnitPrice": f"{rows * 10 * line}.00",
                "ListPrice": f"{rows * 10 * line}.00",
                "TotalPrice": f"{rows * 100 * line}.00",
                "AvailableQuantity": "10",
                "ServiceDate": start.isoformat(),
                "EndDate": last,
            }
            for line in range(1, LINES + 1)
        ),
    ]
    org = {"currency": "USD", "multi_currency": True, "time_zone": "America/Los_Angeles"}
    return json.dumps({"org": org, "records": records})


def judged(store: Store, rows: int) -> list[tuple[str, ...]]:
    """Judge an order of each first month as a pass does; return the ids of the records of each."""
    shipped, found = edition(ROOT / "config/rules"), []
    patience = Patience(now=NOW, since=NOW, limit=timedelta(days=1))
    blank = {f"Custom_{place:03}__c": None for place in range(FIELDS)}
    for number in range(STARTS):
        told = seeds.parse(seed(number, rows), where="seed")
        records = tuple(replace(one, fields={**blank, **one.fields}) for one in told.records)
        (root,) = filter(dossiers.is_booking, dossiers.beginnings(records))
        frame = replace(told.frame, periods=PERIODS)
        dossier = dossiers.of_order(root, Index(records), (), frame)
        with store.transaction("judged") as tx:
            tx.dossiers.keep(dossier)
            tx.dossiers.keep_rulebook(shipped.rulebook.version, shipped.files)
            tx.judgements.record(judge(dossier, shipped.rulebook, patience))
        found.append(tuple(one.id for one in records if one.type.startswith("Order")))
    return found


def templates(folder: Path, rows: int) -> tuple[tuple[Template, ...], Written]:
    """Return what stands in the books of each order, and the frame of all of them."""
    url = f"sqlite:///{folder / 'templates.sqlite'}"
    with Store(url, clock=lambda: NOW) as store:
        ids = judged(store, rows)
    with open_engine(database_url(url)).connect() as books:
        held = [_template(books, each) for each in ids]
        (frame,) = _rows(books, FrameRow)
    return tuple(held), frame


def _template(books: Connection, ids: tuple[str, ...]) -> Template:
    (root,) = (one for one in ids if one.startswith("801"))
    (deal,) = _rows(books, DealRow, id=root)
    (dossier,) = _rows(books, DossierRow, address=deal["dossier"])
    (document,) = _rows(books, DocumentRow, deal=root)
    schedules = _rows(books, ScheduleRow, external_id=document["external_id"])
    return Template(deal, dossier, document, schedules, ids)


def _rows(books: Connection, table: type[SQLModel], **those: str) -> list[Written]:
    columns = table.__table__.columns  # type: ignore[attr-defined]  # sqlmodel does not tell of it
    query = select(*columns).where(*(columns[name] == value for name, value in those.items()))
    return [dict(row._mapping) for row in books.execute(query)]  # noqa: SLF001 - public, in spite of its name


def numbered(record_id: str, number: int) -> str:
    """Return the id of the copy with a number: another record of the same kind."""
    digits = ""
    for _ in range(_PLACE.stop - _PLACE.start):
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return eighteen(record_id[: _PLACE.start] + digits)


def copies(held: Sequence[Template], numbers: range) -> dict[type[SQLModel], list[Written]]:
    """Return the rows of copies, each acknowledged by NetSuite, and judged by rules of that day."""
    found: dict[type[SQLModel], list[Written]] = {
        table: [] for table in (DossierRow, DealRow, DocumentRow, ScheduleRow)
    }
    for number in numbers:
        of = held[number % len(held)]
        own = _Copy({one: numbered(one, number * LINES + at) for at, one in enumerate(of.ids)})
        address = f"{number:064x}"
        found[DossierRow].append({**own.of(of.dossier), "address": address})
        found[DealRow].append({**own.of(of.deal), "dossier": address, "place": 0})
        settled = {"state": State.ACKNOWLEDGED, "settled_seq": number, "internal_id": str(number)}
        found[DocumentRow].append({**own.of(of.document), **settled})
        found[ScheduleRow] += [own.of(one) for one in of.schedules]
    return found


@dataclass(frozen=True, slots=True)
class _Copy:
    """Writes rows under other ids."""

    ids: dict[str, str]

    def of(self, row: Written) -> Written:
        return {name: self._value(name, value) for name, value in row.items()}

    def _value(self, name: str, value: object) -> object:
        match value:
            case str():
                return self._text(value)
            case bytes() if name == "content":
                return zlib.compress(self._text(zlib.decompress(value).decode()).encode())
            case bytes():
                return self._text(value.decode()).encode()
            case _:
                return value

    def _text(self, text: str) -> str:
        for old, new in self.ids.items():
            text = text.replace(old, new)
        return text
