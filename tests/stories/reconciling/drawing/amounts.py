"""
What a history comes to in each class, month by month, by arithmetic of its own.

Amounts are whole cents, in fractions: that they are whole is asserted. The quarter ends in March;
January and February are posted and closed. Sales count days, NetSuite counts months.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from bridge.flow.reconciling.definitions import Measures
from tests.stories.reconciling.drawing.contracts import Seats, Shape
from tests.stories.reconciling.drawing.currencies import BOOKS, in_dollars
from tests.stories.reconciling.drawing.histories import LOT, MEMOS, Fate, History, Journal, Told
from tests.stories.reconciling.drawing.months import (
    OPEN,
    POSTED,
    QUARTER,
    Months,
    Steps,
    add_up,
    booked,
    days,
    even,
    less,
)

#: Start, classes and end of a currency, each by month and without what is nothing.
Stated = dict[str, dict[str, int]]

BOTH_ENDS = frozenset({"START", "END"})
_HALF_YEAR = date(2026, 6, 30)
_MONTHS = 12
_ALONE: Mapping[Fate, str] = {
    Fate.EXCLUDED: "EXC-1",
    Fate.NOT_SENT: "PEN-1",
    Fate.DELETED: "DEL-1",
}
#: Nothing of them is posted while January and February are open.
_POSTED_LATE = frozenset({Fate.ON_HOLD, Fate.APPROVED_LATE, Fate.UNANSWERED})
_PRICED = frozenset({Fate.PRICED, Fate.PRICED_LATE})


def stated(history: History, measure: Measures) -> Mapping[str, Stated]:
    """Return what a statement of the quarter must say, by currency; "START" and "END" included."""
    sums: dict[str, dict[str, Months]] = defaultdict(dict)
    for currency, steps in _all(history, measure):
        for code, months in steps:
            _add(sums[currency], code, months)
    return {currency: _whole(found) for currency, found in sums.items()}


def _all(history: History, measure: Measures) -> Iterator[tuple[str, Steps]]:
    for told in history.contracts:
        steps = _of_contract(told, measure)
        yield (BOOKS, in_dollars(steps)) if told.is_foreign else (told.currency, steps)
    yield from ((told.currency, told.stated(measure)) for told in history.prepaid)
    yield from (("USD", _of_stranger(lots * LOT, measure)) for lots in history.strangers)
    if measure is Measures.REVENUE:
        yield from ((one.currency, _of_journal(one)) for one in history.journals)


def _of_journal(one: Journal) -> Steps:
    yield MEMOS[one.memo], {f"2026-{one.month:02}": Fraction(one.minor)}


def _of_contract(told: Told, measure: Measures) -> Steps:
    if told.shape is Shape.CANCELLED:
        yield from _cancelled(told, measure)
        return
    for place, line in enumerate(told.lines):
        is_first = line.on == told.lines[0].on
        of = told if is_first else _unharmed(told)
        yield "START", booked(line)
        if told.fate is Fate.WAITING:
            # It cannot be read line by line yet: it stands as it is booked.
            yield "WAI-1", less({}, booked(line))
            continue
        if measure is Measures.BOOKINGS:
            yield from _ordered(of, line, edited=not place)
        else:
            yield "PER-1", less(days(line.minor, line.first, line.last), booked(line))
            yield from _planned(of, line, measure, edited=not place)


def _unharmed(told: Told) -> Told:
    """What is added by an order of its own: what befalls the first order does not touch it."""
    return Told(
        name=told.name,
        shape=told.shape,
        lots=told.lots,
        currency=told.currency,
        fate=Fate.NOTHING,
    )


def _alone(told: Told) -> str | None:
    return "SUS-1" if told.is_suspended else _ALONE.get(told.fate)


def _ordered(told: Told, line: Seats, *, edited: bool) -> Steps:
    code = _alone(told)
    if code:
        yield code, less({}, booked(line))
    elif edited:
        on = f"{line.on:%Y-%m}"
        for edit, minor in _dearer(told, line.minor):
            yield edit, {on: Fraction(minor)}


def _dearer(told: Told, minor: int) -> Iterator[tuple[str, int]]:
    """What somebody makes of the amount: first the price, then the quantity."""
    if told.fate in {*_PRICED, Fate.BOTH}:
        yield "DAT-1", told.dearer
    if told.fate is Fate.COUNTED:
        yield "DAT-2", minor
    if told.fate is Fate.BOTH:
        yield "DAT-2", minor + told.dearer


def _planned(told: Told, line: Seats, measure: Measures, *, edited: bool) -> Steps:
    code = _alone(told)
    if code:
        yield code, less({}, days(line.minor, line.first, line.last))
        return
    minor, last = line.minor, line.last
    if edited:
        for edit, more in _dearer(told, minor):
            yield edit, days(more, line.first, last)
            minor += more
        if told.fate is Fate.DATED:
            last = _HALF_YEAR
            yield "DAT-3", less(days(minor, line.first, last), days(minor, line.first, line.last))
    plan = even(minor, line.first, last)
    yield "DAY-1", less(plan, days(minor, line.first, last))
    if edited and told.fate is Fate.PRICED_LATE:
        kept = _replanned(even(minor - told.dearer, line.first, last), plan)
        yield "RPL-1", less(kept, plan)
        plan = kept
    yield from _posted(told, plan, measure)


def _posted(told: Told, plan: Months, measure: Measures) -> Steps:
    """From what is planned to what is posted."""
    if told.fate in _POSTED_LATE:
        late = {month: -plan.get(month, Fraction(0)) for month in POSTED}
        moved = {**late, OPEN: -sum(late.values(), Fraction(0))}
        yield "TIM-2", moved
        plan = add_up(plan, moved)
    if told.fate in {Fate.UNAPPROVED, Fate.UNANSWERED}:
        yield "ORD-1", less({}, plan)
    elif measure is Measures.REVENUE:
        code = "PLN-1" if told.fate is Fate.ON_HOLD else "JRN-2"
        yield code, {OPEN: -plan.get(OPEN, Fraction(0))}


def _replanned(before: Months, plan: Months) -> Months:
    """Two months stay as they were posted; ten take up the rest alike."""
    missing = sum((plan[month] - before[month] for month in POSTED), Fraction(0))
    kept = {month: before[month] for month in POSTED}
    rest = {month: amount + missing / (_MONTHS - 2) for month, amount in plan.items()}
    return {**rest, **kept}


def _cancelled(told: Told, measure: Measures) -> Steps:
    """All is given up as of March: January and February stay, and the order says only them."""
    first, given_up = told.lines
    both = add_up(booked(first), booked(given_up))
    yield "START", both
    if measure is Measures.BOOKINGS:
        moved = booked(given_up)
        yield "MOD-1", {"2026-01": moved[OPEN], OPEN: -moved[OPEN]}
        return
    by_days = add_up(*(days(one.minor, one.first, one.last) for one in (first, given_up)))
    yield "PER-1", less(by_days, both)
    plan = {month: Fraction(first.minor, _MONTHS) for month in POSTED}
    yield "MOD-1", less(plan, by_days)
    yield from _posted(told, plan, measure)


def _of_stranger(minor: int, measure: Measures) -> Steps:
    if measure is Measures.BOOKINGS:
        yield "POP-2", {"2026-01": Fraction(minor)}
        return
    plan = even(minor, date(2026, 1, 1), date(2026, 12, 31))
    yield "POP-2", plan
    if measure is Measures.REVENUE:
        yield "JRN-2", {OPEN: -plan[OPEN]}


def _add(sums: dict[str, Months], code: str, months: Months) -> None:
    """Add to a class and to where NetSuite ends: the classes lead there from the start."""
    for name in (code, "END"):
        sums[name] = add_up(sums.get(name, {}), months)


def _whole(found: Mapping[str, Months]) -> Stated:
    stated_of = {
        code: {month: _cents(months[month]) for month in QUARTER if months.get(month)}
        for code, months in found.items()
    }
    return {code: months for code, months in stated_of.items() if months}


def _cents(amount: Fraction) -> int:
    assert amount.denominator == 1, amount
    return int(amount)
