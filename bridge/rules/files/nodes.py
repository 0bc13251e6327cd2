"""
What a rule file consists of: texts, lists and sections that know where they stand.

Nothing is converted: `NO`, `1.20` and `22:30` are the text that was written. What a text
means is decided by the reader of the key that it stands under.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one line of a rule file; line and column count from 1."""

    file: str
    line: int
    column: int
    length: int


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar: its text, and the characters it was written with (quotes and all)."""

    value: str
    place: Place
    written: str

    def spot(self, start: int, end: int) -> Place:
        """Where the characters `start` to `end` (not included) of the value stand in the file."""
        length = max(1, end - start)
        if self.written[:1] == "|":
            return self._spot_in_block(start, length)
        if "\n" in self.written:  # folded over lines: the exact column is not recoverable
            return self.place
        column = self.place.column + _written_offset(self.written, start)
        return Place(self.place.file, self.place.line, column, length)

    def _spot_in_block(self, start: int, length: int) -> Place:
        above = self.value[:start]
        body = self.written.split("\n")[1:]
        first = next((line for line in body if line.strip()), "")
        indent = len(first) - len(first.lstrip(" "))
        column = indent + start - (above.rfind("\n") + 1) + 1
        return Place(self.place.file, self.place.line + 1 + above.count("\n"), column, length)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of nodes, in the order of the file."""

    items: tuple["Node", ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Section:
    """Keys with their nodes, in the order of the file; no key stands twice."""

    entries: tuple[tuple[Text, "Node"], ...]
    place: Place

    def __iter__(self) -> Iterator[tuple[Text, "Node"]]:
        return iter(self.entries)

    def get(self, key: str) -> "Node | None":
        """The node under `key`, None where the section has no such key."""
        return next((node for name, node in self.entries if name.value == key), None)

    def key(self, key: str) -> Text | None:
        """The key itself, for a finding that points at it."""
        return next((name for name, _ in self.entries if name.value == key), None)


Node = Text | Listing | Section


def _written_offset(written: str, start: int) -> int:
    """How many characters were written before character `start` of the value."""
    quote = written[:1]
    if quote not in {"'", '"'}:
        return start
    position = 1
    for _ in range(start):
        escaped = (
            written[position : position + 2] == "''" or written[position : position + 1] == "\\"
        )
        position += 2 if escaped else 1
    return position
