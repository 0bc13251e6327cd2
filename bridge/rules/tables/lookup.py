"""Lookups: an exact key gives the outputs of its row, whatever the number of rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial

from bridge.rules.check import Checked
from bridge.rules.compile import CompiledRow
from bridge.rules.compiler.choosing.chooser import Chooser
from bridge.rules.files.fields import cells_of, filled_text, is_name, listing_under, section_under
from bridge.rules.files.header import Effective, Header
from bridge.rules.files.nodes import Node, Text
from bridge.rules.files.reading import Reading
from bridge.rules.outcomes import Decision, Undecided, Value, shown
from bridge.rules.tables.alike import Key, alike
from bridge.rules.tables.literals import parse_value
from bridge.rules.tables.otherwise import Otherwise, read_otherwise
from bridge.rules.tables.outputs import OutputColumn, read_output_columns, read_outputs
from bridge.rules.tables.rule import Declared, not_in_effect
from bridge.rules.types import Type


@dataclass(frozen=True, slots=True)
class Lookup:
    """Rows by their exact key."""

    name: str
    effective: Effective
    key: CompiledRow
    key_names: tuple[str, ...]
    rows: Mapping[Key, Decision]
    otherwise: Otherwise
    outputs: tuple[OutputColumn, ...]

    def decide(self, facts: Mapping[str, object], on: date) -> Decision | Undecided:
        """The row of the facts' key; undecided where there is none, or on a day outside."""
        if not self.effective.holds(on):
            return not_in_effect(self.name, self.effective, on)
        key = self.key(facts)
        found = self.rows.get(key)
        if found is not None:
            return found
        missed = self.otherwise.undecided(facts, partial(_missed, self.key_names, key))
        return replace(missed, nearest=alike(self.key_names, key, self.rows.keys()))

    def chooser(self) -> Chooser:
        """How the code of a mapping chooses a row."""
        return self.key.chooser(self.rows)

    def decision(self, row: object, values: Sequence[object]) -> Decision:
        """The row itself, which is one of the lookup's."""
        if not isinstance(row, Decision):
            raise TypeError(f"no row of {self.name} has {values}")
        return row


def read_lookup(header: Header, reading: Reading) -> Declared | None:
    """The lookup that a file declares; None, with findings, where not even its form is plain."""
    findings = reading.findings
    errors = findings.errors
    record = reading.record(header)
    if record is None:
        return None
    name, scope = header.name.value, reading.schema.facts(record)
    key = _read_key(header, scope, reading)
    outputs = read_output_columns(header.body, "gives", (), reading)
    otherwise = read_otherwise(name, header.body, scope, reading)
    rows = _read_rows(header, key, outputs, reading)
    lookup = None
    if otherwise is not None and findings.errors == errors:
        checked = {each: expression for each, expression in key.items() if expression}
        lookup = Lookup(
            name=name,
            effective=header.effective,
            key=CompiledRow(checked),
            key_names=tuple(key),
            rows=rows,
            otherwise=otherwise,
            outputs=outputs,
        )
    return Declared(header, record, outputs, (), lookup)


def _read_key(
    header: Header, scope: Mapping[str, Type], reading: Reading
) -> dict[str, Checked | None]:
    """The parts of the key by name; None for one whose expression is wrong."""
    key: dict[str, Checked | None] = {}
    for name, node in section_under(header.body, "key", reading.findings):
        text = filled_text(node, name.value, reading.findings)
        named = is_name(name, reading.findings)
        key[name.value] = reading.key(text, scope) if named and text else None
    return key


def _read_rows(
    header: Header,
    key: Mapping[str, Checked | None],
    outputs: Sequence[OutputColumn],
    reading: Reading,
) -> Mapping[Key, Decision]:
    """The rows by their key; a finding for each that is wrong or stands there twice."""
    rows: dict[Key, Decision] = {}
    placed: dict[Key, int] = {}
    names = tuple(key)
    columns = [*key, *(column.name for column in outputs)]
    for node in listing_under(header.body, "rows", reading.findings).items:
        cells = cells_of(node, columns, reading.findings) if key else ()
        row = _row_key(key, cells[: len(key)], reading) if cells else None
        if row is None:
            continue
        name, line = row_name(row), placed.setdefault(row, node.place.line)
        if row in rows:
            reading.findings.add(node.place, f"the key {name} stands on line {line} already")
        values = read_outputs(outputs, cells[len(key) :], reading)
        traced = partial(_found, name, names, row)
        rows[row] = Decision(values, f"{header.name.value}#{name}", traced)
    return rows


def _row_key(
    key: Mapping[str, Checked | None], cells: Sequence[Node], reading: Reading
) -> Key | None:
    """The key of a row; None, with findings, if one of its values is wrong."""
    values: list[Value] = []
    for (name, checked), cell in zip(key.items(), cells, strict=True):
        text = filled_text(cell, name, reading.findings)
        value = _key_value(text, checked.type, reading) if text and checked else ()
        if not value:
            return None
        values.extend(value)
    return tuple(values)


def _key_value(text: Text, key_type: Type, reading: Reading) -> Key:
    """The value in a tuple (it may be a blank); an empty one, with a finding, if it is wrong."""
    return reading.findings.attempt(text, lambda source: (parse_value(source, key_type),)) or ()


def row_name(key: Key) -> str:
    r"""
    Name a row by its key; two keys never have the same name.

    >>> print(row_name(("ENT", None)), row_name(("A/B", "C")), row_name(("A", "B/C")))
    ENT/blank A\/B/C A/B\/C
    """
    parts = (value if isinstance(value, str) else shown(value) for value in key)
    return "/".join(part.replace("\\", "\\\\").replace("/", "\\/") for part in parts)


def _of(names: Sequence[str], key: Key) -> str:
    return " and ".join(f"{name} is {shown(value)}" for name, value in zip(names, key, strict=True))


@lru_cache(maxsize=4096)  # many deals find the same row
def _found(name: str, names: Sequence[str], key: Key) -> tuple[str, ...]:
    return (f"row {name}: {_of(names, key)}",)


def _missed(names: Sequence[str], key: Key) -> tuple[str, ...]:
    return (f"no row where {_of(names, key)}",)
