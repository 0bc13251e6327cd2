"""Rows whose formulas are computed when they are asked for, and only where no value is stored."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Protocol

Value = str | Decimal | bool | None
Cells = Mapping[str, Value]


class Source(Protocol):
    """Where a formula finds other rows."""

    def find(self, name: str, identifier: str) -> Cells | None:
        """Return a row by its object and id."""

    def parts(self, name: str, field: str, parent: str) -> Iterator[Cells]:
        """Yield the rows that are not deleted and whose reference names the parent."""


Formula = Callable[[Cells, Source], Value]


class ComputedRow(Mapping[str, Value]):
    """
    A stored row with formulas behind its empty fields.

    They are computed anew each time: what they depend on changes without touching the row.
    """

    __slots__ = ("_cells", "_formulas", "_source")

    def __init__(self, cells: Cells, formulas: Mapping[str, Formula], source: Source) -> None:
        self._cells = cells
        self._formulas = formulas
        self._source = source

    def __getitem__(self, name: str) -> Value:
        value = self._cells[name]
        if value is None and name in self._formulas:
            return self._formulas[name](self, self._source)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)
