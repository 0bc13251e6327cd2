"""Reads a field mapping and refuses fields that no rule may set."""

from collections.abc import Iterable, Mapping, Sequence

from bridge.rules.check import Checked
from bridge.rules.compile import CompiledRow, compile_all
from bridge.rules.diagnostics import did_you_mean
from bridge.rules.files.fields import (
    as_section,
    code_under,
    filled_text,
    listing_under,
    refuse_unknown_keys,
    section_under,
    text_under,
)
from bridge.rules.files.header import Effective, Header
from bridge.rules.files.nodes import Node, Section, Text
from bridge.rules.files.reading import Reading
from bridge.rules.mappings.at_once import AtOnce
from bridge.rules.mappings.descriptive import read_descriptive
from bridge.rules.mappings.mapping import Check, FieldMapping, check_name
from bridge.rules.mappings.use import Use
from bridge.rules.mappings.uses import MappingScope, Rules, always_read, read_scope
from bridge.rules.tables.otherwise import Otherwise, read_sentence
from bridge.rules.types import BOOLEAN, parse_type


def read_mapping(header: Header, rules: Rules, reading: Reading) -> FieldMapping | None:
    """The mapping that a file declares; None, with findings, if anything in it is wrong."""
    errors = reading.findings.errors
    targets = _targets(header, reading)
    record = reading.record(header, reading.vocabulary.asked_with.get(header.name.value))
    if record is None or targets is None:
        return None
    scope = read_scope(header, record, rules, reading)
    fields = _read_fields(header, scope, targets, reading)
    checks = _read_checks(header, scope, reading)
    descriptive = read_descriptive(header, targets, fields, reading)
    if reading.findings.errors == errors and not scope.broken:
        _refuse_idle_uses(scope, (*fields.values(), *(each for each, _ in checks)), reading)
    named = {each.key.value for each in scope.used}
    uses = tuple(
        Use(each.key.value, each.declared.rule, each.through)
        for each in scope.used
        if each.declared.rule is not None
    )
    if reading.findings.errors > errors or scope.broken or len(uses) < len(scope.used):
        return None
    return FieldMapping(
        name=header.name.value,
        effective=header.effective,
        uses=uses,
        checks=tuple(Check(compile_all({"": each}), otherwise) for each, otherwise in checks),
        conditions=CompiledRow(
            {check_name(number): each for number, (each, _) in enumerate(checks)}, named
        ),
        fields=compile_all(fields, named),
        at_once=_at_once(header.effective, uses, [each for each, _ in checks], fields),
        apart=tuple(compile_all({name: each}) for name, each in fields.items()),
        descriptive=descriptive,
    )


def _at_once(
    effective: Effective,
    uses: Sequence[Use],
    checks: Sequence[Checked],
    fields: Mapping[str, Checked],
) -> AtOnce | None:
    """The mapping as one function, which asks all its rules; None where it may read but some."""
    read = {name for each in (*fields.values(), *checks) for name in always_read(each.tree)}
    return (
        AtOnce(effective, uses, checks, fields) if all(use.name in read for use in uses) else None
    )


def _targets(header: Header, reading: Reading) -> Mapping[str, str] | None:
    """The fields that this mapping may set, with their type texts."""
    known = reading.vocabulary.targets
    if header.name.value not in known:
        hint = did_you_mean(header.name.value, known, "mappings")
        reading.findings.add(header.name.place, f"unknown mapping '{header.name.value}'", hint)
    return known.get(header.name.value)


def _read_fields(
    header: Header, scope: MappingScope, targets: Mapping[str, str], reading: Reading
) -> dict[str, Checked]:
    fields = {}
    section = section_under(header.body, "fields", reading.findings)
    if header.body.get("fields") is not None:
        decided = reading.vocabulary.decided.get(header.name.value, ())
        _refuse_omissions(section, targets, decided, reading)
    for key, node in section:
        text = _field_expression(key, node, reading)
        if not _is_mappable(key, targets, reading) or text is None:
            continue
        target = parse_type(targets[key.value], reading.schema.enums)
        checked = scope.expression(text, target, reading)
        if checked is not None:
            fields[key.value] = checked
    return fields


def _refuse_omissions(
    section: Section, targets: Mapping[str, str], decided: Sequence[str], reading: Reading
) -> None:
    """
    Note each field that must be set and is not.

    Nothing else would give a value to one that cannot be blank; and some that can be are of such
    weight that nobody may forget them.
    """
    for name, declared in targets.items():
        if section.get(name) is not None:
            continue
        if not declared.endswith("?"):
            message, hint = "it cannot be blank", f"{name}: {{is: ...}}"
        elif name in decided:
            message = "nobody has decided it"
            hint = f"write {name}: {{is: BLANK}} where the other system is to decide"
        else:
            continue
        reading.findings.add(section.place, f"the field '{name}' is not set, and {message}", hint)


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
        return False
    if key.value not in targets:
        hint = did_you_mean(key.value, targets, "fields")
        reading.findings.add(key.place, f"unknown field '{key.value}'", hint)
        return False
    return True


def _read_checks(
    header: Header, scope: MappingScope, reading: Reading
) -> list[tuple[Checked, Otherwise]]:
    """What must hold, and the exception of each condition that does not."""
    checks = []
    listing = listing_under(header.body, "check", reading.findings, required=False)
    for number, node in enumerate(listing.items):
        section = as_section(node, "check", reading.findings)
        refuse_unknown_keys(section, ("that", "otherwise", "say"), reading.findings)
        condition = _condition(section, scope, reading)
        code = code_under(section, "otherwise", reading.findings)
        rule = f"{header.name.value}#{check_name(number)}"
        otherwise = read_sentence(code, rule, section, scope.types, reading)
        if condition is not None and otherwise is not None:
            checks.append((condition, otherwise))
    return checks


def _condition(section: Section, scope: MappingScope, reading: Reading) -> Checked | None:
    text = text_under(section, "that", reading.findings)
    return scope.expression(text, BOOLEAN, reading) if text else None


def _refuse_idle_uses(
    scope: MappingScope, expressions: Iterable[Checked], reading: Reading
) -> None:
    """Note each use that nothing reads: it would be asked for nothing."""
    read = {path.split(".")[0] for expression in expressions for path in expression.reads}
    for each in scope.used:
        if each.key.value not in read:
            reading.findings.add(
                each.key.place,
                f"nothing reads '{each.key.value}'",
                f"remove it, or read {each.key.value}.<output> in a field or a check",
            )
