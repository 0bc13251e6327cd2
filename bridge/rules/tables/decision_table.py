"""
Decision tables at run time: one mask for each column, ANDed; what is left is the row.

Bits 0 to n-1 are the rows, the bits above them the assumptions. A value that its column cannot
have (outside of its range, no member of its enum) and a case that an assumption excludes are
open questions, never decisions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from bridge.rules.compile import CompiledRow
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
from bridge.rules.tables.columns import MaskOf
from bridge.rules.tables.otherwise import Otherwise
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
    inputs: CompiledRow  #: a value for each column
    grid: Grid
    masks: tuple[MaskOf, ...]  #: those of the columns
    unique: bool
    rows: tuple[Row, ...]
    assumptions: tuple[str, ...]  #: each in words
    otherwise: Otherwise
    every: int  #: the bits of all rows and assumptions
    cells: tuple[Cells, ...]  #: those of each row, then of each assumption
    limits: tuple[Interval | None, ...]  #: the declared range of each input

    def decide(self, facts: Mapping[str, object], on: date) -> Decision | Undecided:
        """The row that holds for the facts on a day."""
        if not self.effective.holds(on):
            return not_in_effect(self.name, self.effective, on)
        values = self.inputs(facts)
        alive = self.every
        for mask_of, value in zip(self.masks, values, strict=True):
            mask = mask_of(value)
            if mask is None:
                return self._impossible(values)
            alive &= mask
        broken = alive >> self.grid.rows
        if broken:
            return self._assumption_broken(broken)
        if not alive:
            return self.otherwise.undecided(facts, partial(self._trace, values, None))
        first = alive & -alive
        winner = first.bit_length() - 1
        row = self.rows[winner]
        tracer = partial(self._trace, values, winner)
        if alive != first and self.unique:
            says = f"more than one row of {self.name} holds"
            return Undecided(ROWS_DISAGREE, says, row.rule, tracer)
        return Decision(row.outputs, row.rule, tracer)

    def _trace(self, values: Sequence[object], winner: int | None) -> tuple[str, ...]:
        """One sentence for each row, by the same masks that decided."""
        columns = [
            (column.mask_of(value) or 0, f"{column.name} is {shown(value)}, the row needs ")
            for column, value in zip(self.grid.columns, values, strict=True)
        ]
        return tuple(
            [
                f"row {row.id} decided"
                if number == winner
                else f"row {row.id}: {_obstacle(row, 1 << number, columns)}"
                for number, row in enumerate(self.rows)
            ]
        )

    def _impossible(self, values: Sequence[object]) -> Undecided:
        """The open question of a value that its column never has."""
        name, value = next(
            (column.name, value)
            for column, value in zip(self.grid.columns, values, strict=True)
            if column.mask_of(value) is None
        )
        return Undecided(
            ASSUMPTION_BROKEN,
            f"{name} is {shown(value)}, which the table {self.name} takes for impossible",
            f"{self.name}#{name}",
        )

    def _assumption_broken(self, broken: int) -> Undecided:
        number = (broken & -broken).bit_length() - 1
        return Undecided(
            ASSUMPTION_BROKEN,
            f"the table {self.name} assumes that this never comes: {self.assumptions[number]}",
            f"{self.name}#assume-{number + 1}",
        )


def _obstacle(row: Row, bit: int, columns: Sequence[tuple[int, str]]) -> str:
    """The first cell of a row that does not hold, in words."""
    for (mask, sentence), needed in zip(columns, row.needs, strict=True):
        if not mask & bit:
            return sentence + needed
    return "holds too, but stands below"
