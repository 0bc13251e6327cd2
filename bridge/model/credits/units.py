"""Exact arithmetic of units: whatever their digits, sums and differences are not rounded."""

from collections.abc import Iterable
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import reduce

NONE = Decimal(0)
#: Units have at most 18 digits and 6 decimals (Salesforce); with room to spare, sums stay exact.
_DIGITS = 60
#: Adds without a word to the context of the caller, which is most of the time that it would take.
_EXACT = Context(prec=_DIGITS)
#: The smallest part of a unit that can be carried over.
_DECIMALS = 6


def plus(units: Decimal, more: Decimal) -> Decimal:
    """Add units exactly."""
    return added((units, more))


def less(units: Decimal, fewer: Decimal) -> Decimal:
    """Subtract units exactly."""
    return added((units, fewer.copy_negate()))


def added(units: Iterable[Decimal]) -> Decimal:
    """Add units up exactly; none are zero."""
    return reduce(_EXACT.add, units, NONE)


def part_of(units: Decimal, part: Fraction) -> Decimal:
    """
    Return a part of some units, cut to the millionth of a unit.

    >>> part_of(Decimal(100), Fraction(1, 3))
    Decimal('33.333333')
    """
    millionths = Fraction(units) * 10**_DECIMALS * part
    whole = millionths.numerator // millionths.denominator
    with localcontext(prec=_DIGITS):
        return Decimal(whole).scaleb(-_DECIMALS).normalize()


def weight(units: Decimal) -> int:
    """Return units in millionths, as a whole number."""
    with localcontext(prec=_DIGITS):
        return int(units.scaleb(_DECIMALS))
