"""Functions that choose: only the argument that is chosen gets computed."""

from bridge.rules.expression import Binary, Call, Literal, Node, Operator
from bridge.rules.functions.signature import MANY, Form
from bridge.rules.language.joining import joined
from bridge.rules.language.narrowing import proved
from bridge.rules.language.operators import comparable
from bridge.rules.language.typed import (
    Fact,
    Present,
    Scope,
    Typed,
    Typing,
    condition,
    present,
    problem,
)
from bridge.rules.types import BOOLEAN, Kind

_CASE = "CASE(x, value, result, ..., otherwise)"


def _if(call: Call, scope: Scope, typing: Typing) -> Typed:
    test, then, otherwise = call.arguments
    tested = condition(typing(test, scope), call.name)
    results = (
        typing(then, scope.knowing(proved(test, truth=True))),
        typing(otherwise, scope.knowing(proved(test, truth=False))),
    )
    return Typed(call, joined(results, call.name), (tested, *results))


def _case(call: Call, scope: Scope, typing: Typing) -> Typed:
    """Type `CASE`: the subject may be blank if one of the values is BLANK."""
    if len(call.arguments) % 2:
        raise problem(call, "CASE needs pairs of value and result, and a last result", _CASE)
    subject = typing(call.arguments[0], scope)
    values = call.arguments[1:-1:2]
    if not any(_is_blank(value) for value in values):
        present(subject, "CASE")
    _refuse_twice(values)
    typed, results = [subject], []
    for value, result in zip(values, call.arguments[2:-1:2], strict=True):
        typed.append(_case_value(subject, typing(value, scope), call))
        results.append(typing(result, scope.knowing(_equal(subject.node, value, truth=True))))
        typed.append(results[-1])
        scope = scope.knowing(_equal(subject.node, value, truth=False))
    results.append(typing(call.arguments[-1], scope))
    return Typed(call, joined(tuple(results), call.name), (*typed, results[-1]))


def _is_blank(node: Node) -> bool:
    return isinstance(node, Literal) and node.value is None


def _case_value(subject: Typed, value: Typed, call: Call) -> Typed:
    if not _is_blank(value.node):
        comparable(Typed(subject.node, subject.type.required()), value, call)
    return value


def _refuse_twice(values: tuple[Node, ...]) -> None:
    seen: set[Node] = set()
    for value in values:
        if isinstance(value, Literal) and value in seen:
            raise problem(value, "CASE names this value twice; the second is never reached")
        seen.add(value)


def _equal(subject: Node, value: Node, *, truth: bool) -> frozenset[Fact]:
    """Return what is known of the subject where it equals the value (or does not)."""
    facts = proved(Binary(Operator.EQUAL, subject, value), truth=truth)
    return facts | {Present(subject)} if truth and not _is_blank(value) else facts


def _blankvalue(call: Call, scope: Scope, typing: Typing) -> Typed:
    value, substitute = (typing(argument, scope) for argument in call.arguments)
    _refuse_constant_blank(call, value)
    given = Typed(value.node, value.type.required())
    return Typed(call, joined((given, substitute), call.name), (value, substitute))


def _isblank(call: Call, scope: Scope, typing: Typing) -> Typed:
    value = typing(call.arguments[0], scope)
    _refuse_constant_blank(call, value)
    return Typed(call, BOOLEAN, (value,))


def _refuse_constant_blank(call: Call, value: Typed) -> None:
    if value.type.kind is Kind.BLANK:
        raise problem(value, f"{call.name} of BLANK is decided already", "name a fact")


CHOICES: tuple[Form, ...] = (
    Form(form="IF(condition, then, otherwise)", least=3, most=3, typing=_if),
    Form(form=_CASE, least=4, most=2 * MANY, typing=_case),
    Form(form="BLANKVALUE(value, substitute)", least=2, most=2, typing=_blankvalue),
    Form(form="ISBLANK(value)", least=1, most=1, typing=_isblank),
)
