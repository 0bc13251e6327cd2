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
from bridge.rules.outcomes import ASSUMPTION_BROKEN, Decision, Undecided, Value, shown
from bridge.rules.tables.columns import Column
from bridge.rules.tables.otherwise import Otherwise
from bridge.rules.tables.rule import not_in_effect


@dataclass(frozen=True, slots=True)
class Row:
    """A row as a trace names it: its id, and its cells as written."""

    id: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What one question showed: the value of each input and the rows that accept it."""

    names: tuple[str, ...]
    values: tuple[Value, ...]
    masks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A checked table; under `unique` no two rows share a case, under `first` the upper wins."""

    name: str
    effective: Effective
    inputs: Compiled
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    outputs: tuple[Mapping[str, Value], ...]  #: of each row
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
        for column in self.columns:
            mask = column.mask_of(values[column.name])
            if mask is None:
                return self._impossible(column.name, values[column.name])
            masks.append(mask)
            alive &= mask
        broken = alive >> len(self.rows)
        if broken:
            return self._assumption_broken(broken)
        winner = (alive & -alive).bit_length() - 1 if alive else None
        tracer = partial(self._trace, values, tuple(masks), winner)
        if winner is None:
            return self.otherwise.undecided(facts, tracer)
        return Decision(self.outputs[winner], f"{self.name}#{self.rows[winner].id}", tracer)

    def _trace(
        self, values: Mapping[str, object], masks: tuple[int, ...], winner: int | None
    ) -> tuple[str, ...]:
        names = tuple([column.name for column in self.columns])
        asked = Asked(names, tuple([values[name] for name in names]), masks)
        return trace(self.rows, asked, winner)

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


def trace(rows: Sequence[Row], asked: Asked, winner: int | None) -> tuple[str, ...]:
    """
    One sentence for each row, in the order of the table.

    `winner` is the number of the row that decided, None if no row did. The masks are those of
    the decision itself, so the trace cannot tell another story.
    """
    columns = [
        (mask, f"{name} is {shown(value)}, the row needs ")
        for name, value, mask in zip(asked.names, asked.values, asked.masks, strict=True)
    ]
    sentences = []
    for number, row in enumerate(rows):
        if number == winner:
            sentences.append(f"row {row.id} decided")
            continue
        bit = 1 << number
        for (mask, sentence), needed in zip(columns, row.needs, strict=True):
            if not mask & bit:
                sentences.append(f"row {row.id}: {sentence}{needed}")
                break
        else:
            sentences.append(f"row {row.id}: would hold too, but comes later")
    return tuple(sentences)
