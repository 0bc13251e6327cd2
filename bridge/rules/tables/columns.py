"""
Columns of a decision table: their values cut into classes that no cell tells apart.

Each class has a mask with one bit for every row that accepts it. To decide is to look up one
mask for each column and to AND them; to analyse is to walk the same classes.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, localcontext
from functools import partial
from itertools import accumulate
from operator import xor

from bridge.rules.compiler.choosing.matching import Amounts, Index, Names, Runs
from bridge.rules.language.exactness import ROUNDING
from bridge.rules.outcomes import shown
from bridge.rules.tables.cells import Cell, Interval
from bridge.rules.tables.literals import ORDERED_KINDS, Ordered, quoted
from bridge.rules.types import OF_DEAL, Kind, Type

#: More atoms than a column of one currency has.
_PART = 1_000_000


@dataclass(frozen=True, slots=True)
class ColumnClass:
    """Values that no cell of the column tells apart."""

    shown: str  #: one of them: "billing is Monthly", "step lies between 5 and 10"
    mask: int  #: bit i is set where row i accepts the values
    atoms: tuple[int, ...] = ()  #: all of them, by their number in the column


@dataclass(frozen=True, slots=True)
class Column:
    """One input of a table, with the masks of all rows (and assumptions) built in."""

    name: str
    index: Index  #: finds the mask of a value
    classes: tuple[ColumnClass, ...]
    #: what a cell would say that accepts just the atoms of these numbers
    cell_of: Callable[[Collection[int]], str] = str


def build_column(
    name: str, column_type: Type, within: Interval | None, cells: Sequence[Cell]
) -> Column:
    """The column of an input; `cells` holds one cell for each row, `within` its declared range."""
    if column_type.kind in ORDERED_KINDS:
        of_deal = column_type.is_money and column_type.currency == OF_DEAL
        build = _money_column if of_deal else _ordered_column
        with localcontext(ROUNDING):  # more digits than a number that is written in a cell
            return build(name, column_type, within, cells)
    return _named_column(name, column_type, cells)


def _named_column(name: str, column_type: Type, cells: Sequence[Cell]) -> Column:
    domain: list[object] = list(_domain(column_type, cells))
    if column_type.blank:
        domain.append(None)
    free = _bits(number for number, cell in enumerate(cells) if cell.anything)
    bound = [(1 << number, cell) for number, cell in enumerate(cells) if not cell.anything]
    masks: dict[object, int | None] = {
        value: free | sum(bit for bit, cell in bound if cell.accepts(value)) for value in domain
    }
    found = [(f"{name} is {shown(value)}", mask) for value, mask in masks.items()]
    others = None
    if column_type.kind is Kind.TEXT and not column_type.members:
        others = free | sum(bit for bit, cell in bound if cell.negated)
        found.append((f"{name} is any other text", others))
        masks.setdefault(None, None)  # a blank is no other text
    return Column(name, Names(masks, others), _classes(found), partial(_cell_of_names, domain))


def _cell_of_names(domain: Sequence[object], atoms: Collection[int]) -> str:
    """The cell of some values; the number behind the last one stands for all other texts."""
    named = [quoted(value) for number, value in enumerate(domain) if number in atoms]
    if len(domain) not in atoms:
        return ", ".join(named)
    left_out = [
        quoted(value)
        for number, value in enumerate(domain)
        if number not in atoms and value is not None
    ]
    others = f"not {', '.join(left_out)}" if left_out else "not blank"
    return f"{others} or blank" if "blank" in named else others


def _domain(column_type: Type, cells: Sequence[Cell]) -> Sequence[object]:
    """The values of a column that its cells can tell apart, without blank."""
    if column_type.kind is Kind.BOOLEAN:
        return (True, False)
    if column_type.members:
        return column_type.members
    return sorted({str(value) for cell in cells for value in cell.members})


def _money_column(
    name: str, column_type: Type, within: Interval | None, cells: Sequence[Cell]
) -> Column:
    """The column of amounts of the deal's currency: one of numbers for each currency in a cell."""
    currencies = sorted({each.currency for cell in cells for each in cell.intervals} - {""})
    number = replace(column_type, currency="", blank=False)
    parts = {
        code: _ordered_column(name, number, within, [_in_currency(cell, code) for cell in cells])
        for code in (*currencies, "")
    }
    blank = None
    if column_type.blank:
        blank = _bits(number for number, cell in enumerate(cells) if cell.accepts(None))
    classes: dict[int, tuple[str, list[int]]] = {}
    if blank is not None:
        classes[blank] = (f"{name} is blank", [0])
    below: dict[str, int] = {}
    for at, (code, part) in enumerate(parts.items()):
        below[code] = at * _PART  # the atoms of each part have numbers of their own
        where = f" {code or 'in another currency'}" if currencies else ""
        for each in part.classes:
            atoms = classes.setdefault(each.mask, (each.shown + where, []))[1]
            atoms.extend(atom + below[code] for atom in each.atoms)
    index = Amounts({code: parts[code].index for code in currencies}, parts[""].index, blank)
    return Column(
        name,
        index,
        tuple(ColumnClass(words, mask, tuple(atoms)) for mask, (words, atoms) in classes.items()),
        partial(_cell_of_money, parts, below),
    )


def _in_currency(cell: Cell, code: str) -> Cell:
    """What a cell says of the amounts in one currency."""
    return replace(cell, intervals=tuple(i for i in cell.intervals if i.currency in {"", code}))


def _cell_of_money(
    parts: Mapping[str, Column], below: Mapping[str, int], atoms: Collection[int]
) -> str:
    pieces: list[str] = []
    for code, part in parts.items():
        mine = {atom - below[code] for atom in atoms if 0 < atom - below[code] < _PART}
        words = code or "in another currency"
        whole = mine == {atom for each in part.classes for atom in each.atoms}
        said = [""] if whole else part.cell_of(mine).split(", ")
        pieces.extend(f"{each} {words}".strip() for each in said if mine)
    return ", ".join([*pieces, *(["blank"] if 0 in atoms else [])])


def _ordered_column(
    name: str, column_type: Type, within: Interval | None, cells: Sequence[Cell]
) -> Column:
    """
    The column of a number or date.

    The ends of all intervals cut the line into stretches: below the first end, that end itself,
    between it and the second, and so on; stretch 2n+1 is the end n.
    """
    intervals = [each for cell in cells for each in cell.intervals] + ([within] if within else [])
    ends = sorted({end for each in intervals for end in (each.low, each.high) if end is not None})
    inside = _cover((within,) if within else (Interval(),), ends)
    masks = [
        mask if inside >> number & 1 else None
        for number, mask in enumerate(_ordered_masks(cells, ends))
    ]
    blank = None
    if column_type.blank:
        blank = _bits(number for number, cell in enumerate(cells) if cell.accepts(None))
    cuts, runs = _runs(ends, masks, column_type)
    words = {
        mask: _in_words(number, ends)
        for number, mask in reversed(list(enumerate(masks)))
        if number % 2 or not _is_empty(number, ends, column_type)
    }
    found = [(f"{name} is blank", blank)] + [(f"{name} {words[mask]}", mask) for mask in runs]
    cell_of = partial(_cell_of_runs, cuts, _step(column_type))
    return Column(name, Runs(cuts, runs, blank), _classes(found), cell_of)


def _cell_of_runs(cuts: Sequence[Ordered], step: Ordered, atoms: Collection[int]) -> str:
    """The cell of some runs, which are numbered from 1; number 0 is blank."""
    firsts = [each for each in sorted(atoms) if each and (each == 1 or each - 1 not in atoms)]
    pieces = []
    for first in firsts:
        last = first
        while last + 1 in atoms:
            last += 1
        low = cuts[first - 2] if first > 1 else None
        high = cuts[last - 1] - step if last <= len(cuts) else None
        pieces.append(_span(low, high))
    return ", ".join([*pieces, *(["blank"] if 0 in atoms else [])])


def _span(low: Ordered, high: Ordered) -> str:
    if low is None and high is None:
        return "not blank"
    if low is not None and low == high:
        return shown(low)
    ends = ("" if end is None else shown(end) for end in (low, high))
    return " .. ".join(ends).strip()


def _ordered_masks(cells: Sequence[Cell], ends: Sequence[Ordered]) -> list[int]:
    """The rows that accept each stretch, found from where their acceptance begins and ends."""
    stretches = 2 * len(ends) + 1
    turns = [0] * (stretches + 1)
    for number, cell in enumerate(cells):
        cover = _cover((Interval(),) if cell.anything else cell.intervals, ends)
        if cell.negated:
            cover ^= (1 << stretches) - 1
        edges = cover ^ (cover << 1)
        while edges:
            turns[(edges & -edges).bit_length() - 1] ^= 1 << number
            edges &= edges - 1
    return list(accumulate(turns[:stretches], xor))


def _cover(intervals: Iterable[Interval], ends: Sequence[Ordered]) -> int:
    """The stretches that belong to one of the intervals, one bit each."""
    cover = 0
    for each in intervals:
        first, last = 0, 2 * len(ends)
        if each.low is not None:
            first = 2 * bisect_left(ends, each.low) + 1 + each.low_open
        if each.high is not None:
            last = 2 * bisect_left(ends, each.high) + 1 - each.high_open
        cover |= (2 << last) - (1 << first) if first <= last else 0
    return cover


def _runs(
    ends: Sequence[Ordered], masks: Sequence[int | None], column_type: Type
) -> tuple[list[Ordered], list[int | None]]:
    """
    The masks of all values by where they begin: `cuts[n]` is the first value of `masks[n + 1]`.

    Stretches that no value lies in are left out, and neighbours with the same rows are one.
    """
    step, highest = _step(column_type), date.max if column_type.kind is Kind.DATE else None
    begins: list[tuple[Ordered, int | None]] = []
    for number, end in enumerate(ends):
        begins.append((end, masks[2 * number + 1]))
        if end != highest and not _is_empty(2 * number + 2, ends, column_type):
            begins.append((end + step, masks[2 * number + 2]))
    cuts: list[Ordered] = []
    runs = [masks[0]]
    for first, mask in begins:
        if mask != runs[-1]:
            cuts.append(first)
            runs.append(mask)
    return cuts, runs


def _step(column_type: Type) -> Ordered:
    """How far apart two values of a type are, at least."""
    if column_type.kind is Kind.DATE:
        return timedelta(days=1)
    return 1 if column_type.kind is Kind.INTEGER else Decimal((0, (1,), -(column_type.scale or 0)))


def _is_empty(stretch: int, ends: Sequence[Ordered], column_type: Type) -> bool:
    """Whether no value of the type lies strictly between the two ends of a stretch."""
    number = stretch // 2
    if not 0 < number < len(ends):
        return False
    return bool(ends[number] - ends[number - 1] <= _step(column_type))


def _in_words(stretch: int, ends: Sequence[Ordered]) -> str:
    number = stretch // 2
    if stretch % 2:
        return f"is {shown(ends[number])}"
    if not ends:
        return "is anything"
    if number == 0:
        return f"is below {shown(ends[0])}"
    if number == len(ends):
        return f"is above {shown(ends[-1])}"
    return f"lies between {shown(ends[number - 1])} and {shown(ends[number])}"


def _classes(found: Iterable[tuple[str, int | None]]) -> tuple[ColumnClass, ...]:
    """Values with the same rows are one class; what the column never has is none."""
    classes: dict[int, tuple[str, list[int]]] = {}
    for number, (words, mask) in enumerate(found):
        if mask is not None:
            classes.setdefault(mask, (words, []))[1].append(number)
    return tuple(
        ColumnClass(words, mask, tuple(numbers)) for mask, (words, numbers) in classes.items()
    )


def _bits(numbers: Iterable[int]) -> int:
    return sum(1 << number for number in numbers)
