"""The output columns of tables and lookups: their types, and the values of a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from types import MappingProxyType

from bridge.rules.diagnostics import did_you_mean
from bridge.rules.files.fields import section_under, texts_of
from bridge.rules.files.nodes import Listing, Node, Section, Text
from bridge.rules.files.reading import Reading
from bridge.rules.outcomes import Value
from bridge.rules.tables.literals import parse_value
from bridge.rules.types import OF_DEAL, TEXT, Type, enum, parse_type
from bridge.rules.vocabulary import Beside

TREATMENT = "treatment"


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """One output of a row; `shapes` are those that a treatment must be implemented for."""

    name: str
    type: Type
    shapes: tuple[str, ...] = ()

    @property
    def is_treatment(self) -> bool:
        """Whether the values are names of treatments."""
        return self.type.name == TREATMENT


def read_output_columns(
    body: Section, key: str, shapes: Sequence[str], reading: Reading
) -> tuple[OutputColumn, ...]:
    """The outputs that a rule declares under `key`; `shapes` is what the rule decides."""
    columns = []
    for name, node in section_under(body, key, reading.findings):
        reading.is_fact_name(name)
        output_type = _output_type(name, node, reading) or TEXT
        column = OutputColumn(name.value, output_type, tuple(shapes))
        if column.is_treatment and body.get("decides") is None:
            reading.findings.add(
                node.place, "only a table that decides shapes gives treatments", "decides: [SHAPE]"
            )
        columns.append(column)
    return tuple(columns)


def read_outputs(
    columns: Sequence[OutputColumn], nodes: Sequence[Node], reading: Reading
) -> Mapping[str, Value]:
    """The outputs of a row, a finding for each value that is wrong."""
    outputs: dict[str, Value] = {}
    for column, node in zip(columns, nodes, strict=True):
        if not isinstance(node, Text):
            reading.findings.add(node.place, f"'{column.name}' must be one value")
        elif column.is_treatment:
            outputs[column.name] = _treatment(column, node, reading)
        else:
            parse = partial(parse_value, value_type=column.type)
            outputs[column.name] = reading.findings.attempt(node, parse)
            if column.type.name in reading.vocabulary.enums:
                _refuse_unable(f"'{node.value}'", column.type.members, node, reading)
    types = {column.name: column.type for column in columns}
    for column, node in zip(columns, nodes, strict=True):
        if column.is_treatment and isinstance(node, Text):
            _refuse_unsaid(types, outputs, node, reading)
    return MappingProxyType(outputs)  # shared by every decision of the row


def _output_type(name: Text, node: Node, reading: Reading) -> Type | None:
    if isinstance(node, Listing):
        members = tuple(text.value for text in texts_of(node, name.value, reading.findings))
        return enum(name.value, members)
    if not isinstance(node, Text):
        reading.findings.add(node.place, "an output is a type, or a list of its values")
        return None
    if node.value == TREATMENT:
        names = {each for some in reading.vocabulary.treatments.values() for each in some}
        return enum(TREATMENT, tuple(sorted(names)))
    declared = reading.type(node)
    if declared is not None and declared.currency == OF_DEAL:
        hint = "money(18,2,USD)" if declared.is_money else "text"
        reading.findings.add(node.place, "what a row gives cannot be of the deal's currency", hint)
        return None
    return declared


def _treatment(column: OutputColumn, node: Text, reading: Reading) -> str:
    """The treatment of a row, which every shape of the table must implement."""
    for shape in column.shapes:
        implemented = reading.vocabulary.treatments.get(shape, ())
        if node.value in implemented:
            _refuse_unable(f"the treatment '{node.value}'", implemented, node, reading)
            continue
        if node.value in column.type.members:
            message = f"the treatment '{node.value}' is not implemented for the shape {shape}"
        else:
            message = f"unknown treatment '{node.value}'"
        hint = did_you_mean(node.value, implemented, f"treatments of {shape}")
        reading.findings.add(node.place, message, hint)
        break
    return node.value


def _refuse_unable(says: str, known: Sequence[str], treatment: Text, reading: Reading) -> None:
    """Note each ability that an outcome needs and that the account is not said to have."""
    words = reading.vocabulary
    for need in words.needs.get(treatment.value, ()):
        able = reading.abilities.get(need)
        if able or (able is None and reading.findings.incomplete):
            continue
        why = "the account cannot" if able is False else "nobody has said that the account can"
        others = [each for each in known if not words.needs.get(each)]
        instead = f"; without it: {', '.join(others)}" if others else ""
        reading.findings.add(
            treatment.place,
            f"{says} needs {need}, which {why}",
            f"{need} means that {words.abilities[need]}{instead}",
        )


def _refuse_unsaid(
    types: Mapping[str, Type], outputs: Mapping[str, Value], treatment: Text, reading: Reading
) -> None:
    """Note each output that the treatment of a row goes by, and that the row does not give it."""
    needed = reading.vocabulary.beside.get(treatment.value, {})
    for name, beside in needed.items():
        wrong = _unsaid(name, beside, types, outputs, reading)
        if wrong is not None:
            message, hint = wrong
            reading.findings.add(
                treatment.place, f"the treatment '{treatment.value}' needs {message}", hint
            )


def _unsaid(
    name: str,
    beside: Beside,
    types: Mapping[str, Type],
    outputs: Mapping[str, Value],
    reading: Reading,
) -> tuple[str, str] | None:
    """Return what is wrong with an output, and what to write."""
    declare = f"outputs: {{..., {name}: {beside.type}}}"
    called_for = beside.is_called_for(outputs)
    if name not in types:
        return (f"the output '{name}', and the table has none", declare) if called_for else None
    wanted, given = parse_type(beside.type, reading.schema.enums), types[name]
    if (given.kind, given.members) != (wanted.kind, wanted.members):
        is_ = f"has the values {', '.join(given.members)}" if given.members else f"is {given}"
        return f"'{name}' to be {wanted.required()}, and it {is_}", declare
    value = outputs.get(name)
    if value is None and called_for:
        other, _ = beside.when
        why = f" where '{other}' is {outputs[other]}" if other in outputs else ""
        return f"'{name}'{why}, and it is blank in this row", "say it in this row"
    if isinstance(value, Decimal | int) and not beside.takes(value):
        most = f" and at most {beside.most}" if beside.most is not None else ""
        return f"'{name}' to be at least {beside.least}{most}, and it is {value}", "correct it"
    return None
