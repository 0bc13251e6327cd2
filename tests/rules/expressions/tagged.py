"""
A fourth meaning, which knows the currency of every amount at run time and refuses to mix two.

Numbers are fractions, money is a fraction with a currency; expressions are drawn without regard
to what goes together.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from operator import add, eq, ge, gt, le, lt, ne, sub
from typing import Any

from hypothesis import strategies as st

from bridge.rules.expression import Binary, Call, Literal, Negative, Node, Not, Operator, Path
from bridge.rules.types import CURRENCY, Type, decimal, money, record

#: What the expressions may read; the deal is in one of two currencies.
SCOPE: Mapping[str, Type] = {
    "fee": money(8, 2),
    "paid": money(8, 2),
    "cost": money(8, 2, "USD"),
    "count": decimal(6, 2),
    "deal": record("Deal", {"currency": CURRENCY}),
}


class Mixed(AssertionError):
    """Two currencies met, or money and a number."""


@dataclass(frozen=True)
class Tagged:
    """A number with the currency that it is money in; "" for a plain number."""

    number: Fraction
    currency: str = ""


NOTHING = Tagged(Fraction())


def of_one_currency(one: Tagged, other: Tagged) -> str:
    """Return the currency of two amounts; a plain zero is an amount of any."""
    if NOTHING not in (one, other) and one.currency != other.currency:
        raise Mixed((one, other))
    return one.currency or other.currency


def tagged(node: Node, facts: Mapping[str, Any]) -> Any:
    match node:
        case Literal(value=value):
            return value if isinstance(value, str) else Tagged(Fraction(value or 0))
        case Path(names):
            return facts[names[-1]]
        case Negative(operand):
            found = tagged(operand, facts)
            return Tagged(-found.number, found.currency)
        case Not(operand):
            return not tagged(operand, facts)
        case Binary(operator, left, right):
            return calculated(operator, left, right, facts)
        case Call():
            return called(node, facts)
    raise AssertionError(node)


def called(node: Call, facts: Mapping[str, Any]) -> Any:
    match node:
        case Call("IF", (test, then, otherwise)):
            return tagged(then if tagged(test, facts) else otherwise, facts)
        case Call("MONEY", (amount, Literal(value=str() as code))):
            return Tagged(tagged(amount, facts).number, code)
        case Call("MAX", (left, right)):
            return greatest(tagged(left, facts), tagged(right, facts))
    raise AssertionError(node)


def greatest(one: Tagged, other: Tagged) -> Tagged:
    return Tagged(max(one.number, other.number), of_one_currency(one, other))


def calculated(operator: Operator, left: Node, right: Node, facts: Mapping[str, Any]) -> Any:
    one = tagged(left, facts)
    if operator is Operator.AND:
        return one and tagged(right, facts)
    if operator is Operator.OR:
        return one or tagged(right, facts)
    other = tagged(right, facts)
    if isinstance(one, str):
        return (one == other) is (operator is Operator.EQUAL)
    if operator in COMPARISONS:
        of_one_currency(one, other)
        return COMPARISONS[operator](one.number, other.number)
    if operator in SUMS:
        return Tagged(SUMS[operator](one.number, other.number), of_one_currency(one, other))
    return multiplied(one, other) if operator is Operator.MULTIPLY else divided(one, other)


def multiplied(one: Tagged, other: Tagged) -> Tagged:
    if one.currency and other.currency:
        raise Mixed((one, other))
    return Tagged(one.number * other.number, one.currency or other.currency)


def divided(one: Tagged, other: Tagged) -> Tagged:
    currency = of_one_currency(one, other) and "" if other.currency else one.currency
    return Tagged(one.number / other.number, currency)


COMPARISONS: Mapping[Operator, Callable[[Fraction, Fraction], bool]] = {
    Operator.EQUAL: eq,
    Operator.UNEQUAL: ne,
    Operator.LESS: lt,
    Operator.LESS_OR_EQUAL: le,
    Operator.GREATER: gt,
    Operator.GREATER_OR_EQUAL: ge,
}
SUMS: Mapping[Operator, Callable[[Fraction, Fraction], Fraction]] = {
    Operator.ADD: add,
    Operator.SUBTRACT: sub,
}

_CODES = ("USD", "EUR")
_CONDITIONS = (
    'deal.currency = "USD"',
    'deal.currency = "EUR"',
    'NOT deal.currency <> "EUR"',
    'deal.currency <> "USD"',
)


def _forms(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from(("+", "-", "*", "/"))
    conditions = st.sampled_from(_CONDITIONS) | st.builds(
        "{} {} {}".format, inner, st.sampled_from((">", "=", "<=")), inner
    )
    joint = st.builds("({} {} {})".format, conditions, st.sampled_from(("AND", "OR")), conditions)
    return (
        st.builds("({} {} {})".format, inner, operators, inner)
        | st.builds("MAX({}, {})".format, inner, inner)
        | st.builds("IF({}, {}, {})".format, conditions | joint, inner, inner)
        | st.builds("-({})".format, inner)
    )


#: Expressions of which the checker refuses many.
SLOPPY: st.SearchStrategy[str] = st.recursive(
    st.sampled_from(
        ("fee", "paid", "fee", "cost", "count", "0", "2", 'MONEY(5, "USD")', 'MONEY(7, "EUR")')
    ),
    _forms,
    max_leaves=6,
)

_NUMBERS = st.integers(1, 9).map(Fraction)


@st.composite
def facts(draw: Callable[[st.SearchStrategy[Any]], Any]) -> dict[str, Any]:
    """Draw facts: all money of the deal is in the deal's currency."""
    code = draw(st.sampled_from(_CODES))
    return {
        "currency": code,
        "fee": Tagged(draw(_NUMBERS), code),
        "paid": Tagged(draw(_NUMBERS), code),
        "cost": Tagged(draw(_NUMBERS), "USD"),
        "count": Tagged(draw(_NUMBERS)),
    }
