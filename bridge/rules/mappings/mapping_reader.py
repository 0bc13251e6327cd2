"""Reads a field mapping and refuses fields that no rule may set."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bridge.rules.check import Checked
from bridge.rules.compile import compile_all
from bridge.rules.diagnostics import did_you_mean
from bridge.rules.files.fields import (
    as_section,
    code_under,
    filled_text,
    is_name,
    listing_under,
    refuse_unknown_keys,
    section_under,
    text_under,
)
from bridge.rules.files.header import FileKind, Header
from bridge.rules.files.nodes import Node, Section, Text
from bridge.rules.files.reading import Reading
from bridge.rules.mappings.mapping import FieldMapping, Use, check_name
from bridge.rules.tables.otherwise import Otherwise, read_sentence
from bridge.rules.tables.rule import Declared
from bridge.rules.types import BOOLEAN, Kind, Type, parse_type

#: Tables and lookups by their name.
DeclaredByName = Mapping[str, Declared]


@dataclass(frozen=True, slots=True)
class _Used:
    """A use as it was read; its rule is None while something in the rule is wrong."""

    key: Text
    declared: Declared
    through: str | None


def read_mapping(
    header: Header, rules: Mapping[FileKind, DeclaredByName], reading: Reading
) -> FieldMapping | None:
    """The mapping that a file declares; None, with findings, if anything in it is wrong."""
    errors = reading.findings.errors
    targets = _targets(header, reading)
    record = reading.record(header)
    if record is None or targets is None:
        return None
    facts = reading.schema.facts(record)
    used = _read_uses(header, facts, rules, record, reading)
    scope = {
        **facts,
        **{each.key.value: each.declared.outputs_type(each.key.value) for each in used},
    }
    fields = _read_fields(header, scope, targets, reading)
    conditions, checks = _read_checks(header, scope, reading)
    _refuse_idle_uses(used, (*fields.values(), *conditions), header, reading)
    uses = tuple(
        Use(each.key.value, each.declared.rule, each.through)
        for each in used
        if each.declared.rule is not None
    )
    if reading.findings.errors > errors or len(uses) < len(used):
        return None
    return FieldMapping(
        name=header.name.value,
        effective=header.effective,
        uses=uses,
        holds=compile_all({check_name(n): each for n, each in enumerate(conditions)}),
        checks=checks,
        fields=compile_all(fields),
    )


def _targets(header: Header, reading: Reading) -> Mapping[str, str] | None:
    """The fields that this mapping may set, with their type texts."""
    known = reading.vocabulary.targets
    if header.name.value not in known:
        hint = did_you_mean(header.name.value, known, "mappings")
        reading.findings.add(header.name.place, f"unknown mapping '{header.name.value}'", hint)
    return known.get(header.name.value)


def _read_uses(
    header: Header,
    facts: Mapping[str, Type],
    rules: Mapping[FileKind, DeclaredByName],
    record: str,
    reading: Reading,
) -> list[_Used]:
    used = []
    section = section_under(header.body, "uses", reading.findings, required=False)
    for key, node in section:
        declared = _used_rule(key, node, rules, reading)
        if declared is None or not is_name(key, reading.findings):
            continue
        if key.value in facts:
            reading.findings.add(
                key.place, f"'{key.value}' is a fact of {record} already", "choose another name"
            )
            continue
        through = None
        if declared.record != record:
            through = _way(declared.record, facts)
            if through is None:
                reading.findings.add(
                    node.place,
                    f"{declared.name} is for {declared.record}, which no fact of {record} holds",
                )
        used.append(_Used(key, declared, through))
    return used


def _used_rule(
    key: Text, node: Node, rules: Mapping[FileKind, DeclaredByName], reading: Reading
) -> Declared | None:
    section = as_section(node, key.value, reading.findings)
    refuse_unknown_keys(section, (FileKind.TABLE, FileKind.LOOKUP), reading.findings)
    named = [kind for kind in (FileKind.TABLE, FileKind.LOOKUP) if section.get(kind) is not None]
    if len(named) != 1:
        reading.findings.add(node.place, "a use names one rule", "{table: x} or {lookup: x}")
        return None
    name = text_under(section, named[0], reading.findings)
    known = rules[named[0]]
    if name is not None and name.value not in known:
        hint = did_you_mean(name.value, known, f"{named[0]}s")
        reading.findings.add(name.place, f"unknown {named[0]} '{name.value}'", hint)
    return known.get(name.value) if name is not None else None


def _way(record: str, facts: Mapping[str, Type]) -> str | None:
    """The fact through which another record is reached; None unless there is exactly one."""
    ways = [
        name
        for name, fact in facts.items()
        if fact.kind is Kind.RECORD and fact.name == record and not fact.blank
    ]
    return ways[0] if len(ways) == 1 else None


def _read_fields(
    header: Header, scope: Mapping[str, Type], targets: Mapping[str, str], reading: Reading
) -> dict[str, Checked]:
    fields = {}
    for key, node in section_under(header.body, "fields", reading.findings):
        text = _field_expression(key, node, reading)
        if not _is_mappable(key, targets, reading) or text is None:
            continue
        target = parse_type(targets[key.value], reading.schema.enums)
        checked = reading.expression(text, scope, target)
        if checked is not None:
            fields[key.value] = checked
    return fields


def _field_expression(key: Text, node: Node, reading: Reading) -> Text | None:
    if isinstance(node, Text):
        return filled_text(node, key.value, reading.findings)
    section = as_section(node, key.value, reading.findings)
    refuse_unknown_keys(section, ("is",), reading.findings)
    return text_under(section, "is", reading.findings)


def _is_mappable(key: Text, targets: Mapping[str, str], reading: Reading) -> bool:
    if key.value in reading.vocabulary.forbidden:
        reason = reading.vocabulary.forbidden[key.value]
        reading.findings.add(key.place, f"no rule may set '{key.value}': {reason}")
    elif key.value not in targets:
        hint = did_you_mean(key.value, targets, "fields")
        reading.findings.add(key.place, f"unknown field '{key.value}'", hint)
    else:
        return True
    return False


def _read_checks(
    header: Header, scope: Mapping[str, Type], reading: Reading
) -> tuple[tuple[Checked, ...], tuple[Otherwise, ...]]:
    """What must hold, and the exception of each condition that does not."""
    conditions, exceptions = [], []
    listing = listing_under(header.body, "check", reading.findings, required=False)
    for number, node in enumerate(listing.items):
        section = as_section(node, "check", reading.findings)
        refuse_unknown_keys(section, ("that", "otherwise", "say"), reading.findings)
        condition = _condition(section, scope, reading)
        code = code_under(section, "otherwise", reading.findings)
        rule = f"{header.name.value}#{check_name(number)}"
        exception = read_sentence(code, rule, section, scope, reading)
        if condition is not None and exception is not None:
            conditions.append(condition)
            exceptions.append(exception)
    return tuple(conditions), tuple(exceptions)


def _condition(section: Section, scope: Mapping[str, Type], reading: Reading) -> Checked | None:
    text = text_under(section, "that", reading.findings)
    return reading.expression(text, scope, BOOLEAN) if text else None


def _refuse_idle_uses(
    used: Iterable[_Used], expressions: Iterable[Checked], header: Header, reading: Reading
) -> None:
    """Note each use that nothing reads: it would never be asked."""
    if header.body.get("fields") is None:
        return
    read = {path.split(".")[0] for expression in expressions for path in expression.reads}
    for each in used:
        if each.key.value not in read:
            reading.findings.add(
                each.key.place,
                f"nothing reads '{each.key.value}'",
                f"remove it, or read {each.key.value}.<output> in a field or a check",
            )
