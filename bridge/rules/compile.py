"""Compiles checked expressions into one Python function that calculates exactly."""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import DecimalException, getcontext, setcontext
from types import CodeType, FunctionType
from typing import Any, Generic, TypeVar

from bridge.rules.check import Checked
from bridge.rules.compiler.constants import Constants
from bridge.rules.compiler.emit import Emitter
from bridge.rules.compiler.forms import FORMS
from bridge.rules.compiler.meanings import MEANINGS
from bridge.rules.compiler.settling import Settle, settled, settled_in_words
from bridge.rules.compiler.sharing import shareable
from bridge.rules.compiler.syntax import assign, item, load
from bridge.rules.expression import Node
from bridge.rules.language.exactness import EXACT, OutOfReach, exact
from bridge.rules.types import Type

__all__ = ["Compiled", "CompiledRow", "NotComputable", "compile_all", "exact"]

Result = TypeVar("Result")
#: Builds the syntax that collects the results of the named expressions.
_Collected = Callable[[Iterable[str], list[ast.expr]], ast.expr]


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


class _Calculation(Generic[Result]):
    """
    Expressions as one function from facts to results.

    It sets its own decimal context: what the caller calculates with does not matter.
    """

    def __init__(self, expressions: Mapping[str, Checked], collected: _Collected) -> None:
        self._expressions = dict(expressions)
        self._rule: Callable[[Mapping[str, object]], Result] = _function(
            self._expressions, collected, settled
        )

    def __call__(self, facts: Mapping[str, object]) -> Result:
        """Return all results; NotComputable names the first expression that has none."""
        before = getcontext()
        if before is not EXACT:
            setcontext(EXACT)
        try:
            return self._rule(facts)
        except (OutOfReach, DecimalException):
            return self._assembled(dict(self._one_by_one(facts)))
        finally:
            if before is not EXACT:
                setcontext(before)

    def _assembled(self, results: dict[str, object]) -> Result:
        raise NotImplementedError

    def _one_by_one(self, facts: Mapping[str, object]) -> Iterator[tuple[str, object]]:
        """Compute without shared parts, to know which expression has no value, if any."""
        for name, checked in self._expressions.items():
            alone = _function({name: checked}, _as_dict, settled_in_words)
            try:
                yield name, alone(facts)[name]
            except OutOfReach as error:
                raise NotComputable(name, str(error)) from error
            except DecimalException as error:
                raise NotComputable(
                    name, "a number has more digits than its type allows"
                ) from error


class Compiled(_Calculation[dict[str, object]]):
    """Expressions as one function to results by name, in the order they were given."""

    def __init__(self, expressions: Mapping[str, Checked]) -> None:
        super().__init__(expressions, _as_dict)

    def _assembled(self, results: dict[str, object]) -> dict[str, object]:
        return results


class CompiledRow(_Calculation[tuple[object, ...]]):
    """Expressions as one function to the row of their results, in the order they were given."""

    def __init__(self, expressions: Mapping[str, Checked]) -> None:
        super().__init__(expressions, _as_tuple)

    @property
    def meaning(self) -> Mapping[str, tuple[Node, Type]]:
        """What each column asks, by its name; equal ones give equal values for equal facts."""
        return {name: (each.node, each.type) for name, each in self._expressions.items()}

    def _assembled(self, results: dict[str, object]) -> tuple[object, ...]:
        return tuple(results.values())


def compile_all(expressions: Mapping[str, Checked]) -> Compiled:
    """Return checked expressions as one function; what they compute alike is computed once."""
    return Compiled(expressions)


def _as_dict(names: Iterable[str], results: list[ast.expr]) -> ast.expr:
    return ast.Dict([ast.Constant(name) for name in names], results)


def _as_tuple(_: Iterable[str], results: list[ast.expr]) -> ast.expr:
    return ast.Tuple(results, ast.Load())


def _function(
    expressions: Mapping[str, Checked], collected: _Collected, settle: Settle
) -> Callable[[Mapping[str, object]], Any]:
    """Build the function: read facts into variables, compute shared parts, return results."""
    constants = Constants()
    shared: dict[Node, str] = {}
    emitter = Emitter(FORMS, constants, lambda name: load(f"fact_{name}"), shared, [])
    body = [
        assign(f"fact_{name}", item(load("facts"), name)) for name in sorted(_roots(expressions))
    ]
    for tree in shareable(checked.tree for checked in expressions.values()):
        value = emitter.expression(tree)
        shared[tree.node] = f"shared_{len(shared)}"
        body.append(assign(shared[tree.node], value))
    results = [settle(emitter, checked.tree, checked.type) for checked in expressions.values()]
    body.append(ast.Return(collected(expressions, results)))
    return _defined(body, constants)


def _roots(expressions: Mapping[str, Checked]) -> frozenset[str]:
    reads = frozenset[str]().union(*(checked.reads for checked in expressions.values()))
    return frozenset(path.partition(".")[0].removesuffix("[]") for path in reads)


def _defined(body: list[ast.stmt], constants: Constants) -> Callable[[Mapping[str, object]], Any]:
    """Return a function of our own syntax tree; it sees the meanings and its constants only."""
    parameters = ast.arguments([], [ast.arg("facts")], None, [], [], None, [])
    definition = ast.FunctionDef("rule", parameters, body, [], None)
    module = ast.fix_missing_locations(ast.Module([definition], []))
    code = compile(module, "<rulebook>", "exec")
    [inner] = (each for each in code.co_consts if isinstance(each, CodeType))
    return FunctionType(inner, {"__builtins__": {}, **MEANINGS, **constants.values})
