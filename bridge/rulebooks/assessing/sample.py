"""
Which of the bookings of an org are looked at, where there are more than were asked for.

Each kind of record at which deals begin has as many places as its share of all bookings, and fills
them with its newest: so neither kind pushes the other aside, and what follows in a contract is
looked at with what it changes. The same bookings give the same sample, in whatever order they come.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from bridge.model.money import Currency, Money


class Booked(NamedTuple):
    """A record that books, as the org lists it; they sort by their day."""

    day: str  #: of the booking, ISO 8601
    id: str
    total: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """
    How many records of a kind were looked at, of how many.

    Amounts are what the records state in their own totals, without signs, by currency.
    """

    kind: str  #: what people call the record, such as "order"
    taken: int
    booked: int
    taken_amounts: Mapping[Currency, Money]
    booked_amounts: Mapping[Currency, Money]
    since: str | None  #: the day of the oldest one that was taken; None where none was

    @property
    def of_money(self) -> Mapping[Currency, Fraction]:
        """How much of the money of each currency was looked at; without those that have none."""
        return {
            code: Fraction(self.taken_amounts[code].minor, whole.minor)
            if code in self.taken_amounts
            else Fraction(0)
            for code, whole in self.booked_amounts.items()
            if whole
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What is looked at, by the day of the booking, and how much of the whole that is."""

    records: tuple[Booked, ...]
    shares: tuple[Share, ...]

    @property
    def is_whole(self) -> bool:
        """Whether all that was booked is looked at."""
        return all(one.taken == one.booked for one in self.shares)


#: What was not listed was not cut: all of a file is looked at.
ALL = Sample(records=(), shares=())


def sample(listed: Mapping[str, Sequence[Booked]], limit: int) -> Sample:
    """Take so many bookings at most, of each kind its share; all of them where they are no more."""
    parts = places([len(one) for one in listed.values()], limit)
    taken: list[Booked] = []
    shares: list[Share] = []
    for (kind, booked), part in zip(listed.items(), parts, strict=True):
        newest = sorted(booked)[len(booked) - part :]
        taken += newest
        shares.append(
            Share(
                kind=kind,
                taken=part,
                booked=len(booked),
                taken_amounts=_sizes(newest),
                booked_amounts=_sizes(booked),
                since=newest[0].day if newest else None,
            )
        )
    return Sample(records=tuple(sorted(taken)), shares=tuple(shares))


def places(counts: Sequence[int], limit: int) -> tuple[int, ...]:
    """
    Share places out by number; what is left over goes where most was cut off, the first if alike.

    >>> places([90, 10], 10), places([2, 1], 2), places([3, 4], 10)
    ((9, 1), (1, 1), (3, 4))
    """
    whole = sum(counts)
    if whole <= limit:
        return tuple(counts)
    parts = [limit * count // whole for count in counts]
    cut = sorted(range(len(counts)), key=lambda one: -(limit * counts[one] % whole))
    for one in cut[: limit - sum(parts)]:
        parts[one] += 1
    return tuple(parts)


def _sizes(booked: Iterable[Booked]) -> Mapping[Currency, Money]:
    sums: dict[Currency, Money] = {}
    for one in booked:
        size = -one.total if one.total.minor < 0 else one.total
        sums[size.currency] = sums.get(size.currency, Money(0, size.currency)) + size
    return dict(sorted(sums.items()))
