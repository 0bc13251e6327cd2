"""Builds the Python syntax of one expression."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import reduce

from bridge.rules.compiler.constants import Constants
from bridge.rules.compiler.ratios import Ratio, as_ratio
from bridge.rules.compiler.shortcuts import SHORTCUTS
from bridge.rules.compiler.syntax import call, conditional, item, load
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
from bridge.rules.functions.numbers import RATIOS
from bridge.rules.language.typed import Typed
from bridge.rules.types import Kind, Type, decimal

_COMPARISONS: Mapping[Operator, type[ast.cmpop]] = {
    Operator.EQUAL: ast.Eq,
    Operator.UNEQUAL: ast.NotEq,
    Operator.LESS: ast.Lt,
    Operator.LESS_OR_EQUAL: ast.LtE,
    Operator.GREATER: ast.Gt,
    Operator.GREATER_OR_EQUAL: ast.GtE,
}
_ARITHMETIC: Mapping[Operator, type[ast.operator]] = {
    Operator.ADD: ast.Add,
    Operator.SUBTRACT: ast.Sub,
    Operator.MULTIPLY: ast.Mult,
}
#: What a literal among the factors of a ratio becomes.
_FACTOR = decimal(1, 0)
_LOGIC: Mapping[Operator, type[ast.boolop]] = {Operator.AND: ast.And, Operator.OR: ast.Or}


@dataclass(frozen=True, slots=True)
class Emitter:
    """
    Builds syntax for typed trees.

    `fact` gives the syntax that reads a fact by its first name. `shared` names the variables that
    hold what was computed before. `held` counts the variables that hold a value for a moment.
    """

    constants: Constants
    fact: Callable[[str], ast.expr]
    shared: Mapping[Node, str]
    held: list[str]
    lists_open: int = 0

    def expression(self, tree: Typed) -> ast.expr:
        """Return the syntax of a tree's value."""
        if self.is_shared(tree):
            return load(self.shared[tree.node])
        match tree.node:
            case Call(name):
                return self._call(tree, name)
            case Binary(operator):
                return self._binary(tree, operator)
            case Within():
                return self._within(tree)
            case Literal() | Path() | Negative() | Not() as node:
                return self._simple(tree, node)

    def is_shared(self, tree: Typed) -> bool:
        """Whether the value was computed before."""
        return bool(self.shared) and tree.node in self.shared and not tree.guarded

    def _simple(self, tree: Typed, node: Literal | Path | Negative | Not) -> ast.expr:
        match node:
            case Literal(value=value):
                return self._constant(value)
            case Path(names):
                return item(self.fact(names[0]), *names[1:])
            case Negative():
                return ast.UnaryOp(ast.USub(), self.expression(tree.parts[0]))
            case Not():
                return ast.UnaryOp(ast.Not(), self.expression(tree.parts[0]))

    def _call(self, tree: Typed, name: str) -> ast.expr:
        if name in _FORMS:
            return _FORMS[name](self, tree)
        if name in _FOLDS:
            return self._over_list(tree, name)
        if name in RATIOS:
            return self._rounded(tree)
        if name in SHORTCUTS and (short := SHORTCUTS[name](self.expression, tree)) is not None:
            return short
        return call(f"do_{name}", *(self._as(part, tree.type) for part in tree.parts))

    def _constant(self, value: Constant) -> ast.expr:
        if isinstance(value, Decimal):
            return self.constants.add(value)
        return ast.Constant(value)

    def _as(self, tree: Typed, wanted: Type) -> ast.expr:
        """Return a value as it is, or in the kind of number that it meets."""
        match tree.node:
            case Literal(value=int() | Decimal() as value) if wanted.is_quotient:
                return self.constants.add(Fraction(value))
            case Literal(value=int() as value) if wanted.kind is Kind.DECIMAL:
                return self.constants.add(Decimal(value))  # spares converting it each time
        if wanted.is_quotient and tree.type.is_number and not tree.type.is_quotient:
            return call("fraction", self.expression(tree))
        return self.expression(tree)

    def _binary(self, tree: Typed, operator: Operator) -> ast.expr:
        left, right = tree.parts
        if operator in _LOGIC:
            return ast.BoolOp(_LOGIC[operator](), [self.expression(left), self.expression(right)])
        if operator is Operator.JOIN:
            return call("join", *self._pieces(tree))
        if operator in _COMPARISONS:
            return self._compared(operator, left, right)
        if left.type.kind is Kind.DATE:
            return self._date_arithmetic(operator, left, right)
        if operator is Operator.DIVIDE:
            return call("ratio", self.expression(left), self.expression(right))
        return ast.BinOp(
            self._as(left, tree.type), _ARITHMETIC[operator](), self._as(right, tree.type)
        )

    def _pieces(self, tree: Typed) -> list[ast.expr]:
        """Return the texts of a & b & c as one list, so that they are joined once."""
        match tree.node:
            case Binary(Operator.JOIN):
                return [piece for part in tree.parts for piece in self._pieces(part)]
            case _:
                return [self.expression(tree)]

    def _compared(self, operator: Operator, left: Typed, right: Typed) -> ast.expr:
        for tested, other in ((left, right), (right, left)):
            if other.type.kind is Kind.BLANK:
                test = self.blank(self.expression(tested), tested.type)
                return test if operator is Operator.EQUAL else ast.UnaryOp(ast.Not(), test)
        wanted = _met(left.type, right.type)
        return ast.Compare(
            self._as(left, wanted), [_COMPARISONS[operator]()], [self._as(right, wanted)]
        )

    def blank(self, value: ast.expr, found: Type) -> ast.expr:
        """Return the test for blank; a text without characters is blank, as with Salesforce."""
        if found.is_text:
            return ast.UnaryOp(ast.Not(), value)
        return ast.Compare(value, [ast.Is()], [ast.Constant(None)])

    def _date_arithmetic(self, operator: Operator, left: Typed, right: Typed) -> ast.expr:
        if right.type.kind is Kind.DATE:
            meaning = "days_between"
        else:
            meaning = "moved" if operator is Operator.ADD else "moved_back"
        return call(meaning, self.expression(left), self.expression(right))

    def _within(self, tree: Typed) -> ast.expr:
        subject, *options = tree.parts
        constants = [self._as(option, subject.type) for option in options]
        return ast.Compare(self.expression(subject), [ast.In()], [ast.Tuple(constants, ast.Load())])

    def _rounded(self, tree: Typed) -> ast.expr:
        if tree.parts[0].type.kind is Kind.INTEGER:
            return self.expression(tree.parts[0])
        found = self.rounded(tree, tree.type.precision)
        return call("int", found) if tree.type.kind is Kind.INTEGER else found

    def rounded(self, tree: Typed, digits: int) -> ast.expr:
        """
        Return the syntax of ROUND or ROUND_EVEN of a decimal, in at most so many digits.

        A quotient of products is divided once; any other unrounded quotient is a fraction.
        """
        number, places = tree.parts
        if not number.type.is_quotient:
            value = self.expression(number)
        elif (ratio := as_ratio(number)) is not None:
            value = self._divided(ratio, number.type.precision + (tree.type.scale or 0) + 2)
        else:
            return call(f"do_{_name(tree)}", self.expression(number), self.expression(places))
        unit = self.constants.add(Decimal((0, (1,), -(tree.type.scale or 0))))
        return ast.Call(self.constants.quantizer(digits, RATIOS[_name(tree)]), [value, unit], [])

    def _divided(self, ratio: Ratio, digits: int) -> ast.expr:
        above = self._product(ratio.above)
        if ratio.is_negative:
            above = ast.UnaryOp(ast.USub(), above)
        return ast.Call(self.constants.divider(digits), [above, self._product(ratio.below)], [])

    def _product(self, factors: tuple[Typed, ...]) -> ast.expr:
        first, *others = (self._as(factor, _FACTOR) for factor in factors)
        return reduce(lambda one, other: ast.BinOp(one, ast.Mult(), other), others, first)

    def hold(self, value: ast.expr) -> tuple[ast.expr, str]:
        """Return the syntax that keeps a value in a variable and gives it, and its name."""
        name = f"held_{len(self.held)}"
        self.held.append(name)
        return ast.NamedExpr(ast.Name(name, ast.Store()), value), name

    def chosen(self, tree: Typed) -> ast.expr:
        """Return the syntax of IF."""
        test, then, otherwise = tree.parts
        return conditional(
            self.expression(test), self._as(then, tree.type), self._as(otherwise, tree.type)
        )

    def substituted(self, tree: Typed) -> ast.expr:
        """Return the syntax of BLANKVALUE."""
        value, substitute = tree.parts
        held, name = self.hold(self._as(value, tree.type))
        return conditional(
            self.blank(held, value.type), self._as(substitute, tree.type), load(name)
        )

    def tested_blank(self, tree: Typed) -> ast.expr:
        """Return the syntax of ISBLANK."""
        return self.blank(self.expression(tree.parts[0]), tree.parts[0].type)

    def cases(self, tree: Typed) -> ast.expr:
        """Return the syntax of CASE: the subject is computed once, each result only if chosen."""
        subject, *rest, last = tree.parts
        values, results = rest[::2], rest[1::2]
        quotients = [each.type for each in (subject, *values) if each.type.is_quotient]
        compared = quotients[0] if quotients else subject.type
        held, name = self.hold(self._as(subject, compared))
        found = self._as(last, tree.type)
        for at in reversed(range(len(values))):
            subject_syntax = held if at == 0 else load(name)
            if values[at].type.kind is Kind.BLANK:
                test = self.blank(subject_syntax, subject.type)
            else:
                wanted = self._as(values[at], compared)
                test = ast.Compare(subject_syntax, [ast.Eq()], [wanted])
            found = conditional(test, self._as(results[at], tree.type), found)
        return found

    def _over_list(self, tree: Typed, name: str) -> ast.expr:
        """Return the syntax of SUM, COUNT, ANY and ALL."""
        given, *bodies = tree.parts
        many = call("elements", self.expression(given))
        if not bodies:
            return call("len", many)
        element = f"element_{self.lists_open}"
        inner = replace(
            self,
            fact=lambda fact: item(load(element), fact),
            shared={},
            lists_open=self.lists_open + 1,
        )
        body = inner.expression(bodies[0])
        counting = name == "COUNT"
        loop = ast.comprehension(
            ast.Name(element, ast.Store()), many, [body] if counting else [], 0
        )
        result = ast.Constant(1) if counting else body
        if name not in {"ANY", "ALL"}:  # a list is gone through faster than what is generated
            return call(_FOLDS[name], ast.ListComp(result, [loop]))
        return call(_FOLDS[name], ast.GeneratorExp(result, [loop]))


def _name(tree: Typed) -> str:
    match tree.node:
        case Call(name):
            return name
        case node:
            raise TypeError(f"{node} is no call")


def _met(one: Type, other: Type) -> Type:
    """Return the kind of number that both sides of a comparison are brought to."""
    if one.is_quotient or other.is_quotient:
        return one if one.is_quotient else other
    return one if one.kind is Kind.DECIMAL else other


_FOLDS: Mapping[str, str] = {
    "SUM": "sum",
    "COUNT": "sum",
    "ANY": "any",
    "ALL": "all",
    "LOWEST": "lowest",
    "HIGHEST": "highest",
}
_FORMS: Mapping[str, Callable[[Emitter, Typed], ast.expr]] = {
    "IF": Emitter.chosen,
    "CASE": Emitter.cases,
    "BLANKVALUE": Emitter.substituted,
    "ISBLANK": Emitter.tested_blank,
}
