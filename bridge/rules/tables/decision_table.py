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

from bridge.rules.compile import Compiled
from bridge.rules.files.header import Effective
from bridge.rules.outcomes import (
    ASSUMPTION_BROKEN,
    ROWS_DISAGREE,
    Decision,
    Undecided,
    Value,
    shown,
)
from bridge.rules.tables.grid import Grid
from bridge.rules.tables.otherwise import Otherwise
from bridge.rules.tables.rule import not_in_effect


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its id, its cells as written, and what it gives."""

    id: str
    needs: tuple[str, ...]
    outputs: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A checked table; under `unique` no two rows share a case, else the upper row wins."""

    name: str
    effective: Effective
    inputs: Compiled
    grid: Grid
    unique: bool
    rows: tuple[Row, ...]
    assumptions: tuple[str, ...]  #: each in words
    otherwise: Otherwise
    every: int  #: the bits of all rows and assumptions

    def decide(self, facts: Mapping[str, object], on: date) -> Decision | Undecided:
        """The row that holds for the facts on a day."""
        if not self.effective.holds(on):
            return not_in_effect(self.name, self.effective, on)
        values = self.inputs(facts)
        alive = self.every
        masks = []
        for column in self.grid.columns:
            mask = column.mask_of(values[column.name])
            if mask is None:
                return self._impossible(column.name, values[column.name])
            masks.append(mask)
            alive &= mask
        broken = alive >> self.grid.rows
        if broken:
            return self._assumption_broken(broken)
        if not alive:
            return self.otherwise.undecided(facts, partial(self._trace, values, masks, None))
        winner = (alive & -alive).bit_length() - 1
        tracer = partial(self._trace, values, masks, winner)
        row = self.rows[winner]
        rule = f"{self.name}#{row.id}"
        if self.unique and alive & (alive - 1):
            return Undecided(ROWS_DISAGREE, f"more than one row of {self.name} holds", rule, tracer)
        return Decision(row.outputs, rule, tracer)

    def _trace(
        self, values: Mapping[str, object], masks: Sequence[int], winner: int | None
    ) -> tuple[str, ...]:
        """One sentence for each row; the masks are those of the decision, so it is its story."""
        columns = [
            (mask, f"{column.name} is {shown(values[column.name])}, the row needs ")
            for column, mask in zip(self.grid.columns, masks, strict=True)
        ]
        return tuple(
            [
                f"row {row.id} decided"
                if number == winner
                else f"row {row.id}: {_obstacle(row, 1 << number, columns)}"
                for number, row in enumerate(self.rows)
            ]
        )

    def _impossible(self, name: str, value: object) -> Undecided:
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
