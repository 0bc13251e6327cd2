"""
The syntax of a condition cell, read into a set of values and intervals.

`-` is any value, blank too. `A, B` lists values, `not A, B` excludes them. Numbers and dates
also come as `1 .. 24`, `.. 5`, `5 ..` (ends included), `>= 13`, `< 2`. A blank is accepted by
`-` and by the word `blank` alone: `not A` does not accept it, so that a value which nobody
entered is never taken for one that somebody did.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bridge.rules.diagnostics import Problem, did_you_mean
from bridge.rules.files.findings import Findings
from bridge.rules.files.nodes import Text
from bridge.rules.types import Kind, Type

#: A number or a date: one kind for each column, so its values compare with one another.
Ordered = Any

ORDERED_KINDS = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.DATE})
CELL_KINDS = ORDERED_KINDS | {Kind.TEXT, Kind.ENUM, Kind.BOOLEAN}
BOOLEANS = {"yes": True, "no": False}
_PIECE = re.compile(r'\s*("[^"]*"|[^",]*)\s*(,|$)')
_RANGE = re.compile(r"(\S+)?\s*\.\.\s*(\S+)?")
_COMPARISON = re.compile(r"(>=|<=|>|<)\s*(\S+)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"-?[0-9]{1,30}(?:\.([0-9]{1,30}))?")


def is_comparable(found: Type, text: Text, findings: Findings) -> bool:
    """Whether values of a type can be looked up in cells; a finding at their expression if not."""
    if found.is_quotient:
        findings.add(text.place, "an unrounded quotient cannot be looked up", "ROUND(..., 2)")
        return False
    if found.kind not in CELL_KINDS:
        findings.add(text.place, f"a {found.kind} cannot be looked up")
        return False
    return True


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers or dates between two ends; an end that is None is open to infinity."""

    low: Ordered = None
    high: Ordered = None
    low_open: bool = False  #: the end itself does not belong to it
    high_open: bool = False

    def holds(self, value: Ordered) -> bool:
        """Whether the value lies in the interval."""
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = (
            self.high is None or value < self.high or (value == self.high and not self.high_open)
        )
        return bool(above and below)

    def spans(self, low: Ordered, high: Ordered) -> bool:
        """Whether all that lies strictly between two neighbouring ends belongs to it."""
        above = self.low is None or (low is not None and low >= self.low)
        return above and (self.high is None or (high is not None and high <= self.high))


@dataclass(frozen=True, slots=True)
class Cell:
    """The values that a cell accepts."""

    text: str  #: as written
    anything: bool = False
    blank: bool = False  #: accepts a blank
    negated: bool = False  #: accepts what is not listed
    members: frozenset[object] = frozenset()
    intervals: tuple[Interval, ...] = ()

    def accepts(self, value: object) -> bool:
        """Whether the cell is true of a value."""
        if self.anything:
            return True
        if value is None:
            return self.blank
        listed = value in self.members or any(each.holds(value) for each in self.intervals)
        return listed != self.negated

    def accepts_between(self, low: Ordered, high: Ordered) -> bool:
        """Whether the cell is true of all that lies strictly between two neighbouring ends."""
        if self.anything:
            return True
        return any(each.spans(low, high) for each in self.intervals) != self.negated

    def accepts_others(self) -> bool:
        """Whether the cell is true of texts that no cell of the column names."""
        return self.anything or self.negated


@dataclass(frozen=True, slots=True)
class _Piece:
    """One of the alternatives of a cell, and where it stands in its text."""

    text: str
    start: int
    quoted: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def problem(self, message: str, hint: str | None = None) -> Problem:
        return Problem(message, self.start, self.end, hint)


def parse_cell(text: str, column: Type) -> Cell:
    """
    Read a condition cell of a column of the given type; Problem where it is wrong.

    >>> from bridge.rules.types import INTEGER
    >>> [n for n in range(6) if parse_cell("1 .. 2, >= 5", INTEGER).accepts(n)]
    [1, 2, 5]
    """
    bare = text.strip()
    if bare == "-":
        return Cell(text=bare, anything=True)
    if not bare:
        raise Problem("an empty cell", 0, len(text), "write - for any value")
    start = text.index(bare)
    negated = bare.startswith("not ")
    pieces = tuple(_pieces(text, start + 4 if negated else start))
    blank = any(_is_blank(piece, column) for piece in pieces)
    filled = [piece for piece in pieces if piece.quoted or piece.text != "blank"]
    if column.kind in ORDERED_KINDS:
        intervals, members = (
            tuple(_interval(piece, column) for piece in filled),
            frozenset[object](),
        )
    else:
        intervals, members = (), frozenset(_member(piece, column) for piece in filled)
    return Cell(
        text=bare,
        blank=blank and not negated,
        negated=negated,
        members=members,
        intervals=intervals,
    )


def parse_value(text: str, value_type: Type) -> object:
    """
    Read one value, as the key or output of a row: None for `blank` where the type allows it.

    >>> from bridge.rules.types import decimal
    >>> parse_value("1.20", decimal(18, 2))
    Decimal('1.20')
    """
    if value_type.blank and text.strip() in {"blank", ""}:
        return None
    if value_type.kind is Kind.TEXT and not value_type.members:
        return text
    bare = text.strip()
    piece = _Piece(bare, text.index(bare), quoted=False)
    if value_type.kind in ORDERED_KINDS:
        return _ordered(piece, bare, value_type)
    return _member(piece, value_type)


def _pieces(text: str, start: int) -> Iterator[_Piece]:
    """The alternatives between the commas of a cell; a comma inside double quotes is text."""
    position = start
    while True:
        found = _PIECE.match(text, position)
        if found is None:
            raise Problem("this is not a list of values", position, len(text), 'A, B or "A, B"')
        written = found[1].rstrip()
        quoted = written.startswith('"')
        if not written:
            raise Problem("a value is missing beside the comma", found.start(1), found.start(1) + 1)
        yield _Piece(written.strip('"') if quoted else written, found.start(1) + quoted, quoted)
        if not found[2]:
            return
        position = found.end()


def _is_blank(piece: _Piece, column: Type) -> bool:
    if piece.quoted or piece.text != "blank":
        return False
    if not column.blank:
        raise piece.problem("this column is never blank")
    return True


def _member(piece: _Piece, column: Type) -> object:
    """The value that a piece names, for a column of named values or texts."""
    if column.kind is Kind.TEXT and not column.members:
        if piece.text in {"-", "not"} and not piece.quoted:
            raise piece.problem(f"'{piece.text}' is no value", "quote it if it is one")
        return piece.text
    names = BOOLEANS if column.kind is Kind.BOOLEAN else dict.fromkeys(column.members)
    if piece.text not in names:
        what = {Kind.BOOLEAN: "yes or no", Kind.ENUM: f"a value of {column.name}"}
        raise piece.problem(
            f"'{piece.text}' is not {what.get(column.kind, 'a text that this column can have')}",
            did_you_mean(piece.text, names, "values"),
        )
    return BOOLEANS[piece.text] if column.kind is Kind.BOOLEAN else piece.text


def _interval(piece: _Piece, column: Type) -> Interval:
    span = _RANGE.fullmatch(piece.text)
    if span is not None and (span[1] or span[2]):
        low, high = (_ordered(piece, end, column) if end else None for end in span.groups())
        if low is not None and high is not None and low > high:
            raise piece.problem(f"{span[1]} is more than {span[2]}: nothing lies between them")
        return Interval(low, high)
    compared = _COMPARISON.fullmatch(piece.text)
    if compared is None:
        value = _ordered(piece, piece.text, column)
        return Interval(value, value)
    return _COMPARED[compared[1]](_ordered(piece, compared[2], column))


_COMPARED: dict[str, Callable[[Ordered], Interval]] = {
    ">=": lambda end: Interval(low=end),
    "<=": lambda end: Interval(high=end),
    ">": lambda end: Interval(low=end, low_open=True),
    "<": lambda end: Interval(high=end, high_open=True),
}


def _ordered(piece: _Piece, text: str, column: Type) -> Ordered:
    """The number or date that a text names, in the type of its column."""
    if column.kind is Kind.DATE:
        return _date(piece, text)
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise piece.problem(
            f"'{text}' is not a number", "a number, 1 .. 24, .. 5, 5 .., >= 13 or < 2"
        )
    decimals = len((found[1] or "").rstrip("0"))
    if column.scale is not None and decimals > column.scale:
        raise piece.problem(f"'{text}' has {decimals} decimals, the column has {column.scale}")
    return int(Decimal(text)) if column.kind is Kind.INTEGER else Decimal(text)


def _date(piece: _Piece, text: str) -> date:
    problem = piece.problem(
        f"'{text}' is not a date", "2026-01-31, also as 2026-01-01 .. 2026-12-31 or < 2026-01-01"
    )
    if not _DATE.fullmatch(text):  # Python's own reader would take 20260131 and week dates, too
        raise problem
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise problem from error
