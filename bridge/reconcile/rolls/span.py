"""The periods over which is rolled, and who and what stands behind a line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import add

from bridge.model.calendar import Period
from bridge.reconcile.measures.planned import line_name
from bridge.reconcile.rolls.roll import Holding, Part
from bridge.reconcile.sides import Booked, Held, OrderKey, Sides


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive periods of an account, all of which it knows."""

    known: tuple[Period, ...]  #: of the account, in order
    periods: tuple[Period, ...]  #: those that are rolled, some of the known ones

    @property
    def names(self) -> tuple[str, ...]:
        """What the rolled periods are called."""
        return tuple(one.name for one in self.periods)

    @property
    def opening(self) -> date:
        """The last day before the first period."""
        return self.periods[0].term.start - timedelta(days=1)

    @property
    def before(self) -> str | None:
        """What the period before them is called; None where the account knows none."""
        first = self.known.index(self.periods[0])
        return self.known[first - 1].name if first else None

    def place(self) -> Mapping[str, int]:
        """Return where each known period stands; the first one that is rolled is at 0."""
        first = self.known.index(self.periods[0])
        return {one.name: at - first for at, one in enumerate(self.known)}

    def at(self, day: date) -> int:
        """Return in which rolled period a day is; -1 before them all, their number behind."""
        ends = (at for at, one in enumerate(self.periods) if day < one.term.end)
        return -1 if day <= self.opening else next(ends, len(self.periods))


class Known:
    """Which deal and customer an order line belongs to."""

    def __init__(self, sides: Sides) -> None:
        self._of: dict[OrderKey, Booked] = {}
        for booked in sides.booked:
            for ruled in booked.ruled:
                self._of.setdefault(ruled.key, booked)

    def part(self, held: Held, minor: int) -> Part:
        """Return what an order line of NetSuite has."""
        booked = self._of.get(held.key) if held.key else None
        return Part(
            name=line_name(held),
            customer=booked.customer_name if booked else held.customer_name,
            deal=booked.deal if booked else held.stands_for,
            key=held.key,
            minor=minor,
        )


def of_booked(booked: Booked, minor: int) -> Part:
    """Return what a line of Salesforce has."""
    key = booked.ruled[0].key if booked.ruled else None
    return Part(booked.line, booked.customer_name, booked.deal, key, minor)


def parts(found: Iterable[Part]) -> tuple[Part, ...]:
    """Return the parts that have anything."""
    return tuple(part for part in found if part.minor)


def holding(part: Part, at: Iterable[int]) -> Holding:
    """Return what somebody has at the opening and at each closing."""
    return Holding(part.name, part.customer, part.deal, part.key, tuple(at))


def holdings(found: Iterable[Holding]) -> tuple[Holding, ...]:
    """Return each name once that has anything at any time."""
    sums: dict[str, Holding] = {}
    for one in found:
        known = sums.get(one.name)
        at = tuple(map(add, known.at, one.at)) if known else one.at
        sums[one.name] = one._replace(at=at)
    return tuple(one for one in sums.values() if any(one.at))


def running(vector: Mapping[str, int], place: Mapping[str, int], count: int) -> Sequence[int]:
    """
    Return what a vector comes to up to the end of each period; first what lies before them all.

    >>> running({"a": 1, "b": 2, "c": 4}, {"a": -1, "b": 0, "c": 1}, 1)
    [1, 3]
    """
    found = [0] * (count + 1)
    for period, minor in vector.items():
        first = max(place[period] + 1, 0)
        for at in range(first, count + 1):
            found[at] += minor
    return found
