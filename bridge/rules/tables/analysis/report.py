"""Notes what can be proved of a table: errors that stop it, and what its author should know."""

from collections.abc import Sequence
from dataclasses import dataclass

from bridge.rules.diagnostics import Severity
from bridge.rules.files.findings import Findings
from bridge.rules.files.nodes import Place
from bridge.rules.outcomes import Value
from bridge.rules.tables.analysis.gaps import gaps
from bridge.rules.tables.analysis.grid import Grid, Steps, Unfinished
from bridge.rules.tables.rows import Cells, TableRow

#: Overlaps that are told of a table under `first`; such tables may mean every one of them.
_TOLD_MAX = 20


@dataclass(frozen=True, slots=True)
class Subject:
    """A table whose cells are all right, with its place for findings on the whole of it."""

    grid: Grid
    rows: Sequence[TableRow]
    unique: bool
    code: str  #: the exception that a case without a row becomes
    place: Place


def report(subject: Subject, findings: Findings) -> None:
    """Note rows that share a case or can never decide, and the cases that no row holds for."""
    errors = findings.errors
    _Rows(subject, findings).report()
    if findings.errors == errors:
        _report_gaps(subject, findings)


class _Rows:
    """The rows of a table from the first on, as long as there are steps to prove something."""

    def __init__(self, subject: Subject, findings: Findings) -> None:
        self._subject = subject
        self._findings = findings
        self._steps = Steps()
        self._by_cells: dict[Cells, TableRow] = {}
        self._by_outputs: dict[tuple[tuple[str, Value], ...], int] = {}
        self._told = 0

    def report(self) -> None:
        """Note what is wrong with each row, or where the proof was given up."""
        for number, row in enumerate(self._subject.rows):
            try:
                self._report_row(number, row)
            except Unfinished:
                self._findings.add(
                    row.place,
                    f"the table is too large to prove that row {row.id}"
                    " and those below it can decide",
                    "split the table",
                    Severity.WARNING,
                )
                return

    def _report_row(self, number: int, row: TableRow) -> None:
        grid, unique = self._subject.grid, self._subject.unique
        twin = self._by_cells.setdefault(row.cells, row)
        shared = grid.overlap(number, self._steps) if unique else None
        if shared is not None:
            self._report_overlap(row, twin, *shared)
            return
        idle = grid.idle(number, self._steps, alone=unique)
        if idle is not None:
            why = idle if twin is row else f"row {twin.id} above has the same cells"
            self._findings.add(row.place, f"row {row.id} can never decide: {why}")
        elif not unique:
            self._report_choice(number, row)

    def _report_overlap(self, row: TableRow, twin: TableRow, other: int, case: str) -> None:
        if twin is not row:
            message = f"row {row.id} overlaps row {twin.id}: it has the same cells"
            self._findings.add(row.place, message, "remove one of the two")
            return
        self._findings.add(
            row.place,
            f"row {row.id} overlaps row {self._subject.rows[other].id},"
            f" and the table says 'hit: unique'; e.g. {case}",
            "narrow one of the two, or say 'hit: first' if the upper row shall win",
        )

    def _report_choice(self, number: int, row: TableRow) -> None:
        """Note under `first` that an upper row with another outcome takes cases from this one."""
        outcome = tuple(row.outputs.items())
        alike = self._by_outputs.get(outcome, 0)
        self._by_outputs[outcome] = alike | 1 << number
        if self._told == _TOLD_MAX:
            return
        shared = self._subject.grid.overlap(number, self._steps, among=~alike)
        if shared is not None:
            other, case = shared
            self._told += 1
            self._findings.add(
                row.place,
                f"row {self._subject.rows[other].id} above takes cases from row {row.id}"
                f" and gives something else; e.g. {case}",
                severity=Severity.NOTE,
            )


def _report_gaps(subject: Subject, findings: Findings) -> None:
    """Note the cases without a row: no mistake, for they have their exception."""
    found = gaps(subject.grid)
    for box in found.boxes:
        findings.add(
            subject.place,
            f"no row holds where {box}: that becomes {subject.code}",
            severity=Severity.NOTE,
        )
    if not found.complete:
        findings.add(
            subject.place,
            f"at least these {len(found.boxes)} gaps become {subject.code}; there may be more",
            severity=Severity.NOTE,
        )
