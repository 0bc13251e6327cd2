"""Builds the Python syntax of one expression."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
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
from bridge.rules.functions.dates import BY_MONTHS
from bridge.rules.functions.numbers import RATIOS
from bridge.rules.language.limits import TEXT_MAX
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
#: How many texts are added up faster than they are joined.
_FEW = 4
#: How many days a constant can stand for; more of them lead out of the calendar.
_SPAN_MAX = date.max.toordinal()
_LOGIC: Mapping[Operator, type[ast.boolop]] = {Operator.AND: ast.And, Operator.OR: ast.Or}


@dataclass(frozen=True, slots=True)
class Emitter:
    """
    Builds syntax for typed trees.

    `forms` are the functions that are not just called with the values of their arguments. `fact`
    gives the syntax that reads a fact by its first name. `shared` names the variables that hold
    what was computed before. `held` counts the variables that hold a value for a moment. `numbers`
    are facts that a result before has shown to be numbers. Careful code says in words why there is
    no value; the other is quicker, and fails as Python does.
    """

    forms: Mapping[str, "Form"]
    constants: Constants
    fact: Callable[[str], ast.expr]
    shared: Mapping[Node, str]
    held: list[str] = field(default_factory=list)
    numbers: set[Node] = field(default_factory=set)
    lists_open: int = 0
    careful: bool = False

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
        if name in self.forms:
            return self.forms[name](self, tree)
        if name in RATIOS:
            return self._rounded(tree)
        if name in BY_MONTHS and not self.careful:
            day, count = (self.expression(part) for part in tree.parts)
            return call(f"quick_{name}", day, call("int", count))
        if name in SHORTCUTS and (short := SHORTCUTS[name](self.expression, tree)) is not None:
            return short
        return call(f"do_{name}", *(self.as_number(part, tree.type) for part in tree.parts))

    def _constant(self, value: Constant) -> ast.expr:
        if isinstance(value, Decimal):
            return self.constants.add(value)
        return ast.Constant(value)

    def as_number(self, tree: Typed, wanted: Type) -> ast.expr:
        """Return the syntax of a value as it is, or in the kind of number that it meets."""
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
            return self._joined(self._pieces(tree))
        if operator in _COMPARISONS:
            return self._compared(operator, left, right)
        if left.type.kind is Kind.DATE:
            return self._date_arithmetic(operator, left, right)
        if operator is Operator.DIVIDE:
            return call("ratio", self.expression(left), self.expression(right))
        return ast.BinOp(
            self.as_number(left, tree.type),
            _ARITHMETIC[operator](),
            self.as_number(right, tree.type),
        )

    def _pieces(self, tree: Typed) -> list[ast.expr]:
        """Return the texts of a & b & c as one list, so that they are joined once."""
        match tree.node:
            case Binary(Operator.JOIN):
                return [piece for part in tree.parts for piece in self._pieces(part)]
            case _:
                return [self.expression(tree)]

    def _joined(self, pieces: list[ast.expr]) -> ast.expr:
        """Return the syntax of one text; few pieces are put together faster one by one."""
        if len(pieces) > _FEW:
            return call("join", *pieces)
        held, name = self.hold(reduce(lambda one, other: ast.BinOp(one, ast.Add(), other), pieces))
        is_short = ast.Compare(call("len", held), [ast.LtE()], [ast.Constant(TEXT_MAX)])
        return conditional(is_short, load(name), call("join", load(name)))

    def _compared(self, operator: Operator, left: Typed, right: Typed) -> ast.expr:
        for tested, other in ((left, right), (right, left)):
            if other.type.kind is Kind.BLANK:
                test = self.blank(self.expression(tested), tested.type)
                return test if operator is Operator.EQUAL else ast.UnaryOp(ast.Not(), test)
        wanted = _met(left.type, right.type)
        return ast.Compare(
            self.as_number(left, wanted),
            [_COMPARISONS[operator]()],
            [self.as_number(right, wanted)],
        )

    def blank(self, value: ast.expr, found: Type) -> ast.expr:
        """Return the test for blank; a text without characters is blank, as with Salesforce."""
        if found.is_text:
            return ast.UnaryOp(ast.Not(), value)
        return ast.Compare(value, [ast.Is()], [ast.Constant(None)])

    def _date_arithmetic(self, operator: Operator, left: Typed, right: Typed) -> ast.expr:
        day = self.expression(left)
        if right.type.kind is Kind.DATE:
            return call("days_between", day, self.expression(right))
        match right.node:
            case Literal(value=int() as days) if days <= _SPAN_MAX:
                span = timedelta(days if operator is Operator.ADD else -days)
                moved = self.constants.add(span)
                if self.careful:
                    return call("later", day, moved)
                return ast.BinOp(day, ast.Add(), moved)
        meaning = "moved" if operator is Operator.ADD else "moved_back"
        return call(meaning, day, self.expression(right))

    def _within(self, tree: Typed) -> ast.expr:
        subject, *options = tree.parts
        constants = [self.as_number(option, subject.type) for option in options]
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
            return call(f"do_{name_of(tree)}", self.expression(number), self.expression(places))
        unit = self.constants.add(Decimal((0, (1,), -(tree.type.scale or 0))))
        return ast.Call(self.constants.quantizer(digits, RATIOS[name_of(tree)]), [value, unit], [])

    def _divided(self, ratio: Ratio, digits: int) -> ast.expr:
        above = self._product(ratio.above)
        if ratio.is_negative:
            above = ast.UnaryOp(ast.USub(), above)
        return ast.Call(self.constants.divider(digits), [above, self._product(ratio.below)], [])

    def _product(self, factors: tuple[Typed, ...]) -> ast.expr:
        first, *others = (self.as_number(factor, _FACTOR) for factor in factors)
        return reduce(lambda one, other: ast.BinOp(one, ast.Mult(), other), others, first)

    def hold(self, value: ast.expr) -> tuple[ast.expr, str]:
        """Return the syntax that keeps a value in a variable and gives it, and its name."""
        name = f"held_{len(self.held)}"
        self.held.append(name)
        return ast.NamedExpr(ast.Name(name, ast.Store()), value), name


#: Builds the syntax of a call.
Form = Callable[[Emitter, Typed], ast.expr]


def name_of(tree: Typed) -> str:
    """Return the name of the function that a tree calls."""
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
