"""The types of the operators, with the proof that their exact result fits."""

from bridge.rules.diagnostics import did_you_mean
from bridge.rules.expression import Binary, Literal, Node, Operator
from bridge.rules.language.currencies import comparable_money, divided, multiplied, summed
from bridge.rules.language.signs import signs
from bridge.rules.language.typed import Scope, Typed, clipped, condition, present, problem, shown
from bridge.rules.types import (
    BOOLEAN,
    DATE,
    DIGITS_MAX,
    TEXT,
    Kind,
    Type,
    currency_code,
    decimal,
    integer,
    quotient,
)

#: Days between the first and the last day of the calendar.
_DAYS_DIGITS = 7
_ORDERS = frozenset(
    {Operator.LESS, Operator.LESS_OR_EQUAL, Operator.GREATER, Operator.GREATER_OR_EQUAL}
)


def binary_type(node: Binary, left: Typed, right: Typed) -> Type:
    """Return the type of an operation; Problem if its operands do not go together."""
    match node.operator:
        case Operator.AND | Operator.OR:
            condition(left, f"cannot use in '{node.operator}'")
            condition(right, f"cannot use in '{node.operator}'")
            return BOOLEAN
        case Operator.JOIN:
            return _join(left, right)
        case Operator.EQUAL | Operator.UNEQUAL:
            return _equal(node, left, right)
        case operator if operator in _ORDERS:
            return _ordered(node, left, right)
        case _:
            return _arithmetic(node, left, right)


def negative_type(operand: Typed) -> Type:
    """Return the type of a number with the other sign."""
    found = present(operand, "cannot negate")
    if not found.is_number:
        raise problem(operand, f"'-' needs a number, but this is {found}")
    return found


def _join(left: Typed, right: Typed) -> Type:
    for tree in (left, right):
        found = present(tree, "cannot join")
        if not found.is_text:
            inner = f"ROUND({shown(tree.node)}, 2)" if found.is_quotient else shown(tree.node)
            hint = f"use TEXT({inner})" if found.is_number or found == DATE else None
            raise problem(tree, f"'&' joins texts, but this is {found}", hint)
    return TEXT


def _equal(node: Binary, left: Typed, right: Typed) -> Type:
    if Kind.BLANK in (left.type.kind, right.type.kind):
        return BOOLEAN
    comparable(left, right, node)
    return BOOLEAN


def _ordered(node: Binary, left: Typed, right: Typed) -> Type:
    for tree, other in ((left, right), (right, left)):
        found = present(tree, f"cannot use in '{node.operator}'")
        if not found.is_number and found.kind is not Kind.DATE:
            raise problem(
                tree,
                f"'{node.operator}' orders numbers or dates, not {found}",
                _date_hint(found, other.type),
            )
    comparable(left, right, node)
    return BOOLEAN


def comparable(left: Typed, right: Typed, node: Node) -> None:
    """Refuse to compare what can never be equal, and values that an enum does not have."""
    one, other = present(left, "cannot compare"), present(right, "cannot compare")
    if one.kind in (Kind.RECORD, Kind.LIST) or other.kind in (Kind.RECORD, Kind.LIST):
        raise problem(node, f"records and lists cannot be compared: {one} with {other}")
    for wanted, tree in ((one, right), (other, left)):
        member(wanted, tree)
    both_enums = one.kind is other.kind is Kind.ENUM
    if both_enums and one.name != other.name:
        raise problem(node, f"cannot compare {one} with {other}", "they have different values")
    if not (
        one.kind is other.kind
        or (one.is_number and other.is_number)
        or (one.is_text and other.is_text)
    ):
        raise problem(node, f"cannot compare {one} with {other}", _date_hint(one, other))
    comparable_money(left, right)


def _date_hint(one: Type, other: Type) -> str | None:
    is_day_with_text = Kind.DATE in (one.kind, other.kind) and (one.is_text or other.is_text)
    return "a constant date is written DATE(2026, 1, 31)" if is_day_with_text else None


def member(wanted: Type, tree: Typed) -> None:
    """Refuse a constant text that is not a value of the enum `wanted`, or no currency's code."""
    match tree.node:
        case Literal(value=str() as text) if (
            wanted.kind is Kind.ENUM and text not in wanted.members
        ):
            raise problem(
                tree,
                f"'{clipped(text)}' is not a value of {wanted.name}",
                did_you_mean(text, wanted.members, "values"),
            )
        case Literal(value=str() as text, start=start, end=end) if (
            wanted.kind is Kind.TEXT and wanted.currency
        ):
            currency_code(text, start, end)


def _arithmetic(node: Binary, left: Typed, right: Typed) -> Type:
    one = present(left, f"cannot use in '{node.operator}'")
    other = present(right, f"cannot use in '{node.operator}'")
    if one.kind is Kind.DATE and node.operator in (Operator.ADD, Operator.SUBTRACT):
        return _date_arithmetic(node, right, other)
    for tree, found in ((left, one), (right, other)):
        if not found.is_number:
            hint = "use & to join texts" if found.is_text else None
            raise problem(tree, f"'{node.operator}' needs numbers, but this is {found}", hint)
    match node.operator:
        case Operator.MULTIPLY:
            return _product(node, one, other).like(multiplied(left, right))
        case Operator.DIVIDE:
            found, money = _quotient(right, one, other), divided(left, right)
            return found.like(money) if money else found
        case Operator.ADD:
            return _sum(node, one, other).like(summed(left, right, "add"))
        case _:
            return _sum(node, one, other).like(summed(left, right, "subtract"))


def _date_arithmetic(node: Binary, right: Typed, other: Type) -> Type:
    if other.is_whole:
        return DATE
    if other.kind is Kind.DATE and node.operator is Operator.SUBTRACT:
        return integer(_DAYS_DIGITS)
    raise problem(
        right,
        f"a date takes a whole number of days after '{node.operator}', but this is {other}",
        "use ROUND(..., 0) or FLOOR(...)" if other.is_number else None,
    )


def _sum(node: Node, one: Type, other: Type) -> Type:
    whole = max(one.whole_digits, other.whole_digits) + 1
    if one.scale is None or other.scale is None:
        return quotient(whole)
    scale = max(one.scale, other.scale)
    return fitting(node, _number(one, other, whole + scale, scale))


def _product(node: Node, one: Type, other: Type) -> Type:
    whole = one.whole_digits + other.whole_digits
    if one.scale is None or other.scale is None:
        return quotient(whole)
    scale = one.scale + other.scale
    return fitting(node, _number(one, other, whole + scale, scale))


def _quotient(divisor: Typed, one: Type, other: Type) -> Type:
    if other.scale is None:
        raise problem(divisor, "the divisor is itself an unrounded quotient", "a / b / c, or ROUND")
    return quotient(one.whole_digits + other.scale)


def _number(one: Type, other: Type, precision: int, scale: int) -> Type:
    if one.kind is other.kind is Kind.INTEGER:
        return integer(precision)
    return decimal(precision, scale)


def fitting(node: Node, found: Type) -> Type:
    """Return a number's type if its digits can be kept; Problem otherwise."""
    if found.precision > DIGITS_MAX:
        raise problem(
            node,
            f"this can need {found.precision} digits; exact numbers have at most {DIGITS_MAX}",
            "ROUND an intermediate result",
        )
    return found


def never_zero(divisor: Typed, scope: Scope) -> bool:
    """
    Return whether the proof needed the conditions around it; Problem if there is no proof.

    A divisor is not zero if it is a constant, or by the signs of what it is made of, or because a
    condition around it says so.
    """
    if 0 not in signs(divisor.node, frozenset()):
        return False
    if 0 not in signs(divisor.node, scope.known):
        return True
    if isinstance(divisor.node, Literal):
        raise problem(divisor, "this divides by zero")
    name = shown(divisor.node)
    raise problem(
        divisor,
        f"the divisor '{name}' may be zero",
        f"say what then: IF({name} = 0, ..., ...)",
    )
