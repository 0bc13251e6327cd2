"""
The cases that no row of a table holds for, as boxes: one cell for each column that matters.

A sweep by column finds, for each class of values, which rows are still alive; the same rows behind
the same column are the same question, and it is asked once. What is left is a diagram whose paths
are the boxes; no two of them share a case, and together they are all cases without a row. The
steps are counted, for there can be more such questions than a computer can ask: then the boxes are
some of the gaps, and that is said.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from bridge.rules.tables.analysis.grid import Grid
from bridge.rules.tables.analysis.sweep import Fork, Sweep

#: Steps of a sweep: some tenths of a second.
SWEEP_MAX = 200_000
#: Boxes that are listed; nobody reads more.
BOXES_MAX = 50

_COVERED, _OPEN = 0, 1


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps of a table in words; `complete` says whether there are no others."""

    boxes: tuple[str, ...]
    complete: bool


def gaps(grid: Grid, boxes_max: int = BOXES_MAX, steps_max: int = SWEEP_MAX) -> Gaps:
    """Return the cases that neither a row nor an assumption covers."""
    sweep = _Sweep(grid, steps_max)
    root = sweep.ask(0, grid.every)
    found = list(islice(sweep.paths(root), boxes_max + 1))
    boxes = tuple(in_words(grid, path) for path in found[:boxes_max])
    return Gaps(boxes, complete=not sweep.is_cut_short and len(found) <= boxes_max)


def in_words(grid: Grid, path: Mapping[int, int]) -> str:
    """Return a box as people read it: the classes (bits) that it has in some of the columns."""
    words = []
    for number, column in enumerate(grid.columns):
        if number in path:
            chosen = [each for at, each in enumerate(column.classes) if path[number] >> at & 1]
            atoms = frozenset(atom for each in chosen for atom in each.atoms)
            words.append(f"{column.name} is {column.cell_of(atoms)}")
    return " and ".join(words) or "any case"


class _Sweep(Sweep):
    """The diagram of the open cases, built column by column."""

    def __init__(self, grid: Grid, steps_max: int) -> None:
        super().__init__(grid, steps_max)
        self._asked: dict[tuple[int, int], int] = {}
        self._number(None)  # open

    def ask(self, number: int, alive: int) -> int:
        """Return the part of the diagram from a column on, where these rows are alive."""
        if not alive:
            return _OPEN
        if alive & self._always[number]:
            return _COVERED
        known = self._asked.get((number, alive))
        if known is not None:
            return known
        found = self._forked(number, alive)
        self._asked[number, alive] = found
        return found

    def paths(self, part: int) -> Iterator[dict[int, int]]:
        """Yield each way to an open case: the classes (bits) by the number of the column."""
        fork = self._parts[part]
        if not isinstance(fork, Fork):
            yield from [{}] if part == _OPEN else []
            return
        for below, classes in fork.behind:
            for path in self.paths(below):
                yield {fork.column: classes, **path}
