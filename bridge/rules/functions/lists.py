"""Functions over lists of records; inside, names are those of one element and no others."""

from bridge.rules.expression import Call, Path
from bridge.rules.functions.signature import Form, number
from bridge.rules.language.limits import ELEMENTS_DIGITS
from bridge.rules.language.operators import fitting
from bridge.rules.language.typed import Scope, Typed, Typing, condition, present, problem, shown
from bridge.rules.types import BOOLEAN, Kind, Type, decimal, integer


def _opened(call: Call, scope: Scope, typing: Typing) -> tuple[Typed, Typed | None]:
    """Return the list and, if there is one, the expression over each of its elements."""
    given = typing(call.arguments[0], scope)
    found = present(given, call.name)
    if found.kind is not Kind.LIST or not isinstance(given.node, Path):
        raise problem(given, f"{call.name} needs a list first, but this is {found}")
    if len(call.arguments) == 1:
        return given, None
    # what is proved of the names outside says nothing of the same names inside
    return given, typing(call.arguments[1], Scope(found.fields))


def _sum(call: Call, scope: Scope, typing: Typing) -> Typed:
    given, body = _opened(call, scope, typing)
    if body is None:
        raise problem(call, "SUM needs what to add up", "SUM(lines, amount)")
    found = number(call, body)
    if found.scale is None:
        hint = f"SUM(..., ROUND({shown(body.node)}, 2))"
        raise problem(body, "SUM adds exact numbers, not unrounded quotients", hint)
    return Typed(call, fitting(call, _sum_type(found, found.scale)), (given, body))


def _sum_type(found: Type, scale: int) -> Type:
    digits = found.precision + ELEMENTS_DIGITS
    return integer(digits) if found.kind is Kind.INTEGER else decimal(digits, scale)


def _count(call: Call, scope: Scope, typing: Typing) -> Typed:
    return _tested(call, scope, typing, integer(ELEMENTS_DIGITS))


def _quantified(call: Call, scope: Scope, typing: Typing) -> Typed:
    return _tested(call, scope, typing, BOOLEAN)


def _tested(call: Call, scope: Scope, typing: Typing, result: Type) -> Typed:
    given, body = _opened(call, scope, typing)
    if body is None:
        return Typed(call, result, (given,))
    return Typed(call, result, (given, condition(body, call.name)))


LISTS: tuple[Form, ...] = (
    Form(form="SUM(list, number)", least=2, most=2, typing=_sum),
    Form(form="COUNT(list, condition)", least=1, most=2, typing=_count),
    Form(form="ANY(list, condition)", least=2, most=2, typing=_quantified),
    Form(form="ALL(list, condition)", least=2, most=2, typing=_quantified),
)
