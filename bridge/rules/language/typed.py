"""A syntax tree with the type of each node, as the checker hands it to the compiler."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Self

from bridge.rules.diagnostics import Problem
from bridge.rules.expression import Node, Path, written
from bridge.rules.types import Kind, Type

#: How much of an expression a hint repeats.
_SHOWN_MAX = 40


@dataclass(frozen=True, slots=True)
class Present:
    """It is known that the node is not blank."""

    node: Node


@dataclass(frozen=True, slots=True)
class Absent:
    """It is known that the node is blank."""

    node: Node


@dataclass(frozen=True, slots=True)
class Signed:
    """It is known that the node is one of these: -1 negative, 0 zero, 1 positive."""

    node: Node
    signs: frozenset[int]


@dataclass(frozen=True, slots=True)
class Equal:
    """It is known that the node is this text."""

    node: Node
    text: str


Fact = Present | Absent | Signed | Equal


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that an expression may use, and what the conditions around it have proved."""

    names: Mapping[str, Type]
    known: frozenset[Fact] = frozenset()
    lists: frozenset[str] = frozenset()  #: of which records a list is gone through around it

    def knowing(self, facts: frozenset[Fact]) -> Self:
        """Return the scope inside a condition that proves these facts."""
        return replace(self, known=self.known | facts) if facts else self


@dataclass(frozen=True, slots=True)
class Typed:
    """
    A node with its type; `parts` are its typed operands or arguments, in order.

    `guarded` says that the type rests on a condition around the node: outside it the value may be
    blank, or a divisor zero, so it must not be computed there.
    """

    node: Node
    type: Type
    parts: tuple["Typed", ...] = ()
    guarded: bool = False


#: Gives a node its type in a scope; raises Problem.
Typing = Callable[[Node, Scope], Typed]


def clipped(text: str) -> str:
    """Return a name as a message repeats it: of one that is absurdly long, the beginning."""
    return text if len(text) <= _SHOWN_MAX else text[:_SHOWN_MAX] + "..."


def shown(node: Node) -> str:
    """Return a node as a hint repeats it: short."""
    text = written(node)
    if text.startswith("(") and text.endswith(")") and not isinstance(node, Path):
        text = text[1:-1]
    return text if len(text) <= _SHOWN_MAX else "..."


def problem(tree: Typed | Node, message: str, hint: str | None = None) -> Problem:
    """Return a Problem at the place of a node."""
    node = tree.node if isinstance(tree, Typed) else tree
    return Problem(message, node.start, node.end, hint)


def present(tree: Typed, what: str) -> Type:
    """Return the type of a node that must not be blank; `what` opens the message."""
    if not tree.type.blank:
        return tree.type
    if tree.type.kind is Kind.BLANK:
        raise problem(tree, f"{what}: BLANK has no value", "use = BLANK or ISBLANK(...) to test")
    name = shown(tree.node)
    hint = f"wrap it: BLANKVALUE({name}, ...), or test it first: IF(ISBLANK({name}), ..., ...)"
    if tree.type.kind in (Kind.RECORD, Kind.LIST):
        hint = f"test it first: IF(ISBLANK({name}), ..., ...)"
    raise problem(tree, f"{what}: '{name}' may be blank", hint)


def condition(tree: Typed, what: str) -> Typed:
    """Return a node that must be TRUE or FALSE."""
    kind = present(tree, what).kind
    if kind is not Kind.BOOLEAN:
        raise problem(tree, f"{what}: a condition is needed, but this is {tree.type}")
    return tree


def paths(tree: Typed) -> Iterator[str]:
    """Yield the facts that a typed node reads: `deal.currency`, and `lines[].amount` in lists."""
    match tree:
        case Typed(node=Path(names)):
            yield ".".join(names)
        case Typed(parts=(Typed(node=Path(names), type=Type(kind=Kind.LIST)), *bodies)):
            name = ".".join(names)
            yield name
            yield from (f"{name}[].{inner}" for body in bodies for inner in paths(body))
        case _:
            for part in tree.parts:
                yield from paths(part)
