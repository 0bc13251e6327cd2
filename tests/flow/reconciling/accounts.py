"""An account of NetSuite that answers the questions for revenue from rows in memory."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import responses
from requests import PreparedRequest

from tests.adapters.netsuite.accounts import SUITEQL

Row = Mapping[str, Any]
#: What tells which kind of row a question is about.
TABLES = {
    "order_line": "FROM transaction t JOIN transactionline",
    "billing_line": "FROM transaction t JOIN transactionaccountingline",
    "element": "FROM revenueelement e JOIN",
    "plan": "FROM revenueplan p JOIN",
    "planned_row": "FROM revenueplanplannedrevenue",
    "currency_rate": "FROM currencyrate r JOIN",
}
_SUMMED = {
    "order_line": "amount",
    "billing_line": "amount",
    "element": "allocated",
    "plan": "amount",
    "planned_row": "amount",
    "currency_rate": "id",
}
PAGE = 1000


@dataclass
class MemoryAccount:
    """Rows by kind; it counts what it is asked, by kind and by what the question is for."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    changed: dict[str, set[str]] = field(default_factory=dict)  #: ids saved lately
    asked: list[tuple[str, str]] = field(default_factory=list)

    def serve(self, web: responses.RequestsMock) -> None:
        web.add_callback(responses.POST, SUITEQL, self._answer)

    def pages(self, kind: str) -> int:
        """How many pages of a kind were asked for."""
        return sum(one[0] == kind and one[1] != "tally" for one in self.asked)

    def _answer(self, request: PreparedRequest) -> tuple[int, dict[str, str], str]:
        question = json.loads(request.body or b"", parse_float=Decimal)
        query, params = question["q"], question["params"]
        kind = next(name for name, told in TABLES.items() if told in query)
        rows = self.rows.get(kind, [])
        if "COUNT(*)" in query:
            self.asked.append((kind, "tally"))
            return self._page(_tally(kind, rows), more=False)
        since = "TO_DATE" in query
        self.asked.append((kind, "changed" if since else "all"))
        if since:
            rows = [one for one in rows if one["id"] in self.changed.get(kind, set())]
        behind = [one for one in rows if int(one["id"]) > params[-1]]
        cut = int(re.findall(r"ROWNUM <= (\d+)", query)[0])
        found = behind[:cut]
        return self._page(found[:PAGE], more=len(found) > PAGE)

    def _page(self, rows: Iterable[Row], *, more: bool) -> tuple[int, dict[str, str], str]:
        items = [{"links": [], **row} for row in rows]
        body = {"items": items, "hasMore": more, "count": len(items), "offset": 0, "links": []}
        return 200, {"Content-Type": "application/json"}, json.dumps(body)


def _tally(kind: str, rows: Iterable[Row]) -> list[Row]:
    sums: dict[str, tuple[int, Decimal, int]] = {}
    for row in rows:
        count, added, filled = sums.get(row["money"], (0, Decimal(0), 0))
        more = Decimal(row.get(_SUMMED[kind]) or 0)
        has = kind != "planned_row" or row.get("journal") is not None
        sums[row["money"]] = (count + 1, added + more, filled + has)
    return [
        {"money": money, "counted": str(count), "added": str(added), "filled": str(filled)}
        for money, (count, added, filled) in sums.items()
    ]


def planned(number: int, plan: int = 1, **other: object) -> Row:
    """A row of a plan: 10.00 USD of January 2026, not recognised."""
    row = {"id": str(number), "plan": str(plan), "planned": "137", "amount": "10.00"}
    return {**row, "money": "USD", "recognised": "F", **other}


def plan(number: int, **other: object) -> Row:
    """A plan of 120.00 USD."""
    row = {"id": str(number), "element": str(number), "amount": "120.00", "rate": "1"}
    return {**row, "money": "USD", "status": "In Progress", "hold": "F", **other}


def element(number: int, **other: object) -> Row:
    """An element of 120.00 USD."""
    row = {"id": str(number), "arrangement": "7001", "source": f"Sales Order #SO{number}"}
    sums = {"sales": "120.00", "discounted": "120.00", "allocated": "120.00", "money": "USD"}
    return {**row, **sums, "rate": "1", "stale": "F", "status": "In Progress", **other}


def billing_line(number: int, **other: object) -> Row:
    """A line of an invoice of 120.00 USD, made from the first line of an order."""
    row = {"id": str(number), "document": str(6000 + number), "shown": f"Invoice #INV{number}"}
    more = {"period": "137", "subsidiary": "1", "thekey": "1", "account": "2500", "money": "USD"}
    made = {"amount": "-120.00", "previous": str(5000 + number), "previouskey": "1"}
    return {**row, **more, **made, **other}


def currency_rate(number: int, **other: object) -> Row:
    """What a euro is worth in dollars since the beginning of 2026."""
    row = {"id": str(number), "base": "USD", "money": "EUR", "rate": "1.10"}
    return {**row, "effective": "2026-01-01", **other}


def order_line(number: int, **other: object) -> Row:
    """A line of an order of 120.00 USD, on the credit side as accounts show it."""
    row = {"id": str(number), "document": str(5000 + number), "shown": f"Sales Order #SO{number}"}
    more = {"kind": "SalesOrd", "state": "B", "dated": "2026-01-01", "customer": "1001"}
    sums = {"subsidiary": "1", "rate": "1", "money": "USD", "amount": "-120.00", "quantity": "-1"}
    return {**row, **more, **sums, "thekey": "1", "item": "SUB-ENT", "isclosed": "F", **other}
