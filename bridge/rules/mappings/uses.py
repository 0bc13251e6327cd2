"""The tables and lookups that a mapping uses, and what its expressions may read of them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bridge.rules.check import Checked
from bridge.rules.diagnostics import did_you_mean
from bridge.rules.expression import Binary, Call, Operator, Path
from bridge.rules.files.fields import (
    as_section,
    refuse_unknown_keys,
    section_under,
    text_under,
)
from bridge.rules.files.header import FileKind, Header
from bridge.rules.files.nodes import Node, Text
from bridge.rules.files.reading import Reading
from bridge.rules.language.typed import Typed
from bridge.rules.tables.rule import Declared
from bridge.rules.types import Kind, Type

#: Tables and lookups by kind and name; None for one of which not even the form is plain.
Rules = Mapping[FileKind, Mapping[str, Declared | None]]


@dataclass(frozen=True, slots=True)
class Used:
    """A use as it was read."""

    key: Text
    declared: Declared
    through: str | None  #: the fact that holds the rule's record; None: the mapping's own record


@dataclass(frozen=True, slots=True)
class MappingScope:
    """What the expressions of a mapping may read: facts, and outputs under the name of a use."""

    facts: Mapping[str, Type]
    used: tuple[Used, ...]
    broken: tuple[str, ...]  #: uses that have a finding already

    @property
    def types(self) -> Mapping[str, Type]:
        """The facts and uses by name."""
        uses = {each.key.value: each.declared.outputs_type(each.key.value) for each in self.used}
        return {**self.facts, **uses}

    def expression(self, text: Text, target: Type, reading: Reading) -> Checked | None:
        """The checked expression; None without a finding if it reads a use that has one."""
        if any(re.search(rf"\b{re.escape(name)}\b", text.value) for name in self.broken):
            return None
        return reading.expression(text, self.types, target)


def read_scope(header: Header, record: str, rules: Rules, reading: Reading) -> MappingScope:
    """The facts of the mapping's record and the uses that it declares."""
    facts = reading.schema.facts(record)
    used, broken = [], []
    for key, node in section_under(header.body, "uses", reading.findings, required=False):
        declared = _declared(key, node, rules, reading)
        if declared is None or not _is_free(key, record, facts, reading):
            broken.append(key.value)
            continue
        through = None if declared.record == record else _way(declared.record, facts)
        if through is None and declared.record != record:
            message = f"{declared.name} is for {declared.record}, which no fact of {record} holds"
            reading.findings.add(node.place, message)
            broken.append(key.value)
            continue
        used.append(Used(key, declared, through))
    return MappingScope(facts, tuple(used), tuple(broken))


def _declared(key: Text, node: Node, rules: Rules, reading: Reading) -> Declared | None:
    """The rule that a use names; None if it is unknown, or wrong itself."""
    section = as_section(node, key.value, reading.findings)
    refuse_unknown_keys(section, (FileKind.TABLE, FileKind.LOOKUP), reading.findings)
    named = [kind for kind in (FileKind.TABLE, FileKind.LOOKUP) if section.get(kind) is not None]
    if len(named) != 1:
        reading.findings.add(node.place, "a use names one rule", "{table: x} or {lookup: x}")
        return None
    name = text_under(section, named[0], reading.findings)
    known = rules[named[0]]
    if name is not None and name.value not in known and not reading.findings.incomplete:
        hint = did_you_mean(name.value, known, f"{named[0]}s")
        reading.findings.add(name.place, f"unknown {named[0]} '{name.value}'", hint)
    return known.get(name.value) if name is not None else None


def _is_free(key: Text, record: str, facts: Mapping[str, Type], reading: Reading) -> bool:
    """Whether a use can have this name."""
    if key.value not in facts:
        return reading.is_fact_name(key)
    reading.findings.add(
        key.place, f"'{key.value}' is a fact of {record} already", "choose another name"
    )
    return False


def _way(record: str, facts: Mapping[str, Type]) -> str | None:
    """The fact through which another record is reached; None unless there is exactly one."""
    ways = [
        name
        for name, fact in facts.items()
        if fact.kind is Kind.RECORD and fact.name == record and not fact.blank
    ]
    return ways[0] if len(ways) == 1 else None


def always_read(tree: Typed) -> Iterator[str]:
    """Yield the names that an expression reads whatever the facts are: those of no branch."""
    match tree.node:
        case Path(names):
            yield names[0]
        case Call("IF" | "CASE" | "BLANKVALUE") | Binary(Operator.AND | Operator.OR):
            yield from always_read(tree.parts[0])
        case Call() if tree.parts and tree.parts[0].type.kind is Kind.LIST:
            yield from always_read(tree.parts[0])
        case _:
            for part in tree.parts:
                yield from always_read(part)
