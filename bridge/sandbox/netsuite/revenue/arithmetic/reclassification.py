"""
What the month-end reclassification of deferred revenue adjusts, in figures.

Foreign currency adjustments (help page section_157238786981), and unbilled receivables by element
or by arrangement (section_157238716549).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bridge.sandbox.netsuite.revenue.arithmetic.rules import Readings
from bridge.sandbox.netsuite.revenue.arithmetic.spreading import rounded

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What became of an element so far, in the currency of its contract and that of the books."""

    recognised: Decimal
    recognised_base: Decimal
    billed: Decimal
    billed_base: Decimal
    adjusted_base: Decimal = _NOTHING  #: by foreign currency adjustments of earlier months


def fx_adjustment(standing: Standing, digits: int, readings: Readings) -> Decimal:
    """
    Return the gain (or, negative, the loss) of an element in the currency of the books.

    What is both recognised and billed is worth the rate it was billed at, not that of its plan.
    Contract assets are left at the rate of the contract.

    Args:
        standing: of the element, cumulative.
        digits: decimal places of the currency of the books.
        readings: how halves are rounded.
    """
    if not standing.recognised or not standing.billed:
        return -standing.adjusted_base
    overlap = min(standing.recognised, standing.billed, key=abs)
    billing = Fraction(standing.billed_base) / Fraction(standing.billed)
    recognition = Fraction(standing.recognised_base) / Fraction(standing.recognised)
    gain = rounded(Fraction(overlap) * (billing - recognition), digits, readings)
    return gain - standing.adjusted_base


def unbilled_by_element(deferred: Sequence[Decimal]) -> list[Decimal]:
    """
    Return the unbilled receivable of each element.

    Args:
        deferred: what is billed less what is recognised, by element.

    >>> unbilled_by_element([Decimal(2), Decimal(-10)])
    [Decimal('0'), Decimal('10')]
    """
    return [max(-one, _NOTHING) for one in deferred]


def netted_by_arrangement(
    deferred: Sequence[Decimal], digits: int, readings: Readings
) -> list[Decimal]:
    """
    Return what is added to the deferred revenue of each element of an arrangement with a liability.

    Elements that are recognised before they are billed come to zero; those with a liability bear
    that in proportion to it, and the greatest of them the odd cent.

    Raises:
        ValueError: in sum more is recognised than billed; then there is nothing to net, but an
            unbilled receivable of the whole.
    """
    if sum(deferred, _NOTHING) < 0:
        raise ValueError("the arrangement has an unbilled receivable, and no net liability")
    assets = sum(unbilled_by_element(deferred), _NOTHING)
    liabilities = sum((max(one, _NOTHING) for one in deferred), _NOTHING)
    entries = [
        -one
        if one < 0
        else -rounded(
            Fraction(assets) * Fraction(one) / Fraction(liabilities or 1), digits, readings
        )
        for one in deferred
    ]
    greatest = max(range(len(deferred)), key=lambda place: deferred[place])
    entries[greatest] -= sum(entries, _NOTHING)
    return entries
