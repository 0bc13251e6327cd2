"""
What a line is worth, period by period, under the terms of one moment of its walk.

Values are whole minor units of the subsidiary's currency by period name. NetSuite rounds a plan in
transaction currency and each posting at the plan's rate, so a value does the same.
"""

from bisect import bisect_right
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from bridge.model.calendar import Period, Term, add_months, months
from bridge.model.money import Currency, Money, with_digits
from bridge.model.schedule import Method, Span, parts
from bridge.reconcile.sides import Terms

#: Minor units of the subsidiary's currency by period name; a period at nothing may be absent.
Vector = Mapping[str, int]
NOTHING: Vector = MappingProxyType({})
_ONE = Decimal(1)
#: A line needs a few; what is known of others is of no use.
_KNOWN_MAX = 64
#: Of a term some kibibytes are kept.
_TERMS_MAX = 4_096


@dataclass(frozen=True, slots=True)
class Tranche:
    """A part of what a line is worth: an exact amount in transaction currency over its days."""

    minor: Fraction | int
    currency: Currency
    term: Term | None
    on: date  #: where it counts if it has no days
    method: Method
    rate: Decimal

    def scaled(self, factor: Fraction) -> "Tranche":
        """Return it at another amount."""
        return replace(self, minor=self.minor * factor)


@dataclass(frozen=True, slots=True)
class State:
    """Where a walk is: the tranches, and what no terms say, by period."""

    tranches: tuple[Tranche, ...] = ()
    besides: Vector | None = None

    def total(self) -> Fraction:
        """The exact amount of the tranches in minor units; those of a line share a currency."""
        return sum((Fraction(one.minor) for one in self.tranches), Fraction(0))


def tranche(terms: Terms, on: date) -> Tranche:
    """Return what terms say as a tranche."""
    return Tranche(
        terms.amount.minor, terms.amount.currency, terms.term, on, terms.method, terms.rate
    )


class Calendar:
    """
    The accounting periods without gaps, and one month behind them all.

    Calendar months stand in where the account has none yet, cut where its own begin and end.
    ValueError if two periods share a day, or if there is a gap between them.
    """

    def __init__(self, periods: Sequence[Period], first: date, last: date) -> None:
        known = sorted(periods, key=lambda period: period.term) or list(months(first, first))
        begun, ended = known[0].term.start, known[-1].term.end
        names = {period.name for period in known}
        before = [_beside(one, Term(one.term.start, begun), names) for one in _until(first, begun)]
        behind = add_months(max(last, ended), 1)
        after = [_beside(one, Term(ended, one.term.end), names) for one in _until(ended, behind)]
        self.periods = (*before, *known, *after)
        pairs = zip(self.periods, self.periods[1:], strict=False)
        if any(one.term.end != other.term.start for one, other in pairs):
            raise ValueError("accounting periods must follow one another without a gap")
        self._starts = [period.term.start for period in self.periods]
        self._names = [period.name for period in self.periods]
        self.place = {name: place for place, name in enumerate(self._names)}
        self._held: dict[Term, tuple[Span, Sequence[str]]] = {}  #: most terms are of many lines

    def name_of(self, day: date) -> str:
        """Return the period that holds a day; ValueError if none does."""
        return self._names[self._at(day)]

    def last_of(self, period: str) -> date:
        """Return the last day of a period; KeyError if there is none of this name."""
        return self.periods[self.place[period]].term.last

    def held(self, term: Term) -> tuple[Span, Sequence[str]]:
        """Return the periods that a term touches, and their names; ValueError if one is missing."""
        known = self._held.get(term)
        if known is None:
            first, behind = self._at(term.start), self._at(term.last) + 1
            if len(self._held) >= _TERMS_MAX:
                self._held.clear()
            known = Span(term, self.periods[first:behind]), self._names[first:behind]
            self._held[term] = known
        return known

    def _at(self, day: date) -> int:
        at = bisect_right(self._starts, day) - 1
        if at < 0 or day >= self.periods[at].term.end:
            raise ValueError(f"no accounting period holds {day}")
        return at


def _until(first: date, last: date) -> Sequence[Period]:
    """The months from that of a day to that of the day before another."""
    return months(first, last - timedelta(days=1)) if first < last else ()


def _beside(month: Period, within: Term, names: Collection[str]) -> Period:
    """A month as far as the account has no period of its own, under a name of its own."""
    term = Term(max(month.term.start, within.start), min(month.term.end, within.end))
    name = f"{month.name} beside" if month.name in names else month.name
    return Period(name=name, term=term)


class Valuer:
    """Values states on one calendar in one currency of the books."""

    def __init__(self, calendar: Calendar, base: Currency) -> None:
        self.calendar = calendar
        self.base = base
        #: A line is often worth the same at each step.
        self._known: dict[tuple[Hashable, ...], Vector] = {}

    def value(self, state: State) -> Vector:
        """Return what a state is worth."""
        if len(state.tranches) == 1 and not state.besides:
            return self.of(state.tranches[0])
        vectors = [self.of(one) for one in state.tranches]
        return added([*vectors, state.besides or NOTHING])

    def of(self, one: Tranche) -> Vector:
        """Return what a tranche is worth."""
        # Where it has days, it does not matter where it would count without them.
        key = (one.minor, one.currency.code, one.term or one.on, one.method, one.rate)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _KNOWN_MAX:
                self._known.clear()
            known = self._known[key] = self._of(one)
        return known

    def _of(self, one: Tranche) -> Vector:
        minor = whole(one.minor)
        if one.term is None:
            return {
                self.calendar.name_of(one.on): in_base(
                    Money(minor, one.currency), one.rate, self.base
                )
            }
        span, names = self.calendar.held(one.term)
        minors = parts(one.method, minor, span)
        if one.rate != _ONE or one.currency != self.base:
            minors = [in_base(Money(part, one.currency), one.rate, self.base) for part in minors]
        return dict(zip(names, minors, strict=True))


def whole(minor: Fraction | int) -> int:
    """Return an exact number of minor units as a whole one, half up (away from zero)."""
    return minor if isinstance(minor, int) else int(with_digits(minor, 0))


def in_base(amount: Money, rate: Decimal, base: Currency) -> int:
    """
    Return an amount in minor units of the currency of the books, half up (away from zero).

    >>> in_base(Money.parse("10.01", Currency("EUR")), Decimal("1.15"), Currency("USD"))
    1151
    """
    if rate == _ONE and amount.currency == base:
        return amount.minor
    return Money.nearest(amount.decimal() * rate, base).minor


def exact_rate(terms: Terms, base: Currency) -> Fraction:
    """Return by what minor units of a side become minor units of the books, exactly."""
    digits = base.digits - terms.amount.currency.digits
    return Fraction(terms.rate) * Fraction(10) ** digits


def added(vectors: Iterable[Vector]) -> Vector:
    """Add vectors, period by period."""
    sums: dict[str, int] = {}
    for vector in vectors:
        for period, minor in vector.items():
            sums[period] = sums.get(period, 0) + minor
    return sums


def less(one: Vector, other: Vector) -> dict[str, int]:
    """Return what the first has more than the other, without the periods where that is nothing."""
    if one is other or one == other:
        return {}
    kept = dict(one)
    for period, minor in other.items():
        kept[period] = kept.get(period, 0) - minor
    return without_nothing(kept)


def without_nothing(vector: dict[str, int]) -> dict[str, int]:
    """Leave out the periods at nothing."""
    if all(vector.values()):
        return vector
    return {period: minor for period, minor in vector.items() if minor}
