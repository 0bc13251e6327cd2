"""Compiles checked expressions into one Python function that calculates exactly."""

import ast
from collections.abc import Callable, Mapping
from decimal import Decimal, DecimalException
from types import CodeType, FunctionType

from bridge.rules.check import Checked
from bridge.rules.compiler.emit import Constants, Emitter
from bridge.rules.compiler.meanings import MEANINGS
from bridge.rules.compiler.sharing import shareable
from bridge.rules.compiler.syntax import assign, call, item, load
from bridge.rules.expression import Node
from bridge.rules.language.exactness import OutOfReach, exact
from bridge.rules.types import Kind, Type

__all__ = ["Compiled", "NotComputable", "compile_all", "exact"]

_Rule = Callable[[Mapping[str, object]], dict[str, object]]


class NotComputable(ValueError):
    """
    The expression `field` has no value for these facts, because of `reason`.

    A day outside the calendar, a text or number that is too long for its place, or a fact with
    more digits than its type declares.
    """

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        self.reason = reason
        super().__init__(f"{field}: {reason}")


class Compiled:
    """
    Expressions as one function from facts to results by name, in the order they were given.

    It sets its own decimal context: what the caller calculates with does not matter.
    """

    def __init__(self, expressions: Mapping[str, Checked]) -> None:
        self._expressions = dict(expressions)
        self._rule = _rule(self._expressions)

    def __call__(self, facts: Mapping[str, object]) -> dict[str, object]:
        """Return all results; NotComputable names the first expression that has none."""
        try:
            with exact():
                return self._rule(facts)
        except (OutOfReach, DecimalException):
            return self._one_by_one(facts)

    def _one_by_one(self, facts: Mapping[str, object]) -> dict[str, object]:
        """Compute without shared parts, to know which expression has no value, if any."""
        results: dict[str, object] = {}
        for name, checked in self._expressions.items():
            try:
                with exact():
                    results |= _rule({name: checked})(facts)
            except OutOfReach as error:
                raise NotComputable(name, str(error)) from error
            except DecimalException as error:
                raise NotComputable(
                    name, "a number has more digits than its type allows"
                ) from error
        return results


def compile_all(expressions: Mapping[str, Checked]) -> Compiled:
    """Return checked expressions as one function; what they compute alike is computed once."""
    return Compiled(expressions)


def _rule(expressions: Mapping[str, Checked]) -> _Rule:
    """Build the function: read facts into variables, compute shared parts, return results."""
    constants = Constants()
    shared: dict[Node, str] = {}
    emitter = Emitter(constants, lambda name: load(f"fact_{name}"), shared, [])
    body = [
        assign(f"fact_{name}", item(load("facts"), name)) for name in sorted(_roots(expressions))
    ]
    for tree in shareable(checked.tree for checked in expressions.values()):
        value = emitter.expression(tree)
        shared[tree.node] = f"shared_{len(shared)}"
        body.append(assign(shared[tree.node], value))
    results: list[ast.expr] = [
        _settled(emitter.expression(checked.tree), checked.type, constants)
        for checked in expressions.values()
    ]
    keys: list[ast.expr | None] = [ast.Constant(name) for name in expressions]
    body.append(ast.Return(ast.Dict(keys, results)))
    return _function(body, constants)


def _roots(expressions: Mapping[str, Checked]) -> frozenset[str]:
    reads = frozenset[str]().union(*(checked.reads for checked in expressions.values()))
    return frozenset(path.partition(".")[0].removesuffix("[]") for path in reads)


def _settled(value: ast.expr, found: Type, constants: Constants) -> ast.expr:
    """Give a number the form of its type: so many decimals, or none at all."""
    match found.kind:
        case Kind.DECIMAL:
            unit = Decimal((0, (1,), -(found.scale or 0)))
            bound = Decimal((0, (1,), found.whole_digits))
            return call("settled", value, constants.add(unit), constants.add(bound))
        case Kind.INTEGER:
            return call("settled_whole", value, ast.Constant(found.precision))
        case _:
            return value


def _function(body: list[ast.stmt], constants: Constants) -> _Rule:
    """Return a function of our own syntax tree; it sees the meanings and its constants only."""
    parameters = ast.arguments([], [ast.arg("facts")], None, [], [], None, [])
    definition = ast.FunctionDef("rule", parameters, body, [], None)
    module = ast.fix_missing_locations(ast.Module([definition], []))
    code = compile(module, "<rulebook>", "exec")
    [inner] = (each for each in code.co_consts if isinstance(each, CodeType))
    return FunctionType(inner, {"__builtins__": {}, **MEANINGS, **constants.values})
