"""
The rows of a decision table as boxes: which meet, and which can never decide.

The answers are exact for columns that vary independently. The search walks column by column
with the set of rows that are still alive, and remembers the dead ends; the problem is hard in
general, so the steps are counted and an unfinished search says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from bridge.rules.tables.columns import Column, ColumnClass

#: Steps for one table: about a second. 1,000 rows in 12 columns need some 100,000.
STEPS_MAX = 500_000


class Unfinished(Exception):
    """The search was given up: neither a case nor the proof that there is none was found."""


class Steps:
    """The steps that the searches of one table may still take."""

    def __init__(self, left: int = STEPS_MAX) -> None:
        self._left = left

    def take(self) -> None:
        """Take one step; Unfinished when there is none left."""
        if not self._left:
            raise Unfinished
        self._left -= 1


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns of a table; bits above `rows` are the table's assumptions."""

    columns: tuple[Column, ...]
    rows: int
    assumptions: int

    @property
    def assumed(self) -> int:
        """The bits of the assumptions."""
        return ((1 << self.assumptions) - 1) << self.rows

    @property
    def every(self) -> int:
        """The bits of all rows and assumptions."""
        return (1 << (self.rows + self.assumptions)) - 1

    def overlap(self, row: int, steps: Steps, among: int = -1) -> tuple[int, str] | None:
        """The first row above (`among` some) that shares a case with this one, and the case."""
        above = ((1 << row) - 1) & among
        for column in self.columns:
            above &= _union(column.classes, 1 << row)
        while above:
            other = (above & -above).bit_length() - 1
            case = self.case((1 << row) | (1 << other), self.assumed, steps)
            if case is not None:
                return other, case
            above &= above - 1
        return None

    def idle(self, row: int, steps: Steps, *, alone: bool) -> str | None:
        """Why a row can never decide; None if it can. `alone`: the rows above take nothing."""
        above = 0 if alone else (1 << row) - 1
        if self.case(1 << row, above | self.assumed, steps) is not None:
            return None
        if self.case(1 << row, 0, steps) is None:
            return "no value satisfies its cells"
        return "the assumptions and the rows above it take every case"

    def case(self, accepting: int, refusing: int, steps: Steps) -> str | None:
        """A case that all rows of one mask accept and none of the other; None: there is none."""
        groups = [_groups(column.classes, accepting, refusing) for column in self.columns]
        if not all(groups):
            return None
        for group in groups:  # rows that never meet these columns need not be followed
            refusing &= reduce(or_, group)
        search = _Search(groups, steps)
        path = search.way(0, refusing)
        if path is None:
            return None
        return self._in_words(
            groups, {search.order[n]: mask for n, mask in enumerate(path)}, accepting
        )

    def _in_words(
        self, groups: Sequence[dict[int, ColumnClass]], chosen: dict[int, int], accepting: int
    ) -> str:
        words = []
        for number, (column, group) in enumerate(zip(self.columns, groups, strict=True)):
            free = all(each.mask & accepting == accepting for each in column.classes)
            if free and (number not in chosen or len(group) == 1):
                continue
            found = group[chosen[number]] if number in chosen else next(iter(group.values()))
            words.append(found.shown)
        return " and ".join(words) or "any case"


class _Search:
    """Looks for a way through the columns on which no row of a set stays alive."""

    def __init__(self, groups: Sequence[dict[int, ColumnClass]], steps: Steps) -> None:
        # The column that tells most apart comes first: dead ends show early.
        self.order = sorted(range(len(groups)), key=lambda number: -len(groups[number]))
        self._masks = [sorted(groups[number], key=int.bit_count) for number in self.order]
        self._always = [0] * len(groups) + [-1]
        for number in reversed(range(len(groups))):
            common = -1
            for mask in self._masks[number]:
                common &= mask
            self._always[number] = self._always[number + 1] & common
        self._dead: set[tuple[int, int]] = set()
        self._steps = steps

    def way(self, number: int, alive: int) -> tuple[int, ...] | None:
        """The masks chosen from column `number` on; None where some row always stays alive."""
        if not alive:
            return ()
        if alive & self._always[number] or (number, alive) in self._dead:
            return None
        for mask in self._masks[number]:
            self._steps.take()
            rest = self.way(number + 1, alive & mask)
            if rest is not None:
                return (mask, *rest)
        self._dead.add((number, alive))
        return None


def _groups(
    classes: Sequence[ColumnClass], accepting: int, refusing: int
) -> dict[int, ColumnClass]:
    """The classes that all accepting rows share, by the refusing rows that accept them too."""
    groups: dict[int, ColumnClass] = {}
    for each in classes:
        if each.mask & accepting == accepting:
            groups.setdefault(each.mask & refusing, each)
    return groups


def _union(classes: Sequence[ColumnClass], bit: int) -> int:
    """The rows that share a class of this column with the row of the bit."""
    union = 0
    for each in classes:
        if each.mask & bit:
            union |= each.mask
    return union
