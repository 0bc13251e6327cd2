"""Reads a decision table, and refuses rows that share a case or can never decide."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bridge.rules.compile import compile_all
from bridge.rules.diagnostics import Severity, did_you_mean
from bridge.rules.files.fields import (
    as_section,
    cells_of,
    listing_under,
    section_under,
    text_under,
    texts_of,
)
from bridge.rules.files.header import Header
from bridge.rules.files.nodes import Node, Text
from bridge.rules.files.reading import Reading
from bridge.rules.outcomes import Value
from bridge.rules.tables.cells import Cell
from bridge.rules.tables.columns import build_column
from bridge.rules.tables.decision_table import DecisionTable, Row
from bridge.rules.tables.grid import Grid, Unfinished
from bridge.rules.tables.inputs import Input, read_inputs
from bridge.rules.tables.otherwise import read_otherwise
from bridge.rules.tables.outputs import (
    TREATMENT,
    OutputColumn,
    read_output_columns,
    read_outputs,
)
from bridge.rules.tables.rule import Declared

ROWS_MAX = 2_000  #: what has more rows is a lookup
UNIQUE = "unique"
_HITS = (UNIQUE, "first")
_ROW_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
_ANY = Cell(text="-", anything=True)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row or an assumption as it was read."""

    label: Text | Node
    row: Row
    cells: tuple[Cell | None, ...]
    outputs: Mapping[str, Value]


def read_table(header: Header, reading: Reading) -> Declared | None:
    """The table that a file declares; None, with findings, where not even its form is plain."""
    errors = reading.findings.errors
    record = reading.record(header)
    if record is None:
        return None
    scope = reading.schema.facts(record)
    shapes = _read_shapes(header, reading)
    hit = _read_hit(header, reading)
    inputs = read_inputs(header.body, scope, reading)
    outputs = read_output_columns(header.body, "outputs", shapes, reading)
    _refuse_silent_decision(header, shapes, outputs, reading)
    otherwise = read_otherwise(header.name.value, header.body, scope, reading)
    rows = _read_rows(header, inputs, outputs, reading)
    assumptions = _read_assumptions(header, inputs, reading)
    grid = _grid(inputs, rows, assumptions)
    if grid is not None:
        _refuse_idle_rows(grid, rows, reading, unique=hit == UNIQUE)
    if grid is None or otherwise is None or reading.findings.errors > errors:
        return Declared(header, record, outputs, shapes, None)
    table = DecisionTable(
        name=header.name.value,
        effective=header.effective,
        inputs=compile_all({each.name: each.checked for each in inputs if each.checked}),
        columns=grid.columns,
        rows=tuple(line.row for line in rows),
        outputs=tuple(line.outputs for line in rows),
        assumptions=tuple(line.row.id for line in assumptions),
        otherwise=otherwise,
        every=grid.every,
    )
    return Declared(header, record, outputs, shapes, table)


def _read_shapes(header: Header, reading: Reading) -> tuple[str, ...]:
    listing = listing_under(header.body, "decides", reading.findings, required=False)
    known = reading.vocabulary.treatments
    shapes = []
    for text in texts_of(listing, "decides", reading.findings):
        if text.value not in known:
            hint = did_you_mean(text.value, known, "shapes")
            reading.findings.add(text.place, f"unknown shape '{text.value}'", hint)
        elif text.value in shapes:
            reading.findings.add(text.place, f"the shape {text.value} stands here twice")
        else:
            shapes.append(text.value)
    return tuple(shapes)


def _read_hit(header: Header, reading: Reading) -> str | None:
    if header.body.get("hit") is None:
        return UNIQUE
    text = text_under(header.body, "hit", reading.findings)
    if text is not None and text.value not in _HITS:
        reading.findings.add(
            text.place,
            f"'{text.value}' is no hit policy",
            "unique (at most one row holds) or first (the upper row wins)",
        )
    return text.value if text else None


def _refuse_silent_decision(
    header: Header, shapes: Sequence[str], outputs: Sequence[OutputColumn], reading: Reading
) -> None:
    """A table that decides shapes must give the treatment."""
    named = [column for column in outputs if column.name == TREATMENT and column.is_treatment]
    if shapes and not named:
        place = (header.body.key("outputs") or header.name).place
        reading.findings.add(
            place,
            f"a table that decides shapes needs the output '{TREATMENT}'",
            f"outputs: {{{TREATMENT}: {TREATMENT}, ...}}",
        )


def _read_rows(
    header: Header,
    inputs: Sequence[Input],
    outputs: Sequence[OutputColumn],
    reading: Reading,
) -> tuple[_Line, ...]:
    columns = [*(each.name for each in inputs), *(each.name for each in outputs)]
    entries = section_under(header.body, "rows", reading.findings).entries
    if len(entries) > ROWS_MAX:
        reading.findings.add(
            entries[ROWS_MAX][0].place,
            f"a table has at most {ROWS_MAX} rows, this one {len(entries)}",
            "rows with an exact key belong in a lookup",
        )
    lines = []
    for label, node in entries[:ROWS_MAX]:
        if not _ROW_ID.fullmatch(label.value):
            reading.findings.add(
                label.place, f"'{label.value}' is no row id", "letters, digits and - _ . only"
            )
        nodes = cells_of(node, columns, reading.findings)
        if not nodes and columns:
            continue
        cells = tuple(each.cell(cell, reading) for each, cell in zip(inputs, nodes, strict=False))
        row = Row(label.value, tuple(cell.text if cell else "" for cell in cells))
        values = read_outputs(outputs, nodes[len(inputs) :], reading)
        lines.append(_Line(label, row, cells, values))
    return tuple(lines)


def _read_assumptions(
    header: Header, inputs: Sequence[Input], reading: Reading
) -> tuple[_Line, ...]:
    """The cases that the source cannot produce, each as a line of cells."""
    listing = listing_under(header.body, "assume", reading.findings, required=False)
    lines = []
    for node in listing.items:
        named = as_section(node, "assume", reading.findings)
        known = [each.name for each in inputs]
        for key, _ in named:
            if key.value not in known:
                hint = did_you_mean(key.value, known, "inputs")
                reading.findings.add(key.place, f"unknown input '{key.value}'", hint)
        given = {each.name: named.get(each.name) for each in inputs}
        cells = tuple(
            each.cell(cell, reading) if (cell := given[each.name]) is not None else _ANY
            for each in inputs
        )
        words = " and ".join(
            f"{each.name} is {cell.text}"
            for each, cell in zip(inputs, cells, strict=True)
            if cell and not cell.anything
        )
        if not words:
            reading.findings.add(node.place, "this assumes that no case ever comes")
        lines.append(_Line(node, Row(words, ()), cells, {}))
    return tuple(lines)


def _grid(
    inputs: Sequence[Input], rows: Sequence[_Line], assumptions: Sequence[_Line]
) -> Grid | None:
    """The columns with the masks of all rows; None where a cell or an input is wrong."""
    lines = (*rows, *assumptions)
    columns = []
    for number, each in enumerate(inputs):
        cells = [cell for line in lines if (cell := line.cells[number]) is not None]
        if each.checked is None or len(cells) < len(lines):
            return None
        columns.append(build_column(each.name, each.checked.type, each.within, cells))
    return Grid(tuple(columns), len(rows), len(assumptions))


def _refuse_idle_rows(grid: Grid, rows: Sequence[_Line], reading: Reading, *, unique: bool) -> None:
    """Note each row that shares a case with another under `unique`, or can never decide."""
    for number, line in enumerate(rows):
        try:
            _refuse_idle_row(grid, rows, number, reading, unique=unique)
        except Unfinished:
            reading.findings.add(
                line.label.place,
                f"the table is too large to prove that row {line.row.id} can decide",
                "split the table",
                Severity.WARNING,
            )


def _refuse_idle_row(
    grid: Grid, rows: Sequence[_Line], number: int, reading: Reading, *, unique: bool
) -> None:
    line = rows[number]
    above = 0 if unique else (1 << number) - 1
    if unique:
        shared = grid.overlap(number)
        if shared is not None:
            other, case = shared
            reading.findings.add(
                line.label.place,
                f"row {line.row.id} overlaps row {rows[other].row.id},"
                f" and the table says 'hit: unique'; e.g. {case}",
                "narrow one of the two, or say 'hit: first' if the upper row shall win",
            )
            return
    if grid.case(1 << number, above | grid.assumed) is None:
        alone = grid.case(1 << number, 0) is None
        reason = "no value satisfies its cells" if alone else "the lines above take every case"
        reading.findings.add(line.label.place, f"row {line.row.id} can never decide: {reason}")
