"""Which signs a number can have, so that a divisor is known not to be zero."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import reduce
from itertools import product

from bridge.rules.expression import Binary, Call, Literal, Negative, Node, Operator
from bridge.rules.language.narrowing import proved
from bridge.rules.language.typed import Fact, Signed

_ANY = frozenset({-1, 0, 1})
_POSITIVE = frozenset({1})
_NOT_NEGATIVE = frozenset({0, 1})
_ZERO = frozenset({0})


def signs(node: Node, known: frozenset[Fact]) -> frozenset[int]:
    """Return the signs that a number can have, given what the conditions around it prove."""
    possible = _by_form(node, known)
    for fact in known:
        if isinstance(fact, Signed) and fact.node == node:
            possible &= fact.signs
    return possible


def _by_form(node: Node, known: frozenset[Fact]) -> frozenset[int]:
    match node:
        case Literal(value=value) if value is not None and not isinstance(value, str):
            return frozenset({_sign(value)})
        case Negative(operand):
            return frozenset(-sign for sign in signs(operand, known))
        case Binary(operator, left, right) if operator in _OPERATORS:
            return _OPERATORS[operator](signs(left, known), signs(right, known))
        case Call("IF", (test, then, otherwise)):
            return signs(then, known | proved(test, truth=True)) | signs(
                otherwise, known | proved(test, truth=False)
            )
        case Call(name, arguments) if name in _FUNCTIONS:
            return _FUNCTIONS[name]([signs(argument, known) for argument in arguments])
        case _:
            return _ANY


def _sign(value: object) -> int:
    return (value > 0) - (value < 0) if isinstance(value, (int, Decimal)) else 0


def _multiplied(left: frozenset[int], right: frozenset[int]) -> frozenset[int]:
    return frozenset(one * other for one, other in product(left, right))


def _added(left: frozenset[int], right: frozenset[int]) -> frozenset[int]:
    sums = (_ANY if one * other < 0 else {one or other} for one, other in product(left, right))
    return frozenset().union(*sums)


def _subtracted(left: frozenset[int], right: frozenset[int]) -> frozenset[int]:
    return _added(left, frozenset(-sign for sign in right))


def _chosen(choose: Callable[[int, int], int]) -> "_Rule":
    """Take MIN or MAX two by two: all arguments at once would be 3^n combinations."""

    def pair(one: frozenset[int], other: frozenset[int]) -> frozenset[int]:
        return frozenset(choose(*both) for both in product(one, other))

    return lambda given: reduce(pair, given)


_Rule = Callable[[list[frozenset[int]]], frozenset[int]]

_OPERATORS: Mapping[Operator, Callable[[frozenset[int], frozenset[int]], frozenset[int]]] = {
    Operator.ADD: _added,
    Operator.SUBTRACT: _subtracted,
    Operator.MULTIPLY: _multiplied,
    Operator.DIVIDE: _multiplied,
}

_FUNCTIONS: Mapping[str, _Rule] = {
    "ABS": lambda given: frozenset(abs(sign) for sign in given[0]),
    "BLANKVALUE": lambda given: given[0] | given[1],
    "CEILING": lambda given: given[0],  # away from zero
    "COUNT": lambda _: _NOT_NEGATIVE,
    "DAY": lambda _: _POSITIVE,
    "FLOOR": lambda given: given[0] | _ZERO,
    "FIND": lambda _: _NOT_NEGATIVE,
    "LEN": lambda _: _NOT_NEGATIVE,
    "MAX": _chosen(max),
    "MIN": _chosen(min),
    "MOD": lambda given: given[0] | _ZERO,
    "MCEILING": lambda given: given[0] | _ZERO,
    "MFLOOR": lambda given: given[0] | _ZERO,
    "MONEY": lambda given: given[0],
    "MONTH": lambda _: _POSITIVE,
    "ROUND": lambda given: given[0] | _ZERO,
    "ROUND_EVEN": lambda given: given[0] | _ZERO,
    "TRUNC": lambda given: given[0] | _ZERO,
    "WEEKDAY": lambda _: _POSITIVE,
    "YEAR": lambda _: _POSITIVE,
}
