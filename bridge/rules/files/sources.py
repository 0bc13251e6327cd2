"""Sources: how the fields of a Salesforce object become facts, and which are irrelevant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bridge.rules.diagnostics import did_you_mean
from bridge.rules.files.answers import Answer, read_answers
from bridge.rules.files.fields import (
    as_section,
    filled_text,
    refuse_unknown_keys,
    section_under,
    text_under,
)
from bridge.rules.files.header import Header
from bridge.rules.files.nodes import Node, Section, Text
from bridge.rules.files.reading import Reading
from bridge.rules.types import Type


class Rest(StrEnum):
    """What becomes of the fields that a source does not name."""

    WATCHED = "watched"  #: filled, each of them raises a flag
    CUSTOM_WATCHED = "custom_watched"  #: only the custom fields that the org itself made


@dataclass(frozen=True, slots=True)
class FactSource:
    """The field that a fact is read from, and the record whose fact it becomes."""

    field: str
    type: Type
    becomes: str


@dataclass(frozen=True, slots=True)
class SourceObject:
    """What the rules know of an object's fields."""

    becomes: str | None  #: the record that its facts join; None: it gives no facts
    facts: Mapping[str, FactSource]
    irrelevant: Mapping[str, str]  #: field -> why
    rest: Rest
    rest_why: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The objects of one model of orders."""

    model: str
    objects: Mapping[str, SourceObject] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)  #: question -> its answer


@dataclass(frozen=True, slots=True)
class _Fact:
    """A declared fact with the place of its name."""

    key: Text
    model: str
    source: FactSource


def read_sources(headers: Mapping[str, Header], reading: Reading) -> Mapping[str, Source]:
    """The sources by model; their facts join the schema. Findings for all that is wrong."""
    declared: list[_Fact] = []
    sources = {
        model: Source(
            model, _read_objects(header, declared, reading), read_answers(header, reading)
        )
        for model, header in headers.items()
    }
    _refuse_disagreement(declared, len(sources), reading)
    for fact in declared:
        reading.schema.declare(fact.source.becomes, fact.key.value, fact.source.type)
    return sources


def _read_objects(
    header: Header, declared: list[_Fact], reading: Reading
) -> Mapping[str, SourceObject]:
    findings = reading.findings
    model = header.name.value
    if model not in reading.vocabulary.models:
        hint = did_you_mean(model, reading.vocabulary.models, "models")
        findings.add(header.name.place, f"unknown source '{model}'", hint)
    objects = {}
    for key, node in section_under(header.body, "objects", findings):
        section = as_section(node, key.value, findings)
        refuse_unknown_keys(
            section, ("becomes", "facts", "irrelevant", "rest", "rest_why"), findings
        )
        becomes = _becomes(section, reading)
        facts = _read_facts(section, becomes, reading)
        declared.extend(_Fact(name, model, fact) for name, fact in facts)
        objects[key.value] = SourceObject(
            becomes=becomes,
            facts={name.value: fact for name, fact in facts},
            irrelevant=_read_irrelevant(section, {fact.field for _, fact in facts}, reading),
            rest=_read_rest(section, reading),
            rest_why=_read_rest_why(section, reading),
        )
    return objects


def _becomes(section: Section, reading: Reading) -> str | None:
    if section.get("becomes") is None:
        return None
    text = text_under(section, "becomes", reading.findings)
    told = [name for name in reading.schema.records if name not in reading.vocabulary.computed]
    if text is None or text.value in told:
        return text.value if text else None
    hint = did_you_mean(text.value, told, "records")
    reading.findings.add(text.place, f"unknown record '{text.value}'", hint)
    return None


def _read_facts(
    section: Section, becomes: str | None, reading: Reading
) -> list[tuple[Text, FactSource]]:
    facts = []
    entries = section_under(section, "facts", reading.findings, required=False)
    if entries.entries and section.get("becomes") is None:
        reading.findings.add(
            entries.place, "'becomes' is missing: whose facts are these?", "becomes: Line"
        )
    for key, node in entries:
        fact = _read_fact(key, node, becomes, reading)
        if fact is not None:
            facts.append((key, fact))
    return facts


def _read_fact(key: Text, node: Node, becomes: str | None, reading: Reading) -> FactSource | None:
    section = as_section(node, key.value, reading.findings)
    refuse_unknown_keys(section, ("field", "type"), reading.findings)
    field_name = text_under(section, "field", reading.findings)
    type_text = text_under(section, "type", reading.findings)
    fact_type = reading.type(type_text) if type_text else None
    if becomes is None or not reading.is_fact_name(key):
        return None
    if key.value in reading.vocabulary.records[becomes]:
        reading.findings.add(
            key.place, f"'{key.value}' is a fact of {becomes} already", "choose another name"
        )
        return None
    if field_name is None or fact_type is None:
        return None
    return FactSource(field_name.value, fact_type, becomes)


def _read_irrelevant(section: Section, read: set[str], reading: Reading) -> Mapping[str, str]:
    irrelevant = {}
    for key, node in section_under(section, "irrelevant", reading.findings, required=False):
        why = filled_text(node, key.value, reading.findings)
        if key.value in read:
            reading.findings.add(
                key.place, f"'{key.value}' is read as a fact, so it is not irrelevant"
            )
        if why is not None:
            irrelevant[key.value] = why.value
    return irrelevant


def _read_rest(section: Section, reading: Reading) -> Rest:
    text = text_under(section, "rest", reading.findings)
    if text is None:
        return Rest.WATCHED
    if text.value in set(Rest):
        return Rest(text.value)
    hint = did_you_mean(text.value, set(Rest), "one of")
    reading.findings.add(text.place, f"'{text.value}' does not say what is watched", hint)
    return Rest.WATCHED


def _read_rest_why(section: Section, reading: Reading) -> str:
    rest = section.get("rest")
    unwatched = isinstance(rest, Text) and rest.value == Rest.CUSTOM_WATCHED
    if not unwatched and section.get("rest_why") is None:
        return ""
    why = text_under(section, "rest_why", reading.findings)
    return why.value if why else ""


def _refuse_disagreement(declared: list[_Fact], models: int, reading: Reading) -> None:
    """A fact has one type, and may be blank unless every model has it."""
    first: dict[tuple[str, str], _Fact] = {}
    known: dict[tuple[str, str], set[str]] = {}
    for fact in declared:
        name = (fact.source.becomes, fact.key.value)
        before = first.setdefault(name, fact)
        if fact.source.type != before.source.type:
            reading.findings.add(
                fact.key.place,
                f"'{fact.key.value}' is {fact.source.type} here and {before.source.type}"
                f" in {before.key.place.file}:{before.key.place.line}",
                "one fact has one type in all sources",
            )
        if fact is not before and fact.model in known[name]:
            reading.findings.add(
                fact.key.place,
                f"'{fact.key.value}' is declared in line {before.key.place.line} already",
                "a fact of one model is read from one field",
            )
        known.setdefault(name, set()).add(fact.model)
    for name, fact in first.items():
        if len(known[name]) < models and not fact.source.type.blank:
            reading.findings.add(
                fact.key.place,
                f"only the source {fact.model} has '{fact.key.value}': it must be able to be blank",
                f"type: {fact.source.type}?",
            )
