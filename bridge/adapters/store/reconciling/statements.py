"""Keeps statements of reconciliation, so that one can be shown again and compared with the next."""

import json
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from bridge.adapters.store.reconciling.tables import StatementRow
from bridge.model.calendar import Clock
from bridge.model.ids import Digest, canonical, digest


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

    def of(self, number: int) -> KeptStatement | None:
        """Return a statement by its number; None if there is none."""
        row = self._session.get(StatementRow, number)
        return None if row is None else _kept(row)


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
