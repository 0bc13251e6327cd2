"""The syntax tree of an expression; equal trees mean the same, wherever they stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

#: What an expression gives at run time, None being blank.
Value = str | bool | int | Decimal | date | None
#: What can be written as a constant; a date is written DATE(2026, 1, 31).
Constant = str | bool | int | Decimal | None


class Operator(StrEnum):
    """The operators, as they are written in messages."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"
    JOIN = "&"
    EQUAL = "="
    UNEQUAL = "<>"
    LESS = "<"
    LESS_OR_EQUAL = "<="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="
    AND = "AND"
    OR = "OR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a node stands in its source: from character `start` to before `end`."""

    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Literal(Spot):
    """A constant; `shape` tells 1 from 1.0 and TRUE, which Python takes for equal."""

    value: Constant = field(compare=False)
    shape: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shape", repr(self.value))


@dataclass(frozen=True, slots=True)
class Path(Spot):
    """A fact by name, or a fact of a record: ("deal", "currency")."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Negative(Spot):
    """The number with the other sign."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class Not(Spot):
    """The opposite of a condition."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class Binary(Spot):
    """Two operands with an operator between them."""

    operator: Operator
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Within(Spot):
    """Whether the subject is one of the options: `x IN ("A", "B")`."""

    subject: "Node"
    options: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Call(Spot):
    """A function with its arguments; `name` is in capitals and stands at the call's start."""

    name: str
    arguments: tuple["Node", ...]


Node = Literal | Path | Negative | Not | Binary | Within | Call


def parts(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly under a node, in the order they are written."""
    match node:
        case Literal() | Path():
            return ()
        case Negative(operand) | Not(operand):
            return (operand,)
        case Binary(_, left, right):
            return (left, right)
        case Within(subject, options):
            return (subject, *options)
        case Call(_, arguments):
            return arguments


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all below it, each before those under it."""
    yield node
    for part in parts(node):
        yield from walk(part)


def written(node: Node) -> str:
    """
    Return a node as source text, with brackets round each operation.

    >>> written(Binary(Operator.ADD, Path(("a",)), Literal(2)))
    '(a + 2)'
    """
    match node:
        case Literal():
            return _written_literal(node.value)
        case Path(names):
            return ".".join(names)
        case Call(name, arguments):
            return f"{name}({_written_list(arguments)})"
        case _:
            return f"({_written_operation(node)})"


def _written_operation(node: Negative | Not | Binary | Within) -> str:
    match node:
        case Negative(operand):
            return f"-{written(operand)}"
        case Not(operand):
            return f"NOT {written(operand)}"
        case Binary(operator, left, right):
            return f"{written(left)} {operator} {written(right)}"
        case Within(subject, options):
            return f"{written(subject)} IN ({_written_list(options)})"


_ESCAPED: Mapping[int, str] = {
    ord("\\"): "\\\\",
    ord('"'): '\\"',
    ord("\n"): "\\n",
    ord("\t"): "\\t",
}


def _written_literal(value: Constant) -> str:
    match value:
        case None:
            return "BLANK"
        case bool():
            return str(value).upper()
        case str():
            return f'"{value.translate(_ESCAPED)}"'
        case _:
            return str(value)


def _written_list(nodes: tuple[Node, ...]) -> str:
    return ", ".join(written(node) for node in nodes)
