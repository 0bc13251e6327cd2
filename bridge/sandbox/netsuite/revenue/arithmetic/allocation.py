"""Allocation by fair value: how an arrangement's total is shared (help page section_4369989562)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bridge.sandbox.netsuite.revenue.arithmetic.rules import Readings
from bridge.sandbox.netsuite.revenue.arithmetic.spreading import rounded


class FairValueMissing(Exception):
    """An element that takes part has no fair value: the arrangement cannot be allocated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What an element brings to the allocation of its arrangement."""

    discounted: Decimal  #: its sales amount less discounts
    fair_value: Decimal | None  #: for its whole quantity; None: no price was found
    excluded: bool = False  #: keeps its own amount


def allocated(parts: Sequence[Part], digits: int, readings: Readings) -> list[Decimal]:
    """
    Return the revenue amount of each part, in their order; together they are the discounted sales.

    The rounding difference goes to the greatest absolute amount, among equals to the last.

    Raises:
        FairValueMissing: a part that takes part has no fair value, or they add up to zero.
    """
    sharing = [place for place, part in enumerate(parts) if not part.excluded]
    amounts = [part.discounted for part in parts]
    if not sharing:
        return amounts
    values = _fair_values([parts[place] for place in sharing])
    total = sum((parts[place].discounted for place in sharing), Decimal(0))
    shares = [
        rounded(Fraction(total) * Fraction(value) / sum(map(Fraction, values)), digits, readings)
        for value in values
    ]
    greatest = max(range(len(shares)), key=lambda place: (abs(shares[place]), place))
    shares[greatest] += total - sum(shares)
    for place, share in zip(sharing, shares, strict=True):
        amounts[place] = share
    return amounts


def _fair_values(parts: Sequence[Part]) -> list[Decimal]:
    values = [part.fair_value for part in parts if part.fair_value is not None]
    if len(values) < len(parts):
        raise FairValueMissing("A revenue element has no fair value.")
    if not sum(values):
        raise FairValueMissing("The fair values add up to zero.")
    return values
