"""Puts a mapping and the rules that it uses together into one Python function of the facts."""

import ast
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bridge.rules.check import Checked
from bridge.rules.compiler.choosing.chooser import Chooser
from bridge.rules.compiler.constants import Constants
from bridge.rules.compiler.emit import Emitter
from bridge.rules.compiler.forms import FORMS
from bridge.rules.compiler.program import RESULTS, defined, facts_of, kept
from bridge.rules.compiler.settling import settled
from bridge.rules.compiler.sharing import shareable
from bridge.rules.compiler.syntax import assign, item, load, outputs
from bridge.rules.expression import Node
from bridge.rules.language.typed import Typed, paths

#: The row that a rule chose, and the values of its inputs.
Choice = tuple[object, tuple[object, ...]]
#: From facts to the fields and a choice for each rule; None where a condition does not hold.
#: Raises UNSETTLED where a rule chooses nothing or a value does not fit its place.
Combined = Callable[[Mapping[str, object]], tuple[dict[str, object], tuple[Choice, ...]] | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule under the name of its use; `through` is the fact that holds its record, if any."""

    name: str
    through: str | None
    chooser: Chooser


def combined(
    asked: Sequence[Asked], conditions: Sequence[Checked], fields: Mapping[str, Checked]
) -> Combined:
    """Build the function: read the facts once, choose the rows, test, compute the fields."""
    constants = Constants()
    shared: dict[Node, str] = {}
    emitter = Emitter(FORMS, constants, _fact, shared)
    own = [*conditions, *fields.values()]
    beside = [each for one in asked if not one.through for each in one.chooser.inputs.values()]
    uses = {each.name for each in asked}
    holders = {each.through for each in asked if each.through}
    alike = shareable(checked.tree for checked in (*beside, *own))
    body = [
        assign(f"fact_{name}", item(load("facts"), name))
        for name in sorted({*facts_of([*beside, *own]), *holders} - uses)
    ]
    body.extend(_beforehand(emitter, shared, [each for each in alike if not _reads(each, uses)]))
    for number, each in enumerate(asked):
        body.extend(_asked(emitter, number, each))
    body.extend(_beforehand(emitter, shared, [each for each in alike if _reads(each, uses)]))
    body.extend(_tested(emitter, conditions))
    body.extend(
        kept({name: settled(emitter, each.tree, each.type) for name, each in fields.items()})
    )
    choices = [_choice(number, each) for number, each in enumerate(asked)]
    found = [load(RESULTS), ast.Tuple(choices, ast.Load())]
    body.append(ast.Return(ast.Tuple(found, ast.Load())))
    return defined(("facts",), body, constants)


def _fact(name: str) -> ast.expr:
    return load(f"fact_{name}")


def _reads(tree: Typed, names: Collection[str]) -> bool:
    return any(path.partition(".")[0] in names for path in paths(tree))


def _beforehand(
    emitter: Emitter, shared: dict[Node, str], trees: Iterable[Typed]
) -> Iterator[ast.stmt]:
    """Compute what several expressions share; from then on they read it."""
    for tree in trees:
        value = emitter.expression(tree)
        shared[tree.node] = f"shared_{len(shared)}"
        yield assign(shared[tree.node], value)


def _values(number: int, asked: Asked) -> Sequence[str]:
    return [f"value_{number}_{at}" for at in range(len(asked.chooser.inputs))]


def _asked(emitter: Emitter, number: int, asked: Asked) -> Iterator[ast.stmt]:
    """Choose the row of a rule; its outputs are then a fact under the name of the use."""
    if asked.through:
        holder = _fact(asked.through)
        emitter = replace(emitter, fact=lambda name: item(holder, name), shared={}, numbers=set())
    names = _values(number, asked)
    for name, checked in zip(names, asked.chooser.inputs.values(), strict=True):
        yield assign(name, settled(emitter, checked.tree, checked.type))
    row = f"row_{number}"
    yield assign(row, asked.chooser.choose(names, emitter.constants))
    yield assign(f"fact_{asked.name}", outputs(load(row)))


def _tested(emitter: Emitter, conditions: Sequence[Checked]) -> Iterator[ast.stmt]:
    """Give up where a condition does not hold."""
    for each in conditions:
        fails = ast.UnaryOp(ast.Not(), settled(emitter, each.tree, each.type))
        yield ast.If(fails, [ast.Return(ast.Constant(None))], [])


def _choice(number: int, asked: Asked) -> ast.expr:
    values = ast.Tuple([load(name) for name in _values(number, asked)], ast.Load())
    return ast.Tuple([load(f"row_{number}"), values], ast.Load())
