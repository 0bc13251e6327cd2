"""Rules that have no answer for a deal are answered by what people decided for that deal alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bridge.mappers import facts as known
from bridge.model.deal import Correction, Modification
from bridge.model.dossier import Override
from bridge.rules import answering
from bridge.rules.compiler.choosing.chooser import Chooser
from bridge.rules.files.header import Effective
from bridge.rules.outcomes import Decision, Undecided
from bridge.rules.rulebook import Rulebook
from bridge.rules.tables.outputs import OutputColumn
from bridge.rules.tables.rule import Rule

Facts = Mapping[str, object]
Outcome = Decision | Undecided
#: What becomes of a question that a rule leaves open, with the facts it was asked with.
Instead = Callable[[Rule, Facts, Outcome], Outcome]

#: Outputs that settle nothing, and by which no person can answer: one leaves the question to a
#: person, the other leaves out a deal that is booked, which takes two people and another word.
NO_ANSWERS: Mapping[str, str] = {
    known.MODIFICATION: Modification.REVIEW,
    known.CORRECTION: Correction.REVIEW,
    "scope": "EXCLUDE",
}

#: Outputs of which a row may say that a person decides.
_FOR_A_PERSON = (known.MODIFICATION, known.CORRECTION)


@dataclass(frozen=True, slots=True)
class Question:
    """A rule that has no answer: what it was asked about, and with which facts."""

    rule: Rule
    about: str  #: the id of the line, or of the deal
    facts: Facts
    says: str


def overridden(rulebook: Rulebook, overrides: Sequence[Override]) -> Rulebook:
    """
    Return a rulebook whose rules answer by overrides what they leave open otherwise.

    A rule that has a row for the facts answers by that row: an override fills gaps alone. One that
    no longer gives what was answered leaves its question open.
    """
    if not overrides:
        return rulebook
    given = {(one.rule, one.about): one for one in reversed(overrides)}

    def instead(rule: Rule, facts: Facts, found: Outcome) -> Outcome:
        override = given.get((rule.name, _about(facts)))
        return _decided(rule, override) or found if override else found

    return _each(rulebook, instead)


def listening(rulebook: Rulebook, heard: list[Question]) -> Rulebook:
    """Return a rulebook that says the same, and adds what it leaves open to `heard`."""

    def instead(rule: Rule, facts: Facts, found: Outcome) -> Outcome:
        says = found.says if isinstance(found, Undecided) else f"{found.rule} asks a person"
        heard.append(Question(rule, _about(facts), facts, says))
        return found

    return _each(rulebook, instead)


def _decided(rule: Rule, override: Override) -> Decision | None:
    outputs = answering.values(rule, override.outputs)
    if outputs is None:
        return None
    given = ", ".join(f"{name} is {cell}" for name, cell in sorted(override.outputs.items()))
    said = (f"no row, and exception {override.number} gives: {given}",)
    return Decision(outputs, f"{rule.name}#override-{override.number}", lambda: said)


def _about(facts: Facts) -> str:
    """Return the id of the line that facts are of, else of the deal."""
    if "line_id" in facts:
        return str(facts["line_id"])
    deal = facts.get("deal", facts)  # what changed of a deal has no id of its own
    if not isinstance(deal, Mapping):
        raise TypeError(f"facts are of the deal {deal!r}, which is none")
    return str(deal["deal_id"])


def _is_open(rule: Rule, found: Outcome) -> bool:
    """
    Say whether a rule has no row for the facts, or one that leaves the case to a person.

    What contradicts an assumption, or falls on a day of no rule, is to be mended in the rules.
    """
    if isinstance(found, Undecided):
        return found.rule == otherwise_of(rule)
    return any(found.outputs.get(name) == NO_ANSWERS[name] for name in _FOR_A_PERSON)


def otherwise_of(rule: Rule) -> str:
    """Return by which name flags tell that a rule has no row."""
    return f"{rule.name}#otherwise"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A rule, and what becomes of the questions that it leaves open."""

    rule: Rule
    instead: Instead

    @property
    def name(self) -> str:
        return self.rule.name

    @property
    def effective(self) -> Effective:
        return self.rule.effective

    @property
    def outputs(self) -> tuple[OutputColumn, ...]:
        return self.rule.outputs

    def decide(self, facts: Facts, on: date) -> Outcome:
        found = self.rule.decide(facts, on)
        return self.instead(self.rule, facts, found) if _is_open(self.rule, found) else found

    def chooser(self) -> Chooser:
        return self.rule.chooser()

    def decision(self, row: object, values: Sequence[object]) -> Decision:
        return self.rule.decision(row, values)


def _each(rulebook: Rulebook, instead: Instead) -> Rulebook:
    """Return a rulebook with every rule asked so; what is mapped at once leaves nothing open."""
    return replace(
        rulebook,
        tables={name: _Asked(rule, instead) for name, rule in rulebook.tables.items()},
        lookups={name: _Asked(rule, instead) for name, rule in rulebook.lookups.items()},
        deciding={
            shape: tuple(_Asked(rule, instead) for rule in rules)
            for shape, rules in rulebook.deciding.items()
        },
        mappings={
            name: replace(
                mapping,
                uses=tuple(replace(use, rule=_Asked(use.rule, instead)) for use in mapping.uses),
            )
            for name, mapping in rulebook.mappings.items()
        },
    )
