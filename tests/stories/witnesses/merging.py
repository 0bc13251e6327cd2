"""The first witness of merges: an account of the stand-in that gets the documents of a contract."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from bridge.mappers.write import bodies
from bridge.model.document import Document, Kind
from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.netsuite.lifecycle.transforms import transform
from bridge.sandbox.netsuite.records.bodies import Options, Validation
from bridge.sandbox.netsuite.records.references import target
from bridge.sandbox.netsuite.records.store import Line, Record
from bridge.sandbox.netsuite.records.writing import write
from bridge.sandbox.netsuite.revenue.journals import recognise
from bridge.sandbox.netsuite.revenue.merges import Merge, merge
from bridge.sandbox.netsuite.revenue.update import update
from tests.sandbox.netsuite.lifecycle.orders import account

_CLIENT = Options(names=Validation.IGNORE)
_OWNER = Options(names=Validation.ERROR, trusted=True)
_FAIR_VALUES = "custcol_bridge_fair_value"


class MergingAccount:
    """An account that is allocated by fair values, and carries dates and values to elements."""

    def __init__(self, customer: str, rule: str = "SL-EVEN", *, keeping: bool = False) -> None:
        """Open it; `rule` is by what its two items are recognised, keeping their amounts or not."""
        clock = SimulatedClock(datetime(2026, 6, 1, 12, 0, tzinfo=UTC))
        items: list[dict[str, object]] = [
            {
                "type": "serviceSaleItem",
                "externalId": code,
                "VSOESopGroup": {"id": "EXCLUDE" if keeping else "NORMAL"},
                "revenueRecognitionRule": {"externalId": rule},
            }
            for code in ("SUB-ENT", "SUB-ULT")
        ]
        seed = account(
            *items, forecast_plans=False, element_dates="mapped", fair_value_column=_FAIR_VALUES
        )
        self._account = seed.add_customers({customer: customer}).open_account(clock)
        self._closed = date(2024, 1, 1)

    def take(self, documents: Sequence[Document], *, invoiced: bool) -> None:
        """Write the documents of a deal as they are sent, approve them, and let revenue follow."""
        for document in documents:
            if document.kind is not Kind.MERGE_REQUEST:
                self._write(document)
        if invoiced:
            self._invoice(documents)
        update(self._account)
        for document in documents:
            if document.merging:
                self._merge(document)

    def post_until(self, first_open: date) -> None:
        """Post and close month after month, until one is the first that is open."""
        while self._closed < first_open:
            code = f"{self._closed:%Y-%m}"
            period = self._account.store.by_external_id("accountingPeriod", code)
            assert period is not None
            recognise(self._account, period)
            kind = self._account.types["accountingPeriod"]
            write(self._account, kind, {"closed": True}, period, _OWNER)
            year, month = divmod(self._closed.year * 12 + self._closed.month, 12)
            self._closed = date(year, month + 1, 1)

    def revenue(self) -> dict[tuple[str, int], dict[str, Decimal]]:
        """
        Return what is planned of each line by month, all of its elements together.

        A line is named by the external id of its document and its place there.
        """
        found: dict[tuple[str, int], dict[str, Decimal]] = {}
        for name, element in self._elements():
            own = found.setdefault(name, {})
            for row in self._rows(element):
                month = self._month(row)
                own[month] = own.get(month, Decimal(0)) + _number(row, "amount")
        return {
            name: {month: amount for month, amount in sorted(plan.items()) if amount}
            for name, plan in found.items()
        }

    def _write(self, document: Document) -> None:
        sent, _ = bodies.sealed(document)
        body = json.loads(sent, parse_float=Decimal)
        kinds, store = self._account.types, self._account.store
        match document.kind:
            case Kind.SALES_ORDER:
                approved = {**body, "orderStatus": {"id": "B"}}
                write(self._account, kinds["salesOrder"], approved, None, _CLIENT)
            case Kind.ORDER_CHANGE:
                order = store.by_external_id("salesOrder", document.record)
                write(self._account, kinds["salesOrder"], body, order, _CLIENT)
            case _:
                order = store.by_external_id("salesOrder", document.target or "")
                assert order is not None
                approved = {**body, "orderStatus": {"id": "B"}}
                kind = kinds["returnAuthorization"]
                only = replace(_CLIENT, replace=frozenset({"item"}))
                transform(self._account, order, kind, approved, only)

    def _invoice(self, documents: Sequence[Document]) -> None:
        for document in documents:
            order = self._account.store.by_external_id("salesOrder", document.external_id)
            if order is not None:
                dated = {"tranDate": max(document.dated, self._closed).isoformat()}
                kind = self._account.types["invoice"]
                transform(self._account, order, kind, dated, _CLIENT)

    def _merge(self, document: Document) -> None:
        merging = document.merging
        assert merging is not None
        store, standing = self._account.store, dict[str, str]()
        for (name, _), element in self._elements():
            arrangement = target(element.fields["revenueArrangement"], store)
            if not arrangement.fields["isLocked"]:  # what earlier merges left behind
                standing[name] = arrangement.id
        wanted = tuple(dict.fromkeys(standing[one] for one in merging.sources if one in standing))
        asked = Merge(arrangements=wanted, on=merging.on, prospective=merging.prospective)
        merge(self._account, asked)

    def _elements(self) -> Iterator[tuple[tuple[str, int], Record]]:
        for element in self._account.store.of_family("revenueElement"):
            source = target(element.fields["sourceRecord"], self._account.store)
            keys = sorted({_key(one) for one in source.lines["item"]})
            yield (source.external_id or "", keys.index(_key(element.fields)) + 1), element

    def _rows(self, element: Record) -> list[Line]:
        plans = self._account.store.of_family("revenuePlan")
        own = [
            one
            for one in plans
            if target(one.fields["createdFrom"], self._account.store) is element
        ]
        return [row for plan in own for row in plan.lines["plannedRevenue"]]

    def _month(self, row: Line) -> str:
        """Return where a row is posted, or is going to be."""
        period = target(row.get("postingPeriod") or row["plannedPeriod"], self._account.store)
        return max(
            period.external_id or "",
            f"{self._closed:%Y-%m}" if not row.get("postingPeriod") else "",
        )


def _key(line: Line) -> int:
    key = line.get("sourceLine") or line["lineUniqueKey"]
    assert isinstance(key, int)
    return key


def _number(row: Line, name: str) -> Decimal:
    value = row[name]
    assert isinstance(value, Decimal)
    return value
