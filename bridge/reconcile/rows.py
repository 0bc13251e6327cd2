"""What NetSuite's rows, orders and journals come to, by period: the end of every walk."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import compress
from typing import NamedTuple

from bridge.model.money import Currency, Money
from bridge.reconcile.matching import Match
from bridge.reconcile.sides import Element, Held, columns
from bridge.reconcile.valuing import NOTHING, Calendar, Vector, added, in_base


class Target(StrEnum):
    """What of NetSuite a walk ends at."""

    ORDERED = "ordered"  #: order lines, in the period of the order's date
    PLANNED = "planned"  #: rows of actual plans, in the period in which they are or will be posted
    RECOGNISED = "recognised"  #: rows that journals have posted, and entries beside them


class Rows(NamedTuple):
    """The rows of a line's plans in the currency of the books, each converted by itself."""

    posting: Vector
    planned: Vector  #: by the period for which they were planned
    recognised: Vector


_NONE = Rows(NOTHING, NOTHING, NOTHING)


def rows_of(held: Held | None, base: Currency) -> Rows:
    """Add up the rows of all elements of a line."""
    if held is None or not held.elements:
        return _NONE
    found = [_rows(element, base) for element in held.elements]
    if len(found) == 1:
        return found[0]
    return Rows(*(added(vectors) for vectors in zip(*found, strict=True)))


def end_of(match: Match, rows: Rows, target: Target, calendar: Calendar) -> Vector:
    """Return where NetSuite stands with a line: nothing of the walk has a part in it."""
    held = match.held
    if target is Target.ORDERED:
        return ordered(held, match.base, calendar) if held else NOTHING
    proposed = is_used(match)
    value = rows.posting if target is Target.PLANNED else rows.recognised
    entries = [
        {one.period: one.amount.minor}
        for one in match.entries
        if target is Target.RECOGNISED or (proposed and one.proposal)
    ]
    return added([value, *entries]) if entries else value


def ordered(held: Held, base: Currency, calendar: Calendar) -> Vector:
    """Return what an order line orders, in the period of the order's date."""
    terms = held.terms
    return {calendar.name_of(held.dated): in_base(terms.amount, terms.rate, base)}


def is_used(match: Match) -> bool:
    """Whether journals that the bridge proposes recognise it, and no plan."""
    ruled = match.ruled
    return ruled is not None and ruled.is_drawn


def _rows(element: Element, base: Currency) -> Rows:
    currency, rate = element.sales.currency, element.rate
    is_plain = rate == 1 and currency == base
    rows = columns(element.rows)
    minors: Sequence[int] = rows.minors
    if not is_plain:
        minors = [in_base(Money(minor, currency), rate, base) for minor in minors]
    posting = _sums(rows.posting, minors)
    known = rows.recognised
    return Rows(
        posting,
        posting if rows.planned == rows.posting else _sums(rows.planned, minors),
        _sums(tuple(compress(rows.posting, known)), tuple(compress(minors, known))),
    )


def _sums(periods: Sequence[str], minors: Sequence[int]) -> Vector:
    """Add up what is of each period; a plan seldom has two rows of one."""
    found = dict(zip(periods, minors, strict=True))
    if len(found) == len(periods):
        return found
    return added({period: minor} for period, minor in zip(periods, minors, strict=True))
