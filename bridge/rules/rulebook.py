"""The rulebook: loads rule files, and answers what they say of a deal on a day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from bridge.model.ids import RulebookVersion, digest
from bridge.model.measures.definition import Measure
from bridge.rules.compile import NotComputable
from bridge.rules.diagnostics import Diagnostic, RulebookInvalid
from bridge.rules.files.account import read_account
from bridge.rules.files.findings import Findings
from bridge.rules.files.header import FileKind, Header, read_header
from bridge.rules.files.measures import read_measures
from bridge.rules.files.nodes import Place
from bridge.rules.files.reading import Reading, Schema
from bridge.rules.files.sources import FactSource, Rest, Source, SourceObject, read_sources
from bridge.rules.files.yaml_source import read
from bridge.rules.mappings.mapping import FieldMapping
from bridge.rules.mappings.mapping_reader import read_mapping
from bridge.rules.outcomes import (
    RULE_MISSING,
    SHAPE_UNDECIDED,
    Decision,
    Mapped,
    Undecided,
    Value,
)
from bridge.rules.tables.lookup import read_lookup
from bridge.rules.tables.rule import Declared, Rule
from bridge.rules.tables.table_reader import SCOPE, read_table
from bridge.rules.vocabulary import Vocabulary

__all__ = [
    "Decision",
    "FactSource",
    "Mapped",
    "Rest",
    "Rulebook",
    "RulebookInvalid",
    "Source",
    "SourceObject",
    "Undecided",
    "Value",
    "load",
]

NOT_COMPUTABLE = "NOT_COMPUTABLE"
#: Where example deals are: they are part of a version, and decide nothing.
GOLDEN = "golden/"

Facts = Mapping[str, object]
Answer = TypeVar("Answer", Decision, Mapped)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """
    A checked and compiled set of rule files; it never changes, so threads may share it.

    Facts are those of the record that the rule is `for`, by name. What no rule decides is an
    `Undecided`, never an error and never a default.
    """

    version: RulebookVersion
    sources: Mapping[str, Source]
    tables: Mapping[str, Rule]
    lookups: Mapping[str, Rule]
    mappings: Mapping[str, FieldMapping]
    deciding: Mapping[str, tuple[Rule, ...]]  #: shape -> its tables, one for any day
    #: What the account can do, as far as its file says.
    abilities: Mapping[str, bool] = field(default_factory=dict)
    #: The definitions of recurring revenue, by name.
    measures: Mapping[str, Measure] = field(default_factory=dict)
    notes: tuple[Diagnostic, ...] = ()  #: findings that do not stop the rulebook
    #: By record, every fact that any source declares for it, blank: a deal has one source.
    blank: Mapping[str, Mapping[str, None]] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "blank", _blank(self.sources.values()))

    def source(self, model: str) -> Source:
        """How the objects of a model become facts; KeyError for a model of no vocabulary."""
        return self.sources[model]

    def scope(self, deal: Facts, on: date) -> Decision | Undecided:
        """Whether a deal is in scope, by the table `scope`."""
        return self.table(SCOPE, deal, on)

    def table(self, name: str, facts: Facts, on: date) -> Decision | Undecided:
        """What a decision table says of the facts on a day."""
        rule = self.tables.get(name)
        return _missing("table", name) if rule is None else _asked(name, rule.decide, facts, on)

    def lookup(self, name: str, facts: Facts, on: date) -> Decision | Undecided:
        """The row of a lookup for the facts on a day."""
        rule = self.lookups.get(name)
        return _missing("lookup", name) if rule is None else _asked(name, rule.decide, facts, on)

    def treatment(self, shape: str, line: Facts, on: date) -> Decision | Undecided:
        """What the table that decides a shape says of a line on a day."""
        tables = self.deciding.get(shape, ())
        for each in tables:
            if each.effective.holds(on) or each is tables[-1]:
                return _asked(each.name, each.decide, line, on)
        return Undecided(SHAPE_UNDECIDED, f"no rule decides how {shape} is treated")

    def map(self, name: str, facts: Facts, on: date) -> Mapped | Undecided:
        """The fields that a mapping sets for the facts on a day."""
        mapping = self.mappings.get(name)
        if mapping is None:
            return _missing("mapping", name)
        return _asked(name, mapping.apply, facts, on)

    def descriptive(self, name: str) -> frozenset[str]:
        """The fields of a mapping of which a change changes nothing of what was agreed."""
        mapping = self.mappings.get(name)
        return mapping.descriptive if mapping else frozenset()


def load(files: Mapping[str, str], vocabulary: Vocabulary) -> Rulebook:
    """
    Check and compile rule files, given as relative path -> text.

    Raises RulebookInvalid with every finding of every file.
    """
    findings = Findings()
    reading = Reading(vocabulary, Schema(vocabulary), findings)
    headers = _headers(files, findings)
    read_account(headers[FileKind.ACCOUNT], reading)
    sources = read_sources(headers[FileKind.SOURCE], reading)
    _refuse_unread_models(sources, reading)
    rules = {
        kind: _declared(headers[kind], reader, reading)
        for kind, reader in ((FileKind.LOOKUP, read_lookup), (FileKind.TABLE, read_table))
    }
    claims = _claims(rules[FileKind.TABLE].values(), findings)
    mappings = {
        name: read_mapping(header, rules, reading)
        for name, header in headers[FileKind.MAPPING].items()
    }
    measures = read_measures(headers[FileKind.MEASURE], reading)
    if findings.errors:
        raise RulebookInvalid(findings.without_notes)
    return Rulebook(
        version=RulebookVersion(digest(dict(files))),
        sources={**{model: Source(model) for model in vocabulary.optional}, **sources},
        tables=_compiled(rules[FileKind.TABLE]),
        lookups=_compiled(rules[FileKind.LOOKUP]),
        mappings={name: mapping for name, mapping in mappings.items() if mapping},
        deciding={
            shape: tuple(each.rule for each in tables if each.rule)
            for shape, tables in claims.items()
        },
        abilities=reading.abilities,
        measures=measures,
        notes=findings.diagnostics,
    )


def _blank(sources: Iterable[Source]) -> Mapping[str, Mapping[str, None]]:
    blank: dict[str, dict[str, None]] = {}
    for known in (each for source in sources for each in source.objects.values()):
        for name, declared in known.facts.items():
            blank.setdefault(declared.becomes, {})[name] = None
    return blank


def _headers(
    files: Mapping[str, str], findings: Findings
) -> Mapping[FileKind, Mapping[str, Header]]:
    """The headers of all files by kind and name; no name stands twice."""
    headers: dict[FileKind, dict[str, Header]] = {kind: {} for kind in FileKind}
    rules = {file: text for file, text in files.items() if not file.startswith(GOLDEN)}
    for file, text in sorted(rules.items()):
        body = read(file, text, findings)
        findings.incomplete |= body is None
        header = read_header(body, findings) if body is not None else None
        if header is None:
            continue
        name = header.name
        first = headers[header.kind].setdefault(name.value, header)
        if first is not header:
            place = first.name.place
            findings.add(
                name.place,
                f"the {header.kind} '{name.value}' stands in {place.file}:{place.line} already",
            )
    return headers


def _refuse_unread_models(sources: Mapping[str, Source], reading: Reading) -> None:
    """Every model that is always read needs its source: it says what may be left aside."""
    if reading.findings.incomplete or not set(sources) <= set(reading.vocabulary.models):
        return  # the one that seems to be missing is there, under a wrong name
    for model in reading.vocabulary.models:
        if model not in sources and model not in reading.vocabulary.optional:
            reading.findings.add(
                Place(f"sources/{model}.yaml", 1, 1, 1),
                f"no file declares the source {model}",
                f"source: {model}",
            )


def _declared(
    headers: Mapping[str, Header],
    reader: Callable[[Header, Reading], Declared | None],
    reading: Reading,
) -> Mapping[str, Declared | None]:
    return {name: reader(header, reading) for name, header in headers.items()}


def _compiled(rules: Mapping[str, Declared | None]) -> Mapping[str, Rule]:
    return {name: each.rule for name, each in rules.items() if each and each.rule}


def _claims(
    tables: Iterable[Declared | None], findings: Findings
) -> Mapping[str, tuple[Declared, ...]]:
    """The tables by the shapes they decide; two may share a shape only on different days."""
    claims: dict[str, tuple[Declared, ...]] = {}
    pairs = [(shape, table) for table in filter(None, tables) for shape in table.decides]
    for shape, table in pairs:
        earlier = claims.get(shape, ())
        claims[shape] = (*earlier, table)
        rivals = [each.header for each in earlier if each.meets(table)]
        for rival in rivals:
            place = rival.name.place
            findings.add(
                table.header.name.place,
                f"{rival.name.value} ({place.file}:{place.line}) decides {shape} already",
                "a shape has one table on any day",
            )
    return claims


def _asked(
    name: str,
    answer: Callable[[Facts, date], Answer | Undecided],
    facts: Facts,
    on: date,
) -> Answer | Undecided:
    """The answer of a rule; undecided where these facts have no result."""
    try:
        return answer(facts, on)
    except NotComputable as error:
        return Undecided(NOT_COMPUTABLE, f"the rule {name} cannot be calculated: {error}", name)


def _missing(kind: str, name: str) -> Undecided:
    return Undecided(RULE_MISSING, f"the rulebook has no {kind} '{name}'")
