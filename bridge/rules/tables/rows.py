"""The lines of a decision table: its rows, and the cases that it assumes never to come."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bridge.rules.diagnostics import did_you_mean
from bridge.rules.files.fields import as_section, cells_of, listing_under, section_under
from bridge.rules.files.nodes import Node, Place, Section, Text
from bridge.rules.files.reading import Reading
from bridge.rules.outcomes import Value
from bridge.rules.tables.analysis.grid import Grid
from bridge.rules.tables.cells import Cell
from bridge.rules.tables.columns import Column, build_column
from bridge.rules.tables.inputs import Input
from bridge.rules.tables.outputs import OutputColumn, read_outputs

ROWS_MAX = 1_000  #: what has more rows is a lookup
_ROW_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
_ANY = Cell(text="-", anything=True)

#: A cell is None where it is wrong.
Cells = tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as it was read."""

    id: str
    place: Place
    cells: Cells
    outputs: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Assumption:
    """A case that the source cannot produce."""

    cells: Cells

    def in_words(self, inputs: Sequence[Input]) -> str:
        """The case as a finding or an exception names it."""
        return " and ".join(
            f"{each.name} is {cell.text}"
            for each, cell in zip(inputs, self.cells, strict=True)
            if cell is not None and not cell.anything
        )


def read_rows(
    body: Section, inputs: Sequence[Input], outputs: Sequence[OutputColumn], reading: Reading
) -> tuple[TableRow, ...]:
    """The rows of a table, those left out that have a wrong number of cells."""
    columns = [*(each.name for each in inputs), *(each.name for each in outputs)]
    entries = section_under(body, "rows", reading.findings).entries
    if len(entries) > ROWS_MAX:
        reading.findings.add(
            entries[ROWS_MAX][0].place,
            f"a table has at most {ROWS_MAX} rows, this one has {len(entries)}",
            "rows with an exact key belong in a lookup",
        )
    rows = []
    for label, node in entries[:ROWS_MAX]:
        _check_id(label, reading)
        nodes = cells_of(node, columns, reading.findings)
        if len(nodes) == len(columns):
            cells = _cells(inputs, nodes[: len(inputs)], reading)
            values = read_outputs(outputs, nodes[len(inputs) :], reading)
            rows.append(TableRow(label.value, label.place, cells, values))
    return tuple(rows)


def read_assumptions(
    body: Section, inputs: Sequence[Input], reading: Reading
) -> tuple[Assumption, ...]:
    """The cases under `assume`, each naming one or more inputs."""
    listing = listing_under(body, "assume", reading.findings, required=False)
    return tuple(_read_assumption(node, inputs, reading) for node in listing.items)


def grid_of(
    inputs: Sequence[Input], rows: Sequence[TableRow], assumptions: Sequence[Assumption]
) -> Grid | None:
    """The columns with the masks of all lines; None where an input or a cell is wrong."""
    lines = [row.cells for row in rows] + [each.cells for each in assumptions]
    columns: list[Column] = []
    for number, each in enumerate(inputs):
        cells = [cell for line in lines if (cell := line[number]) is not None]
        if each.checked is None or len(cells) < len(lines):
            return None
        columns.append(build_column(each.name, each.checked.type, each.within, cells))
    return Grid(tuple(columns), len(rows), len(assumptions))


def _check_id(label: Text, reading: Reading) -> None:
    if not _ROW_ID.fullmatch(label.value):
        reading.findings.add(
            label.place,
            f"'{label.value}' cannot be the id of a row",
            "letters, digits and - _ . only; the ledger names the row by it for ever",
        )


def _cells(inputs: Sequence[Input], nodes: Sequence[Node], reading: Reading) -> Cells:
    return tuple(each.cell(node, reading) for each, node in zip(inputs, nodes, strict=True))


def _read_assumption(node: Node, inputs: Sequence[Input], reading: Reading) -> Assumption:
    if not isinstance(node, Section):
        as_section(node, "assume", reading.findings)
        return Assumption((None,) * len(inputs))
    section = node
    names = [each.name for each in inputs]
    unknown = [key for key, _ in section if key.value not in names]
    for key in unknown:
        hint = did_you_mean(key.value, names, "inputs")
        reading.findings.add(key.place, f"unknown input '{key.value}'", hint)
    if unknown:
        return Assumption((None,) * len(inputs))
    cells = tuple(
        _ANY if (cell := section.get(each.name)) is None else each.cell(cell, reading)
        for each in inputs
    )
    if all(cell is not None and cell.anything for cell in cells):
        reading.findings.add(node.place, "this assumes that no case ever comes")
        return Assumption((None,) * len(inputs))
    return Assumption(cells)
