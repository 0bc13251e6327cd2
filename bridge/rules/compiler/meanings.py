"""What compiled rules call at run time: the whole vocabulary that they have."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bridge.rules.functions.dates import BY_MONTHS, days_between, later, moved, moved_back
from bridge.rules.functions.library import LIBRARY
from bridge.rules.functions.signature import Function
from bridge.rules.functions.texts import join
from bridge.rules.language.exactness import OutOfReach
from bridge.rules.language.limits import ELEMENTS_MAX


def elements(found: Sequence[object]) -> Sequence[object]:
    """Return a list that is short enough for its sum to be exact."""
    if len(found) > ELEMENTS_MAX:
        raise OutOfReach(f"a list has {len(found)} elements; at most {ELEMENTS_MAX} are looked at")
    return found


def fraction(number: int | Decimal | Fraction | None) -> Fraction | None:
    """Return a number as a fraction, which calculates exactly with unrounded quotients."""
    return None if number is None else Fraction(number)


def ratio(dividend: int | Decimal | Fraction, divisor: int | Decimal) -> Fraction:
    """Return an unrounded quotient."""
    return Fraction(dividend) / Fraction(divisor)


def lowest(values: Iterable[Any]) -> object:
    """Return the least of numbers or dates, blank if there is none."""
    return min(values, default=None)


def highest(values: Iterable[Any]) -> object:
    """Return the greatest of numbers or dates, blank if there is none."""
    return max(values, default=None)


def settled(number: int | Decimal | None, unit: Decimal, bound: Decimal) -> Decimal | None:
    """
    Return a result with exactly the decimals of `unit` and no negative zero.

    Equal results are then written alike. OutOfReach if it is not below `bound`, on either side.
    """
    if number is None:
        return None
    found = (number if isinstance(number, Decimal) else Decimal(number)).quantize(unit)
    if not -bound < found < bound:
        raise OutOfReach(f"the result has more than {bound.adjusted()} digits before the point")
    return found or found.copy_abs()


def settled_whole(number: int | Decimal | None, digits: int) -> int | None:
    """Return a whole result as an integer; OutOfReach if it has more than `digits` digits."""
    if number is None:
        return None
    found = int(number)
    if abs(found) >= 10**digits:
        raise OutOfReach(f"the result has more than {digits} digits")
    return found


#: Names of compiled rules; no rule can define or reach any other.
MEANINGS: Mapping[str, object] = {
    **{f"do_{name}": each.run for name, each in LIBRARY.items() if isinstance(each, Function)},
    **{f"quick_{name}": move for name, move in BY_MONTHS.items()},
    "all": all,
    "any": any,
    "bisect_right": bisect_right,
    "days_between": days_between,
    "elements": elements,
    "fraction": fraction,
    "highest": highest,
    "int": int,
    "isoformat": date.isoformat,
    "join": join,
    "later": later,
    "len": len,
    "lowest": lowest,
    "map": map,
    "moved": moved,
    "moved_back": moved_back,
    "ratio": ratio,
    "settled": settled,
    "settled_whole": settled_whole,
    "str": str,
    "strip": str.strip,
    "sum": sum,
    "type": type,
}
