"""
Two versions of a decision table as one grid, so that both can be asked about the same box.

The lines of both stand in one order, in which the first that is alive decides: ahead what a
version takes for impossible, then its rows. A line that both have with the same outcome is one.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bridge.rules.compile import CompiledMatch
from bridge.rules.outcomes import ASSUMPTION_BROKEN, Value, shown
from bridge.rules.tables.analysis.grid import Grid
from bridge.rules.tables.cells import Cell, Interval
from bridge.rules.tables.columns import build_column
from bridge.rules.tables.decision_table import Cells, DecisionTable

_ANY = Cell(text="-", anything=True)
#: Which versions have a line.
_OLD, _NEW, _BOTH = (True, False), (False, True), (True, True)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule says of a case: values by name, or the code of an exception."""

    values: tuple[tuple[str, Value], ...] = ()
    exception: str = ""

    @property
    def words(self) -> str:
        """The outcome as people read it."""
        if self.exception:
            return f"the exception {self.exception}"
        return " and ".join(f"{name} is {shown(value)}" for name, value in self.values)


def given(outputs: Mapping[str, Value]) -> Outcome:
    """Return the outcome of a row; in which order its outputs stand is no matter."""
    return Outcome(values=tuple(sorted(outputs.items(), key=lambda each: each[0])))


_IMPOSSIBLE = Outcome(exception=ASSUMPTION_BROKEN)


@dataclass(frozen=True, slots=True)
class Version:
    """One of the two tables: which lines of the grid are its own, and what they come to."""

    lines: int  #: bits
    guards: int  #: bits of those lines that it takes for impossible
    outcomes: Mapping[int, Outcome]  #: by bit
    otherwise: Outcome
    unique: bool

    def needed(self, alive: int, always: int) -> int:
        """Return its lines that may still decide, of those alive; `always` stay so."""
        mine = alive & self.lines
        certain = mine & always
        if not certain:
            return mine
        first = certain & -certain
        if self.unique and not first & self.guards:
            return first | mine & self.guards  # no other row shares a case with it
        return mine & ((first << 1) - 1)

    def outcome(self, needed: int, always: int) -> Outcome | None:
        """Return what it says where these lines may decide; None as long as that is open."""
        if not needed:
            return self.otherwise
        first = needed & -needed
        return self.outcomes[first] if first & always else None


@dataclass(frozen=True, slots=True)
class Merged:
    """Both versions over one grid."""

    grid: Grid
    old: Version
    new: Version


@dataclass(frozen=True, slots=True)
class _Line:
    cells: Cells
    outcome: Outcome
    versions: tuple[bool, bool] = _BOTH


def comparable(old: CompiledMatch, new: CompiledMatch) -> bool:
    """Say whether the inputs of two tables ask the same of the same facts, in whatever order."""
    return old.meaning == new.meaning


def merged(old: DecisionTable, new: DecisionTable) -> Merged:
    """Bring two comparable tables together."""
    names = tuple(old.inputs.meaning)
    ranges = [_limits(each) for each in (old, new)]
    shared = {name: ranges[0][name] for name in names if ranges[0][name] == ranges[1][name]}
    guards = _united(_guards(old, names, shared), _guards(new, names, shared))
    rows = _interleaved(old, new, names)
    lines = (*guards, *rows)
    columns = tuple(
        build_column(name, asked, shared.get(name), [line.cells[number] for line in lines])
        for number, (name, (_, asked)) in enumerate(old.inputs.meaning.items())
    )
    return Merged(
        Grid(columns, len(lines), 0),
        _version(old, lines, len(guards), 0),
        _version(new, lines, len(guards), 1),
    )


def _version(table: DecisionTable, lines: Sequence[_Line], guards: int, which: int) -> Version:
    mine = {1 << n: line.outcome for n, line in enumerate(lines) if line.versions[which]}
    bits = sum(mine)
    otherwise = Outcome(exception=table.otherwise.code)
    return Version(bits, bits & ((1 << guards) - 1), mine, otherwise, table.unique)


def _in_order(cells: Cells, table: DecisionTable, names: Sequence[str]) -> Cells:
    by_name = dict(zip(table.inputs.meaning, cells, strict=True))
    return tuple(by_name[name] for name in names)


def _limits(table: DecisionTable) -> Mapping[str, Interval | None]:
    return dict(zip(table.inputs.meaning, table.limits, strict=True))


def _guards(table: DecisionTable, names: Sequence[str], shared: Collection[str]) -> Iterator[_Line]:
    """Yield each assumption and, where the ranges are not `shared`, whatever is outside of one."""
    for cells in table.cells[len(table.rows) :]:
        yield _Line(_in_order(cells, table, names), _IMPOSSIBLE)
    for name, within in _limits(table).items():
        if within is not None and name not in shared:
            outside = Cell(text="outside", negated=True, intervals=(within,))
            yield _Line(tuple(outside if each == name else _ANY for each in names), _IMPOSSIBLE)


def _rows(table: DecisionTable, names: Sequence[str]) -> list[_Line]:
    return [
        _Line(_in_order(cells, table, names), given(row.outputs))
        for row, cells in zip(table.rows, table.cells, strict=False)
    ]


def _united(old: Iterator[_Line], new: Iterator[_Line]) -> tuple[_Line, ...]:
    """Lines of one outcome, in any order."""
    before, after = dict.fromkeys(old), dict.fromkeys(new)
    return tuple(
        _Line(each.cells, each.outcome, (each in before, each in after))
        for each in {**before, **after}
    )


def _interleaved(old: DecisionTable, new: DecisionTable, names: Sequence[str]) -> Iterator[_Line]:
    """Put the rows of both in one order that is the order of each."""
    before, after = _rows(old, names), _rows(new, names)
    if old.unique and new.unique:  # their order says nothing
        known = {line: number for number, line in enumerate(before)}
        after.sort(key=lambda line: known.get(line, len(known)))
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for tag, first, last, start, end in blocks:
        if tag == "equal":
            yield from before[first:last]
            continue
        yield from (_Line(line.cells, line.outcome, _OLD) for line in before[first:last])
        yield from (_Line(line.cells, line.outcome, _NEW) for line in after[start:end])
