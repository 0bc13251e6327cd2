"""
What a history comes to in each class, month by month, by arithmetic of its own.

Amounts are whole cents, in fractions: that they are whole is asserted. The quarter ends in March;
January and February are posted and closed. Sales count days, NetSuite counts months.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from bridge.flow.reconciling.definitions import Measures
from tests.stories.reconciling.drawing.fates import CHANGED, INVOICED, Fate
from tests.stories.reconciling.drawing.histories import LOT, MEMOS, History, Journal, Told
from tests.stories.reconciling.drawing.sold.contracts import LICENCE, MARCH, Seats, Shape
from tests.stories.reconciling.drawing.worth.changes import (
    ended_and_going_on,
    rebooked,
    returned_of_a_quarter,
)
from tests.stories.reconciling.drawing.worth.currencies import BOOKS, in_dollars
from tests.stories.reconciling.drawing.worth.months import (
    QUARTER,
    Months,
    Steps,
    add_up,
    booked,
    by_days,
    days,
    even,
    less,
)
from tests.stories.reconciling.drawing.worth.packages import of_package, of_shared
from tests.stories.reconciling.drawing.worth.posting import of_stranger, posted, replanned
from tests.stories.reconciling.drawing.worth.rates import (
    from_rate,
    rate_of,
    rate_of_lines,
    unread,
)

#: Start, classes and end of a currency, each by month and without what is nothing.
Stated = dict[str, dict[str, int]]

BOTH_ENDS = frozenset({"START", "END"})
_ALONE: Mapping[Fate, str] = {
    Fate.EXCLUDED: "EXC-1",
    Fate.NOT_SENT: "PEN-1",
    Fate.DELETED: "DEL-1",
}
#: What is not read yet, or as a whole alone.
_UNKNOWN: Mapping[Fate, str] = {Fate.WAITING: "WAI-1", Fate.UNREAD: "UNR-1"}
_PRICED = frozenset({Fate.PRICED, Fate.PRICED_LATE, Fate.BEHIND})


def stated(
    history: History, measure: Measures, definition: str = "current"
) -> Mapping[str, Stated]:
    """
    Return what a statement of the quarter must say, by currency; "START" and "END" included.

    One of recurring revenue is of March alone. A currency in which people booked revenue alone has
    statements of the other measures, too: of nothing.
    """
    sums: dict[str, dict[str, Months]] = defaultdict(dict)
    for currency, steps in _all(history, measure, definition):
        classes = sums[currency]
        for code, months in steps:
            _add(classes, code, months)
    return {currency: _whole(found) for currency, found in sums.items()}


def _all(history: History, measure: Measures, definition: str) -> Iterator[tuple[str, Steps]]:
    of_rates = measure is Measures.ARR
    walked = Measures.PLAN if of_rates else measure
    for told in history.contracts:
        steps = _of_contract(told, walked)
        if of_rates:
            # Nobody can read some of them line by line yet.
            code, rate = _UNKNOWN.get(told.fate), rate_of(told, definition)
            steps = unread(steps, code) if code else from_rate(steps, rate, "ARR-2")
        yield (BOOKS, in_dollars(steps)) if told.is_foreign else (told.currency, steps)
    for prepaid in history.prepaid:
        steps = prepaid.stated(walked)
        yield prepaid.currency, from_rate(steps, Fraction(0), "SCP-2") if of_rates else steps
    for package in history.packages:
        steps = of_package(package, walked)
        if of_rates:
            steps = from_rate(steps, rate_of_lines(package.lines, definition), "ARR-2")
        yield (BOOKS, in_dollars(steps)) if package.is_foreign else (package.currency, steps)
    for lots in history.strangers:
        steps = of_stranger(lots * LOT, walked)
        yield "USD", from_rate(steps, Fraction(0), "SCP-2") if of_rates else steps
    yield from ((one.currency, _of_journal(one, measure)) for one in history.journals)


def _of_journal(one: Journal, measure: Measures) -> Steps:
    if measure is Measures.REVENUE:
        yield MEMOS[one.memo], {f"2026-{one.month:02}": Fraction(one.minor)}


def _of_contract(told: Told, measure: Measures) -> Steps:
    lines = told.lines
    if told.shape is Shape.LEVEL and told.fate not in _UNKNOWN and not _alone(told):
        yield from _level(told, measure)
        return
    if told.shape is Shape.SHARED:
        yield from of_shared(told, measure)
        return
    if told.gone and told.fate not in INVOICED:
        yield from _cut(told, told.gone, measure)
        lines = tuple(one for one in lines if one.order != lines[0].order and one.seats > 0)
    for line in lines:
        edited = line == told.lines[0]
        is_harmed = edited if told.fate is Fate.UNDATED else line.on == told.lines[0].on
        of = told if is_harmed else _unharmed(told, line)
        yield "START", booked(line)
        if told.fate in _UNKNOWN:
            # It cannot be read line by line yet: it stands as it is booked.
            yield _UNKNOWN[told.fate], less({}, booked(line))
            continue
        if measure is Measures.BOOKINGS:
            yield from _ordered(of, line, edited=edited)
        else:
            yield "PER-1", less(by_days(line), booked(line))
            yield from _planned(of, line, measure, edited=edited)


def _unharmed(told: Told, line: Seats) -> Told:
    """What is added or given back by a document of its own: what befalls the order spares it."""
    if told.fate is Fate.MERGED:
        return told
    if told.fate is Fate.RETURNING and line.seats < 0:
        return replace(told, fate=Fate.UNANSWERED)  # judged late, and approved by nobody
    is_late = told.fate in CHANGED
    return replace(told, fate=Fate.APPROVED_LATE if is_late else Fate.NOTHING)


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
        yield code, less({}, by_days(line))
        return
    if line.is_at_once or line.product == LICENCE:
        yield "PAT-2", less(booked(line), by_days(line))
        plan = booked(line)
    else:
        steps = tuple(_by_terms(told, line) if edited else _as_sold(told, line))
        yield from steps
        plan = add_up(by_days(line), *(months for _, months in steps))
    yield from posted(told, plan, measure)


def _as_sold(told: Told, line: Seats) -> Steps:
    plan = even(line.minor, line.first, line.last)
    yield "DAY-1", less(plan, by_days(line))
    if told.fate is Fate.MERGED:
        # Nothing of it is posted yet: all of it begins anew with the first open month.
        yield "MOD-1", less(even(line.minor, MARCH, line.last), plan)


def _by_terms(told: Told, line: Seats) -> Steps:
    """A line of which somebody may edit price, quantity and days, before or after it is posted."""
    minor, last = line.minor, line.last
    for edit, more in _dearer(told, minor):
        yield edit, days(more, line.first, last)
        minor += more
    if told.fate is Fate.DATED:
        last = told.edited_end
        yield "DAT-3", less(days(minor, line.first, last), days(minor, line.first, line.last))
    plan = even(minor, line.first, last)
    yield "DAY-1", less(plan, days(minor, line.first, last))
    if told.fate is Fate.RULED:
        yield "DAT-4", less(booked(line), plan)
    if told.fate is Fate.CLOSED:
        quarter = even(minor // 4, line.first, last)
        yield "END-1", less(quarter, plan)
        yield "RPL-1", less(replanned(plan, quarter), quarter)
    before = even(minor - told.dearer, line.first, last)
    if told.fate is Fate.BEHIND:
        yield "PLN-3", less(before, plan)
    if told.fate is Fate.PRICED_LATE:
        yield "RPL-1", less(replanned(before, plan), plan)


def _level(told: Told, measure: Measures) -> Steps:
    """A ramp of which each month is worth the same; sales have its steps."""
    every, whole = told.lines, sum(one.minor for one in told.lines)
    start, sold = (add_up(*map(of, every)) for of in (booked, by_days))
    yield "START", start
    if measure is Measures.BOOKINGS:
        return
    first, last = every[0].first, every[-1].last
    level, plan = days(whole, first, last), even(whole, first, last)
    yield "PER-1", less(sold, start)
    yield "PAT-1", less(level, sold)
    yield "DAY-1", less(plan, level)
    yield from posted(told, plan, measure)


def _cut(told: Told, gone: Seats, measure: Measures) -> Steps:
    """Some or all is given up: the order line ends, and what stays goes on in another one."""
    first, is_partly = told.lines[0], told.fate is Fate.PARTLY_INVOICED
    start, sold = (add_up(of(first), of(gone)) for of in (booked, by_days))
    yield "START", start
    if measure is Measures.BOOKINGS:
        if told.fate is Fate.DELETED:
            yield "DEL-1", less({}, start)
            return
        yield "MOD-1", rebooked(first, gone, 9 if is_partly else 12)
        for edit, minor in _dearer(told, told.left):
            yield edit, {f"{first.on:%Y-%m}": Fraction(minor)}
        return
    yield "PER-1", less(sold, start)
    if told.fate is Fate.DELETED:
        yield "DEL-1", less({}, sold)
        return
    pieces = (
        returned_of_a_quarter(first, gone)
        if is_partly
        else ended_and_going_on(first, gone, is_late=told.fate in CHANGED)
    )
    for one in pieces:
        yield from one.steps
    plan = add_up(*(one.plan for one in pieces))
    for code, months in _edits_of_what_is_left(told, gone):
        yield code, months
        plan = add_up(plan, months)
    spared = told.fate is Fate.UNDATED  # what goes on in another line keeps its days
    yield from posted(replace(told, fate=Fate.NOTHING) if spared else told, plan, measure)


def _edits_of_what_is_left(told: Told, gone: Seats) -> Steps:
    """What somebody makes of the months before the day on which it was cut."""
    first, minor = told.lines[0].first, told.left
    last = gone.first - timedelta(days=1)
    for edit, more in _dearer(told, minor):
        yield edit, even(more, first, last)
        minor += more
    if told.fate is Fate.DATED:
        yield "DAT-3", less(even(minor, first, told.edited_end), even(minor, first, last))
    if told.fate is Fate.RULED:
        yield "DAT-4", less({f"{first:%Y-%m}": Fraction(minor)}, even(minor, first, last))
    if told.fate is Fate.UNDATED:
        yield "PLN-2", less({}, even(minor, first, last))


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
