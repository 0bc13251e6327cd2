"""
The syntax of a condition cell, read into a set of values and intervals.

`-` is any value, blank too. `A, B` lists values, `not A, B` excludes them. Numbers and dates
also come as `1 .. 24`, `.. 5`, `5 ..` (ends included), `>= 13`, `< 2`. A blank is accepted by
`-` and by the word `blank` alone: `not A` does not accept it, so that a value which nobody
entered is never taken for one that somebody did. An amount of money stands with its currency, as in
`> 100 USD`, and `USD` alone is any amount in it; `0` is one in every currency.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bridge.rules.diagnostics import Problem
from bridge.rules.tables.literals import (
    ORDERED_KINDS,
    Ordered,
    Piece,
    member,
    ordered,
    pieces,
)
from bridge.rules.types import OF_DEAL, Type, currency_code

_RANGE = re.compile(r"(\S+)?\s*\.\.\s*(\S+)?")
_CODE = re.compile(r"[A-Za-z]+")
_COMPARISON = re.compile(r"(>=|<=|>|<)\s*(\S+)")


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers or dates between two ends; an end that is None is open to infinity."""

    low: Ordered = None
    high: Ordered = None
    low_open: bool = False  #: the end itself does not belong to it
    high_open: bool = False
    currency: str = ""  #: of amounts of money: the one that they are in; "" for any

    def holds(self, value: Ordered) -> bool:
        """Whether the value lies in the interval; an amount is a pair, its currency first."""
        if isinstance(value, tuple):
            code, value = value
            if self.currency not in {"", code}:
                return False
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = (
            self.high is None or value < self.high or (value == self.high and not self.high_open)
        )
        return bool(above and below)


@dataclass(frozen=True, slots=True)
class Cell:
    """The values that a cell accepts."""

    text: str = field(compare=False)  #: as written
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
    listed = tuple(pieces(text, start + 4 if negated else start))
    blank = any(_is_blank(piece, column) for piece in listed)
    filled = [piece for piece in listed if piece.quoted or piece.text != "blank"]
    if column.kind in ORDERED_KINDS:
        intervals, members = (
            tuple(_interval(piece, column) for piece in filled),
            frozenset[object](),
        )
    else:
        intervals, members = (), frozenset(member(piece, column) for piece in filled)
    return Cell(
        text=bare,
        blank=blank and not negated,
        negated=negated,
        members=members,
        intervals=intervals,
    )


def _is_blank(piece: Piece, column: Type) -> bool:
    if piece.quoted or piece.text != "blank":
        return False
    if not column.blank:
        raise piece.problem("this column is never blank")
    return True


def _interval(piece: Piece, column: Type) -> Interval:
    return _amounts(piece, column) if column.is_money else _span(piece, column)


def _amounts(piece: Piece, column: Type) -> Interval:
    """Read `> 100 USD`, `USD` or `>= 0`: of amounts, only zero needs no currency."""
    bare, code = _split(piece)
    found = _span(replace(piece, text=bare), column) if bare else Interval()
    if not code and (found.low or found.high):
        raise piece.problem("an amount needs its currency", f"{bare} USD")
    if column.currency == OF_DEAL:
        return replace(found, currency=code)
    if code not in {"", column.currency}:
        raise piece.problem(f"the amounts of this column are in {column.currency}")
    return found


def _split(piece: Piece) -> tuple[str, str]:
    """Return an amount and its currency apart; either may be empty."""
    bare, space, code = piece.text.rpartition(" ")
    if not _CODE.fullmatch(code):
        return piece.text, ""
    start = piece.start + len(bare) + len(space)
    return bare.rstrip(), currency_code(code, start, start + len(code))


def _span(piece: Piece, column: Type) -> Interval:
    span = _RANGE.fullmatch(piece.text)
    if span is not None and (span[1] or span[2]):
        low, high = (ordered(piece, end, column) if end else None for end in span.groups())
        if low is not None and high is not None and low > high:
            raise piece.problem(f"{span[1]} is more than {span[2]}: nothing lies between them")
        return Interval(low, high)
    compared = _COMPARISON.fullmatch(piece.text)
    if compared is None:
        value = ordered(piece, piece.text, column)
        return Interval(value, value)
    return _COMPARED[compared[1]](ordered(piece, compared[2], column))


_COMPARED: dict[str, Callable[[Ordered], Interval]] = {
    ">=": lambda end: Interval(low=end),
    "<=": lambda end: Interval(high=end),
    ">": lambda end: Interval(low=end, low_open=True),
    "<": lambda end: Interval(high=end, high_open=True),
}
