"""
Decision tables at run time: one mask for each column, ANDed; what is left is the row.

Bits 0 to n-1 are the rows, the bits above them the assumptions. A value that its column cannot
have (outside of its range, no member of its enum) and a case that an assumption excludes are
open questions, never decisions.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from bridge.rules.compile import CompiledMatch
from bridge.rules.compiler.choosing.chooser import Chooser
from bridge.rules.files.header import Effective
from bridge.rules.outcomes import (
    ASSUMPTION_BROKEN,
    ROWS_DISAGREE,
    Decision,
    Undecided,
    Value,
    shown,
)
from bridge.rules.tables.analysis.grid import Grid
from bridge.rules.tables.cells import Cell, Interval
from bridge.rules.tables.columns import Column
from bridge.rules.tables.otherwise import Otherwise
from bridge.rules.tables.outputs import OutputColumn
from bridge.rules.tables.rule import not_in_effect

#: A cell for each input.
Cells = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its id, what the ledger names it by, its cells as written, and what it gives."""

    id: str
    rule: str
    needs: tuple[str, ...]
    outputs: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A checked table; under `unique` no two rows share a case, else the upper row wins."""

    name: str
    effective: Effective
    inputs: CompiledMatch  #: the rows that hold, and a value for each column
    grid: Grid
    unique: bool
    rows: tuple[Row, ...]
    assumptions: tuple[str, ...]  #: each in words
    otherwise: Otherwise
    cells: tuple[Cells, ...]  #: those of each row, then of each assumption
    limits: tuple[Interval | None, ...]  #: the declared range of each input
    outputs: tuple[OutputColumn, ...]

    def decide(self, facts: Mapping[str, object], on: date) -> Decision | Undecided:
        """The row that holds for the facts on a day."""
        if not self.effective.holds(on):
            return not_in_effect(self.name, self.effective, on)
        alive, values = self.inputs(facts)
        if not 0 < alive < 1 << len(self.rows):
            return self._undecided(facts, alive, values)
        first = alive & -alive
        row = self.rows[first.bit_length() - 1]
        if alive != first and self.unique:
            says = f"more than one row of {self.name} holds"
            return Undecided(ROWS_DISAGREE, says, row.rule, partial(self._trace, values, row))
        return self.decision(row, values)

    def chooser(self) -> Chooser:
        """How the code of a mapping chooses a row."""
        return self.inputs.chooser(self.rows, unique=self.unique)

    def decision(self, row: object, values: Sequence[object]) -> Decision:
        """The decision of a row of the table, `values` being those of the inputs."""
        if not isinstance(row, Row):
            raise TypeError(f"no row of {self.name} has {values}")
        return Decision(row.outputs, row.rule, partial(self._trace, values, row))

    def _undecided(
        self, facts: Mapping[str, object], alive: int, values: Sequence[object]
    ) -> Undecided:
        """The open question where no row holds, or an assumption does not."""
        for column, value in zip(self.grid.columns, values, strict=True):
            if column.index.mask_of(value) is None:
                return self._impossible(column, value)
        if alive:
            return self._assumption_broken(alive >> len(self.rows))
        return self.otherwise.undecided(facts, partial(self._trace, values, None))

    def _trace(self, values: Sequence[object], winner: Row | None) -> tuple[str, ...]:
        """One sentence for each row, by the same masks that decided."""
        told = [
            f"row {row.id} decided"
            if row is winner
            else f"row {row.id}: holds too, but stands below"
            for row in self.rows
        ]
        alive = (1 << len(self.rows)) - 1
        for place, (column, value) in enumerate(zip(self.grid.columns, values, strict=True)):
            mask = column.index.mask_of(value) or 0
            says = f": {column.name} is {shown(value)}, the row needs "
            for number in _numbers(alive & ~mask):
                row = self.rows[number]
                told[number] = f"row {row.id}{says}{row.needs[place]}"
            alive &= mask
        return tuple(told)

    def _impossible(self, column: Column, value: object) -> Undecided:
        """The open question of a value that its column never has."""
        return Undecided(
            ASSUMPTION_BROKEN,
            f"{column.name} is {shown(value)}, which the table {self.name} takes for impossible",
            f"{self.name}#{column.name}",
        )

    def _assumption_broken(self, broken: int) -> Undecided:
        number = (broken & -broken).bit_length() - 1
        return Undecided(
            ASSUMPTION_BROKEN,
            f"the table {self.name} assumes that this never comes: {self.assumptions[number]}",
            f"{self.name}#assume-{number + 1}",
        )


def _numbers(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, from the lowest."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
