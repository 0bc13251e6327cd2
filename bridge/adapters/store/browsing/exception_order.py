"""In which order exceptions are listed; each order is one that an index has."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, UnaryExpression, and_, or_
from sqlalchemy.orm import Mapped
from sqlmodel import col, tuple_

from bridge.adapters.store.browsing.pages import Keys, Reach, time_of
from bridge.adapters.store.queue.tables import CaseRow


class Order(StrEnum):
    """What comes first. Amounts are compared within a currency: the currencies come one by one."""

    OLDEST = "oldest"
    NEWEST = "newest"
    LARGEST = "largest"
    SMALLEST = "smallest"

    @property
    def columns(self) -> Sequence[UnaryExpression[Any]]:
        """The columns to order by, the number of the exception last."""
        second = col(CaseRow.minor) if self._is_by_amount else col(CaseRow.opened_at)
        fine = (second, col(CaseRow.id))
        ordered = tuple(one.desc() if self._goes_down else one.asc() for one in fine)
        return (col(CaseRow.currency).asc(), *ordered) if self._is_by_amount else ordered

    def behind(self, reach: Reach) -> tuple[ColumnElement[bool], ...]:
        """Return the condition on what comes after the page before; none for the first page."""
        if not self._is_by_amount:
            keys = reach.keys(str, int)
            place = (time_of(keys[0]), keys[1]) if keys else None
            return (
                (self._beyond((col(CaseRow.opened_at), col(CaseRow.id)), place),) if place else ()
            )
        keys = reach.keys(str, int, int)
        if keys is None:
            return ()
        code = col(CaseRow.currency)
        rest = self._beyond((col(CaseRow.minor), col(CaseRow.id)), keys[1:])
        return (or_(code > keys[0], and_(code == keys[0], rest)),)

    def keys(self, row: CaseRow) -> Keys:
        """Return the place of an exception in the list."""
        number = row.id or 0
        if self._is_by_amount:
            return (row.currency, row.minor, number)
        return (row.opened_at.isoformat(), number)

    def _beyond(self, place: Sequence[Mapped[Any]], keys: Sequence[object]) -> ColumnElement[bool]:
        here = tuple_(*place)
        return here < tuple(keys) if self._goes_down else here > tuple(keys)

    @property
    def _is_by_amount(self) -> bool:
        return self in {Order.LARGEST, Order.SMALLEST}

    @property
    def _goes_down(self) -> bool:
        return self in {Order.NEWEST, Order.LARGEST}
