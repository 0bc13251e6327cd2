"""
What differs between two rulebooks, as people wrote it: file by file, row by row.

A row of a table is known by its id, a row of a lookup by its key, everything else by its name:
rows that only moved do not differ, and comments say nothing.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from bridge.rules.rulebook import GOLDEN

#: What a place holds that is no single text.
Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One place that differs; None: it is not there."""

    file: str
    place: str  #: "rows.more-seats", "fields.terms.is"; empty for a whole file
    old: str | None
    new: str | None


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Change, ...]:
    """
    Return what differs between the files of two rulebooks that were checked.

    A file that is new or gone is one change; so is a golden deal that differs.
    """
    return tuple(
        change
        for file in sorted(old.keys() | new.keys())
        for change in _of_file(file, old.get(file), new.get(file))
    )


def rewritten(old: Mapping[str, str], new: Mapping[str, str]) -> frozenset[str]:
    """Return the rows that both versions have in other words, by the names that a trace gives."""
    found: set[str] = set()
    for file in old.keys() & new.keys():
        if old[file] == new[file] or file.startswith(GOLDEN):
            continue
        before, after = rows(old[file]), rows(new[file])
        found.update(name for name in before.keys() & after.keys() if before[name] != after[name])
    return frozenset(found)


def rows(text: str) -> dict[str, str]:
    """Return the rows of a table or lookup by the name that a trace gives them."""
    places = _places(text)
    name = places.get(("table",)) or places.get(("lookup",)) or ""
    return {
        f"{name}#{place[1].replace(', ', '/')}": says
        for place, says in places.items()
        if place[0] == "rows"
    }


def _of_file(file: str, old: str | None, new: str | None) -> Iterator[Change]:
    if old == new:
        return
    if old is None or new is None:
        yield Change(file, "", _whole(old), _whole(new))
        return
    if file.startswith(GOLDEN):
        yield Change(file, "", "as it was", "changed")
        return
    before, after = _places(old), _places(new)
    for place in dict.fromkeys((*before, *after)):
        if before.get(place) != after.get(place):
            yield Change(file, ".".join(place), before.get(place), after.get(place))


def _whole(text: str | None) -> str | None:
    return None if text is None else f"{text.count(chr(10)) + 1} lines"


def _places(text: str) -> dict[Place, str]:
    """Return every text of a rule file by its place; rows by their id or key, as one text each."""
    content: dict[str, object] = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - makes texts only
    keys = content.get("key")
    found: dict[Place, str] = {}
    for name, part in content.items():
        if name == "rows" and isinstance(part, dict):
            found.update({("rows", row): _cells(cells) for row, cells in part.items()})
        elif name == "rows" and isinstance(part, list) and isinstance(keys, dict):
            found.update(_keyed(part, len(keys)))
        else:
            found.update(_below((name,), part))
    return found


def _keyed(rows: list[list[str]], keys: int) -> Iterator[tuple[Place, str]]:
    for row in rows:
        yield ("rows", _cells(row[:keys])), _cells(row[keys:])


def _below(place: Place, part: object) -> Iterator[tuple[Place, str]]:
    match part:
        case dict():
            for name, each in part.items():
                yield from _below((*place, name), each)
        case list() if all(isinstance(each, str) for each in part):
            yield place, _cells(part)
        case list():
            for number, each in enumerate(part, start=1):
                yield from _below((*place, str(number)), each)
        case _:
            yield place, str(part)


def _cells(cells: object) -> str:
    return ", ".join(map(_cell, cells)) if isinstance(cells, list) else str(cells)


def _cell(cell: object) -> str:
    """Quote what would read as two cells: ["A, B"] and [A, B] differ."""
    text = str(cell)
    return json.dumps(text, ensure_ascii=False) if "," in text or '"' in text else text
