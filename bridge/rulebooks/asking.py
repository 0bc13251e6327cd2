"""Which questions about a deal a rulebook leaves open, told by the translation itself."""

from dataclasses import replace

from bridge.mappers.overriding import Question, listening, overridden
from bridge.model.dossier import Dossier
from bridge.rules.rulebook import Rulebook
from bridge.translate import translate


def questions(dossier: Dossier, rulebook: Rulebook) -> tuple[Question, ...]:
    """
    Return what tables and lookups have no row for, each once, in the order they are asked.

    What the overrides of the dossier answer is open no more. A rule that is wrong about a deal, or
    has a check that does not hold, asks nothing: no person can answer in its place.
    """
    heard: list[Question] = []
    answered = overridden(rulebook, dossier.overrides)
    translate(replace(dossier, overrides=()), listening(answered, heard))
    return tuple({(one.rule.name, one.about): one for one in heard}.values())
