"""Keeps statements of reconciliation, so that one can be shown again and compared with the next."""

import json
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, delete, func, select

from bridge.adapters.store.browsing.pages import Page, Reach
from bridge.adapters.store.reconciling.tables import StatementRow
from bridge.model.calendar import Clock
from bridge.model.ids import Digest, canonical, digest

#: Values of one list in a statement of SQL.
_LIST_MAX = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptStatement:
    """A statement as it was made."""

    id: int
    as_of: date
    measure: str
    period: str  #: empty where it is of no one period
    made_at: datetime
    digest: Digest  #: of its figures
    content: Any  #: JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedStatement:
    """A statement without what it says."""

    id: int
    as_of: date
    measure: str
    period: str  #: empty where it is of no one period
    definition: str  #: of recurring revenue, by name; empty for other measures
    made_at: datetime
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFilter:
    """Which statements are wanted; without a value all."""

    measures: tuple[str, ...]
    period: str | None = None
    definition: str | None = None


class StatementRows:
    """Statements, within one transaction."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def keep(
        self, content: Any, *, as_of: date, measure: str, period: str, definition: str = ""
    ) -> KeptStatement:
        """Keep a statement; its digest is that of all that it says."""
        row = StatementRow(
            as_of=as_of,
            measure=measure,
            period=period,
            definition=definition,
            made_at=self._clock(),
            digest=digest(content),
            content=zlib.compress(canonical(content)),
        )
        self._session.add(row)
        self._session.flush()
        return _kept(row)

    def last(
        self, measure: str, period: str, definition: str | None = None
    ) -> KeptStatement | None:
        """
        Return the last statement of a measure and period; None before the first.

        With a definition of recurring revenue, named as in the rulebook, that one by it.
        """
        query = select(StatementRow).where(
            StatementRow.measure == measure,
            StatementRow.period == period,
        )
        if definition is not None:
            query = query.where(StatementRow.definition == definition)
        row = self._session.exec(query.order_by(col(StatementRow.id).desc()).limit(1)).first()
        return None if row is None else _kept(row)

    def last_number(self, measure: str) -> int | None:
        """Return the number of the last statement of all periods; None before the first."""
        query = select(StatementRow.id).where(
            StatementRow.measure == measure, StatementRow.period == ""
        )
        return self._session.exec(query.order_by(col(StatementRow.id).desc()).limit(1)).first()

    def definitions(self, measure: str) -> tuple[str, ...]:
        """Return by which definitions there are statements of a measure, by name."""
        column = col(StatementRow.definition)
        query = select(StatementRow.definition).where(StatementRow.measure == measure, column != "")
        return tuple(self._session.exec(query.distinct().order_by(column)))

    def of(self, number: int) -> KeptStatement | None:
        """Return a statement by its number; None if there is none."""
        row = self._session.get(StatementRow, number)
        return None if row is None else _kept(row)

    def page(self, wanted: StatementFilter, reach: Reach) -> Page[ListedStatement]:
        """Return a part of the list of statements, the newest first."""
        one = StatementRow
        columns = (
            *(one.id, one.as_of, one.measure, one.period),
            *(one.definition, one.made_at, one.digest),
        )
        query = select(*map(col, columns)).where(col(one.measure).in_(wanted.measures))
        for held, name in ((one.period, wanted.period), (one.definition, wanted.definition)):
            if name is not None:
                query = query.where(col(held) == name)
        keys = reach.keys(int)
        if keys is not None:
            query = query.where(col(one.id) < keys[0])
        rows = self._session.connection().execute(
            query.order_by(col(one.id).desc()).limit(reach.limit + 1)
        )
        return reach.page(rows.all(), _listed, lambda row: (row.id,))

    def as_at(self, measure: str, moment: datetime) -> tuple[int, ...]:
        """
        Return the numbers of what was the last statement of all periods at a moment.

        There are several if they were made at the same time; none before the first.
        """
        those = (
            StatementRow.measure == measure,
            StatementRow.period == "",
            col(StatementRow.made_at) <= moment,
        )
        last = select(func.max(col(StatementRow.made_at))).where(*those).scalar_subquery()
        query = select(StatementRow.id).where(*those, StatementRow.made_at == last)
        return tuple(number for number in self._session.exec(query) if number is not None)

    def outdated(self, before: datetime) -> tuple[int, ...]:
        """Return, by number, the statements made before a moment that a later one has replaced."""
        one = StatementRow
        lasts = select(func.max(one.id)).group_by(
            col(one.measure), col(one.period), col(one.definition)
        )
        query = select(one.id).where(col(one.made_at) < before, col(one.id).not_in(lasts))
        found = self._session.exec(query.order_by(col(one.id)))
        return tuple(number for number in found if number is not None)

    def prune(self, numbers: Collection[int]) -> None:
        """Let statements go, by their numbers; nothing brings them back."""
        each = sorted(numbers)
        for start in range(0, len(each), _LIST_MAX):
            part = each[start : start + _LIST_MAX]
            gone = delete(StatementRow).where(col(StatementRow.id).in_(part))
            self._session.connection().execute(gone)


def _listed(row: Any) -> ListedStatement:
    return ListedStatement(
        id=row.id,
        as_of=row.as_of,
        measure=row.measure,
        period=row.period,
        definition=row.definition,
        made_at=row.made_at,
        digest=Digest(row.digest),
    )


def _kept(row: StatementRow) -> KeptStatement:
    return KeptStatement(
        id=row.id or 0,
        as_of=row.as_of,
        measure=row.measure,
        period=row.period,
        made_at=row.made_at,
        digest=Digest(row.digest),
        content=json.loads(zlib.decompress(row.content), parse_float=Decimal),
    )
