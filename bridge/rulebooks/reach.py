"""
How far the changes of a rulebook reach: the cases for which its tables and lookups decide anew.

What is said holds for days on which both versions of a rule are in effect. Mappings and sources
are compared as text alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bridge.rules.rulebook import Rulebook
from bridge.rules.tables.analysis.changes import Box, Changes, of_lookups, of_tables
from bridge.rules.tables.analysis.merging import comparable
from bridge.rules.tables.decision_table import DecisionTable
from bridge.rules.tables.lookup import Lookup
from bridge.rules.tables.rule import Rule


@dataclass(frozen=True, slots=True)
class Reach:
    """What changes in one table or lookup; with a reason in `apart` it cannot be told by case."""

    rule: str
    boxes: tuple[Box, ...] = ()
    complete: bool = True
    apart: str | None = None


def reaches(old: Rulebook, new: Rulebook) -> tuple[Reach, ...]:
    """Return what changes, for each table and then each lookup in which something does."""
    return tuple(
        found
        for before, after in ((old.tables, new.tables), (old.lookups, new.lookups))
        for found in _of_rules(before, after)
        if found.boxes or not found.complete or found.apart
    )


def _of_rules(old: Mapping[str, Rule], new: Mapping[str, Rule]) -> Iterator[Reach]:
    for name in _names(old, new):
        before, after = old.get(name), new.get(name)
        if before is None or after is None:
            yield Reach(name, apart="it is new" if before is None else "it is gone")
        else:
            yield _of_rule(before, after)


def _of_rule(old: Rule, new: Rule) -> Reach:
    match old, new:
        case DecisionTable(), DecisionTable() if comparable(old.inputs, new.inputs):
            return _told(new.name, of_tables(old, new))
        case Lookup(), Lookup() if list(old.key.meaning.items()) == list(new.key.meaning.items()):
            return _told(new.name, of_lookups(old, new))
        case _:
            return Reach(new.name, apart="its inputs are others")


def _told(rule: str, found: Changes) -> Reach:
    return Reach(rule, found.boxes, found.complete)


def _names(*rules: Iterable[str]) -> list[str]:
    return sorted({name for each in rules for name in each})
