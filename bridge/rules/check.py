"""Checks an expression against the facts it may read and the place its result goes to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bridge.rules.expression import Call, Node
from bridge.rules.inference import typed
from bridge.rules.language.currencies import PRICED, currency_fact
from bridge.rules.language.targets import require
from bridge.rules.language.typed import Scope, Typed, paths
from bridge.rules.parse import parse
from bridge.rules.types import Type


@dataclass(frozen=True, slots=True)
class Checked:
    """
    An expression that can be compiled and never fails on facts of the declared types.

    `type` is that of its values: the target's where one was given. `reads` names the facts it
    reads: `amount`, `deal.currency`, and `lines[].amount` for a fact of a list's elements.
    """

    node: Node
    type: Type
    reads: frozenset[str]
    source: str
    tree: Typed


def check(source: str, scope: Mapping[str, Type], target: Type | None = None) -> Checked:
    """
    Return an expression with its type; Problem, with place and hint, at its first mistake.

    `scope` holds the facts by name. A target demands its type: not blank unless it may be, no more
    decimals than it has, only the values of its enum.
    """
    node = parse(source)
    tree = typed(node, Scope(scope))
    return Checked(node, require(tree, target), frozenset(paths(tree)), source, tree)


def with_currency(checked: Checked, scope: Mapping[str, Type]) -> Checked | None:
    """
    Return money of the deal that gives its amount beside the code of its currency.

    None where no fact of the scope holds that code.
    """
    code = currency_fact(scope)
    if code is None:
        return None
    parts = (checked.tree, typed(code, Scope(scope)))
    tree = Typed(Call(PRICED, (checked.node, code)), checked.type, parts)
    return replace(checked, tree=tree, reads=frozenset(paths(tree)))
