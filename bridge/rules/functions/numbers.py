"""Functions of numbers. Source of the meanings: Salesforce's formula functions."""

from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from bridge.rules.expression import Call, Literal
from bridge.rules.functions.signature import MANY, Function, amount, number
from bridge.rules.language.exactness import ROUNDING
from bridge.rules.language.joining import joined
from bridge.rules.language.limits import DECIMALS_MAX
from bridge.rules.language.operators import fitting
from bridge.rules.language.typed import Typed, present, problem
from bridge.rules.types import Kind, Type, decimal, integer

#: A number at run time; an unrounded quotient is a Fraction.
Number = int | Decimal | Fraction


def _rounded_type(call: Call, arguments: tuple[Typed, ...]) -> Type:
    found = amount(call, arguments[0])
    match arguments[1]:
        case Typed(Literal(value=int() as places), Type(Kind.INTEGER)) if (
            0 <= places <= DECIMALS_MAX
        ):
            pass
        case _:
            raise problem(
                arguments[1],
                f"{call.name} needs a constant number of decimals, 0 to {DECIMALS_MAX}",
                f"{call.name}(amount, 2)",
            )
    if found.kind is Kind.INTEGER:
        return found
    cut = found.scale is None or found.scale > places
    whole_digits = max(found.whole_digits, 0) + (1 if cut else 0)
    if places == 0:
        return fitting(call, integer(max(whole_digits, 1))).like(found)
    return fitting(call, decimal(whole_digits + places, places)).like(found)


def _half_up(value: Number, places: int) -> Number:
    """Round half away from zero, as Salesforce's ROUND does."""
    if isinstance(value, Fraction):
        return _placed(value, places, lambda rest, whole: rest >= 0)  # noqa: ARG005 - the same form
    return _quantized(Decimal(value), places, ROUND_HALF_UP)


def _half_even(value: Number, places: int) -> Number:
    """Round half to the even neighbour."""
    if isinstance(value, Fraction):
        return _placed(value, places, lambda rest, whole: rest > 0 or (rest == 0 and whole % 2 > 0))
    return _quantized(Decimal(value), places, ROUND_HALF_EVEN)


def _placed(value: Fraction, places: int, up: Callable[[int, int], bool]) -> Number:
    """Round a fraction exactly; `up` decides on the doubled rest less the divisor."""
    whole, rest = divmod(abs(value.numerator) * 10**places, value.denominator)
    whole += up(2 * rest - value.denominator, whole)
    signed = -whole if value < 0 else whole
    return signed if places == 0 else Decimal(signed).scaleb(-places, ROUNDING)


_PLACES = tuple(Decimal(1).scaleb(-places, ROUNDING) for places in range(DECIMALS_MAX + 1))


def _quantized(value: Decimal, places: int, rounding: str) -> Number:
    found = value.quantize(_PLACES[places], rounding, ROUNDING)
    return int(found) if places == 0 else found


#: How the functions round that the compiler can apply to a rounded quotient in one step.
RATIOS: dict[str, str] = {
    "ROUND": ROUND_HALF_UP,
    "ROUND_EVEN": ROUND_HALF_EVEN,
    "TRUNC": ROUND_DOWN,
}


def _whole_type(call: Call, arguments: tuple[Typed, ...]) -> Type:
    found = amount(call, arguments[0])
    grown = 0 if found.scale == 0 else 1
    return fitting(call, integer(max(found.whole_digits + grown, 1))).like(found)


def _floor(value: Number) -> int:
    """Cut off the decimals: Salesforce's FLOOR goes towards zero, FLOOR(-2.5) = -2."""
    return int(value)


def _ceiling(value: Number) -> int:
    """Go to the next whole number away from zero: CEILING(-2.5) = -3."""
    whole = int(value)
    if whole == value:
        return whole
    return whole + (1 if value > 0 else -1)


def _mfloor(value: Number) -> int:
    """Go down to the next whole number: MFLOOR(-2.5) = -3."""
    whole = int(value)
    return whole - 1 if value < whole else whole


def _mceiling(value: Number) -> int:
    """Go up to the next whole number: MCEILING(-2.5) = -2."""
    whole = int(value)
    return whole + 1 if value > whole else whole


def _truncated(value: Number, places: int) -> Number:
    """Cut off what is behind so many decimals, towards zero."""
    if isinstance(value, Fraction):
        return _placed(value, places, lambda rest, whole: False)  # noqa: ARG005 - the same form
    return _quantized(Decimal(value), places, ROUND_DOWN)


def _chosen_type(call: Call, arguments: tuple[Typed, ...]) -> Type:
    for argument in arguments:
        found = present(argument, call.name)
        if not found.is_number and found.kind is not Kind.DATE:
            raise problem(argument, f"{call.name} needs numbers or dates, but this is {found}")
    return joined(arguments, call.name)


def _remainder_type(call: Call, arguments: tuple[Typed, ...]) -> Type:
    one, other = (number(call, argument) for argument in arguments)
    if one.scale is None or other.scale is None:
        raise problem(call, "MOD needs exact numbers, not an unrounded quotient", "ROUND(..., 2)")
    scale = max(one.scale, other.scale)
    if one.kind is other.kind is Kind.INTEGER:
        return other
    return fitting(call, decimal(max(one.whole_digits, other.whole_digits) + scale, scale))


def _remainder(value: int | Decimal, divisor: int | Decimal) -> int | Decimal:
    """Return what division leaves, with the sign of the dividend (as Java's BigDecimal)."""
    if isinstance(value, int) and isinstance(divisor, int):
        rest = abs(value) % abs(divisor)
        return -rest if value < 0 else rest
    return ROUNDING.remainder(Decimal(value), Decimal(divisor))


def _same_type(call: Call, arguments: tuple[Typed, ...]) -> Type:
    return amount(call, arguments[0])


NUMBERS: tuple[Function, ...] = (
    Function(form="ROUND(number, decimals)", least=2, most=2, typing=_rounded_type, run=_half_up),
    Function(
        form="ROUND_EVEN(number, decimals)", least=2, most=2, typing=_rounded_type, run=_half_even
    ),
    Function(form="TRUNC(number, decimals)", least=2, most=2, typing=_rounded_type, run=_truncated),
    Function(form="ABS(number)", least=1, most=1, typing=_same_type, run=abs),
    Function(form="MIN(a, b, ...)", least=2, most=MANY, typing=_chosen_type, run=min),
    Function(form="MAX(a, b, ...)", least=2, most=MANY, typing=_chosen_type, run=max),
    Function(form="FLOOR(number)", least=1, most=1, typing=_whole_type, run=_floor),
    Function(form="CEILING(number)", least=1, most=1, typing=_whole_type, run=_ceiling),
    Function(form="MFLOOR(number)", least=1, most=1, typing=_whole_type, run=_mfloor),
    Function(form="MCEILING(number)", least=1, most=1, typing=_whole_type, run=_mceiling),
    Function(form="MOD(number, divisor)", least=2, most=2, typing=_remainder_type, run=_remainder),
)
