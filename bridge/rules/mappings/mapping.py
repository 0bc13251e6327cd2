"""Field mappings: which expression each field of a document gets, and what must hold before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from bridge.rules.compile import Compiled
from bridge.rules.files.header import Effective
from bridge.rules.outcomes import Decision, Mapped, Undecided, all_of
from bridge.rules.tables.otherwise import Otherwise
from bridge.rules.tables.rule import Rule, not_in_effect


@dataclass(frozen=True, slots=True)
class Use:
    """A table or lookup whose outputs the fields may read under a name."""

    name: str
    rule: Rule
    through: str | None  #: the fact that holds the rule's record; None: the mapping's own record

    def decide(self, facts: Mapping[str, object], on: date) -> Decision | Undecided:
        """What the rule says of the mapping's facts."""
        if self.through is None:
            return self.rule.decide(facts, on)
        record = facts[self.through]
        if not isinstance(record, Mapping):
            raise TypeError(f"the fact {self.through} is no record")
        return self.rule.decide(record, on)


@dataclass(frozen=True, slots=True)
class FieldMapping:
    """The fields of one kind of document, or of its lines."""

    name: str
    effective: Effective
    uses: tuple[Use, ...]  #: only those that a field or a check reads
    holds: Compiled  #: number of a check -> whether it holds
    checks: tuple[Otherwise, ...]
    fields: Compiled

    def apply(self, facts: Mapping[str, object], on: date) -> Mapped | Undecided:
        """The fields for the facts on a day; undecided where a used rule or a check says so."""
        if not self.effective.holds(on):
            return not_in_effect(self.name, self.effective, on)
        known = dict(facts)
        decisions = []
        open_questions = []
        for use in self.uses:
            answer = use.decide(facts, on)
            if isinstance(answer, Undecided):
                open_questions.append(answer)
            else:
                decisions.append((use.name, answer))
                known[use.name] = answer.outputs
        if not open_questions and self.checks:
            results = self.holds(known)
            open_questions = [
                check.undecided(known)
                for number, check in enumerate(self.checks)
                if not results[check_name(number)]
            ]
        if open_questions:
            return all_of(open_questions)
        rules = tuple([decision.rule for _, decision in decisions])
        return Mapped(self.fields(known), rules, partial(_trace, decisions))


def check_name(number: int) -> str:
    """The name of a check among the compiled ones, by its number from 0."""
    return f"check-{number + 1}"


def _trace(decisions: Sequence[tuple[str, Decision]]) -> tuple[str, ...]:
    return tuple([f"{name}: {line}" for name, decision in decisions for line in decision.trace])
