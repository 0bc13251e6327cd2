"""The parts of a parsed query."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal


class QueryInvalid(ValueError):
    """The query cannot be understood; the message is for its writer."""


@dataclass(frozen=True, slots=True)
class Column:
    """`name` or `table.name`."""

    table: str | None
    name: str

    def __str__(self) -> str:
        return f"{self.table}.{self.name}" if self.table else self.name


@dataclass(frozen=True, slots=True)
class Constant:
    """A text, a number or NULL."""

    value: str | Decimal | None


@dataclass(frozen=True, slots=True)
class Parameter:
    """`?`, numbered from 0."""

    index: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments; `COUNT(*)` has none and `star`."""

    name: str
    arguments: tuple[Expression, ...]
    star: bool = False
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands with `+ - * / || = <> < > <= >= and or`."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a condition."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class IsNull:
    """`operand IS NULL`."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Like:
    """`operand LIKE pattern ESCAPE escape`; without an escape, that is a NULL."""

    operand: Expression
    pattern: Expression
    escape: Expression


@dataclass(frozen=True, slots=True)
class Subquery:
    """A SELECT inside an expression: for its one cell, for its list, or for whether it has rows."""

    query: Query
    wanted: Literal["cell", "list", "rows"]


@dataclass(frozen=True, slots=True)
class Within:
    """`operand IN (choices)`; the only choice can be a SELECT for its list."""

    operand: Expression
    choices: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """`CASE WHEN condition THEN value ... ELSE otherwise END`."""

    branches: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression


Expression = (
    Column | Constant | Parameter | Call | Binary | Not | IsNull | Like | Within | Case | Subquery
)


@dataclass(frozen=True, slots=True)
class Output:
    """
    One column of the result; without an alias it is named after its expression.

    The column `table.*` stands for all columns of a table.
    """

    expression: Expression
    alias: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """A table, or a SELECT in its place, with the name it goes by."""

    table: str
    alias: str
    query: Query | None = None


@dataclass(frozen=True, slots=True)
class Join:
    """A further table; `condition` is None for a cross join."""

    source: Source
    condition: Expression | None
    outer: bool


@dataclass(frozen=True, slots=True)
class Order:
    """One key of ORDER BY."""

    expression: Expression
    descending: bool
    nulls_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A parsed SELECT; no outputs stand for `*`."""

    outputs: tuple[Output, ...]
    distinct: bool
    source: Source
    joins: tuple[Join, ...]
    where: Expression | None
    group: tuple[Expression, ...]
    having: Expression | None
    order: tuple[Order, ...] = ()
    parameters: int = 0
    numbered: bool = False  #: it asks for ROWNUM
    most: int | None = None  #: rows, by TOP or FETCH FIRST
    #: Further SELECTs whose rows are added; True: also those that are there already.
    unions: tuple[tuple[bool, Query], ...] = ()
