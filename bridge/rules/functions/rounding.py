"""How compiled rules round and divide: each step in a decimal context of its own."""

from collections.abc import Callable
from decimal import ROUND_05UP, Context, Decimal, Inexact

from bridge.rules.language.exactness import ROUNDING, TRAPS

#: A number that a decimal context takes.
Number = Decimal | int


def quantizer(precision: int, rounding: str | None) -> Callable[[Number, Decimal], Decimal]:
    """
    Return a function from a number and a unit to the number with the decimals of the unit.

    It raises DecimalException for a number that then has more than `precision` digits, and where
    `rounding` is None for one that would lose a digit.
    """
    traps = TRAPS if rounding else [*TRAPS, Inexact]
    return Context(precision, rounding, Emin=-999, Emax=999, traps=traps).quantize


def placed(number: Number, unit: Decimal) -> Decimal:
    """Return a number with the decimals of a unit, rounded as the language rounds."""
    return ROUNDING.quantize(number, unit)


def divider(digits: int) -> Callable[[Number, Number], Decimal]:
    """
    Return a function that divides to so many digits, or to those of ROUNDING if they are fewer.

    As there, the last digit tells whether anything was cut off.
    """
    precision = min(digits, ROUNDING.prec)
    return Context(precision, ROUND_05UP, Emin=-999, Emax=999, traps=TRAPS).divide
