"""How numbers are calculated: exactly, whatever decimal context the caller has set."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import (
    ROUND_05UP,
    Context,
    DecimalException,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
    getcontext,
    setcontext,
)

from bridge.rules.types import DIGITS_MAX

#: What stops a calculation, whether or not it rounds.
TRAPS: list[type[DecimalException]] = [InvalidOperation, DivisionByZero, Overflow]
#: Sums and products: the checker proved that they fit, so losing a digit is an error. Threads may
#: share it: nobody changes it, and nobody reads its flags.
EXACT = Context(prec=DIGITS_MAX, Emin=-999, Emax=999, capitals=1, traps=[*TRAPS, Inexact])
#: Quotients on their way to ROUND: more digits than any result, and ROUND_05UP keeps in the last
#: one whether anything was cut off, so that rounding a second time gives the exact answer.
ROUNDING = Context(prec=2 * DIGITS_MAX + 10, Emin=-999, Emax=999, rounding=ROUND_05UP, traps=TRAPS)


class OutOfReach(ValueError):
    """A value cannot be given: a day outside the calendar, a text or number that is too long."""


@contextmanager
def exact() -> Iterator[Context]:
    """Calculate exactly inside, with 50 digits; a lost digit raises `decimal.Inexact`."""
    before = getcontext()
    setcontext(EXACT)
    try:
        yield EXACT
    finally:
        setcontext(before)
