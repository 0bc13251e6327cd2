"""
The last step of an expression: its value in the form of its place.

A number gets just the decimals of its type and no negative zero, so that equal results are written
alike; one that is too long for its place has no value. Where a result is rounded to its place
anyway, that one step does all of it.
"""

import ast
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from bridge.rules.compiler.emit import Emitter
from bridge.rules.compiler.syntax import call, conditional, load
from bridge.rules.expression import Binary, Call, Literal, Negative, Node, Operator, Path
from bridge.rules.functions.numbers import RATIOS
from bridge.rules.functions.rounding import placed
from bridge.rules.language.currencies import PRICED
from bridge.rules.language.typed import Typed
from bridge.rules.types import Kind, Type

#: Builds the syntax of a result in the form of a type.
Settle = Callable[[Emitter, Typed, Type], ast.expr]

#: Functions whose results have few digits, whatever their arguments are.
_SHORT = frozenset({"COUNT", "DAY", "DAYS", "LEN", "MONTH", "MONTHS_BETWEEN", "WEEKDAY", "YEAR"})

#: Python compares whole numbers below this quickest.
_SMALL = 2**30


def settled(emitter: Emitter, tree: Typed, wanted: Type) -> ast.expr:
    """Return the syntax of a result that raises where it does not fit."""
    match tree.node:
        case Literal(value=None):
            return ast.Constant(None)
        case Call("IF"):
            test, then, otherwise = tree.parts
            tested = emitter.expression(test)
            branches = [replace(emitter, numbers=set(emitter.numbers)) for _ in range(2)]
            return conditional(
                tested, settled(branches[0], then, wanted), settled(branches[1], otherwise, wanted)
            )
        case Call(name) if name == PRICED:
            return _priced(emitter, tree, wanted, settled)
    if wanted.kind is Kind.DECIMAL:
        return _decimal(emitter, tree, wanted)
    if wanted.kind is Kind.INTEGER:
        return _integer(emitter, tree, wanted)
    return emitter.expression(tree)


def settled_in_words(emitter: Emitter, tree: Typed, wanted: Type) -> ast.expr:
    """Return the syntax of the same result that says, where it does not fit, how long it is."""
    match tree.node:
        case Call(name) if name == PRICED:
            return _priced(emitter, tree, wanted, settled_in_words)
    value = emitter.expression(tree)
    match wanted.kind:
        case Kind.DECIMAL:
            constants = emitter.constants
            bound = Decimal((0, (1,), wanted.whole_digits))
            return call("settled", value, constants.add(_unit(wanted)), constants.add(bound))
        case Kind.INTEGER:
            return call("settled_whole", value, ast.Constant(wanted.precision))
        case _:
            return value


def _priced(emitter: Emitter, tree: Typed, wanted: Type, settle: Settle) -> ast.expr:
    """Return the syntax of an amount beside its currency, or of a blank."""
    amount, code = tree.parts
    held, name = emitter.hold(settle(emitter, amount, wanted))
    is_blank = ast.Compare(held, [ast.Is()], [ast.Constant(None)])
    pair = ast.Tuple([emitter.expression(code), load(name)], ast.Load())
    return conditional(is_blank, ast.Constant(None), pair)


def _unit(wanted: Type) -> Decimal:
    return Decimal((0, (1,), -(wanted.scale or 0)))


def _is_placed(number: int | Decimal, wanted: Type) -> bool:
    """Whether a literal goes into a decimal place as it is."""
    is_short = abs(number) < 10**wanted.whole_digits
    return is_short and placed(number, _unit(wanted)) == number


def _decimal(emitter: Emitter, tree: Typed, wanted: Type) -> ast.expr:
    match tree.node:
        case Literal(value=int() | Decimal() as number) if _is_placed(number, wanted):
            return emitter.constants.add(placed(number, _unit(wanted)))
    value = emitter.expression(tree)
    if not tree.type.blank:
        if tree.type.precision > wanted.precision or not _is_rounded_to(tree, wanted.scale):
            value = _placed(emitter, value, wanted)
        return _positive_zero(emitter, value, wanted, _terms(tree))
    held, name = emitter.hold(value)
    test = ast.Compare(held, [ast.Is()], [ast.Constant(None)])
    found = _positive_zero(emitter, _placed(emitter, load(name), wanted), wanted, None)
    return conditional(test, ast.Constant(None), found)


def _is_rounded_to(tree: Typed, scale: int | None) -> bool:
    """Whether a result has just these decimals, because all that it adds up is rounded to them."""
    match tree.node:
        case Call(name) if name in RATIOS:
            return tree.type.kind is Kind.DECIMAL and tree.type.scale == scale
        case Negative() | Binary(Operator.ADD | Operator.SUBTRACT):
            return all(_is_rounded_to(part, scale) for part in tree.parts)
        case _:
            return False


def _terms(tree: Typed) -> frozenset[Node] | None:
    """Return the facts of plain arithmetic, which gives a number if all of them are numbers."""
    match tree.node:
        case Literal():
            return frozenset()
        case Path():
            return frozenset({tree.node})
        case Call(name) if name in RATIOS:
            return _terms(tree.parts[0])
        case Negative() | Binary(
            Operator.ADD | Operator.SUBTRACT | Operator.MULTIPLY | Operator.DIVIDE
        ):
            found = [_terms(part) for part in tree.parts]
            return frozenset().union(*filter(None, found)) if None not in found else None
        case _:
            return None


def _placed(emitter: Emitter, value: ast.expr, wanted: Type) -> ast.expr:
    constants = emitter.constants
    return ast.Call(
        constants.quantizer(wanted.precision, None), [value, constants.add(_unit(wanted))], []
    )


def _positive_zero(
    emitter: Emitter, value: ast.expr, wanted: Type, terms: frozenset[Node] | None
) -> ast.expr:
    """
    Return the syntax that makes -0.00 a zero, and stops what is not a number.

    To compare it stops it, which is spared where results before have shown `terms` to be numbers.
    """
    zero = emitter.constants.add(Decimal((0, (0,), -(wanted.scale or 0))))
    if terms is not None and terms <= emitter.numbers:
        return ast.BoolOp(ast.Or(), [value, zero])
    emitter.numbers.update(terms or ())
    held, name = emitter.hold(value)
    test = ast.Compare(held, [ast.Gt()], [zero])
    return conditional(test, load(name), ast.BoolOp(ast.Or(), [load(name), zero]))


def _integer(emitter: Emitter, tree: Typed, wanted: Type) -> ast.expr:
    value = emitter.expression(tree)
    match tree.node:
        case Call(name) if name in _SHORT and tree.type.precision <= wanted.precision:
            return value
    held, name = emitter.hold(value)
    edge = min(10**wanted.precision, _SMALL)
    is_whole = ast.Compare(call("type", held), [ast.Is()], [load("int")])
    fits = ast.Compare(ast.Constant(-edge), [ast.Lt(), ast.Lt()], [load(name), ast.Constant(edge)])
    settle = call("settled_whole", load(name), ast.Constant(wanted.precision))
    return conditional(ast.BoolOp(ast.And(), [is_whole, fits]), load(name), settle)
