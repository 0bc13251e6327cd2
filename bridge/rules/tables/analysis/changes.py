"""
The cases for which two versions of a table or lookup say something else, as boxes.

The sweep is that of the gaps: column by column, with the lines of both versions that are still
alive. Where both are settled, they agree or they do not; boxes share no case, and together they
are all the cases whose outcome changes. The steps are counted: a sweep that was cut short tells
some of the boxes, and says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from bridge.rules.outcomes import shown
from bridge.rules.tables.analysis.gaps import BOXES_MAX, SWEEP_MAX, in_words
from bridge.rules.tables.analysis.merging import Merged, Outcome, given, merged
from bridge.rules.tables.analysis.sweep import Fork, Sweep
from bridge.rules.tables.decision_table import DecisionTable
from bridge.rules.tables.lookup import Lookup

_ALIKE = 0


@dataclass(frozen=True, slots=True)
class Box:
    """Cases in words, with what both versions say of them."""

    case: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The boxes whose outcome changes; `complete` says whether there are no others."""

    boxes: tuple[Box, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class _Leaf:
    """What both versions say."""

    old: Outcome
    new: Outcome


def of_tables(
    old: DecisionTable, new: DecisionTable, boxes_max: int = BOXES_MAX, steps_max: int = SWEEP_MAX
) -> Changes:
    """Return where two tables with the same inputs differ, on days on which both hold."""
    both = merged(old, new)
    sweep = _Sweep(both, steps_max)
    root = sweep.ask(0, both.grid.every)
    found = list(islice(sweep.paths(root), boxes_max + 1))
    boxes = tuple(
        Box(in_words(both.grid, path), leaf.old.words, leaf.new.words)
        for path, leaf in found[:boxes_max]
    )
    return Changes(boxes, complete=not sweep.is_cut_short and len(found) <= boxes_max)


def of_lookups(old: Lookup, new: Lookup, boxes_max: int = BOXES_MAX) -> Changes:
    """Return the keys of which two lookups with the same key say something else."""
    found = list(islice(_differing_keys(old, new), boxes_max + 1))
    return Changes(tuple(found[:boxes_max]), complete=len(found) <= boxes_max)


def _differing_keys(old: Lookup, new: Lookup) -> Iterator[Box]:
    sides = (old, new)
    missing = [Outcome(exception=side.otherwise.code) for side in sides]
    for key in {**old.rows, **new.rows}:
        before, after = (
            given(side.rows[key].outputs) if key in side.rows else none
            for side, none in zip(sides, missing, strict=True)
        )
        if before != after:
            pairs = zip(old.key_names, key, strict=True)
            case = " and ".join(f"{name} is {shown(value)}" for name, value in pairs)
            yield Box(case, before.words, after.words)
    if missing[0] != missing[1]:
        yield Box("any other key", missing[0].words, missing[1].words)


class _Sweep(Sweep):
    """The diagram of the cases whose outcome changes, built column by column."""

    def __init__(self, both: Merged, steps_max: int) -> None:
        super().__init__(both.grid, steps_max)
        self._both = both
        self._asked: dict[tuple[int, int, int], int] = {}

    def ask(self, number: int, alive: int) -> int:
        """Return the part of the diagram from a column on, where these lines are alive."""
        old, new, always = self._both.old, self._both.new, self._always[number]
        before, after = old.needed(alive, always), new.needed(alive, always)
        says, said = old.outcome(before, always), new.outcome(after, always)
        if says is not None and said is not None:
            return _ALIKE if says == said else self._number(_Leaf(says, said))
        if before == after and old.otherwise == new.otherwise:
            return _ALIKE  # the same lines decide in both
        known = self._asked.get((number, before, after))
        if known is None:
            known = self._asked[number, before, after] = self._forked(number, before | after)
        return known

    def paths(self, number: int) -> Iterator[tuple[Mapping[int, int], _Leaf]]:
        """Yield each way to a change: the classes (bits) by the number of the column."""
        part = self._parts[number]
        if isinstance(part, _Leaf):
            yield {}, part
        elif isinstance(part, Fork):
            yield from self._beyond(part)

    def _beyond(self, fork: Fork) -> Iterator[tuple[Mapping[int, int], _Leaf]]:
        for below, classes in fork.behind:
            for path, leaf in self.paths(below):
                yield {fork.column: classes, **path}, leaf
