"""
A third meaning of the language: each typed tree becomes a chain of Python closures.

It calculates with the same decimals as the compiler and calls the same functions, but builds no
Python syntax, keeps no constants and shares nothing: it finds what the compiler does on the way.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from operator import add, eq, ge, gt, le, lt, mul, ne, sub
from typing import Any

from bridge.rules.expression import Binary, Call, Literal, Negative, Not, Operator, Path, Within
from bridge.rules.functions.dates import days_between, moved
from bridge.rules.functions.library import LIBRARY
from bridge.rules.functions.signature import Function
from bridge.rules.language.typed import Typed

Facts = Mapping[str, Any]
Closure = Callable[[Facts], Any]

COMPARISONS: Mapping[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQUAL: eq,
    Operator.UNEQUAL: ne,
    Operator.LESS: lt,
    Operator.LESS_OR_EQUAL: le,
    Operator.GREATER: gt,
    Operator.GREATER_OR_EQUAL: ge,
}
ARITHMETIC: Mapping[Operator, Callable[[Any, Any], Any]] = {
    Operator.ADD: add,
    Operator.SUBTRACT: sub,
    Operator.MULTIPLY: mul,
}


def closure(tree: Typed) -> Closure:
    """Return a function from facts to the value of a tree."""
    match tree.node:
        case Literal(value=value):
            return lambda _: value
        case Path(names):
            return lambda facts: looked_up(facts, names)
        case _:
            return compound(tree)


def compound(tree: Typed) -> Closure:
    match tree.node:
        case Negative():
            operand = closure(tree.parts[0])
            return lambda facts: -operand(facts)
        case Not():
            operand = closure(tree.parts[0])
            return lambda facts: not operand(facts)
        case Binary(operator):
            return binary(operator, *tree.parts)
        case Within():
            subject, *options = (closure(part) for part in tree.parts)
            return lambda facts: any(same(subject(facts), one(facts)) for one in options)
        case Call(name):
            return FORMS[name](tree) if name in FORMS else applied(tree, name)
    raise AssertionError(tree)


def looked_up(facts: Any, names: tuple[str, ...]) -> Any:
    return looked_up(facts[names[0]], names[1:]) if names else facts


def is_blank(value: Any) -> bool:
    return value is None or value == ""


def alike(one: Any, other: Any) -> tuple[Any, Any]:
    """Decimals do not mix with fractions; make both fractions where one is."""
    if isinstance(one, Fraction) and isinstance(other, Decimal):
        return one, Fraction(other)
    if isinstance(other, Fraction) and isinstance(one, Decimal):
        return Fraction(one), other
    return one, other


def same(one: Any, other: Any) -> bool:
    one, other = alike(one, other)
    return bool(one == other)


def binary(operator: Operator, left: Typed, right: Typed) -> Closure:
    one, other = closure(left), closure(right)
    if operator is Operator.AND:
        return lambda facts: one(facts) and other(facts)
    if operator is Operator.OR:
        return lambda facts: one(facts) or other(facts)
    if operator is Operator.JOIN:
        return lambda facts: one(facts) + other(facts)
    if operator is Operator.DIVIDE:
        return lambda facts: Fraction(one(facts)) / Fraction(other(facts))
    if operator in COMPARISONS:
        return lambda facts: compared(operator, one(facts), other(facts))
    return lambda facts: calculated(operator, one(facts), other(facts))


def compared(operator: Operator, one: Any, other: Any) -> bool:
    if one is None or other is None:
        return (is_blank(one) and is_blank(other)) is (operator is Operator.EQUAL)
    return COMPARISONS[operator](*alike(one, other))


def calculated(operator: Operator, one: Any, other: Any) -> Any:
    if isinstance(one, date):
        if isinstance(other, date):
            return days_between(one, other)
        return moved(one, other if operator is Operator.ADD else -other)
    return ARITHMETIC[operator](*alike(one, other))


def applied(tree: Typed, name: str) -> Closure:
    function = LIBRARY[name]
    assert isinstance(function, Function)
    arguments = [closure(part) for part in tree.parts]
    return lambda facts: function.run(*(argument(facts) for argument in arguments))


def chosen(tree: Typed) -> Closure:
    test, then, otherwise = (closure(part) for part in tree.parts)
    return lambda facts: then(facts) if test(facts) else otherwise(facts)


def case(tree: Typed) -> Closure:
    subject, *pairs, last = (closure(part) for part in tree.parts)

    def run(facts: Facts) -> Any:
        found = subject(facts)
        for value, result in zip(pairs[::2], pairs[1::2], strict=True):
            if compared(Operator.EQUAL, found, value(facts)):
                return result(facts)
        return last(facts)

    return run


def blank_value(tree: Typed) -> Closure:
    value, substitute = (closure(part) for part in tree.parts)

    def run(facts: Facts) -> Any:
        found = value(facts)
        return substitute(facts) if is_blank(found) else found

    return run


def blank_test(tree: Typed) -> Closure:
    value = closure(tree.parts[0])
    return lambda facts: is_blank(value(facts))


def over_list(fold: Callable[[list[Any]], Any]) -> Callable[[Typed], Closure]:
    def build(tree: Typed) -> Closure:
        given = closure(tree.parts[0])
        body = closure(tree.parts[1]) if len(tree.parts) > 1 else lambda _: True
        return lambda facts: fold([body(element) for element in given(facts)])

    return build


FORMS: Mapping[str, Callable[[Typed], Closure]] = {
    "IF": chosen,
    "CASE": case,
    "BLANKVALUE": blank_value,
    "ISBLANK": blank_test,
    "MONEY": lambda tree: closure(tree.parts[0]),
    "LOWEST": over_list(lambda values: min(values) if values else None),
    "HIGHEST": over_list(lambda values: max(values) if values else None),
    "SUM": over_list(sum),
    "COUNT": over_list(sum),
    "ANY": over_list(any),
    "ALL": over_list(all),
}
