"""
Which deals need not be tried: no row that decided them is another by the draft.

A deal is what its records and the rules say of it. The rules are asked table by table, and the
trace names the row that answered each time, of a deal that is not held. A row of a lookup answers
for its key alone; so where a draft changes rows of lookups, and rows of tables that choose
treatments, and nothing else, a deal whose trace names none of those comes out as it stands.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from bridge.ledger.judgement import DealState
from bridge.rulebooks import difference
from bridge.rules.rulebook import GOLDEN, Rulebook
from bridge.rules.tables.lookup import Lookup

#: What of a rule file may differ for a deal to be spared: the rows, and words for people.
_MAY_DIFFER = frozenset({"rows", "owner", "why"})


@dataclass(frozen=True, slots=True)
class Sparing:
    """What a draft changes; of a draft that changes more than rows no deal is spared."""

    is_narrow: bool  #: whether it changes rows alone
    tables: frozenset[str] = field(default_factory=frozenset)  #: of which any row is another
    rows: frozenset[str] = field(default_factory=frozenset)  #: of lookups, by their names

    def spares(self, state: DealState, decided: Iterable[str]) -> bool:
        """
        Say whether a deal that these rows decided comes out as it stands.

        One that is held is never spared: its trace tells what was left open, and not what else
        was asked.
        """
        is_told = state in (DealState.TRANSLATED, DealState.EXCLUDED)
        return self.is_narrow and is_told and not any(map(self._is_changed, decided))

    def _is_changed(self, rule: str) -> bool:
        return rule in self.rows or rule.partition("#")[0] in self.tables or "#" not in rule


def sparing(old: Mapping[str, str], new: Mapping[str, str], rules: Rulebook) -> Sparing:
    """Compare the files of the rules in force, which are loaded as `rules`, and of a draft."""
    if {one for one in old if not one.startswith(GOLDEN)} != {
        one for one in new if not one.startswith(GOLDEN)
    }:
        return Sparing(is_narrow=False)
    treating = {each.name for tables in rules.deciding.values() for each in tables}
    tables: set[str] = set()
    rows: set[str] = set()
    for file in (one for one in old if one in new and old[one] != new[one]):
        if file.startswith(GOLDEN):
            continue
        before, after = _read(old[file]), _read(new[file])
        if json.dumps(before) == json.dumps(after):  # comments differ, and nothing that decides
            continue
        if not _differ_in_rows_alone(before, after):
            return Sparing(is_narrow=False)
        if _is_understood(before, old[file], rules):
            rows |= _rows(str(before["lookup"]), old[file], new[file])
        elif before.get("table") in treating:
            tables.add(str(before["table"]))
        else:
            return Sparing(is_narrow=False)
    return Sparing(is_narrow=True, tables=frozenset(tables), rows=frozenset(rows))


def _read(text: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - makes texts only
    return content


def _differ_in_rows_alone(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    rest = [
        {name: part for name, part in one.items() if name not in _MAY_DIFFER}
        for one in (before, after)
    ]
    return rest[0] == rest[1]


def _is_understood(content: Mapping[str, Any], text: str, rules: Rulebook) -> bool:
    """Say whether the text of a lookup names just the rows that the loaded one answers by."""
    lookup = rules.lookups.get(str(content.get("lookup")))
    named = difference.rows(text).keys()
    return isinstance(lookup, Lookup) and named == {one.rule for one in lookup.rows.values()}


def _rows(lookup: str, old: str, new: str) -> frozenset[str]:
    """Return the rows that are gone, new or in other words; what no row covers is another, too."""
    before, after = difference.rows(old), difference.rows(new)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    return frozenset((*changed, f"{lookup}#otherwise")) if changed else frozenset()
