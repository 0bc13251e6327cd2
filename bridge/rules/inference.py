"""Gives each node of a tree its type; everything that could go wrong at run time stops here."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from bridge.rules.diagnostics import Problem, did_you_mean, nearest
from bridge.rules.expression import (
    Binary,
    Call,
    Constant,
    Literal,
    Negative,
    Node,
    Not,
    Operator,
    Path,
    Within,
)
from bridge.rules.functions.library import LIBRARY, REPLACED
from bridge.rules.functions.signature import Form, Signature
from bridge.rules.language.narrowing import proved
from bridge.rules.language.operators import binary_type, comparable, negative_type, never_zero
from bridge.rules.language.typed import (
    Absent,
    Present,
    Scope,
    Typed,
    clipped,
    condition,
    present,
    problem,
)
from bridge.rules.types import BLANK, BOOLEAN, TEXT, Kind, Type, decimal, integer


def typed(node: Node, scope: Scope) -> Typed:
    """Return a node with the types of it and all below it; Problem at the first mistake."""
    found = _narrowed(_typed(node, scope), scope)
    if any(part.guarded for part in found.parts):
        return replace(found, guarded=True)
    return found


def _narrowed(tree: Typed, scope: Scope) -> Typed:
    """Drop from a type what a condition around the node rules out: a blank, a time."""
    if tree.type.over and _is_timeless(tree.node, tree.type.over, scope):
        tree = replace(tree, type=replace(tree.type, over=""))
    if tree.type.blank and Present(tree.node) in scope.known:
        return replace(tree, type=tree.type.required(), guarded=True)
    return tree


def _is_timeless(node: Node, over: str, scope: Scope) -> bool:
    """Whether it is known of a price that the time beside it, which it is for, is blank."""
    match node:
        case Path(names):
            return Absent(Path((*names[:-1], over))) in scope.known
        case _:
            return False


def _typed(node: Node, scope: Scope) -> Typed:
    match node:
        case Literal(value=value):
            return Typed(node, _constant_type(value))
        case Path():
            return _path(node, scope)
        case Negative() | Not():
            return _unary(node, scope)
        case Binary():
            return _binary(node, scope)
        case Within():
            return _within(node, scope)
        case Call():
            return _call(node, scope)


def _unary(node: Negative | Not, scope: Scope) -> Typed:
    part = typed(node.operand, scope)
    if isinstance(node, Negative):
        return Typed(node, negative_type(part), (part,))
    return Typed(node, BOOLEAN, (condition(part, "cannot use after NOT"),))


def _constant_type(value: Constant) -> Type:
    match value:
        case None:
            return BLANK
        case bool():
            return BOOLEAN
        case int():
            return integer(len(str(abs(value))))
        case Decimal():
            return _decimal_type(value)
        case _:
            return replace(TEXT, members=(str(value),))


def _decimal_type(value: Decimal) -> Type:
    """Count digits as they are written: 0.050 has 3 decimals and one digit before the point."""
    whole, _, decimals = format(value.copy_abs(), "f").partition(".")
    return decimal(len(whole) + len(decimals), len(decimals))


def _path(node: Path, scope: Scope) -> Typed:
    found = _field(node, 0, scope.names)
    guarded = False
    for at in range(1, len(node.names)):
        prefix = Path(node.names[:at], start=node.start, end=node.end)
        holder = _narrowed(Typed(prefix, found), scope)
        guarded = guarded or holder.guarded
        if holder.type.kind is not Kind.RECORD:
            raise problem(node, f"'{prefix.names[-1]}' is {found}; it has no facts of its own")
        found = _field(node, at, present(holder, "cannot look into").fields)
    return Typed(node, found, guarded=guarded)


def _field(node: Path, at: int, names: Mapping[str, Type]) -> Type:
    name = node.names[at]
    if name not in names:
        of = f" of {clipped('.'.join(node.names[:at]))}" if at else ""
        raise problem(node, f"unknown fact '{clipped(name)}'{of}", _known(name, names))
    return names[name]


def _known(name: str, names: Mapping[str, Type]) -> str | None:
    """Return a hint: the same name in a record, a name that is like it, or those that there are."""
    for holder, found in names.items():
        if found.kind is Kind.RECORD and name in found.fields:
            return f"did you mean '{holder}.{name}'?"
    return did_you_mean(name, names, "known facts")


def _binary(node: Binary, scope: Scope) -> Typed:
    left = typed(node.left, scope)
    if node.operator in (Operator.AND, Operator.OR):
        scope = scope.knowing(proved(node.left, truth=node.operator is Operator.AND))
    right = typed(node.right, scope)
    found = binary_type(node, left, right)
    guarded = node.operator is Operator.DIVIDE and never_zero(right, scope)
    return Typed(node, found, (left, right), guarded)


def _within(node: Within, scope: Scope) -> Typed:
    subject = typed(node.subject, scope)
    present(subject, "cannot use before IN")
    options = tuple(typed(option, scope) for option in node.options)
    if not options:
        raise problem(node, "IN needs at least one value", 'x IN ("A", "B")')
    for option in options:
        if not isinstance(option.node, Literal):
            raise problem(option, "IN takes constants only", "compare with = and OR")
        comparable(subject, option, node)
    return Typed(node, BOOLEAN, (subject, *options))


def _call(node: Call, scope: Scope) -> Typed:
    function = LIBRARY.get(node.name)
    if function is None:
        raise _unknown(node)
    _count_arguments(node, function)
    if isinstance(function, Form):
        return function.typing(node, scope, typed)
    arguments = tuple(typed(argument, scope) for argument in node.arguments)
    found = function.typing(node, arguments)
    guarded = node.name == "MOD" and never_zero(arguments[1], scope)
    return Typed(node, found, arguments, guarded)


def _unknown(node: Call) -> Problem:
    end = node.start + len(node.name)
    if node.name in REPLACED:
        return Problem(f"there is no function {node.name}", node.start, end, REPLACED[node.name])
    near = nearest(node.name, LIBRARY)
    hint = f"did you mean {near}?" if near else f"functions: {', '.join(sorted(LIBRARY))}"
    return Problem(f"unknown function {clipped(node.name)}", node.start, end, hint)


def _count_arguments(node: Call, function: Signature) -> None:
    given = len(node.arguments)
    if function.least <= given <= function.most:
        return
    few, many = function.least, function.most
    wanted = f"{few}" if few == many else f"{few} to {many}"
    raise problem(
        node,
        f"{node.name} takes {wanted} argument{'' if wanted == '1' else 's'}, not {given}",
        function.form,
    )
