"""The words of the rule language as an editor offers them: each with its kind and its meaning."""

from collections.abc import Iterator
from dataclasses import dataclass

from bridge.rules.files.header import keys
from bridge.rules.functions.library import LIBRARY
from bridge.rules.rulebook import Rulebook
from bridge.rules.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word that may be written: `kind` is key, fact, field, function or value."""

    word: str
    kind: str
    says: str  #: what it is of, or how it is called; empty where the word says all


def suggestions(known: Vocabulary, rules: Rulebook | None) -> tuple[Suggestion, ...]:
    """
    Return the words that rules may use, in their order.

    Facts that the sources declare are known from `rules`; None where they cannot be read.
    """
    found: dict[tuple[str, str], dict[str, None]] = {}
    for one in (*_keys(), *_functions(), *_named(known), *(_declared(rules) if rules else ())):
        found.setdefault((one.word, one.kind), {})[one.says] = None
    return tuple(Suggestion(*name, " or ".join(says)) for name, says in sorted(found.items()))


def _keys() -> Iterator[Suggestion]:
    for kind, names in keys().items():
        yield from (Suggestion(name, "key", kind.value) for name in names)


def _functions() -> Iterator[Suggestion]:
    yield from (Suggestion(name, "function", one.form) for name, one in LIBRARY.items())


def _named(known: Vocabulary) -> Iterator[Suggestion]:
    for record, facts in known.records.items():
        yield from (Suggestion(name, "fact", f"{record}, {type_}") for name, type_ in facts.items())
    for mapping, fields in known.targets.items():
        yield from (
            Suggestion(name, "field", f"{mapping}, {type_}") for name, type_ in fields.items()
        )
    for enum, members in known.enums.items():
        yield from (Suggestion(name, "value", enum) for name in members)
    for shape, names in known.treatments.items():
        yield from (Suggestion(name, "value", f"treatment of {shape}") for name in names)


def _declared(rules: Rulebook) -> Iterator[Suggestion]:
    for source in rules.sources.values():
        for name, one in source.objects.items():
            yield from (Suggestion(fact, "fact", f"{one.becomes}, {name}") for fact in one.facts)
