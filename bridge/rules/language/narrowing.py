"""What a condition proves where it holds, and where it does not."""

from collections.abc import Mapping
from decimal import Decimal

from bridge.rules.expression import Binary, Call, Literal, Node, Not, Operator
from bridge.rules.language.typed import Absent, Equal, Fact, Present, Signed

_NOTHING: frozenset[Fact] = frozenset()


_OPPOSITE: Mapping[Operator, Operator] = {
    Operator.EQUAL: Operator.UNEQUAL,
    Operator.UNEQUAL: Operator.EQUAL,
    Operator.LESS: Operator.GREATER_OR_EQUAL,
    Operator.LESS_OR_EQUAL: Operator.GREATER,
    Operator.GREATER: Operator.LESS_OR_EQUAL,
    Operator.GREATER_OR_EQUAL: Operator.LESS,
}
_MIRRORED: Mapping[Operator, Operator] = {
    Operator.EQUAL: Operator.EQUAL,
    Operator.UNEQUAL: Operator.UNEQUAL,
    Operator.LESS: Operator.GREATER,
    Operator.LESS_OR_EQUAL: Operator.GREATER_OR_EQUAL,
    Operator.GREATER: Operator.LESS,
    Operator.GREATER_OR_EQUAL: Operator.LESS_OR_EQUAL,
}


def proved(node: Node, *, truth: bool) -> frozenset[Fact]:
    """Return what is known where the condition `node` is true (or is false)."""
    match node:
        case Not(operand):
            return proved(operand, truth=not truth)
        case Call():
            return _called(node, truth=truth)
        case Binary(Operator.AND | Operator.OR as operator, left, right):
            one, other = proved(left, truth=truth), proved(right, truth=truth)
            return one | other if truth is (operator is Operator.AND) else one & other
        case Binary(operator, left, right) if operator in _OPPOSITE:
            return _compared(operator if truth else _OPPOSITE[operator], left, right)
        case _:
            return _NOTHING


def _called(node: Call, *, truth: bool) -> frozenset[Fact]:
    match node, truth:
        case Call("ISBLANK", (subject,)), _:
            return frozenset({Absent(subject) if truth else Present(subject)})
        case Call("ISPICKVAL", (subject, Literal(value=str() as text))), True:
            return frozenset({Present(subject), Equal(subject, text)})
        case Call("INCLUDES", (subject, _)), True:
            return frozenset({Present(subject)})
        case _:
            return _NOTHING


def _compared(operator: Operator, left: Node, right: Node) -> frozenset[Fact]:
    match _bare(left), _bare(right):
        case (subject, Literal(value=None)) | (Literal(value=None), subject):
            return _blank(operator, subject)
        case (subject, Literal(value=str() as text)) | (Literal(value=str() as text), subject):
            return frozenset({Equal(subject, text)}) if operator is Operator.EQUAL else _NOTHING
        case _, Literal(value=int() | Decimal() as bound):
            return frozenset({_signed(operator, left, bound)})
        case Literal(value=int() | Decimal() as bound), _:
            return frozenset({_signed(_MIRRORED[operator], right, bound)})
        case _:
            return frozenset(
                {
                    _signed(operator, Binary(Operator.SUBTRACT, left, right), 0),
                    _signed(_MIRRORED[operator], Binary(Operator.SUBTRACT, right, left), 0),
                }
            )


def _blank(operator: Operator, subject: Node) -> frozenset[Fact]:
    match operator:
        case Operator.EQUAL:
            return frozenset({Absent(subject)})
        case Operator.UNEQUAL:
            return frozenset({Present(subject)})
        case _:
            return _NOTHING


def _bare(node: Node) -> Node:
    """Return a constant of money as the number that it is; any other node as it is."""
    match node:
        case Call("MONEY", (amount, _)):
            return amount
        case _:
            return node


def _signed(operator: Operator, node: Node, bound: Decimal | int) -> Signed:
    """Say which signs are left for a node that compares so with `bound`."""
    return Signed(node, frozenset(sign for sign in (-1, 0, 1) if _possible(sign, operator, bound)))


def _possible(sign: int, operator: Operator, bound: Decimal | int) -> bool:
    """Whether some number of this sign compares so with the bound."""
    less = bound > 0 or sign < 0
    more = bound < 0 or sign > 0
    equal = (bound > 0) - (bound < 0) == sign
    match operator:
        case Operator.EQUAL:
            return equal
        case Operator.UNEQUAL:
            return less or more
        case Operator.LESS | Operator.LESS_OR_EQUAL:
            return less or (equal and operator is Operator.LESS_OR_EQUAL)
        case _:
            return more or (equal and operator is Operator.GREATER_OR_EQUAL)
