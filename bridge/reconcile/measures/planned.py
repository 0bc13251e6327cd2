"""Remaining obligations of what NetSuite has planned, and how they rolled from one period on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bridge.model.money import Currency, Money
from bridge.model.schedule import Method
from bridge.reconcile.measures.obligations import (
    Changes,
    Obligation,
    Remaining,
    remaining,
    rolled,
)
from bridge.reconcile.measures.rolling import RollForward
from bridge.reconcile.rows import rows_of
from bridge.reconcile.sides import Held
from bridge.reconcile.valuing import Calendar


@dataclass(frozen=True, slots=True)
class Rolled:
    """Two periods, and what was known of order lines at the end of the first."""

    opening: str
    closing: str
    #: What each order line was to recognise in all, by `line_name`; lines that did not change may
    #: be absent.
    before: Mapping[str, Money] = field(default_factory=dict)


def line_name(held: Held) -> str:
    """Name an order line, as statements do."""
    return f"{held.order}:{held.line}"


def obligation(held: Held, base: Currency) -> Obligation:
    """Return what is planned of an order line, in the currency of the books, by posting period."""
    posting = rows_of(held, base).posting
    return Obligation(
        {period: Money(minor, base) for period, minor in posting.items()},
        is_committed=_is_committed(held),
    )


def remaining_of(
    held: Iterable[Held], base: Currency, period: str, calendar: Calendar
) -> Remaining:
    """Return what NetSuite has still to recognise behind a period of the lines in these books."""
    ours = [obligation(one, base) for one in held if one.base == base]
    return remaining(ours, calendar.last_of(period), calendar, base)


def rolled_between(
    held: Iterable[Held], base: Currency, span: Rolled, calendar: Calendar
) -> RollForward:
    """
    Return how remaining obligations moved behind the first period up to the end of the second.

    The opening is of the order lines that were dated by then, at what they were to recognise then;
    the closing is read by itself from the rows, so that what was posted into earlier periods
    afterwards is a gap.
    """
    lines = [one for one in held if one.base == base]
    first, last = calendar.last_of(span.opening), calendar.last_of(span.closing)
    old = [one for one in lines if one.dated <= first]
    new = [one for one in lines if first < one.dated <= last]
    modified = sum(
        _whole(one, base) - span.before[line_name(one)].minor
        for one in old
        if line_name(one) in span.before
    )
    sold = [_whole(one, base) for one in new]
    changes = Changes(
        new_bookings=Money(sum(minor for minor in sold if minor > 0), base),
        modifications=Money(modified, base),
        revenue=Money(-_between([*old, *new], base, span, calendar), base),
        cancelled=Money(sum(minor for minor in sold if minor < 0), base),
        fx=Money(0, base),
    )
    opening = remaining_of(old, base, span.opening, calendar).whole - Money(modified, base)
    closing = remaining_of([*old, *new], base, span.closing, calendar).whole
    return rolled(opening, changes, closing)


def _whole(held: Held, base: Currency) -> int:
    return sum(rows_of(held, base).posting.values()) if _is_committed(held) else 0


def _is_committed(held: Held) -> bool:
    """Whether it is no use: only what somebody committed to is an obligation."""
    return held.terms.method is not Method.ON_USE


def _between(held: Iterable[Held], base: Currency, span: Rolled, calendar: Calendar) -> int:
    """What falls into the periods behind the first one, up to the second."""
    first, last = calendar.place[span.opening], calendar.place[span.closing]
    return sum(
        minor
        for one in held
        if _is_committed(one)
        for period, minor in rows_of(one, base).posting.items()
        if first < calendar.place[period] <= last
    )
