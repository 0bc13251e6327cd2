"""The figures of a walk by class and period, each with the lines that stand behind it."""

from array import array
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bridge.flow.reconciling.told import END, START
from bridge.flow.reconciling.walked import line
from bridge.flow.reconciling.walked.line import WalkedLine
from bridge.model.money import Currency
from bridge.reconcile.sides import Sides
from bridge.reconcile.statement import walks
from bridge.reconcile.walk import Route, Walk


class Behind(NamedTuple):
    """How much of a figure a line has, in minor units."""

    name: str  #: of the line, as statements call it
    minor: int


class _Part(NamedTuple):
    """The lines of a class in a period by their places, and what each has of it, in step."""

    places: "array[int]"
    minors: "array[int]"


@dataclass(slots=True)
class Figures:
    """
    What the lines of one currency of the books come to, class by class and period by period.

    Amounts are kept as bare numbers and lines packed, for a statement may have a million amounts.
    """

    _lines: list[bytes] = field(default_factory=list)
    _names: dict[str, int] = field(default_factory=dict)  #: in the order of their places
    _parts: dict[tuple[str, str], _Part] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(self._lines)

    def __contains__(self, name: str) -> bool:
        """Say whether a line of this name has anything in the periods."""
        return name in self._names

    def behind(self, code: str, periods: Collection[str]) -> tuple[Behind, ...]:
        """Return the lines that have a part in a class or an end, the largest first."""
        sums: dict[int, int] = {}
        for part in self._of(code, periods):
            for place, minor in zip(part.places, part.minors, strict=True):
                sums[place] = sums.get(place, 0) + minor
        names = tuple(self._names)
        found = (Behind(names[place], minor) for place, minor in sums.items())
        return tuple(sorted(found, key=lambda one: (-abs(one.minor), one.name)))

    def sum(self, code: str, periods: Collection[str]) -> int:
        """Return what a class or an end comes to, in minor units."""
        return sum(sum(part.minors) for part in self._of(code, periods))

    def size(self, code: str, periods: Collection[str]) -> int:
        """Return the same with the signs of lines and periods not netted."""
        return sum(sum(map(abs, part.minors)) for part in self._of(code, periods))

    def line(self, name: str) -> WalkedLine | None:
        """Return a line by its name in statements; None where there is none."""
        place = self._names.get(name)
        return None if place is None else line.unpacked(self._lines[place])

    def note(self, walked: Walk, wanted: frozenset[str]) -> None:
        """Take a line in, if it has anything in the wanted periods."""
        place, steps = len(self._lines), ((one.code, one.amounts) for one in walked.steps)
        counts = [
            self._count(place, code, _within(amounts, wanted))
            for code, amounts in ((START, walked.start), *steps, (END, walked.end))
        ]
        if any(counts):
            self._names[walked.match.name] = place
            self._lines.append(line.packed(line.of(walked)))

    def _count(self, place: int, code: str, amounts: Mapping[str, int]) -> bool:
        """Add amounts to their parts; say whether there were any."""
        for period, minor in amounts.items():
            part = self._parts.get((code, period))
            if part is None:
                part = self._parts[code, period] = _Part(array("L"), array("q"))
            part.places.append(place)
            part.minors.append(minor)
        return bool(amounts)

    def _of(self, code: str, periods: Collection[str]) -> Iterator[_Part]:
        yield from (
            part for period in periods if (part := self._parts.get((code, period))) is not None
        )


def _within(amounts: Mapping[str, int], wanted: frozenset[str]) -> dict[str, int]:
    return {name: minor for name, minor in amounts.items() if minor and name in wanted}


def figures(sides: Sides, route: Route, periods: Collection[str]) -> Mapping[Currency, Figures]:
    """
    Walk every line, and keep what it has in these periods, by the currency of the books.

    Raises ValueError if the accounting periods have a gap.
    """
    found: dict[Currency, Figures] = {}
    wanted = frozenset(periods)
    for walked in walks(sides, route):
        found.setdefault(walked.match.base, Figures()).note(walked, wanted)
    return found
