"""The list of exceptions: pages, counts by state, and groups by cause, each from an index."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, func
from sqlalchemy import select as columns
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from bridge.adapters.store.browsing.exception_filter import ExceptionFilter, wanted_rows
from bridge.adapters.store.browsing.exception_order import Order
from bridge.adapters.store.browsing.pages import Page, Reach
from bridge.adapters.store.cases import ExceptionCase, case_of, open_case
from bridge.adapters.store.ledger_rows import halves, summed
from bridge.adapters.store.queue.lives import UNTOUCHED, Lived, lived
from bridge.adapters.store.queue.tables import CaseRow, LifeRow
from bridge.adapters.store.tables import DealRow
from bridge.model.ids import Digest
from bridge.model.money import Currency, Money
from bridge.queue.cause import Cause, cause_of
from bridge.queue.life import CaseState


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseGroup:
    """The exceptions of one cause."""

    fingerprint: Digest
    cause: Cause
    count: int
    amounts: tuple[Money, ...]  #: signed sums, by currency
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Groups:
    """The causes with the most exceptions, and how many causes there are beyond them."""

    shown: tuple[CauseGroup, ...]
    more: int


class ExceptionList:
    """Leafs through the exception queue, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(
        self, wanted: ExceptionFilter, reach: Reach, order: Order = Order.OLDEST
    ) -> Page[ExceptionCase]:
        """Return a part of the exceptions that are wanted."""
        both = select(CaseRow, DealRow).join(DealRow, col(DealRow.id) == col(CaseRow.deal))
        query = both.where(*wanted_rows(wanted), *order.behind(reach))
        query = query.order_by(*order.columns).limit(reach.limit + 1)
        rows = self._session.exec(query).all()
        lives = self._lives([case.id or 0 for case, _ in rows])
        return reach.page(
            rows,
            lambda row: case_of(row[0], row[1], lives.get(row[0].id or 0, UNTOUCHED)),
            lambda row: order.keys(row[0]),
        )

    def numbers(self, wanted: ExceptionFilter, limit: int) -> tuple[int, ...]:
        """Return the numbers of the exceptions that are wanted, oldest first: so many at most."""
        query = columns(col(CaseRow.id)).where(*wanted_rows(wanted))
        found = self._rows(query.order_by(*Order.OLDEST.columns).limit(limit))
        return tuple(number or 0 for (number,) in found)

    def counts(self, wanted: ExceptionFilter) -> Mapping[CaseState, int]:
        """Count what is wanted by state, whatever state is wanted."""
        query = columns(col(CaseRow.state), func.count()).where(
            *wanted_rows(replace(wanted, state=None))
        )
        found = self._rows(query.group_by(col(CaseRow.state)))
        counts = {CaseState(name): int(count) for name, count in found}
        return {state: counts.get(state, 0) for state in CaseState}

    def amounts(self, wanted: ExceptionFilter) -> tuple[Money, ...]:
        """Add up what is wanted, by currency."""
        code = col(CaseRow.currency)
        query = columns(code, *halves(col(CaseRow.minor))).where(*wanted_rows(wanted))
        found = self._rows(query.group_by(code).order_by(code))
        return tuple(summed(high, low, Currency(name)) for name, high, low in found)

    def causes(self, wanted: ExceptionFilter, limit: int) -> Groups:
        """Group what is wanted by cause: the most frequent causes, so many at most."""
        keys = (col(CaseRow.fingerprint), col(CaseRow.currency))
        sums = (func.count(), *halves(col(CaseRow.minor)), func.min(col(CaseRow.opened_at)))
        rows = self._rows(
            columns(*keys, *sums, func.min(col(CaseRow.id)))
            .where(*wanted_rows(wanted))
            .group_by(*keys)
        )
        found: dict[str, list[tuple[int, Money, datetime, int]]] = {}
        for name, code, count, high, low, oldest, number in rows:
            money = summed(high, low, Currency(code))
            found.setdefault(name, []).append((int(count), money, oldest, number))
        ranked = sorted(found, key=lambda name: (-sum(one[0] for one in found[name]), name))
        samples = self._causes_of([min(one[3] for one in found[name]) for name in ranked[:limit]])
        shown = tuple(
            CauseGroup(
                fingerprint=Digest(name),
                cause=samples[name],
                count=sum(one[0] for one in found[name]),
                amounts=tuple(sorted((m for _, m, _, _ in found[name]), key=lambda m: m.currency)),
                oldest=min(one[2] for one in found[name]),
            )
            for name in ranked[:limit]
        )
        return Groups(shown, len(ranked) - len(shown))

    def newest(self) -> int:
        """Return the number of the exception that came last; 0 if there never was one."""
        return self._session.exec(select(func.max(CaseRow.id))).one() or 0

    def codes(self) -> tuple[str, ...]:
        """Return the codes that exceptions have, resolved ones too."""
        return self._distinct(col(CaseRow.code))

    def currencies(self) -> tuple[str, ...]:
        """Return the currencies of exceptions."""
        return self._distinct(col(CaseRow.currency))

    def owners(self) -> tuple[str, ...]:
        """Return who answers for exceptions."""
        query = columns(col(LifeRow.assignee)).where(col(LifeRow.assignee).is_not(None)).distinct()
        return tuple(sorted(name for (name,) in self._rows(query)))

    def _rows(self, query: Executable) -> Iterable[Any]:
        return self._session.connection().execute(query).all()

    def _distinct(self, column: Mapped[str]) -> tuple[str, ...]:
        # From one to the next in the index: there are few of them, whatever the number of rows.
        found: list[str] = []
        name = self._first(columns(func.min(column)))
        while name is not None:
            found.append(name)
            name = self._first(columns(func.min(column)).where(column > name))
        return tuple(found)

    def _first(self, query: Executable) -> str | None:
        name: str | None = self._session.connection().execute(query).scalar_one()
        return name

    def _lives(self, numbers: list[int]) -> dict[int, Lived]:
        query = select(LifeRow).where(col(LifeRow.exception).in_(numbers))
        return {row.exception: lived(row) for row in self._session.exec(query)}

    def _causes_of(self, numbers: list[int]) -> dict[str, Cause]:
        rows = self._session.exec(select(CaseRow).where(col(CaseRow.id).in_(numbers)))
        return {row.fingerprint: cause_of(open_case(row).flags) for row in rows}
