"""Functions that are written shorter where the types of their arguments say which case it is."""

import ast
from collections.abc import Callable, Mapping

from bridge.rules.compiler.syntax import call
from bridge.rules.expression import Literal
from bridge.rules.language.typed import Typed
from bridge.rules.types import Kind

Expression = Callable[[Typed], ast.expr]


def _text(expression: Expression, tree: Typed) -> ast.expr | None:
    found = tree.parts[0].type
    if found.is_text:
        return expression(tree.parts[0])
    meanings = {Kind.INTEGER: "str", Kind.DATE: "isoformat"}
    if found.kind in meanings:
        return call(meanings[found.kind], expression(tree.parts[0]))
    return None


def _trim(expression: Expression, tree: Typed) -> ast.expr:
    return call("strip", expression(tree.parts[0]), ast.Constant(" "))


def _left(expression: Expression, tree: Typed) -> ast.expr | None:
    match tree.parts[1].node:
        case Literal(value=int() as count) if count >= 0:
            first = ast.Slice(None, ast.Constant(count))
            return ast.Subscript(expression(tree.parts[0]), first, ast.Load())
        case _:
            return None


def _money(expression: Expression, tree: Typed) -> ast.expr:
    """Return the bare amount: the checker has proved that it meets its own currency only."""
    return expression(tree.parts[0])


#: None where the function must be called after all.
SHORTCUTS: Mapping[str, Callable[[Expression, Typed], ast.expr | None]] = {
    "LEFT": _left,
    "MONEY": _money,
    "TEXT": _text,
    "TRIM": _trim,
}
