"""
A sweep by column: a diagram of cases, each part of which is asked once.

The same lines behind the same column are the same question. The steps are counted, for there can
be more such questions than a computer can ask; a sweep that was cut short says so.
"""

from collections.abc import Hashable
from dataclasses import dataclass

from bridge.rules.tables.analysis.grid import Grid


@dataclass(frozen=True, slots=True)
class Fork:
    """A column, and what lies behind each group of its classes (bits by their number)."""

    column: int
    behind: tuple[tuple[int, int], ...]


class Sweep:
    """The diagram over a grid; what its ends are, and when a part is settled, a subclass says."""

    #: The number of the part that holds no case of interest.
    NOTHING = 0

    def __init__(self, grid: Grid, steps_max: int) -> None:
        self.is_cut_short = False
        self._steps = steps_max
        columns = grid.columns
        # Columns that tell little apart come first: the diagram stays narrow at its top.
        self._order = sorted(range(len(columns)), key=lambda number: len(columns[number].classes))
        self._masks = [[each.mask for each in columns[number].classes] for number in self._order]
        self._always = [0] * len(self._order) + [grid.every]
        for number in reversed(range(len(self._order))):
            common = self._always[number + 1]
            for mask in self._masks[number]:
                common &= mask
            self._always[number] = common
        self._parts: list[Hashable | None] = [None]  # nothing
        self._numbers: dict[Hashable, int] = {}

    def ask(self, number: int, alive: int) -> int:
        """Return the part of the diagram from a column on, where these lines are alive."""
        raise NotImplementedError

    def _forked(self, number: int, alive: int) -> int:
        behind: dict[int, int] = {}
        for at, mask in enumerate(self._masks[number]):
            if not self._steps:
                self.is_cut_short = True
                break
            self._steps -= 1
            part = self.ask(number + 1, alive & mask)
            if part != self.NOTHING:
                behind[part] = behind.get(part, 0) | 1 << at
        if not behind:
            return self.NOTHING
        if list(behind.values()) == [(1 << len(self._masks[number])) - 1]:
            return next(iter(behind))  # the column does not matter here
        return self._number(Fork(self._order[number], tuple(sorted(behind.items()))))

    def _number(self, part: Hashable) -> int:
        if part not in self._numbers:
            self._numbers[part] = len(self._parts)
            self._parts.append(part)
        return self._numbers[part]
