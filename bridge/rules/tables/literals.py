"""What stands in cells and rows: pieces between commas, and the values that they name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bridge.rules.diagnostics import Problem, did_you_mean
from bridge.rules.outcomes import shown
from bridge.rules.types import Kind, Type, currency_code

#: A number or a date: one kind for each column, so its values compare with one another.
Ordered = Any

ORDERED_KINDS = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.DATE})
BOOLEANS = {"yes": True, "no": False}
_PIECE = re.compile(r'\s*("[^"]*"|[^",]*)\s*(,|$)')
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"(-?)([0-9]{1,30})(?:\.([0-9]{1,30}))?")


@dataclass(frozen=True, slots=True)
class Piece:
    """One of the alternatives of a cell, and where it stands in its text."""

    text: str
    start: int
    quoted: bool

    def problem(self, message: str, hint: str | None = None) -> Problem:
        """What is wrong with this piece, at its place."""
        return Problem(message, self.start, self.start + len(self.text), hint)


def pieces(text: str, start: int) -> Iterator[Piece]:
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
        yield Piece(written.strip('"') if quoted else written, found.start(1) + quoted, quoted)
        if not found[2]:
            return
        position = found.end()


def quoted(value: object) -> str:
    """
    A named value as a cell writes it: in quotes where it would be read as something else.

    >>> quoted("Annual"), quoted("Smith, Jones"), quoted(None), quoted(True)
    ('Annual', '"Smith, Jones"', 'blank', 'yes')
    """
    if not isinstance(value, str):
        return shown(value)
    is_plain = value not in {"blank", "-", "not", ""} and not value.startswith("not ")
    return shown(value) if is_plain and "," not in value else f'"{shown(value)}"'


def parse_value(text: str, value_type: Type) -> object:
    """
    Read one value, as the key or output of a row: None for `blank` where the type allows it.

    >>> from bridge.rules.types import decimal
    >>> parse_value("1.2", decimal(18, 2))
    Decimal('1.20')
    """
    if value_type.blank and text.strip() in {"blank", ""}:
        return None
    bare = text.strip()
    if value_type.kind is Kind.TEXT and not value_type.members:
        if value_type.currency:
            currency_code(bare, text.index(bare), text.index(bare) + len(bare))
        return text
    piece = Piece(bare, text.index(bare), quoted=False)
    if value_type.kind not in ORDERED_KINDS:
        return member(piece, value_type)
    value = ordered(piece, bare, value_type)
    _refuse_too_long(piece, value_type)
    return value


def member(piece: Piece, column: Type) -> object:
    """The value that a piece names, for a column of named values or texts."""
    if column.kind is Kind.TEXT and not column.members:
        if piece.text in {"-", "not"} and not piece.quoted:
            raise piece.problem(f"'{piece.text}' is no value", "quote it if it is one")
        if column.currency:
            currency_code(piece.text, piece.start, piece.start + len(piece.text))
        return piece.text
    names = BOOLEANS if column.kind is Kind.BOOLEAN else dict.fromkeys(column.members)
    if piece.text not in names:
        what = {Kind.BOOLEAN: "yes or no", Kind.ENUM: f"a value of {column.name}"}
        raise piece.problem(
            f"'{piece.text}' is not {what.get(column.kind, 'a text that this column can have')}",
            did_you_mean(piece.text, names, "values"),
        )
    return BOOLEANS[piece.text] if column.kind is Kind.BOOLEAN else piece.text


def ordered(piece: Piece, text: str, column: Type) -> Ordered:
    """The number or date that a text names, in the type of its column."""
    if column.kind is Kind.DATE:
        return _date(piece, text)
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise piece.problem(
            f"'{text}' is not a number", "a number, 1 .. 24, .. 5, 5 .., >= 13 or < 2"
        )
    sign, whole, decimals = found[1], found[2], (found[3] or "").rstrip("0")
    scale = column.scale or 0
    if len(decimals) > scale:
        raise piece.problem(f"'{text}' has {len(decimals)} decimals, the column has {scale}")
    if column.kind is Kind.INTEGER:
        return int(sign + whole)
    # With all decimals of the type, and without a negative zero: equal values are written alike.
    number = Decimal(f"{sign}{whole}.{decimals.ljust(scale, '0')}")
    return number or number.copy_abs()


def _refuse_too_long(piece: Piece, value_type: Type) -> None:
    digits = len(piece.text.partition(".")[0].lstrip("-0"))
    if value_type.is_number and digits > value_type.whole_digits:
        raise piece.problem(
            f"'{piece.text}' has {digits} digits before the point,"
            f" {value_type.required()} has {value_type.whole_digits}"
        )


def _date(piece: Piece, text: str) -> date:
    problem = piece.problem(
        f"'{text}' is not a date", "2026-01-31, also as 2026-01-01 .. 2026-12-31 or < 2026-01-01"
    )
    if not _DATE.fullmatch(text):  # Python's own reader would take 20260131 and week dates, too
        raise problem
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise problem from error
