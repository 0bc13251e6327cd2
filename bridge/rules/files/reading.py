"""What every reader of a rule needs: the vocabulary, the types of the facts, and the findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bridge.rules.check import Checked, check
from bridge.rules.diagnostics import Problem, did_you_mean
from bridge.rules.expression import Path
from bridge.rules.files.fields import is_name, text_under
from bridge.rules.files.findings import Findings
from bridge.rules.files.header import Header
from bridge.rules.files.nodes import Text
from bridge.rules.parse import parse
from bridge.rules.types import Kind, Type, parse_type, record
from bridge.rules.vocabulary import Vocabulary


class Schema:
    """The types of all facts, built in and declared; complete before the first rule is checked."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.enums = vocabulary.enums
        self._facts: dict[str, dict[str, Type]] = {name: {} for name in vocabulary.records}
        # Records refer to one another (a line to its deal): all exist before any is filled.
        self.records = {name: record(name, facts) for name, facts in self._facts.items()}
        for name, facts in vocabulary.records.items():
            for fact, declared in facts.items():
                self._facts[name][fact] = parse_type(declared, self.enums, self.records)

    def declare(self, record_name: str, fact: str, fact_type: Type) -> None:
        """Add a fact that a source declares."""
        self._facts[record_name][fact] = fact_type

    def facts(self, record_name: str) -> Mapping[str, Type]:
        """The facts of a record with their types."""
        return self._facts[record_name]


@dataclass(frozen=True, slots=True)
class Reading:
    """One load of a rulebook: what rules may name, and where findings go."""

    vocabulary: Vocabulary
    schema: Schema
    findings: Findings
    #: What the account can do, as far as its file says; complete before the first table is read.
    abilities: dict[str, bool] = field(default_factory=dict)

    def record(self, header: Header, asked_with: str | None = None) -> str | None:
        """
        The record that a rule is `for`; None, with a finding, if there is no such record.

        `asked_with` names the record whose facts the rule will get, where that is settled.
        """
        text = text_under(header.body, "for", self.findings)
        if text is None:
            return None
        if text.value not in self.schema.records:
            hint = did_you_mean(text.value, self.schema.records, "records")
            self.findings.add(text.place, f"unknown record '{text.value}'", hint)
            return None
        if asked_with not in {None, text.value}:
            message = f"this {header.kind} is asked with the facts of a {asked_with}"
            self.findings.add(text.place, message, f"for: {asked_with}")
            return None
        return text.value

    def expression(
        self, text: Text, scope: Mapping[str, Type], target: Type | None = None
    ) -> Checked | None:
        """The checked expression; None, with a finding, if it is wrong."""
        return self.findings.attempt(text, lambda source: check(source, scope, target))

    def asked(self, text: Text, scope: Mapping[str, Type]) -> Checked | None:
        """The checked expression by whose value a row is found."""
        checked = self.expression(text, scope)
        if checked is not None and checked.type.kind is Kind.BLANK:
            self.findings.add(text.place, "this is always blank")
            return None
        return checked

    def key(self, text: Text, scope: Mapping[str, Type]) -> Checked | None:
        """The checked expression of a part of a key, whose value stands in a row."""
        checked = self.asked(text, scope)
        if checked is not None and checked.type.is_money:
            message = f"this is {checked.type}, and no key"
            self.findings.add(text.place, message, "a table asks for amounts: > 100 USD")
            return None
        return checked

    def is_fact_name(self, key: Text) -> bool:
        """Whether expressions can read what has this name; a finding if not."""
        if not is_name(key, self.findings):
            return False
        try:
            readable = isinstance(parse(key.value), Path)
        except Problem:
            readable = False
        if not readable:
            message = f"'{key.value}' is a word of the language"
            self.findings.add(key.place, message, "choose another name")
        return readable

    def type(self, text: Text) -> Type | None:
        """The declared type; None, with a finding, if there is no such type."""
        return self.findings.attempt(text, lambda source: parse_type(source, self.schema.enums))
