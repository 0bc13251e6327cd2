"""Remaining obligations rolled forward, by order line of NetSuite."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from bridge.model.calendar import Period, add_months
from bridge.model.money import Currency
from bridge.model.schedule import Method
from bridge.reconcile.measures.obligations import CURRENT_MONTHS
from bridge.reconcile.rolls.roll import Measured, Month, Part, Roll
from bridge.reconcile.rolls.span import Known, Stretch, holding, holdings, running
from bridge.reconcile.rows import rows_of
from bridge.reconcile.sides import Booked, Held, OrderKey, Sides, Standing
from bridge.reconcile.valuing import in_base

MOVEMENTS = ("new_bookings", "modifications", "revenue", "cancelled")


@dataclass(frozen=True, slots=True)
class _Line:
    """An order line: when it came, what is posted of it, and how it was changed later."""

    held: Held
    came: int  #: in which rolled period; -1 before them all
    posting: Mapping[str, int]
    changed: Mapping[int, int]  #: by rolled period, behind its first booking
    done: Sequence[int]  #: what is posted up to the end of each period

    def then(self, at: int) -> int:
        """Return what it was to recognise in all at the end of a period."""
        later = sum(minor for when, minor in self.changed.items() if when > at)
        return sum(self.posting.values()) - later

    def left(self, at: int) -> int:
        """Return what of that was left."""
        return self.then(at) - self.done[at + 1] if at >= self.came else 0

    def current(self, at: int, soon: Collection[str]) -> int:
        """Return what falls into the periods that begin within twelve months of the end of one."""
        if at < self.came:
            return 0
        return sum(minor for period, minor in self.posting.items() if period in soon)

    def moves(self, at: int) -> Iterator[tuple[str, int]]:
        """Yield how it moved in a period."""
        if at < self.came:
            return
        then, posted = self.then(at), self.done[at + 1] - self.done[at]
        if self.came == at and then:
            yield "new_bookings" if then > 0 else "cancelled", then
        if at in self.changed:
            yield "modifications", self.changed[at]
        if posted:
            yield "revenue", -posted


def obligations(sides: Sides, base: Currency, over: Stretch) -> Roll:
    """
    Return how remaining obligations moved, in the currency of the books.

    An order line counts from the period of its date, at what it was to recognise then: changes of
    it that the books know by their day are modifications of their periods. What of an order was
    posted before its date is a gap.
    """
    known, lines = Known(sides), tuple(_lines(sides, base, over))
    months, opening = [], sum(line.left(-1) for line in lines)
    for at, period in enumerate(over.periods):
        soon = _soon(over, period)
        closing = sum(line.left(at) for line in lines)
        current = sum(line.current(at, soon) for line in lines)
        months.append(
            Month(
                period=period.name,
                opening=opening,
                movements=_moved(lines, at, known),
                closing=closing,
                of_closing={"current": current, "later": closing - current},
            )
        )
        opening = closing
    times = range(-1, len(over.periods))
    return Roll(
        measure=Measured.OBLIGATIONS,
        currency=base,
        movements=MOVEMENTS,
        months=tuple(months),
        holdings=holdings(
            holding(known.part(line.held, 0), map(line.left, times)) for line in lines
        ),
    )


def _moved(lines: Iterable[_Line], at: int, known: Known) -> Mapping[str, tuple[Part, ...]]:
    found: dict[str, list[Part]] = {name: [] for name in MOVEMENTS}
    for line in lines:
        for name, minor in line.moves(at):
            found[name].append(known.part(line.held, minor))
    return {name: tuple(each) for name, each in found.items()}


def _soon(over: Stretch, period: Period) -> frozenset[str]:
    """Return the periods behind one that begin within twelve months of its end."""
    border = period.term.end
    until = add_months(border, CURRENT_MONTHS)
    return frozenset(one.name for one in over.known if border <= one.term.start < until)


def _lines(sides: Sides, base: Currency, over: Stretch) -> Iterator[_Line]:
    """Yield what somebody committed to and NetSuite plans, dated by the end of the stretch."""
    changes, place, count = _changes(sides.booked, over), over.place(), len(over.periods)
    for one in sides.held:
        came = over.at(one.dated)
        if one.base != base or came == count or one.terms.method is Method.ON_USE:
            continue
        posting = rows_of(one, base).posting
        if posting:
            changed = changes.get(one.key, {}) if one.key else {}
            later = {at: minor for at, minor in changed.items() if at > came}
            yield _Line(one, came, posting, later, running(posting, place, count))


def _changes(booked: Iterable[Booked], over: Stretch) -> Mapping[OrderKey, Mapping[int, int]]:
    """What the changes of each order line come to, by rolled period; the first booking is none."""
    said: dict[OrderKey, list[tuple[date, int]]] = defaultdict(list)
    for one in booked:
        for ruled in one.ruled if one.standing is Standing.ORDERED else ():
            amount = ruled.allocated or ruled.terms.amount
            said[ruled.key].append((ruled.dated, in_base(amount, ruled.terms.rate, one.base)))
    found: dict[OrderKey, Counter[int]] = {key: Counter() for key in said}
    for key, each in said.items():
        for dated, minor in sorted(each, key=itemgetter(0))[1:]:
            found[key][over.at(dated)] += minor
    return found
