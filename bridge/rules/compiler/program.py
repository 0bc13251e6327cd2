"""Puts checked expressions together into one Python function of the facts."""

import ast
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import CodeType, FunctionType
from typing import Any

from bridge.rules.check import Checked
from bridge.rules.compiler.constants import Constants
from bridge.rules.compiler.emit import Emitter
from bridge.rules.compiler.forms import FORMS
from bridge.rules.compiler.meanings import MEANINGS
from bridge.rules.compiler.settling import Settle, settled_in_words
from bridge.rules.compiler.sharing import shareable
from bridge.rules.compiler.syntax import assign, item, load
from bridge.rules.expression import Node

#: Facts by name, and what rules gave by the name of their use, to whatever is collected.
Program = Callable[[Mapping[str, object], Mapping[str, Mapping[str, object]]], Any]
#: Writes the statements that return the results, given by the names of their expressions.
Collect = Callable[[Mapping[str, ast.expr], Constants], Iterable[ast.stmt]]

RESULTS = "results"
#: How many entries of a dictionary CPython builds from one list of keys; a longer one it merges.
_AT_ONCE = 15


def program(
    expressions: Mapping[str, Checked],
    collect: Collect,
    settle: Settle,
    uses: Collection[str] = (),
) -> Program:
    """
    Build the function: read facts into variables, compute shared parts, return what is collected.

    `uses` are the names that it finds in its second argument and not among the facts.
    """
    constants = Constants()
    shared: dict[Node, str] = {}
    emitter = Emitter(
        FORMS,
        constants,
        lambda name: load(f"fact_{name}"),
        shared,
        careful=settle is settled_in_words,
    )
    body = [
        assign(f"fact_{name}", item(load("uses" if name in uses else "facts"), name))
        for name in facts_of(expressions.values())
    ]
    for tree in shareable(checked.tree for checked in expressions.values()):
        value = emitter.expression(tree)
        shared[tree.node] = f"shared_{len(shared)}"
        body.append(assign(shared[tree.node], value))
    results = {
        name: settle(emitter, checked.tree, checked.type) for name, checked in expressions.items()
    }
    body.extend(collect(results, constants))
    return defined(("facts", "uses"), body, constants)


def as_mapping(results: Mapping[str, ast.expr], _: Constants) -> Iterator[ast.stmt]:
    """Return the results by name."""
    yield from kept(results)
    yield ast.Return(load(RESULTS))


def kept(results: Mapping[str, ast.expr]) -> Iterator[ast.stmt]:
    """Put the results by name into one variable, in their order."""
    names = [ast.Constant(name) for name in results]
    values = list(results.values())
    yield assign(RESULTS, ast.Dict([*names[:_AT_ONCE]], values[:_AT_ONCE]))
    for name, value in zip(names[_AT_ONCE:], values[_AT_ONCE:], strict=True):
        yield ast.Assign([ast.Subscript(load(RESULTS), name, ast.Store())], value)


def as_row(results: Mapping[str, ast.expr], _: Constants) -> Iterator[ast.stmt]:
    """Return the results in their order."""
    yield ast.Return(ast.Tuple(list(results.values()), ast.Load()))


def facts_of(expressions: Iterable[Checked]) -> Sequence[str]:
    """Return the first names of all that the expressions read."""
    reads = frozenset[str]().union(*(checked.reads for checked in expressions))
    return sorted({path.partition(".")[0].removesuffix("[]") for path in reads})


def defined(
    parameters: Sequence[str], body: list[ast.stmt], constants: Constants
) -> Callable[..., Any]:
    """Return a function of our own syntax tree; it sees the meanings and its constants only."""
    names = ast.arguments([], [ast.arg(name) for name in parameters], None, [], [], None, [])
    definition = ast.FunctionDef("rule", names, body, [], None)
    module = ast.fix_missing_locations(ast.Module([definition], []))
    code = compile(module, "<rulebook>", "exec")
    [inner] = (each for each in code.co_consts if isinstance(each, CodeType))
    return FunctionType(inner, {"__builtins__": {}, **MEANINGS, **constants.values})
