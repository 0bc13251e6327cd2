"""In which order exceptions are listed; each order is one that an index has."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, UnaryExpression
from sqlalchemy.orm import Mapped
from sqlmodel import col, tuple_

from bridge.adapters.store.browsing.pages import Keys, Reach, time_of
from bridge.adapters.store.queue.tables import CaseRow


class Order(StrEnum):
    """
    What comes first. Amounts are compared within a currency: the currencies come one by one.

    All columns of an order go one way, so that an index is read along it, or backwards.
    """

    OLDEST = "oldest"
    NEWEST = "newest"
    LARGEST = "largest"
    SMALLEST = "smallest"

    @property
    def columns(self) -> Sequence[UnaryExpression[Any]]:
        """The columns to order by, the number of the exception last."""
        return tuple(one.desc() if self._goes_down else one.asc() for one in self._place)

    def behind(self, reach: Reach) -> tuple[ColumnElement[bool], ...]:
        """Return the condition on what comes after the page before; none for the first page."""
        kinds = (str, int, int) if self._is_by_amount else (str, int)
        keys = reach.keys(*kinds)
        if keys is None:
            return ()
        here = tuple_(*self._place)
        there = keys if self._is_by_amount else (time_of(keys[0]), keys[1])
        return (here < there if self._goes_down else here > there,)

    def keys(self, row: CaseRow) -> Keys:
        """Return the place of an exception in the list."""
        number = row.id or 0
        if self._is_by_amount:
            return (row.currency, row.minor, number)
        return (row.opened_at.isoformat(), number)

    @property
    def _place(self) -> tuple[Mapped[Any], ...]:
        first = (col(CaseRow.currency), col(CaseRow.minor))
        return (*(first if self._is_by_amount else (col(CaseRow.opened_at),)), col(CaseRow.id))

    @property
    def _is_by_amount(self) -> bool:
        return self in {Order.LARGEST, Order.SMALLEST}

    @property
    def _goes_down(self) -> bool:
        return self in {Order.NEWEST, Order.LARGEST}
