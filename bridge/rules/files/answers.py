"""Answers: what a source says of that which the records of its model leave open."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bridge.rules.diagnostics import did_you_mean
from bridge.rules.files.fields import (
    as_section,
    filled_text,
    refuse_unknown_keys,
    section_under,
    text_under,
)
from bridge.rules.files.header import Header
from bridge.rules.files.nodes import Section, Text
from bridge.rules.files.reading import Reading
from bridge.rules.vocabulary import Question

_ALWAYS = "always"
_OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Answer:
    """One outcome for every record, or one for each value of a field that the answer names."""

    always: str | None = None  #: None: the field decides
    object: str = ""
    named: str = ""  #: the field of the object that decides
    gives: Mapping[str, str] = field(default_factory=dict)  #: value of the field -> outcome
    others: str | None = None  #: for every other value, where the question allows it

    @property
    def outcomes(self) -> frozenset[str]:
        """Everything that it may come to."""
        told = (self.always, self.others, *self.gives.values())
        return frozenset(one for one in told if one is not None)


def read_answers(header: Header, reading: Reading) -> Mapping[str, Answer]:
    """The answers of a source by question. Findings for what no reader asks or understands."""
    known = reading.vocabulary.questions.get(header.name.value, {})
    answers = {}
    for key, node in section_under(header.body, "answers", reading.findings, required=False):
        question = known.get(key.value)
        if question is None:
            hint = did_you_mean(key.value, known, "questions")
            reading.findings.add(key.place, f"no reader asks for '{key.value}'", hint)
            continue
        section = as_section(node, key.value, reading.findings)
        answer = _answer(section, question, reading)
        if answer is not None:
            answers[key.value] = answer
    return answers


def _answer(section: Section, question: Question, reading: Reading) -> Answer | None:
    if section.get(_ALWAYS) is not None:
        refuse_unknown_keys(section, (_ALWAYS,), reading.findings)
        always = text_under(section, _ALWAYS, reading.findings)
        return Answer(always=_outcome(always, question, reading)) if always else None
    more = (_OTHERS,) if question.others else ()
    refuse_unknown_keys(section, ("by", "gives", _ALWAYS, *more), reading.findings)
    by = text_under(section, "by", reading.findings)
    given = {
        key.value: _outcome(text, question, reading)
        for key, node in section_under(section, "gives", reading.findings)
        if (text := filled_text(node, key.value, reading.findings)) is not None
    }
    place = _field(by, question, reading) if by else None
    rest = text_under(section, _OTHERS, reading.findings) if section.get(_OTHERS) else None
    others = _outcome(rest, question, reading) if rest and more else None
    return Answer(None, *place, gives=given, others=others) if place else None


def _field(by: Text, question: Question, reading: Reading) -> tuple[str, str] | None:
    """The object and the field by whose value the question is answered, such as Product2.Family."""
    name, dot, of_name = by.value.partition(".")
    if dot and of_name and name in question.objects:
        return name, of_name
    hint = " or ".join(f"{one}.Field" for one in question.objects)
    reading.findings.add(by.place, f"'{by.value}' is no field that can answer this", hint)
    return None


def _outcome(text: Text, question: Question, reading: Reading) -> str:
    if question.outcomes and text.value not in question.outcomes:
        hint = did_you_mean(text.value, question.outcomes, "one of")
        reading.findings.add(text.place, f"'{text.value}' is no answer to this", hint)
    return text.value
