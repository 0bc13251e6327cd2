"""Field mappings: which expression each field of a document gets, and what must hold before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bridge.rules.compile import Compiled, CompiledRow, NotComputable
from bridge.rules.files.header import Effective
from bridge.rules.mappings.at_once import AtOnce
from bridge.rules.mappings.use import Use
from bridge.rules.outcomes import Decision, Mapped, Undecided, Value, all_of
from bridge.rules.tables.otherwise import Otherwise
from bridge.rules.tables.rule import not_in_effect


class Open(Exception):
    """An expression reads an output of a rule that has not decided."""


class Outputs(dict[str, Value]):
    """The outputs of a use in one application: its rule is asked when the first one is read."""

    __slots__ = ("_facts", "_on", "_use", "answer")

    def __init__(self, use: Use, facts: Mapping[str, object], on: date) -> None:
        self._use = use
        self._facts = facts
        self._on = on
        self.answer: Decision | Undecided | None = None  #: None: nobody has read an output

    @property
    def name(self) -> str:
        """The name that expressions read the outputs under."""
        return self._use.name

    @property
    def decided(self) -> tuple[str, Decision]:
        """The name and the decision of the rule; TypeError if it left its question open."""
        if not isinstance(self.answer, Decision):
            raise TypeError(f"{self._use.name} has not decided")
        return self._use.name, self.answer

    def __missing__(self, name: str) -> Value:
        if self.answer is None:
            self.answer = self._use.decide(self._facts, self._on)
        if isinstance(self.answer, Undecided):
            raise Open(self.name)
        return self.answer.outputs[name]


@dataclass(frozen=True, slots=True)
class Check:
    """A condition, and the exception that the document becomes where it does not hold."""

    holds: Compiled
    otherwise: Otherwise


@dataclass(frozen=True, slots=True)
class FieldMapping:
    """The fields of one kind of document, or of its lines."""

    name: str
    effective: Effective
    uses: tuple[Use, ...]
    checks: tuple[Check, ...]
    conditions: CompiledRow  #: those of all checks
    fields: Compiled
    at_once: AtOnce | None  #: where every use is read whatever the facts are
    apart: tuple[Compiled, ...]  #: each field alone, to find all that is open
    descriptive: frozenset[str] = frozenset()  #: fields that change nothing of what was agreed

    def apply(self, facts: Mapping[str, object], on: date) -> Mapped | Undecided:
        """
        The fields for the facts on a day.

        A rule is asked once, and only where a field or a check reads it. Undecided, with all
        reasons, where such a rule has not decided or a check does not hold.
        """
        if self.at_once and (mapped := self.at_once(facts, on)):
            return mapped
        if not self.effective.holds(on):
            return not_in_effect(self.name, self.effective, on)
        return self._as_read(facts, on)

    def _as_read(self, facts: Mapping[str, object], on: date) -> Mapped | Undecided:
        """The fields, each rule asked when it is read first; else all that keeps them open."""
        asked = [Outputs(use, facts, on) for use in self.uses]
        given = {outputs.name: outputs for outputs in asked}
        fields = self._fields(facts, given)
        if fields is not None:
            return Mapped(fields, tuple([each.decided for each in asked if each.answer]), tuple)
        known = {**facts, **given}
        for compiled in self.apart:
            _try(compiled, known)
        failed = [each for check in self.checks for each in _failure(check, known)]
        open_uses = [each.answer for each in asked if isinstance(each.answer, Undecided)]
        return all_of([*open_uses, *failed])

    def _fields(
        self, facts: Mapping[str, object], given: Mapping[str, Outputs]
    ) -> Mapping[str, Value] | None:
        """All fields; None where a check does not hold or a rule has not decided."""
        try:
            if self.checks and not all(self.conditions(facts, given)):
                return None
            return self.fields(facts, given)
        except Open:
            return None


def check_name(number: int) -> str:
    """The name of a check in rules and among the compiled ones, by its number from 0."""
    return f"check-{number + 1}"


def _try(compiled: Compiled, known: Mapping[str, object]) -> Mapping[str, Value]:
    """The results; none where a rule has not decided, or where there is no result."""
    try:
        return compiled(known)
    except (Open, NotComputable):
        return {}


def _failure(check: Check, known: Mapping[str, object]) -> Iterator[Undecided]:
    """The exception of a check that can be told not to hold."""
    if False not in _try(check.holds, known).values():
        return
    try:
        yield check.otherwise.undecided(known)
    except Open:  # the sentence reads a rule that is open itself, and that is told already
        return
    except NotComputable as error:
        yield Undecided(check.otherwise.code, f"no sentence: {error}", check.otherwise.rule)
