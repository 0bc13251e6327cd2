"""
Rows for what a rule leaves open: prefilled with the facts of a deal, and put into the rule's file.

Nothing else of the file changes, comments and layout included; the row becomes its last.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bridge.errors import Misconfigured
from bridge.mappers.overriding import Question
from bridge.rules.answering import accepts
from bridge.rules.diagnostics import did_you_mean
from bridge.rules.files.findings import Findings
from bridge.rules.files.nodes import Listing, Place, Section
from bridge.rules.files.yaml_source import read
from bridge.rules.outcomes import shown
from bridge.rules.tables.decision_table import DecisionTable
from bridge.rules.tables.literals import quoted
from bridge.rules.tables.lookup import Lookup

#: What YAML reads as the text that it is, outside of quotes.
_PLAIN = re.compile(r"[A-Za-z0-9_][\w./+-]*(?: [\w./+-]+)*", re.ASCII)
_ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row: what stands under a column, or what may stand there."""

    column: str
    text: str | None  #: None: a person must say it
    accepts: str = ""  #: of an output: what it may be


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row that a rule lacks, under an id where the rule is a table."""

    rule: str
    id: str | None  #: None in a lookup, whose rows are named by their keys
    cells: tuple[Cell, ...]

    @property
    def missing(self) -> tuple[Cell, ...]:
        """What nobody has said yet."""
        return tuple(one for one in self.cells if one.text is None)

    def written(self) -> str:
        """Write it as in a file; only a row that lacks nothing can be written."""
        cells = ", ".join(_scalar(one.text) for one in self.cells if one.text is not None)
        return f"{self.id}: [{cells}]" if self.id else f"- [{cells}]"


def row_for(asked: Question, given: Mapping[str, str], name: str) -> Row:
    """
    Return the row that a question lacks: its conditions are the deal's facts, the rest is given.

    What is given for a condition widens or narrows it (`-` for any value). Raises Misconfigured
    for a column that the rule does not have. `name` is the id that a row of a table gets.
    """
    conditions = _conditions(asked)
    columns = [*conditions, *(column.name for column in asked.rule.outputs)]
    for column in given:
        if column not in columns:
            raise Misconfigured(
                f"the rule {asked.rule.name} has no column {column!r}",
                where="--set",
                act=did_you_mean(column, columns, "columns") or f"one of {', '.join(columns)}",
            )
    known = [Cell(column, given.get(column, cell)) for column, cell in conditions.items()]
    outputs = [Cell(one.name, given.get(one.name), accepts(one)) for one in asked.rule.outputs]
    is_table = isinstance(asked.rule, DecisionTable)
    return Row(rule=asked.rule.name, id=name if is_table else None, cells=(*known, *outputs))


def _conditions(asked: Question) -> dict[str, str]:
    """Return the facts that decide the rule's row, by column, as cells write them."""
    match asked.rule:
        case Lookup(key=key, key_names=names):
            return dict(zip(names, map(shown, key(asked.facts)), strict=True))
        case DecisionTable(inputs=inputs, grid=grid):
            _, values = inputs(asked.facts)
            names = tuple(column.name for column in grid.columns)
            return dict(zip(names, map(quoted, values), strict=True))
        case _:
            raise Misconfigured(
                f"{asked.rule.name} has no rows", where="--rule", act="name a table or a lookup"
            )


def added(files: Mapping[str, str], row: Row) -> dict[str, str]:
    """Return the files of a rulebook with a row behind the last one of its rule."""
    for name, text in files.items():
        if row.rule not in text or not name.endswith(".yaml"):
            continue
        body = read(name, text, Findings())
        if body is not None and _declares(body, row.rule):
            return {**files, name: _with_row(name, text, body, row)}
    raise Misconfigured(
        f"no file declares the rule {row.rule!r}", where=row.rule, act="look at the rulebook"
    )


def _declares(body: Section, rule: str) -> bool:
    return any(
        key.value in {"table", "lookup"} and getattr(node, "value", None) == rule
        for key, node in body
    )


def _with_row(name: str, text: str, body: Section, row: Row) -> str:
    place = _last_row(body)
    lines = text.split("\n")
    before = lines[place.line - 1][: place.column - 1] if place else ""
    indent = before.removesuffix("- ")
    if place is None or indent.strip():
        raise Misconfigured(
            "its rows do not stand each on a line of its own",
            where=name,
            act=f"add this row by hand: {row.written()}",
        )
    end = place.line
    for number in range(place.line, len(lines)):
        line = lines[number]
        if line and not line[0].isspace() and not line.startswith("#"):
            break
        if line.strip() and not line.lstrip().startswith("#"):
            end = number + 1
    return "\n".join([*lines[:end], indent + row.written(), *lines[end:]])


def _last_row(body: Section) -> Place | None:
    match body.get(_ROWS):
        case Listing(items=(*_, last)):
            return last.place
        case Section(entries=(*_, (label, _))):
            return label.place
        case _:
            return None


def _scalar(text: str) -> str:
    """Write a text as YAML that means just this text."""
    return text if _PLAIN.fullmatch(text) else "'" + text.replace("'", "''") + "'"
