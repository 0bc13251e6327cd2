"""
Keeps what NetSuite told of revenue, page by page, within one transaction.

A page of a whole reading replaces all that stood between the page before it and its own last key:
so what NetSuite holds no more goes, too.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import delete, func, insert
from sqlmodel import Session, SQLModel, col, select

from bridge.adapters.netsuite.revenue.held import CurrencyRate, Element, PlannedRow
from bridge.adapters.netsuite.revenue.reading import Tally
from bridge.adapters.store.reconciling import held_forms
from bridge.adapters.store.reconciling.gone import LINES, GoneRates
from bridge.adapters.store.reconciling.held_forms import Record
from bridge.adapters.store.reconciling.packed import PackedPlans
from bridge.adapters.store.reconciling.tables import (
    CurrencyRateRow,
    HeldRecordRow,
    PlannedRowRow,
    RevenueReadingRow,
)
from bridge.model.money import Currency, Money

PLANNED, RATES = "planned_row", "currency_rate"
Row = Record | PlannedRow | CurrencyRate
#: Rows of one round trip while all are read back.
_BATCH = 5_000
#: Values of one list in a statement.
_LIST_MAX = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """When a kind of row was read."""

    whole_at: datetime
    read_at: datetime


class HeldRevenue:
    """NetSuite's revenue as it was read last, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.plans = PackedPlans(session)  #: with the rows of each
        self.gone = GoneRates(session)

    def readings(self) -> dict[str, Reading]:
        """Return when each kind was read; a kind that never was read as a whole is absent."""
        rows = self._session.exec(select(RevenueReadingRow))
        return {row.kind: Reading(row.whole_at, row.read_at) for row in rows}

    def note_read(self, kind: str, at: datetime, *, whole: bool) -> None:
        """Note that all of a kind, or all that changed of it, was read from that moment on."""
        row = self._session.get(RevenueReadingRow, kind)
        whole_at = at if whole or row is None else row.whole_at
        self._session.merge(RevenueReadingRow(kind=kind, whole_at=whole_at, read_at=at))
        self._session.flush()

    def replace(self, kind: str, page: Sequence[Row], after: int, *, last: bool) -> None:
        """Keep a page of a whole reading, behind a key; the last page ends all that was kept."""
        if kind == PLANNED:
            self.plans.drop_all()
        table, those = self._table(kind)
        gone = delete(table).where(*those, table.id > after)
        if not last:
            gone = gone.where(table.id <= page[-1].id)
        if kind == LINES:
            self.gone.keep(gone.whereclause, {one.id for one in page})
        self._execute(gone)
        self._insert(kind, page)

    def put(self, kind: str, page: Sequence[Row]) -> None:
        """Keep rows instead of those of the same keys."""
        table, those = self._table(kind)
        if kind == PLANNED:
            self.plans.drop(one.plan for one in page if isinstance(one, PlannedRow))
        for part in _parts([one.id for one in page]):
            if kind == PLANNED:
                self.plans.drop_rows(part)
            self._execute(delete(table).where(*those, table.id.in_(part)))
        self._insert(kind, page)

    def drop_rows_of(self, plans: Sequence[int]) -> None:
        """Forget the rows of plans, which are read anew."""
        self.plans.drop(plans)
        for part in _parts(plans):
            self._execute(delete(PlannedRowRow).where(col(PlannedRowRow.plan).in_(part)))

    def drop_rows_without_plan(self) -> None:
        """Forget the rows of plans that NetSuite holds no more."""
        self.plans.drop_without_plan()
        held = select(HeldRecordRow.id).where(HeldRecordRow.kind == "plan")
        self._execute(delete(PlannedRowRow).where(col(PlannedRowRow.plan).not_in(held)))

    def tallies(self, kind: str) -> tuple[Tally, ...]:
        """Count and add up what is kept of a kind, by currency."""
        if kind == RATES:
            return self._tallied_rates()
        table, those = self._table(kind)
        filled = func.count(col(PlannedRowRow.journal)) if table is PlannedRowRow else func.count()
        query = select(table.currency, func.count(), func.sum(table.minor), filled).where(*those)
        rows = self._session.exec(query.group_by(table.currency).order_by(table.currency))
        return tuple(
            Tally(code, int(count), Money(int(added or 0), Currency(code)).decimal(), int(some))
            for code, count, added, some in rows
        )

    def _tallied_rates(self) -> tuple[Tally, ...]:
        table = CurrencyRateRow
        query = select(table.currency, func.count(), func.sum(col(table.id)))
        rows = self._session.exec(query.group_by(table.currency).order_by(table.currency))
        return tuple(Tally(code, count, Decimal(added or 0), count) for code, count, added in rows)

    def rates(self, targets: Collection[str], of: Collection[str]) -> Iterator[CurrencyRate]:
        """Yield the rates of some currencies in others, by key."""
        table = CurrencyRateRow
        those = (col(table.target).in_(targets), col(table.currency).in_(of))
        for row in self._session.exec(select(table).where(*those).order_by(col(table.id))):
            yield CurrencyRate(
                id=row.id,
                source=Currency(row.currency),
                target=Currency(row.target),
                rate=Decimal(row.rate),
                effective=row.effective,
            )

    def forget(self, kind: str) -> None:
        """Let all of a kind go, as if it never had been read."""
        table, those = self._table(kind)
        self._execute(delete(table).where(*those))
        self._execute(delete(RevenueReadingRow).where(col(RevenueReadingRow.kind) == kind))

    def records(self, kind: str) -> Iterator[Any]:
        """Yield all order lines, elements or plans, by key."""
        columns = (HeldRecordRow.id, HeldRecordRow.currency, HeldRecordRow.content)
        query = select(*columns).where(HeldRecordRow.kind == kind).order_by(col(HeldRecordRow.id))
        for part in self._session.connection().execute(query).yield_per(_BATCH).partitions():
            yield from held_forms.read(kind, part)

    def elements(self, status: str) -> tuple[Element, ...]:
        """Return the elements whose plans have a status, in NetSuite's word, by key."""
        # The text is searched first: hardly any has it, and to read all takes long.
        likely = col(HeldRecordRow.content).contains(status, autoescape=True)
        columns = (HeldRecordRow.id, HeldRecordRow.currency, HeldRecordRow.content)
        query = select(*columns).where(HeldRecordRow.kind == "element", likely)
        rows = self._session.connection().execute(query.order_by(col(HeldRecordRow.id)))
        found = held_forms.read("element", [(key, money, told) for key, money, told in rows])
        return tuple(one for one in found if isinstance(one, Element) and one.status == status)

    def _table(self, kind: str) -> tuple[Any, tuple[Any, ...]]:
        if kind in _TABLES:
            return _TABLES[kind], ()
        return HeldRecordRow, (HeldRecordRow.kind == kind,)

    def _insert(self, kind: str, page: Sequence[Any]) -> None:
        if not page:
            return
        table, _ = self._table(kind)
        write = _WRITERS.get(kind, partial(_record, kind))
        written = [write(one) for one in page]
        self._session.connection().execute(insert(table), written)

    def _execute(self, statement: Any) -> None:
        self._session.connection().execute(statement)


def _parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), _LIST_MAX):
        yield keys[start : start + _LIST_MAX]


def _planned(one: PlannedRow) -> dict[str, object]:
    return {
        "id": one.id,
        "plan": one.plan,
        "planned": one.planned,
        "posted": one.posted,
        "currency": one.amount.currency.code,
        "minor": one.amount.minor,
        "recognised": one.recognised,
        "journal": one.journal,
    }


def _rate(one: CurrencyRate) -> dict[str, object]:
    return {
        "id": one.id,
        "target": one.target.code,
        "currency": one.source.code,
        "rate": f"{one.rate:f}",
        "effective": one.effective,
    }


#: Kinds that have a table of their own, and how a row of it is written.
_TABLES: Mapping[str, type[SQLModel]] = {PLANNED: PlannedRowRow, RATES: CurrencyRateRow}
_WRITERS: Mapping[str, Callable[[Any], dict[str, object]]] = {PLANNED: _planned, RATES: _rate}


def _record(kind: str, one: Record) -> dict[str, object]:
    amount = held_forms.AMOUNTS[kind](one)
    return {
        "kind": kind,
        "id": one.id,
        "currency": held_forms.currency_of(one),
        "minor": amount.minor if amount is not None else 0,
        "content": held_forms.write(one),
    }
