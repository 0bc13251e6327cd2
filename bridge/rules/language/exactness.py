"""How numbers are calculated: exactly, whatever decimal context the caller has set."""

from contextlib import AbstractContextManager
from decimal import (
    ROUND_05UP,
    Context,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
    localcontext,
)

from bridge.rules.types import DIGITS_MAX

_TRAPS = [InvalidOperation, DivisionByZero, Overflow]
#: Sums and products: the checker proved that they fit, so losing a digit is an error.
_EXACT = Context(prec=DIGITS_MAX, Emin=-999, Emax=999, capitals=1, traps=[*_TRAPS, Inexact])
#: Quotients on their way to ROUND: more digits than any result, and ROUND_05UP keeps in the last
#: one whether anything was cut off, so that rounding a second time gives the exact answer.
ROUNDING = Context(prec=2 * DIGITS_MAX + 10, Emin=-999, Emax=999, rounding=ROUND_05UP, traps=_TRAPS)


class OutOfReach(ValueError):
    """A value cannot be given: a day outside the calendar, a text or number that is too long."""


def exact() -> AbstractContextManager[Context]:
    """Calculate exactly inside, with 50 digits; a lost digit raises `decimal.Inexact`."""
    return localcontext(_EXACT)
