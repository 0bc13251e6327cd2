"""Says in words which share of a line's revenue a period has, and proves that it is that share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bridge.model.calendar import Period, Term, touched
from bridge.model.money import Money
from bridge.model.schedule import Method, spread


@dataclass(frozen=True, slots=True)
class Share:
    """What a period has of an amount, and how it comes to that, in words."""

    amount: Money
    says: str


def share_of(
    method: Method, amount: Money, term: Term, periods: Sequence[Period], period: str
) -> Share | None:
    """
    Return what a method gives a period of an amount; None for a period that the term leaves out.

    Raises ValueError if the periods do not cover the term.

    >>> from datetime import date
    >>> from bridge.model.calendar import months
    >>> from bridge.model.money import Currency
    >>> term = Term.inclusive(date(2026, 1, 15), date(2026, 3, 31))
    >>> known = months(term.start, term.last)
    >>> hundred = Money.parse("100", Currency("USD"))
    >>> share_of(Method.STRAIGHT_LINE_DAYS, hundred, term, known, "2026-01").says
    '17 of 76 days'
    """
    held = touched(term, periods)
    place = next((n for n, one in enumerate(held) if one.name == period), None)
    if place is None:
        return None
    planned = spread(method, amount, term, periods)[place]
    return Share(planned.amount, _WORDS[method](_Place(held, place, term)))


@dataclass(frozen=True, slots=True)
class _Place:
    """A period among those that a term touches."""

    held: Sequence[Period]
    number: int
    term: Term

    @property
    def is_edge(self) -> bool:
        return self.number in (0, len(self.held) - 1)

    @property
    def days(self) -> int:
        return self.held[self.number].term.overlap(self.term)


def _even(place: _Place) -> str:
    count = len(place.held)
    odd = ", with what rounding leaves" if count > 1 and place.number == count - 1 else ""
    return f"1 of {count} {'period' if count == 1 else 'periods'}{odd}"


def _by_days(place: _Place) -> str:
    last = len(place.held) > 1 and place.number == len(place.held) - 1
    odd = ", with what rounding leaves" if last else ""
    return f"{place.days} of {place.term.days} days{odd}"


def _prorated(place: _Place) -> str:
    if len(place.held) == 1:
        return "the whole amount"
    if place.is_edge:
        return f"{place.days} of {place.term.days} days"
    between = len(place.held) - 2
    return f"1 of {between} whole periods, of what the first and the last one leave"


def _by_rate(place: _Place) -> str:
    if len(place.held) == 1:
        return "the whole amount"
    length = place.held[place.number].term.days
    share = f"{place.days} of its {length} days" if place.is_edge else "one whole period"
    return f"{share}, at the amount of a whole period"


def _at_once(place: _Place) -> str:
    return "nothing after the first period" if place.number else "the whole amount, at once"


_WORDS: Mapping[Method, Callable[[_Place], str]] = {
    Method.STRAIGHT_LINE_EVEN: _even,
    Method.STRAIGHT_LINE_PRORATED: _prorated,
    Method.STRAIGHT_LINE_PRORATED_CLASSIC: _prorated,
    Method.STRAIGHT_LINE_PERIOD_RATE: _by_rate,
    Method.STRAIGHT_LINE_DAYS: _by_days,
    Method.AT_ONCE: _at_once,
    Method.ON_USE: _at_once,
}
