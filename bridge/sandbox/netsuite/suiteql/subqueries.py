"""SELECTs inside expressions, which may refer to the row of the query around them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bridge.sandbox.netsuite.suiteql.cells import Cell, same_key
from bridge.sandbox.netsuite.suiteql.rows import Row, Table
from bridge.sandbox.netsuite.suiteql.syntax import QueryInvalid

#: Rows that all SELECTs of a query may look at, of our own: a query for each row is slow.
LOOKED_AT_MAX = 500_000
#: What a SELECT costs besides its rows, counted as rows: those inside each other multiply.
_SELECT_COSTS = 100
Joined = Mapping[str, Row]  #: alias of a table -> its row


@dataclass(slots=True)
class Around:
    """The rows that the query around a SELECT looks at just now."""

    rows: Sequence[Joined] = ()
    used: bool = False  #: whether the SELECT refers to them


@dataclass(slots=True)
class Effort:
    """How many rows a query has looked at, with all SELECTs in it."""

    looked_at: int = 0

    def spend(self, rows: int) -> None:
        """
        Count a SELECT with its rows.

        Raises:
            QueryInvalid: they are too many.
        """
        self.looked_at += rows + _SELECT_COSTS
        if self.looked_at > LOOKED_AT_MAX:
            raise QueryInvalid("The query takes too long.")


class Inner:
    """One SELECT inside an expression; it runs once if it refers to nothing around it."""

    def __init__(self, around: Around, select: Callable[[], Table]) -> None:
        self._around = around
        self._select = select
        # Run without rows around it, it shows whether all that it names is there.
        self._once = select()

    def table(self, rows: Sequence[Joined]) -> Table:
        """Return its rows for the rows around it."""
        if not self._around.used:
            return self._once
        self._around.rows = rows
        return self._select()

    def cell(self, rows: Sequence[Joined]) -> Cell:
        """
        Return its one cell; null if it has none.

        Raises:
            QueryInvalid: it has several.
        """
        cells = self.cells(rows)
        if len(cells) > 1:
            raise QueryInvalid("A subquery for one value returns more than one row.")
        return cells[0] if cells else None

    def cells(self, rows: Sequence[Joined]) -> list[Cell]:
        """
        Return the cells of its one column.

        Raises:
            QueryInvalid: it has several columns.
        """
        table = self.table(rows)
        if len(table.columns) != 1:
            raise QueryInvalid("A subquery for values has one column.")
        (column,) = table.columns
        return [row.get(column) for row in table.rows]


def among(cell: Cell, cells: Sequence[Cell]) -> Cell:
    """Tell whether a value is in a list; unknown if it is null, or only a null could be it."""
    if not cells:
        return False
    if cell is None:
        return None
    keys = {same_key(one) for one in cells}
    return True if same_key(cell) in keys else None if None in keys else False
