"""The line of some weeks in the size of a word: from zero up, whatever its sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bridge.console.writing import count, figure
from bridge.model.money import Money

WEEKS = 8
#: The geometry of a line, in its own units; the width of a stroke is kept free above and below.
WIDTH, HEIGHT, _EDGE = 100, 24, 2


@dataclass(frozen=True, slots=True)
class Spark:
    """A line, and what it tells in words."""

    label: str  #: what it is of
    points: str  #: as SVG has them
    says: str


def moments(now: datetime) -> tuple[datetime, ...]:
    """Return the moments of a line: each week since the first, and now."""
    return tuple(now - timedelta(weeks=back) for back in range(WEEKS, -1, -1))


def of_counts(values: Sequence[int], label: str) -> Spark:
    """
    Return the line of numbers.

    >>> of_counts([0, 5, 10], "Open")
    Spark(label='Open', points='0,22 50,12 100,2', says='Open: 0 8 weeks ago, 10 now')
    """
    says = f"{label}: {count(values[0])} {WEEKS} weeks ago, {count(values[-1])} now"
    return Spark(label, _points(values), says)


def of_amounts(values: Sequence[Money], label: str) -> Spark:
    """Return the line of amounts of one currency."""
    first, last = figure(values[0]).spoken, figure(values[-1]).spoken
    says = f"{label}: {first} {WEEKS} weeks ago, {last} now"
    return Spark(label, _points([one.minor for one in values]), says)


def _points(values: Sequence[int]) -> str:
    most = max(1, *(abs(one) for one in values))
    high, last = HEIGHT - 2 * _EDGE, len(values) - 1
    found = (
        (place * WIDTH // last, HEIGHT - _EDGE - abs(one) * high // most)
        for place, one in enumerate(values)
    )
    return " ".join(f"{x},{y}" for x, y in found)
