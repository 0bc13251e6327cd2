"""Functions over lists of records; inside, names are those of one element and no others."""

from bridge.rules.expression import Call, Path
from bridge.rules.functions.signature import Form, amount
from bridge.rules.language.limits import ELEMENTS_DIGITS
from bridge.rules.language.operators import fitting
from bridge.rules.language.typed import Scope, Typed, Typing, condition, present, problem, shown
from bridge.rules.types import BOOLEAN, Kind, Type, decimal, integer


def _list(call: Call, scope: Scope, typing: Typing) -> Typed:
    given = typing(call.arguments[0], scope)
    found = present(given, call.name)
    if found.kind is not Kind.LIST or not isinstance(given.node, Path):
        raise problem(given, f"{call.name} needs a list first, but this is {found}")
    if found.name in scope.lists:
        # Records lead back to their list: each level would multiply what the expression costs.
        message = f"{call.name} goes through {found} for each of the same records again"
        raise problem(given, message, "compare with a fact of the record that holds them")
    return given


def _body(call: Call, given: Typed, scope: Scope, typing: Typing) -> Typed:
    """Return the expression over each element; what is proved outside says nothing of it."""
    inside = Scope(given.type.fields, lists=scope.lists | {given.type.name})
    return typing(call.arguments[1], inside)


def _sum(call: Call, scope: Scope, typing: Typing) -> Typed:
    given = _list(call, scope, typing)
    body = _body(call, given, scope, typing)
    found = amount(call, body)
    if found.scale is None:
        hint = f"SUM(..., ROUND({shown(body.node)}, 2))"
        raise problem(body, "SUM adds exact numbers, not unrounded quotients", hint)
    return Typed(call, fitting(call, _sum_type(found, found.scale)).like(found), (given, body))


def _sum_type(found: Type, scale: int) -> Type:
    digits = found.precision + ELEMENTS_DIGITS
    return integer(digits) if found.kind is Kind.INTEGER else decimal(digits, scale)


def _count(call: Call, scope: Scope, typing: Typing) -> Typed:
    given = _list(call, scope, typing)
    if len(call.arguments) == 1:
        return Typed(call, integer(ELEMENTS_DIGITS), (given,))
    body = condition(_body(call, given, scope, typing), call.name)
    return Typed(call, integer(ELEMENTS_DIGITS), (given, body))


def _quantified(call: Call, scope: Scope, typing: Typing) -> Typed:
    given = _list(call, scope, typing)
    return Typed(call, BOOLEAN, (given, condition(_body(call, given, scope, typing), call.name)))


def _extreme(call: Call, scope: Scope, typing: Typing) -> Typed:
    given = _list(call, scope, typing)
    body = _body(call, given, scope, typing)
    found = present(body, call.name)
    if found.is_quotient or not (found.is_number or found.kind is Kind.DATE):
        raise problem(body, f"{call.name} needs exact numbers or dates, but this is {found}")
    return Typed(call, found.optional(), (given, body))  # blank for a list of none


LISTS: tuple[Form, ...] = (
    Form(form="SUM(list, number)", least=2, most=2, typing=_sum),
    Form(form="COUNT(list, condition)", least=1, most=2, typing=_count),
    Form(form="ANY(list, condition)", least=2, most=2, typing=_quantified),
    Form(form="ALL(list, condition)", least=2, most=2, typing=_quantified),
    Form(form="LOWEST(list, value)", least=2, most=2, typing=_extreme),
    Form(form="HIGHEST(list, value)", least=2, most=2, typing=_extreme),
)
