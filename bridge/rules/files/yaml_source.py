"""
Reads the YAML of a rule file into texts with positions, and refuses what would surprise.

Only the plain parts of YAML are taken: sections, lists and scalars. Anchors, aliases and tags
are refused (a rule must stand where it is read), so are duplicate keys and empty values, a
second document, and files too large or too deeply nested to be rules.
"""

from collections.abc import Iterator
from typing import Protocol

import yaml

from bridge.rules.files.characters import strange
from bridge.rules.files.findings import Findings
from bridge.rules.files.nodes import Listing, Node, Place, Section, Text

CHARACTERS_MAX = 8_000_000  #: 100,000 rows of a lookup and more; read in some seconds
DEPTH_MAX = 12  #: the deepest rule file has five levels


class _Mark(Protocol):
    """A position that the YAML parser gives, every count from 0."""

    @property
    def index(self) -> int: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class _TooDeep(Exception):
    """The nesting goes beyond any rule file."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.place = place


def read(file: str, text: str, findings: Findings) -> Section | None:
    """The sections of a rule file; None, with a finding, where it cannot be read at all."""
    obstacle = _obstacle(file, text)
    if obstacle is not None:
        findings.add(*obstacle)
        return None
    reader = _Reader(file, text, findings)
    try:
        root = reader.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        findings.add(
            Place(file, line + 1, column + 1, 1),
            f"this is not YAML: {error.problem or error.context}",
            "look for a missing quote, bracket or colon at or above this place",
        )
        return None
    except _TooDeep as error:
        findings.add(error.place, f"nested deeper than {DEPTH_MAX} levels; no rule file is")
        return None
    if root is None:
        findings.add(Place(file, 1, 1, 1), "the file is empty")
    elif not isinstance(root, Section):
        findings.add(root.place, "a rule file starts with keys, such as `language: 1`")
    return root if isinstance(root, Section) else None


def _obstacle(file: str, text: str) -> tuple[Place, str, str] | None:
    """What keeps the text from being parsed at all: place, message and hint."""
    if len(text) > CHARACTERS_MAX:
        message = f"the file has {len(text):,} characters; at most {CHARACTERS_MAX:,} are read"
        return Place(file, 1, 1, 1), message, "split it into several files"
    found = strange(text)
    if found is None:
        return None
    return _place_at(file, text, found.at), found.message, found.hint


def _place_at(file: str, text: str, index: int) -> Place:
    above = text[:index]
    return Place(file, above.count("\n") + 1, index - (above.rfind("\n") + 1) + 1, 1)


def _span(event: yaml.Event) -> tuple[_Mark, _Mark]:
    if event.start_mark is None or event.end_mark is None:
        raise ValueError(f"the YAML parser gave no position for {event}")
    return event.start_mark, event.end_mark


class _Reader:
    """Builds the nodes of one file from the events of the YAML parser."""

    def __init__(self, file: str, text: str, findings: Findings) -> None:
        self._file = file
        self._text = text
        self._findings = findings
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)

    def document(self) -> Node | None:
        """The node of the only document; None for a file without one."""
        starts = (each for each in self._events if isinstance(each, yaml.DocumentStartEvent))
        if next(starts, None) is None:
            return None
        root = self._node(next(self._events), 0)
        second = next(starts, None)
        if second is not None:
            place = self._place(second)
            self._findings.add(place, "a second document starts here", "one rule, one file")
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        place = self._place(event)
        if depth > DEPTH_MAX:
            raise _TooDeep(place)
        self._refuse_indirection(event, place)
        if isinstance(event, yaml.MappingStartEvent):
            return self._section(place, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._listing(place, depth)
        start, end = _span(event)
        written = self._text[start.index : end.index]
        return Text(getattr(event, "value", ""), place, written)

    def _refuse_indirection(self, event: yaml.Event, place: Place) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._findings.add(
                place,
                "anchors and aliases are not read",
                "write the value where it is used; quote a text that starts with & or *",
            )
        elif getattr(event, "tag", None):
            self._findings.add(
                place, "tags are not read", "leave it out; quote a text that starts with !"
            )

    def _listing(self, place: Place, depth: int) -> Listing:
        items = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._filled(self._node(event, depth + 1)))
        return Listing(tuple(items), place)

    def _section(self, place: Place, depth: int) -> Section:
        entries: dict[str, tuple[Text, Node]] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._node(event, depth + 1)
            node = self._filled(self._node(next(self._events), depth + 1))
            if not isinstance(key, Text):
                self._findings.add(key.place, "a key must be a word", "quote the text if it is one")
            elif key.value in entries:
                first = entries[key.value][0].place.line
                self._findings.add(
                    key.place, f"'{key.value}' stands here a second time; first on line {first}"
                )
            else:
                entries[key.value] = (key, node)
        return Section(tuple(entries.values()), place)

    def _filled(self, node: Node) -> Node:
        if isinstance(node, Text) and not node.written:
            self._findings.add(
                node.place,
                "a value is missing here",
                'write "" for an empty text; quote a text that holds a comma or a brace',
            )
        return node

    def _place(self, event: yaml.Event) -> Place:
        start, end = _span(event)
        length = end.column - start.column if end.line == start.line else 1
        return Place(self._file, start.line + 1, start.column + 1, max(1, length))
