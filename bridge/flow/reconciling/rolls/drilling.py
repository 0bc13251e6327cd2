"""What makes a figure of a roll-forward that was rolled again, line by line."""

from collections.abc import Iterable
from dataclasses import dataclass

from bridge.flow.reconciling.rolls.again import Rerolled
from bridge.model.money import Currency, Money
from bridge.reconcile.rolls.roll import Measured, Part, Roll

OPENING, CLOSING = "opening", "closing"


@dataclass(frozen=True, slots=True)
class Movement:
    """Which movement, opening or closing of which roll-forward is looked into."""

    measure: Measured
    currency: Currency
    name: str
    period: str


@dataclass(frozen=True, slots=True)
class Drilled:
    """The parts of a figure, the largest first, and what they come to."""

    parts: tuple[tuple[Part, Money], ...]
    total: Money


def drilled(again: Rerolled, asked: Movement) -> Drilled:
    """Return what makes a figure of the period that was rolled again; each name is there once."""
    found = again.rolls.of(asked.measure, asked.currency)
    sums: dict[str, Part] = {}
    at = again.over.names.index(asked.period)
    for part in _parts(found, asked.name, at) if found else ():
        known = sums.get(part.name)
        sums[part.name] = part._replace(minor=part.minor + known.minor) if known else part
    ordered = sorted(sums.values(), key=lambda part: (-abs(part.minor), part.name))
    return Drilled(
        tuple((part, Money(part.minor, asked.currency)) for part in ordered if part.minor),
        Money(sum(part.minor for part in ordered), asked.currency),
    )


def _parts(of: Roll, name: str, at: int) -> Iterable[Part]:
    if name in {OPENING, CLOSING} and of.measure is not Measured.BILLINGS:
        return of.parts(at if name == OPENING else at + 1)
    return of.months[at].movements.get(name, ())
