"""How a mapping's own code chooses the row of a rule that it uses."""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from bridge.rules.check import Checked
from bridge.rules.compiler.choosing.matching import Matcher
from bridge.rules.compiler.constants import Constants
from bridge.rules.compiler.syntax import conditional, load, store

#: Writes the syntax of the chosen row, given the variables of the inputs; KeyError where none is.
Choose = Callable[[Sequence[str], Constants], ast.expr]
_ALIVE = "alive"


@dataclass(frozen=True, slots=True)
class Chooser:
    """The inputs of a rule by name, and how its row, an object with `outputs`, is chosen."""

    inputs: Mapping[str, Checked]
    choose: Choose


def by_match(
    inputs: Mapping[str, Checked], matcher: Matcher, rows: Sequence[object], *, unique: bool
) -> Chooser:
    """Choose the one row that accepts all inputs, or unless `unique` the first that does."""
    masks = {1 << number: row for number, row in enumerate(rows)}
    choose = _only if unique else _first
    return Chooser(inputs, partial(choose, matcher, masks))


def by_key(inputs: Mapping[str, Checked], rows: Mapping[tuple[object, ...], object]) -> Chooser:
    """Choose the row of just these inputs."""
    return Chooser(inputs, partial(_keyed, rows))


def _only(
    matcher: Matcher, rows: Mapping[int, object], names: Sequence[str], constants: Constants
) -> ast.expr:
    """More rows than one, and any assumption, are no key."""
    return ast.Subscript(constants.once(rows), matcher.emit(names, constants), ast.Load())


def _first(
    matcher: Matcher, rows: Mapping[int, object], names: Sequence[str], constants: Constants
) -> ast.expr:
    alive = ast.NamedExpr(store(_ALIVE), matcher.emit(names, constants))
    is_a_row = ast.Compare(alive, [ast.Lt()], [ast.Constant(1 << len(rows))])
    lowest = ast.BinOp(load(_ALIVE), ast.BitAnd(), ast.UnaryOp(ast.USub(), load(_ALIVE)))
    at = conditional(is_a_row, lowest, ast.Constant(0))
    return ast.Subscript(constants.once(rows), at, ast.Load())


def _keyed(
    rows: Mapping[tuple[object, ...], object], names: Sequence[str], constants: Constants
) -> ast.expr:
    key = ast.Tuple([load(name) for name in names], ast.Load())
    return ast.Subscript(constants.once(rows), key, ast.Load())
