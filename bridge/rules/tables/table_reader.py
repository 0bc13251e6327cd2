"""Reads a decision table, and refuses rows that share a case or can never decide."""

from collections.abc import Sequence

from bridge.rules.compile import CompiledMatch
from bridge.rules.compiler.choosing.matching import Matcher
from bridge.rules.diagnostics import did_you_mean
from bridge.rules.files.fields import listing_under, text_under, texts_of
from bridge.rules.files.header import Header
from bridge.rules.files.reading import Reading
from bridge.rules.tables.analysis.report import Subject, report
from bridge.rules.tables.cells import Cell
from bridge.rules.tables.decision_table import DecisionTable, Row
from bridge.rules.tables.inputs import Input, read_inputs
from bridge.rules.tables.otherwise import read_otherwise
from bridge.rules.tables.outputs import TREATMENT, OutputColumn, read_output_columns
from bridge.rules.tables.rows import Assumption, TableRow, grid_of, read_assumptions, read_rows
from bridge.rules.tables.rule import Declared
from bridge.rules.vocabulary import Vocabulary

SCOPE = "scope"  #: the table that says which deals are in scope
VERDICTS = ("TRANSLATE", "EXCLUDE")  #: what its output of the same name may say
UNIQUE = "unique"
_HITS = (UNIQUE, "first")


def read_table(header: Header, reading: Reading) -> Declared | None:
    """The table that a file declares; None, with findings, where not even its form is plain."""
    errors = reading.findings.errors
    body = header.body
    record = reading.record(header, _asked_with(header, reading.vocabulary))
    if record is None:
        return None
    scope = reading.schema.facts(record)
    shapes = _read_shapes(header, reading)
    hit = _read_hit(header, reading)
    inputs = read_inputs(body, scope, reading)
    outputs = read_output_columns(body, "outputs", shapes, reading)
    _check_columns(header, inputs, outputs, reading)
    otherwise = read_otherwise(header.name.value, body, scope, reading)
    rows = read_rows(body, inputs, outputs, reading)
    assumptions = read_assumptions(body, inputs, reading)
    grid = grid_of(inputs, rows, assumptions)
    if grid is not None and hit is not None:
        code = otherwise.code if otherwise else "an exception"
        place = (body.key("otherwise") or header.name).place
        report(Subject(grid, rows, hit == UNIQUE, code, place), reading.findings)
    if grid is None or otherwise is None or reading.findings.errors > errors:
        return Declared(header, record, outputs, shapes, None)
    table = DecisionTable(
        name=header.name.value,
        effective=header.effective,
        inputs=CompiledMatch(
            {each.name: each.checked for each in inputs if each.checked},
            Matcher(tuple(column.index for column in grid.columns), grid.every),
        ),
        grid=grid,
        unique=hit == UNIQUE,
        rows=tuple(_row(header.name.value, row) for row in rows),
        assumptions=tuple(each.in_words(inputs) for each in assumptions),
        otherwise=otherwise,
        cells=(*map(_whole, rows), *map(_whole, assumptions)),
        limits=tuple(each.within for each in inputs),
        outputs=outputs,
    )
    return Declared(header, record, outputs, shapes, table)


def _asked_with(header: Header, vocabulary: Vocabulary) -> str | None:
    """The record whose facts a table gets, where its use settles that."""
    name = header.name.value
    if name == SCOPE or name in vocabulary.of_deals:
        return vocabulary.asked_with.get(name, "Deal")
    return "Line" if header.body.get("decides") is not None else None


def _row(table: str, row: TableRow) -> Row:
    needs = tuple(cell.text if cell else "" for cell in row.cells)
    return Row(row.id, f"{table}#{row.id}", needs, row.outputs)


def _whole(line: TableRow | Assumption) -> tuple[Cell, ...]:
    """Return the cells of a line of which none is wrong."""
    return tuple(filter(None, line.cells))


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
    """The hit policy; None, with a finding, if there is no such policy."""
    if header.body.get("hit") is None:
        return UNIQUE
    text = text_under(header.body, "hit", reading.findings)
    if text is None or text.value in _HITS:
        return text.value if text else None
    reading.findings.add(
        text.place,
        f"'{text.value}' is no hit policy",
        "unique (at most one row holds) or first (the upper row wins)",
    )
    return None


def _check_columns(
    header: Header,
    inputs: Sequence[Input],
    outputs: Sequence[OutputColumn],
    reading: Reading,
) -> None:
    """No output has the name of an input; a table that decides shapes gives the treatment."""
    place = (header.body.key("outputs") or header.name).place
    names = {each.name for each in inputs}
    for column in outputs:
        if column.name in names:
            reading.findings.add(place, f"'{column.name}' is an input and an output")
    name = header.name.value
    verdict = reading.vocabulary.of_deals.get(name)
    if verdict and not any(each.name == name and each.type.name == verdict for each in outputs):
        message = f"the table '{name}' needs the output '{name}' of the type {verdict}"
        reading.findings.add(place, message, f"outputs: {{{name}: {verdict}}}")
    decides = header.body.get("decides") is not None
    if decides and not any(each.name == TREATMENT and each.is_treatment for each in outputs):
        reading.findings.add(
            place,
            f"a table that decides shapes needs the output '{TREATMENT}'",
            f"outputs: {{{TREATMENT}: {TREATMENT}, ...}}",
        )
    if header.name.value == SCOPE and not any(_is_verdict(each) for each in outputs):
        reading.findings.add(
            place,
            f"the table '{SCOPE}' needs the output '{SCOPE}', and it says {' or '.join(VERDICTS)}",
            f"outputs: {{{SCOPE}: [{', '.join(VERDICTS)}], ...}}",
        )


def _is_verdict(column: OutputColumn) -> bool:
    """Whether an output says of a deal that it is in scope or not, and nothing else."""
    members = column.type.members
    return column.name == SCOPE and bool(members) and set(members) <= set(VERDICTS)
