"""The inputs of a decision table: an expression for each column, and the cells under it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bridge.rules.check import Checked, with_currency
from bridge.rules.files.fields import (
    as_section,
    filled_text,
    is_name,
    refuse_unknown_keys,
    section_under,
    text_under,
)
from bridge.rules.files.nodes import Listing, Node, Section, Text
from bridge.rules.files.reading import Reading
from bridge.rules.tables.cells import Cell, Interval, parse_cell
from bridge.rules.tables.literals import ORDERED_KINDS
from bridge.rules.types import OF_DEAL, Type


@dataclass(frozen=True, slots=True)
class Input:
    """A column of conditions; `checked` is None where its expression is wrong."""

    name: str
    checked: Checked | None
    within: Interval | None  #: the declared range of a number or date

    def cell(self, node: Node, reading: Reading) -> Cell | None:
        """The cell under this column; None, with a finding, if it is wrong."""
        if isinstance(node, Listing):
            reading.findings.add(node.place, "a cell is one text", 'quote it: "A, B"')
            return None
        text = filled_text(node, self.name, reading.findings)
        if text is None or self.checked is None:
            return None
        column = self.checked.type
        return reading.findings.attempt(text, lambda source: parse_cell(source, column))


def read_inputs(body: Section, scope: Mapping[str, Type], reading: Reading) -> tuple[Input, ...]:
    """The inputs of a table, in the order of their columns."""
    return tuple(
        _read_input(name, node, scope, reading)
        for name, node in section_under(body, "inputs", reading.findings)
    )


def _read_input(name: Text, node: Node, scope: Mapping[str, Type], reading: Reading) -> Input:
    text, limits = _parts(name, node, reading)
    checked = _asked(text, scope, reading) if text else None
    if not is_name(name, reading.findings) or text is None or checked is None:
        return Input(name.value, None, None)
    return Input(name.value, checked, _within(limits, checked.type, reading))


def _asked(text: Text, scope: Mapping[str, Type], reading: Reading) -> Checked | None:
    """The checked expression; money of the deal gives its currency, too, for cells to ask for."""
    checked = reading.asked(text, scope)
    if checked is None or not checked.type.is_money:
        return checked
    if checked.type.over:
        message = "this is a price for a time, and a cell says of none how long it is"
        reading.findings.add(text.place, message, "ask for the price of a year")
        return None
    if checked.type.currency != OF_DEAL:
        return checked
    priced = with_currency(checked, scope)
    if priced is None:
        reading.findings.add(text.place, "no fact says which currency this is in")
    return priced


def _parts(name: Text, node: Node, reading: Reading) -> tuple[Text | None, Text | None]:
    """The expression of an input and, where it has one, its range."""
    if isinstance(node, Text):
        return filled_text(node, name.value, reading.findings), None
    section = as_section(node, name.value, reading.findings)
    refuse_unknown_keys(section, ("is", "range"), reading.findings)
    limits = section.get("range")
    return (
        text_under(section, "is", reading.findings),
        filled_text(limits, "range", reading.findings) if limits is not None else None,
    )


def _within(limits: Text | None, column: Type, reading: Reading) -> Interval | None:
    if limits is None:
        return None
    if column.kind not in ORDERED_KINDS:
        reading.findings.add(limits.place, f"{column.required()} has no range")
        return None
    cell = reading.findings.attempt(limits, lambda source: parse_cell(source, column.required()))
    if cell is None:
        return None
    if len(cell.intervals) != 1 or cell.negated:
        reading.findings.add(limits.place, "a range is one interval", "0 .. 100")
        return None
    if cell.intervals[0].currency:
        reading.findings.add(limits.place, "a range holds in every currency", "0 ..")
        return None
    return cell.intervals[0]
