"""
Columns of a decision table: their values cut into classes that no cell tells apart.

Each class has a mask with one bit for every row that accepts it. To decide is to look up one
mask for each column and to AND them; to analyse is to walk the same classes.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from bridge.rules.outcomes import shown
from bridge.rules.tables.cells import ORDERED_KINDS, Cell, Interval, Ordered
from bridge.rules.types import Kind, Type

#: The rows that accept a value; None for a value that the column never has.
MaskOf = Callable[[object], int | None]


@dataclass(frozen=True, slots=True)
class ColumnClass:
    """Values that no cell of the column tells apart."""

    shown: str  #: "billing is Monthly", "step lies between 5 and 10"
    mask: int  #: bit i is set where row i accepts the values


@dataclass(frozen=True, slots=True)
class Column:
    """One input of a table, with the masks of all rows (and assumptions) built in."""

    name: str
    mask_of: MaskOf
    classes: tuple[ColumnClass, ...]


def build_column(
    name: str, column_type: Type, within: Interval | None, cells: Sequence[Cell]
) -> Column:
    """The column of an input; `cells` holds one cell for each row, `within` its declared range."""
    if column_type.kind in ORDERED_KINDS:
        return _ordered_column(name, column_type, within, cells)
    return _named_column(name, column_type, cells)


def _named_column(name: str, column_type: Type, cells: Sequence[Cell]) -> Column:
    domain: list[object] = list(_domain(column_type, cells))
    if column_type.blank:
        domain.append(None)
    masks = {value: _mask(cell.accepts(value) for cell in cells) for value in domain}
    classes = [ColumnClass(f"{name} is {shown(value)}", mask) for value, mask in masks.items()]
    others = None
    if column_type.kind is Kind.TEXT and not column_type.members:
        others = _mask(cell.accepts_others() for cell in cells)
        classes.append(ColumnClass(f"{name} is any other text", others))
    return Column(name, _named_mask(masks, others, blank=column_type.blank), tuple(classes))


def _domain(column_type: Type, cells: Sequence[Cell]) -> Sequence[object]:
    if column_type.kind is Kind.BOOLEAN:
        return (True, False)
    if column_type.members:
        return column_type.members
    return sorted({str(value) for cell in cells for value in cell.members})


def _named_mask(masks: Mapping[object, int], others: int | None, *, blank: bool) -> MaskOf:
    known: dict[object, int | None] = dict(masks)
    if not blank:
        known[None] = None  # a text column has a mask for all others, but blank is not among them
    find = known.get

    def mask_of(value: object) -> int | None:
        return find(value, others)

    return mask_of


def _ordered_column(
    name: str, column_type: Type, within: Interval | None, cells: Sequence[Cell]
) -> Column:
    intervals = [each for cell in cells for each in cell.intervals] + ([within] if within else [])
    ends = sorted({end for each in intervals for end in (each.low, each.high) if end is not None})
    blank = _mask(cell.accepts(None) for cell in cells) if column_type.blank else None
    masks: list[int | None] = []
    classes = [ColumnClass(f"{name} is blank", blank)] if blank is not None else []
    for low, high in zip([None, *ends], [*ends, None], strict=True):
        inside = within is None or within.spans(low, high)
        between = _mask(cell.accepts_between(low, high) for cell in cells) if inside else None
        masks.append(between)
        if between is not None and not _is_empty(low, high, column_type):
            classes.append(ColumnClass(f"{name} {_between(low, high)}", between))
        if high is not None:
            inside = within is None or within.holds(high)
            exactly = _mask(cell.accepts(high) for cell in cells) if inside else None
            masks.append(exactly)
            if exactly is not None:
                classes.append(ColumnClass(f"{name} is {shown(high)}", exactly))
    return Column(name, _ordered_mask(ends, masks, blank), tuple(classes))


def _ordered_mask(
    ends: Sequence[Ordered], masks: Sequence[int | None], blank: int | None
) -> MaskOf:
    count = len(ends)

    def mask_of(value: Ordered) -> int | None:
        if value is None:
            return blank
        position = bisect_left(ends, value)
        return masks[2 * position + (position < count and ends[position] == value)]

    return mask_of


def _is_empty(low: Ordered, high: Ordered, column_type: Type) -> bool:
    """Whether no value of the type lies strictly between two ends."""
    if low is None or high is None or column_type.scale is None:
        return False
    step: Ordered = Decimal(1).scaleb(-column_type.scale)
    if column_type.kind is Kind.DATE:
        step = timedelta(days=1)
    return bool(low + step >= high)


def _between(low: Ordered, high: Ordered) -> str:
    if low is None:
        return f"is below {shown(high)}" if high is not None else "is anything"
    if high is None:
        return f"is above {shown(low)}"
    return f"lies between {shown(low)} and {shown(high)}"


def _mask(accepted: Iterable[bool]) -> int:
    mask = 0
    for position, accepts in enumerate(accepted):
        if accepts:
            mask |= 1 << position
    return mask
