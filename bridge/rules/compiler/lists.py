"""The functions over lists: the elements are counted first, then gone through."""

import ast
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from bridge.rules.compiler.emit import Emitter, Form, name_of
from bridge.rules.compiler.syntax import call, conditional, item, load
from bridge.rules.expression import Path
from bridge.rules.language.limits import ELEMENTS_MAX
from bridge.rules.language.typed import Typed
from bridge.rules.types import Kind

#: How each function puts together what it finds in the elements.
_FOLDS: Mapping[str, str] = {
    "SUM": "sum",
    "COUNT": "sum",
    "ANY": "any",
    "ALL": "all",
    "LOWEST": "lowest",
    "HIGHEST": "highest",
}


def _folded(emitter: Emitter, tree: Typed) -> ast.expr:
    name = name_of(tree)
    given, *bodies = tree.parts
    many = _counted(emitter.expression(given))
    if not bodies:
        return call("len", many)
    values = _values(emitter, name, many, bodies[0])
    if name == "SUM" and bodies[0].type.kind is Kind.DECIMAL:  # spares converting Python's 0
        return call("sum", values, emitter.constants.add(Decimal(0)))
    return call(_FOLDS[name], values)


def _counted(many: ast.expr) -> ast.expr:
    """Return the syntax of a list; of one that is too long, that of refusing it."""
    is_short = ast.Compare(call("len", many), [ast.LtE()], [ast.Constant(ELEMENTS_MAX)])
    return conditional(is_short, many, call("elements", many))


def _values(emitter: Emitter, name: str, many: ast.expr, body: Typed) -> ast.expr:
    """Return the syntax of what is computed of each element; of what is counted, ones."""
    match body.node:
        case Path((fact,)) if name != "COUNT":
            return call("map", emitter.constants.reader(fact), many)
    element = f"element_{emitter.lists_open}"
    inner = replace(
        emitter,
        fact=lambda fact: item(load(element), fact),
        shared={},
        lists_open=emitter.lists_open + 1,
    )
    value = inner.expression(body)
    counting = name == "COUNT"
    loop = ast.comprehension(ast.Name(element, ast.Store()), many, [value] if counting else [], 0)
    result = ast.Constant(1) if counting else value
    if name in {"ANY", "ALL"}:
        return ast.GeneratorExp(result, [loop])
    return ast.ListComp(result, [loop])  # a list is gone through faster than what is generated


LISTS: Mapping[str, Form] = dict.fromkeys(_FOLDS, _folded)
