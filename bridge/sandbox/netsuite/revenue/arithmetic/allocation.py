"""
How an arrangement's total is shared: by fair value (help page section_4369989562), and for software
by the residual method (section_4370766951).
"""

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
    is_kit: bool = False  #: brings a sales amount that only its parts share
    permits_discount: bool = True  #: else it is allocated first, at its fair value
    software: bool = False  #: subject to the residual method
    vsoe: bool = False  #: its fair value is a vendor-specific, objective price
    delivered: bool = False


def allocated(parts: Sequence[Part], digits: int, readings: Readings) -> list[Decimal]:
    """
    Return the revenue amount of each part, in their order; together they are the discounted sales.

    The rounding difference goes to the greatest absolute amount, among equals to the last; parents
    of kits and excluded elements never bear it.

    Raises:
        FairValueMissing: a part that takes part has no fair value, or they add up to zero.
    """
    amounts = [Decimal(0) if part.is_kit else part.discounted for part in parts]
    sharing = [n for n, part in enumerate(parts) if not (part.excluded or part.is_kit)]
    if not sharing:
        return amounts if not any(part.is_kit for part in parts) else _kits_alone()
    values = dict(zip(sharing, _fair_values([parts[n] for n in sharing]), strict=True))
    total = sum((part.discounted for part in parts if not part.excluded), Decimal(0))
    firm = [n for n in sharing if not parts[n].permits_discount]
    free = [n for n in sharing if parts[n].permits_discount]
    if not free:
        firm, free = [], firm
    for n in firm:
        amounts[n] = rounded(Fraction(values[n]), digits, readings)
    rest = total - sum((amounts[n] for n in firm), Decimal(0))
    _share(amounts, rest, {n: values[n] for n in free}, digits, readings)
    return _with_residual(amounts, parts, digits, readings)


def _kits_alone() -> list[Decimal]:
    raise FairValueMissing("A kit has no part that takes part in allocation.")


def _share(
    amounts: list[Decimal],
    total: Decimal,
    weights: dict[int, Decimal],
    digits: int,
    readings: Readings,
) -> None:
    """Put shares of a total in their places, by weight."""
    whole = sum(map(Fraction, weights.values()))
    if not whole:
        raise FairValueMissing("The fair values add up to zero.")
    for place, weight in weights.items():
        share = Fraction(total) * Fraction(weight) / whole
        amounts[place] = rounded(share, digits, readings)
    greatest = max(weights, key=lambda place: (abs(amounts[place]), place))
    amounts[greatest] += total - sum((amounts[place] for place in weights), Decimal(0))


def _with_residual(
    amounts: list[Decimal], parts: Sequence[Part], digits: int, readings: Readings
) -> list[Decimal]:
    """
    Take the second step for software, where its conditions are met.

    Items with such a price get it; what is left of the software's share goes to those without,
    in proportion to their discounted sales (to their fair values, where none has sales).
    """
    software = [n for n, part in enumerate(parts) if part.software and not part.is_kit]
    if not _residual_applies([parts[n] for n in software]):
        return amounts
    total = sum((amounts[n] for n in software), Decimal(0))
    priced = [n for n in software if parts[n].vsoe]
    for n in priced:
        amounts[n] = rounded(Fraction(parts[n].fair_value or 0), digits, readings)
    rest = total - sum((amounts[n] for n in priced), Decimal(0))
    others = [n for n in software if not parts[n].vsoe]
    weights = {n: parts[n].discounted for n in others}
    if not sum(weights.values()):
        weights = {n: parts[n].fair_value or Decimal(0) for n in others}
    _share(amounts, rest, weights, digits, readings)
    return amounts


def _residual_applies(software: Sequence[Part]) -> bool:
    """All that is not delivered has such a price, something is not delivered, not all have one."""
    undelivered = [part for part in software if not part.delivered]
    return (
        bool(undelivered)
        and all(part.vsoe for part in undelivered)
        and not all(part.vsoe for part in software)
    )


def _fair_values(parts: Sequence[Part]) -> list[Decimal]:
    values = [part.fair_value for part in parts if part.fair_value is not None]
    if len(values) < len(parts):
        raise FairValueMissing("A revenue element has no fair value.")
    return values
