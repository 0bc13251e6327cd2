"""Answers that a person gives in place of a row, checked by the checker of rows."""

from collections.abc import Mapping

from bridge.rules.diagnostics import Diagnostic, Problem, did_you_mean
from bridge.rules.files.findings import Findings
from bridge.rules.files.nodes import Place, Text
from bridge.rules.files.reading import Reading, Schema
from bridge.rules.outcomes import Value
from bridge.rules.rulebook import Rulebook
from bridge.rules.tables.literals import parse_value
from bridge.rules.tables.outputs import OutputColumn, read_outputs
from bridge.rules.tables.rule import Rule
from bridge.rules.types import TEXT
from bridge.rules.vocabulary import Vocabulary

#: What a person gives for each output of a rule, written as in a cell.
Cells = Mapping[str, str]


def findings(
    rule: Rule, cells: Cells, rulebook: Rulebook, vocabulary: Vocabulary
) -> tuple[Diagnostic, ...]:
    """
    Return what is wrong with an answer, as it would be found in a row of the rule.

    A finding stands in the "file" RULE.OUTPUT, for the answer is in none.
    """
    found = Findings()
    reading = Reading(vocabulary, Schema(vocabulary), found, dict(rulebook.abilities))
    names = [column.name for column in rule.outputs]
    for name in cells:
        if name not in names:
            hint = did_you_mean(name, names, "outputs")
            found.add(_place(rule.name, name, ""), f"unknown output '{name}'", hint)
    for column in rule.outputs:
        if column.name not in cells:
            message = f"'{column.name}' is missing: {accepts(column)}"
            found.add(_place(rule.name, column.name, ""), message)
    if not found.errors:
        nodes = [_node(rule.name, name, cells[name]) for name in names]
        read_outputs(rule.outputs, nodes, reading)
    return found.without_notes


def values(rule: Rule, cells: Cells) -> Mapping[str, Value] | None:
    """
    Return an answer as the outputs of a row; None where the rule gives something else by now.

    Another version of a rule may have other outputs than those that a person answered.
    """
    if set(cells) != {column.name for column in rule.outputs}:
        return None
    try:
        return {column.name: _value(column, cells[column.name]) for column in rule.outputs}
    except Problem:
        return None


def accepts(column: OutputColumn) -> str:
    """Say what an output may be: its values where it has a list of them, else its type."""
    if column.type.members:
        return f"one of {', '.join(column.type.members)}"
    return "any text" if column.type == TEXT else f"a value of the type {column.type}"


def _value(column: OutputColumn, cell: str) -> Value:
    if column.is_treatment and cell not in column.type.members:
        raise Problem(f"'{cell}' is no treatment")
    return cell if column.is_treatment else parse_value(cell, column.type)


def _node(rule: str, name: str, cell: str) -> Text:
    return Text(cell, _place(rule, name, cell), cell)


def _place(rule: str, name: str, cell: str) -> Place:
    return Place(f"{rule}.{name}", 1, 1, max(1, len(cell)))
