"""What the row of a treatment must say beside it: the outputs that the treatment goes by."""

from collections.abc import Mapping
from decimal import Decimal

from bridge.rules.files.nodes import Text
from bridge.rules.files.reading import Reading
from bridge.rules.outcomes import Value
from bridge.rules.types import Type, parse_type
from bridge.rules.vocabulary import Beside


def refuse_unsaid(
    types: Mapping[str, Type], outputs: Mapping[str, Value], treatment: Text, reading: Reading
) -> None:
    """Note each output that the treatment of a row goes by, and that the row does not give it."""
    needed = reading.vocabulary.beside.get(treatment.value, {})
    for name, beside in needed.items():
        wrong = _wrong(name, beside, types, outputs, reading)
        if wrong is not None:
            message, hint = wrong
            reading.findings.add(
                treatment.place, f"the treatment '{treatment.value}' needs {message}", hint
            )


def _wrong(
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
